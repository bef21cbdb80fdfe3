//! Walks over searches, which the service cuts off after ten pages.
//!
//! Invariant: a search with more matches than it returns never looks complete.

use freshdesk::{
    Error,
    runtime::{Items, PagingProblem},
};

use super::{
    once,
    paging::{page, tickets},
};
use crate::server::{Received, Server, ServerResponse};

/// Returns a page of 30 of so many tickets.
fn found(request: &Received, total: i64) -> ServerResponse {
    let first = page(request) * 30 - 29;
    let last = total.min(first + 29);
    let results = tickets(first..=last);
    ServerResponse::json(&format!("{{\"results\":{results},\"total\":{total}}}"))
}

/// Counts the items before the end or the error.
async fn count<T>(mut items: Items<T>) -> (i64, Option<Error>) {
    let mut count = 0;
    loop {
        match items.try_next().await {
            Ok(Some(_)) => count += 1,
            Ok(None) => return (count, None),
            Err(error) => return (count, Some(error)),
        }
    }
}

#[tokio::test]
async fn all_matches_come_up_to_the_tenth_page() {
    for (total, pages) in [(0, 1), (1, 1), (30, 1), (31, 2), (299, 10), (300, 10)] {
        let server = Server::scripted(move |_, request| found(request, total)).await;
        let search = once(&server).search().tickets("\"status:2\"");
        let (count, error) = count(search.items()).await;
        assert!(error.is_none(), "{error:?}");
        assert_eq!((count, server.count()), (total, pages));
    }
}

#[tokio::test]
async fn what_is_beyond_the_tenth_page_is_an_error_that_says_how_much() {
    let server = Server::scripted(|_, request| found(request, 1234)).await;
    let search = once(&server).search().tickets("\"status:2\"");
    let (count, error) = count(search.items()).await;
    assert_eq!((count, server.count()), (300, 10));
    let Some(Error::Paging(error)) = error else {
        panic!("{error:?}");
    };
    let expected = PagingProblem::Truncated {
        last_page: 10,
        missing: Some(934),
        has_all: false,
    };
    assert_eq!(*error.problem(), expected);
    let text = error.to_string();
    assert!(text.contains("934 more items are missing"), "{text}");
}
