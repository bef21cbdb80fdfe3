//! Work past the limits of the service: lists of any length, jobs that continue after the response, and the files that
//! they create.
//!
//! Invariant: the service here behaves as Freshdesk does: it has no page 301, and no more than is asked for.

use std::time::Duration;

use freshdesk::models::{ExportCreate, TicketBulkUpdate, TicketBulkUpdateAction};

use super::{next_link, once};
use crate::{
    answers::{list, ticket},
    server::{Received, Server, ServerResponse},
};

const SOON: Duration = Duration::from_millis(1);

/// Returns the value of a parameter of the query, decoded as far as times need it.
fn parameter(request: &Received, name: &str) -> Option<String> {
    let (_, query) = request.target().split_once('?')?;
    let mut pairs = query.split('&').filter_map(|pair| pair.split_once('='));
    let (_, value) = pairs.find(|(known, _)| *known == name)?;
    Some(value.replace("%3A", ":"))
}

/// Returns the change time of ticket `id`: three tickets a second.
fn changed(id: i64) -> String {
    let second = id / 3;
    format!(
        "2026-01-02T{:02}:{:02}:{:02}Z",
        second / 3600,
        second / 60 % 60,
        second % 60
    )
}

/// Returns a page of tickets that were changed since the time that is asked for, in the order of their changes.
fn changed_since(request: &Received, count: i64) -> ServerResponse {
    assert_eq!(
        parameter(request, "order_by").as_deref(),
        Some("updated_at")
    );
    assert_eq!(parameter(request, "order_type").as_deref(), Some("asc"));
    let since = parameter(request, "updated_since").expect("a time");
    let page: usize = parameter(request, "page").map_or(1, |page| page.parse().unwrap());
    assert!(page <= 300, "there is no page {page}");
    let since_then: Vec<i64> = (1..=count).filter(|id| changed(*id) >= since).collect();
    let items = since_then.iter().skip((page - 1) * 100).take(100);
    let items = items.map(|id| {
        let changed = changed(*id);
        ticket(&format!(r#"{{"id":{id},"updated_at":"{changed}"}}"#))
    });
    let body = list(items);
    if since_then.len() <= page * 100 {
        return ServerResponse::json(&body);
    }
    let host = request.header("host").unwrap();
    let next = next_link(&format!("http://{host}/api/v2/tickets?page={}", page + 1));
    ServerResponse::new("200 OK", &["content-type: application/json", &next], &body)
}

#[tokio::test]
async fn all_tickets_come_once_each_however_many_there_are() {
    let server = Server::scripted(|_, request| changed_since(request, 1_234)).await;
    let mut items = once(&server).tickets().list().per_page(100).all();
    let mut count = 0;
    while let Some(ticket) = items.try_next().await.unwrap() {
        count += 1;
        assert_eq!(ticket.id, count);
    }
    assert_eq!(count, 1_234);
    let first = server.requests()[0].target().to_owned();
    // Without it, the service omits what is older than thirty days.
    assert!(
        first.contains("updated_since=1970-01-01T00%3A00%3A00Z"),
        "{first}"
    );
}

#[tokio::test]
async fn bulk_work_is_waited_for() {
    let states = ["IN_PROGRESS", "in_progress", "COMPLETED"];
    let server = Server::scripted(move |number, request| {
        if number == 0 {
            assert_eq!(request.body, r#"{"bulk_action":{"ids":[1,2]}}"#);
            let begun = r#"{"job_id":"j-1","href":"https://acme.freshdesk.com/api/v2/jobs/j-1"}"#;
            return ServerResponse::new("202 Accepted", &["content-type: application/json"], begun);
        }
        assert_eq!(request.line, "GET /api/v2/jobs/j-1 HTTP/1.1");
        let state = states[number - 1];
        ServerResponse::json(&format!(
            r#"{{"id":"j-1","status":"{state}","data":[{{"id":1,"success":true}}]}}"#
        ))
    })
    .await;
    let body = TicketBulkUpdate::new(TicketBulkUpdateAction::new(vec![1, 2]));
    let request = once(&server).tickets().bulk_update(&body);
    let job = request.wait().first_pause(SOON).await.unwrap();
    assert_eq!(job.status, "COMPLETED");
    assert_eq!(job.data.unwrap().len(), 1);
    assert_eq!(server.count(), 4);
}

#[tokio::test]
async fn an_export_is_waited_for_and_downloaded_without_the_key() {
    let files = Server::answering("200 OK", &["content-type: text/csv"], "id,name\n1,Ada\n").await;
    let address = format!("http://{}/file.csv?signature=s", files.address());
    let server = Server::scripted(move |number, _| match number {
        0 => ServerResponse::json(r#"{"id":"e-1"}"#),
        1 => ServerResponse::json(r#"{"status":"in_progress"}"#),
        _ => ServerResponse::json(&format!(
            r#"{{"status":"completed","download_url":"{address}"}}"#
        )),
    })
    .await;
    let request = once(&server).contacts().export(&ExportCreate::default());
    let bytes = request.download().first_pause(SOON).bytes().await.unwrap();
    assert_eq!(&bytes[..], b"id,name\n1,Ada\n");
    let asked = files.received();
    assert_eq!(asked.target(), "/file.csv?signature=s");
    assert_eq!(asked.header("authorization"), None);
}
