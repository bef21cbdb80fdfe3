//! Walks over lists: all items, in order, each once, a page in memory at a time.
//!
//! Invariant: pagination ends where the `Link` header ends, or with an error; never in silence.

use std::cell::Cell;

use freshdesk::{
    Client, Error,
    models::Ticket,
    runtime::{Decode, DecodeError, Items, PagingProblem, codec::Reader},
};

use super::{eager, next_link, once};
use crate::{
    answers::{self, ticket},
    server::{Received, Server, ServerResponse},
};

thread_local! {
    /// Number of living items, and its maximum; a test and its runtime are on one thread.
    static ALIVE: Cell<(usize, usize)> = const { Cell::new((0, 0)) };
}

/// A ticket that is counted while it is in memory.
#[derive(Debug)]
struct Counted(Ticket);

impl Decode for Counted {
    fn blank() -> Self {
        let (alive, most) = ALIVE.get();
        ALIVE.set((alive + 1, most.max(alive + 1)));
        Self(Ticket::blank())
    }

    fn read(&mut self, reader: &mut Reader<'_>) -> Result<(), DecodeError> {
        self.0.read(reader)
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        let (alive, most) = ALIVE.get();
        ALIVE.set((alive - 1, most));
    }
}

/// Returns the number of the page that is asked for.
pub(super) fn page(request: &Received) -> i64 {
    let (_, query) = request.target().split_once('?').unwrap_or_default();
    let mut pairs = query.split('&').filter_map(|pair| pair.split_once('='));
    let page = pairs.find(|(name, _)| *name == "page");
    page.map_or(1, |(_, value)| value.parse().unwrap())
}

/// Tickets with these ids, as JSON.
pub(super) fn tickets(ids: std::ops::RangeInclusive<i64>) -> String {
    answers::list(ids.map(|id| ticket(&format!("{{\"id\":{id}}}"))))
}

/// Returns the page of a list with 100 tickets per page, and what is between its link and the link's parameter.
pub(super) fn full_page(request: &Received, last: i64, separator: &str) -> ServerResponse {
    let page = page(request);
    let body = tickets(page * 100 - 99..=page * 100);
    if page == last {
        return ServerResponse::json(&body);
    }
    let host = request.header("host").unwrap();
    let next = format!(
        "http://{host}/api/v2/tickets?per_page=100&page={}",
        page + 1
    );
    let link = format!("link: <{next}>{separator}rel=\"next\"");
    ServerResponse::new("200 OK", &["content-type: application/json", &link], &body)
}

fn counted(client: &Client) -> Items<Counted> {
    let list = client.tickets().list().per_page(100);
    list.into_request().items()
}

/// Reads all items, checks that they count from one, and gives how many there were, and how many at a time.
async fn walk(mut items: Items<Counted>) -> (i64, usize) {
    ALIVE.set((0, 0));
    let mut count = 0;
    while let Some(Counted(ticket)) = items.try_next().await.unwrap().as_ref() {
        count += 1;
        assert_eq!(ticket.id, count);
    }
    drop(items);
    let (alive, most) = ALIVE.get();
    assert_eq!(alive, 0);
    (count, most)
}

#[tokio::test]
async fn ten_thousand_tickets_with_one_page_in_memory() {
    for separator in [";", "; ", " ; "] {
        let server = Server::scripted(move |_, request| full_page(request, 100, separator)).await;
        let (count, most) = walk(counted(&once(&server))).await;
        println!("10,000 tickets, link with {separator:?}: at most {most} in memory at a time");
        assert_eq!(count, 10_000);
        assert!(most <= 100, "{most} items at a time");
        let requests = server.requests();
        assert_eq!(requests.len(), 100);
        assert_eq!(requests[0].target(), "/api/v2/tickets?per_page=100");
        assert_eq!(
            requests[99].target(),
            "/api/v2/tickets?per_page=100&page=100"
        );
        let key = Some("Basic a2V5Olg=");
        assert!(
            requests
                .iter()
                .all(|request| request.header("authorization") == key)
        );
    }
}

#[tokio::test]
async fn ten_thousand_tickets_with_two_pages_in_memory() {
    let server = Server::scripted(|_, request| full_page(request, 100, ";")).await;
    let (count, most) = walk(counted(&once(&server)).prefetch()).await;
    println!("10,000 tickets, fetched ahead: at most {most} in memory at a time");
    assert_eq!((count, server.count()), (10_000, 100));
    assert!(most <= 200, "{most} items at a time");
}

#[tokio::test]
async fn the_same_tickets_in_a_list_and_as_pages() {
    let server = Server::scripted(|_, request| full_page(request, 10, "; ")).await;
    let client = once(&server);
    let list = || client.tickets().list().per_page(100);
    let all = list().collect_all(100_000).await.unwrap();
    let ids: Vec<_> = all.iter().map(|ticket| ticket.id).collect();
    assert_eq!(ids, (1..=1000).collect::<Vec<_>>());
    let some = list().collect_all(250).await.unwrap();
    assert_eq!(some, all[..250]);
    assert_eq!(server.count(), 10 + 3, "no page more than needed");
    let mut pages = list().pages();
    let mut count = 0;
    while let Some(page) = pages.try_next().await.unwrap() {
        assert_eq!(page.items(), &all[count..count + 100]);
        count += 100;
        assert_eq!(page.next().is_none(), count == 1000);
    }
    assert_eq!(count, 1000);
}

#[tokio::test]
async fn a_walk_ends_in_an_error_at_the_last_page_that_the_service_has() {
    let server = Server::scripted(move |_, request| full_page(request, i64::MAX, ";")).await;
    let mut items = client_walk(&server);
    let mut count = 0;
    let error = loop {
        match items.next().await.expect("not the end") {
            Ok(ticket) => {
                count += 1;
                assert_eq!(ticket.id, count);
            }
            Err(error) => break error,
        }
    };
    assert_eq!(count, 30_000);
    let text = error.to_string();
    for part in ["300", "`all`"] {
        assert!(text.contains(part), "{part} is not in: {text}");
    }
    assert!(items.next().await.is_none(), "nothing comes after an error");
    assert_eq!(
        server.count(),
        300,
        "the page that is refused is not asked for"
    );
}

fn client_walk(server: &Server) -> Items<Ticket> {
    eager(server).tickets().list().per_page(100).items()
}

#[tokio::test]
async fn a_short_page_is_not_the_end() {
    let bodies = [
        tickets(1..=100),
        tickets(101..=103),
        String::from("[]"),
        tickets(104..=104),
        String::from("[]"),
    ];
    let server = Server::scripted(move |number, request| {
        let host = request.header("host").unwrap();
        let next = next_link(&format!("http://{host}/api/v2/tickets?page={}", number + 2));
        let headers = if number == 4 { &[][..] } else { &[&*next] };
        ServerResponse::new("200 OK", headers, &bodies[number])
    })
    .await;
    let all = client_walk(&server).collect_all(1000).await.unwrap();
    assert_eq!(all.len(), 104);
    assert_eq!(server.count(), 5);
}

#[tokio::test]
async fn a_link_to_another_server_is_refused_without_the_key_going_there() {
    let elsewhere = Server::answering("200 OK", &[], "[]").await;
    let address = elsewhere.address();
    let port = address.rsplit(':').next().unwrap();
    for next in [
        format!("http://{address}/api/v2/tickets?page=2"),
        format!("//{address}/api/v2/tickets?page=2"),
        format!("http://localhost:{port}/api/v2/tickets?page=2"),
        format!("https://{address}/api/v2/tickets?page=2"),
    ] {
        let link = next_link(&next);
        let server = Server::answering("200 OK", &[&link], &tickets(1..=3)).await;
        let mut items = client_walk(&server);
        for id in 1..=3 {
            assert_eq!(items.try_next().await.unwrap().unwrap().id, id);
        }
        let error = items.try_next().await.unwrap_err();
        let Error::Paging(paging) = &error else {
            panic!("{error:?}")
        };
        assert!(
            matches!(paging.problem(), PagingProblem::OtherServer(_)),
            "{error}"
        );
        assert!(error.to_string().contains("another server"), "{error}");
        assert!(items.next().await.is_none());
        assert_eq!(server.count(), 1);
    }
    assert_eq!((elsewhere.count(), elsewhere.connections()), (0, 0));
}

#[tokio::test]
async fn links_that_lead_back_or_nowhere_are_errors() {
    for (target, expected) in [
        (
            "/api/v2/tickets?page=1",
            PagingProblem::Backward { from: 2, to: 1 },
        ),
        (
            "/api/v2/tickets?page=2",
            PagingProblem::Backward { from: 2, to: 2 },
        ),
        ("http://[/", PagingProblem::Unreadable),
    ] {
        let server = Server::scripted(move |number, _| {
            let next = if number == 0 {
                "/api/v2/tickets?page=2"
            } else {
                target
            };
            let number = i64::try_from(number).unwrap();
            ServerResponse::new("200 OK", &[&next_link(next)], &tickets(number..=number))
        })
        .await;
        let mut items = client_walk(&server);
        for id in 0..2 {
            assert_eq!(items.try_next().await.unwrap().unwrap().id, id);
        }
        match items.try_next().await.unwrap_err() {
            Error::Paging(error) => assert_eq!(*error.problem(), expected),
            error => panic!("{error:?}"),
        }
        assert_eq!(server.count(), 2);
    }
}
