//! Walks that were interrupted: a token, kept as text, gives exactly the rest, in another process as well.
//!
//! Invariant: what came before the interruption and what comes after it are all items, each once.

use freshdesk::{Error, ResumeToken, models::Ticket, runtime::Items};

use super::{
    eager, once,
    paging::{full_page, page},
};
use crate::{
    answers::{self, ticket},
    server::{Server, ServerResponse},
};

/// Reads items until the end or the first error; returns their ids.
async fn read(items: &mut Items<Ticket>) -> (Vec<i64>, Option<Error>) {
    let mut ids = Vec::new();
    loop {
        match items.try_next().await {
            Ok(Some(ticket)) => ids.push(ticket.id),
            Ok(None) => return (ids, None),
            Err(error) => return (ids, Some(error)),
        }
    }
}

fn kept(items: &Items<Ticket>) -> ResumeToken {
    let text = items.resume_token().unwrap().to_string();
    assert!(!text.contains("127.0.0.1"), "a token names no host: {text}");
    text.parse().unwrap()
}

/// Returns all ids of the list of ten pages that the tests read.
fn all() -> Vec<i64> {
    (1..=1000).collect()
}

#[tokio::test]
async fn a_walk_that_failed_goes_on_where_it_stopped() {
    for failing in [1, 2, 7, 10] {
        let server = Server::scripted(move |number, request| {
            if i64::try_from(number).unwrap() == failing - 1 {
                return ServerResponse::new("500 Internal Server Error", &[], "");
            }
            full_page(request, 10, "; ")
        })
        .await;
        let mut items = once(&server).tickets().list().per_page(100).items();
        let (mut ids, error) = read(&mut items).await;
        assert_eq!(error.unwrap().status().unwrap(), 500);
        assert_eq!(ids, all()[..ids.len()]);
        let token = kept(&items);
        drop(items);

        let items = once(&server).tickets().list().per_page(100).items();
        let mut items = items.resume(&token);
        let (rest, error) = read(&mut items).await;
        assert!(error.is_none(), "{error:?}");
        ids.extend(rest);
        assert_eq!(ids, all(), "page {failing}");
        assert_eq!(items.resume_token(), None, "there is nothing left");
        assert_eq!(
            server.count(),
            11,
            "only the page that failed was asked for twice"
        );
    }
}

#[tokio::test]
async fn a_walk_that_stopped_within_a_page_goes_on_there() {
    let server = Server::scripted(|_, request| full_page(request, 10, ";")).await;
    let client = once(&server);
    for taken in [0, 1, 99, 100, 101, 250, 999] {
        let mut items = client.tickets().list().per_page(100).items();
        let mut ids = Vec::new();
        for _ in 0..taken {
            ids.push(items.try_next().await.unwrap().unwrap().id);
        }
        let token = kept(&items);
        drop(items);
        let items = client.tickets().list().per_page(100).items();
        let (rest, error) = read(&mut items.resume(&token)).await;
        assert!(error.is_none(), "{error:?}");
        ids.extend(rest);
        assert_eq!(ids, all(), "{taken} items");
    }
}

#[tokio::test]
async fn a_token_survives_json() {
    let server = Server::scripted(|_, request| full_page(request, 10, ";")).await;
    let mut pages = once(&server).tickets().list().per_page(100).pages();
    let first = pages.try_next().await.unwrap().unwrap();
    let stored = serde_json::to_string(first.next().unwrap()).unwrap();
    let token: ResumeToken = serde_json::from_str(&stored).unwrap();
    let rest = once(&server).tickets().list().per_page(100).items();
    let rest = rest.resume(&token).collect_all(10_000).await.unwrap();
    assert_eq!(rest.len(), 900);
    assert_eq!(rest[0].id, 101);
}

#[tokio::test]
async fn a_token_of_another_list_is_refused_unsent() {
    let server = Server::scripted(|_, request| full_page(request, 10, ";")).await;
    let mut items = once(&server).tickets().list().items();
    items.try_next().await.unwrap();
    let token = kept(&items);
    let contacts = once(&server).contacts().list().items();
    let error = contacts.resume(&token).try_next().await.unwrap_err();
    assert!(matches!(error, Error::InvalidRequest(_)), "{error:?}");
    assert_eq!(server.count(), 1);
}

#[tokio::test]
async fn a_page_that_failed_for_a_moment_is_asked_for_again() {
    // Pages 3 and 6 fail on the way, once each.
    let mut failed = Vec::new();
    let server = Server::scripted(move |_, request| {
        let page = page(request);
        if page % 3 == 0 && page < 9 && !failed.contains(&page) {
            failed.push(page);
            return ServerResponse::wire(
                "HTTP/1.1 200 OK\r\ncontent-length: 99\r\n\r\n[{\"id\": 1}",
            )
            .then_reset();
        }
        full_page(request, 10, ";")
    })
    .await;
    let mut items = eager(&server).tickets().list().per_page(100).items();
    let (ids, error) = read(&mut items).await;
    assert!(error.is_none(), "{error:?}");
    assert_eq!(ids, all());
    assert_eq!(server.count(), 12);
}

#[tokio::test]
async fn a_walk_that_is_sent_away_in_between_loses_nothing() {
    let mut refused = Vec::new();
    let server = Server::scripted(move |_, request| {
        let page = page(request);
        if page % 3 == 0 && !refused.contains(&page) {
            refused.push(page);
            return ServerResponse::new("429 Too Many Requests", &["retry-after: 0"], "");
        }
        full_page(request, 10, ";")
    })
    .await;
    let mut items = eager(&server).tickets().list().per_page(100).items();
    let (ids, error) = read(&mut items).await;
    assert!(error.is_none(), "{error:?}");
    assert_eq!((ids, server.count()), (all(), 13));
}

#[tokio::test]
async fn a_page_that_cannot_be_read_loses_nothing_before_it() {
    let server = Server::scripted(|_, request| match page(request) {
        2 => ServerResponse::json(&format!("[{}, {{\"id\": 102", ticket(r#"{"id": 101}"#))),
        _ => full_page(request, 10, ";"),
    })
    .await;
    let mut items = eager(&server).tickets().list().per_page(100).items();
    let (ids, error) = read(&mut items).await;
    assert_eq!(ids, all()[..100]);
    let error = error.unwrap();
    assert!(matches!(error, Error::Decode(_)), "{error:?}");
    assert!(error.to_string().contains("$[1]"), "{error}");
}

#[tokio::test]
async fn a_record_that_cannot_be_read_costs_itself_alone() {
    let server = Server::scripted(|_, _| {
        ServerResponse::json(&answers::list([
            ticket(r#"{"id": 1}"#),
            ticket(r#"{"id": true}"#),
            ticket(r#"{"id": 3, "tags": "a, b"}"#),
        ]))
    })
    .await;
    let mut items = eager(&server).tickets().list().items();
    assert_eq!(items.try_next().await.unwrap().unwrap().id, 1);
    let error = items.try_next().await.unwrap_err();
    assert!(error.to_string().contains("$[1].id"), "{error}");
    let Error::Decode(failure) = error else {
        panic!("{error}")
    };
    assert!(failure.record().unwrap().contains("\"id\":true"));
    let odd = items.try_next().await.unwrap().unwrap();
    assert_eq!((odd.id, odd.tags), (3, None));
    assert_eq!(odd.unknown_fields.raw("tags"), Some("\"a, b\""));
    assert!(items.try_next().await.unwrap().is_none());
}
