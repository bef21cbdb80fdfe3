//! Retries: a POST that may have been processed arrives exactly once.
//!
//! Invariant: the server counts; what the client believes does not matter here.

use std::time::Duration;

use freshdesk::{
    Client, Error, RetryPolicy,
    models::{NoteCreate, Ticket, TicketCreate, TicketUpdate, TicketWatch},
};

use super::{AT_ONCE, HOUR, PERSISTENT, eager, pass};
use crate::{
    answers::TICKET,
    server::{Reserved, Server, ServerResponse, builder_of},
};

/// Lists the faults after which the client cannot know if its request was processed.
fn faults() -> Vec<(&'static str, ServerResponse)> {
    let text = |text: &str| ServerResponse::wire(text);
    vec![
        ("closes", text("").then_close()),
        ("resets", text("").then_reset()),
        ("resets in the head", text("HTTP/1.1 201 Cre").then_reset()),
        (
            "closes in the body",
            text("HTTP/1.1 201 Created\r\ncontent-length: 10\r\n\r\n{").then_close(),
        ),
        (
            "resets in the body",
            text("HTTP/1.1 201 Created\r\ncontent-length: 10\r\n\r\n{").then_reset(),
        ),
        ("writes nonsense", text("nonsense\r\n\r\n").then_close()),
        (
            "408",
            ServerResponse::new("408 Request Timeout", &[], "").then_close(),
        ),
        (
            "500",
            ServerResponse::new("500 Internal Server Error", &[], ""),
        ),
        ("502", ServerResponse::new("502 Bad Gateway", &[], "<html>")),
        (
            "503",
            ServerResponse::new("503 Service Unavailable", &["retry-after: 0"], ""),
        ),
        (
            "504",
            ServerResponse::new("504 Gateway Timeout", &[], "").then_reset(),
        ),
    ]
}

/// Returns a server that does this with the first request, and then works.
async fn faulty(answer: ServerResponse) -> Server {
    Server::scripted(move |number, request| match (number, request.method()) {
        (0, _) => answer.clone(),
        (_, "DELETE") => ServerResponse::new("204 No Content", &[], ""),
        _ => ServerResponse::json(TICKET),
    })
    .await
}

async fn create(client: &Client) -> Result<Ticket, Error> {
    let body = TicketCreate {
        subject: Some("once".into()),
        ..Default::default()
    };
    client.tickets().create(&body).await
}

#[tokio::test]
async fn a_post_arrives_once() {
    for (what, answer) in faults() {
        let server = faulty(answer).await;
        let client = eager(&server);
        let error = create(&client).await.unwrap_err();
        assert!(error.is_retryable(), "{what}: {error}");
        // Whatever might still be in progress would have come before this.
        client.tickets().get(42).await.unwrap();
        let methods: Vec<_> = server
            .requests()
            .iter()
            .map(|r| r.method().to_owned())
            .collect();
        assert_eq!(methods, ["POST", "GET"], "{what}");
    }
}

#[tokio::test]
async fn posts_of_other_kinds_arrive_once() {
    for (what, answer) in faults() {
        let server = faulty(answer).await;
        let note = NoteCreate {
            body: Some("text".into()),
            ..Default::default()
        };
        let note = eager(&server).conversations().add_note(1, &note).await;
        assert!(note.unwrap_err().is_retryable(), "{what}");
        assert_eq!(server.count(), 1, "{what}");
        let server = faulty(ServerResponse::wire("").then_reset()).await;
        eager(&server)
            .tickets()
            .watch(1, &TicketWatch::new(2))
            .await
            .unwrap_err();
        assert_eq!(server.count(), 1, "{what}");
    }
}

#[tokio::test]
async fn a_post_on_a_server_that_stalls_arrives_once() {
    for stalled in ["", "HTTP/1.1 201 Created\r\ncontent-length: 10\r\n\r\n{"] {
        let server = faulty(ServerResponse::wire(stalled).then_stall()).await;
        let client = server
            .builder()
            .retry(AT_ONCE)
            .timeout(HOUR)
            .build()
            .unwrap();
        let call = tokio::spawn({
            let client = client.clone();
            async move { create(&client).await }
        });
        server.arrived(1).await;
        pass(HOUR).await;
        let error = call.await.unwrap().unwrap_err();
        assert!(matches!(error, Error::Timeout(_)), "{error:?}");
        server.left(1).await;
        client.tickets().get(42).await.unwrap();
        assert_eq!(server.count(), 2);
    }
}

#[tokio::test]
async fn what_changes_nothing_when_done_twice_is_sent_again() {
    for (what, answer) in faults() {
        let server = faulty(answer.clone()).await;
        let ticket = eager(&server).tickets().get(42).await.unwrap();
        assert_eq!((ticket.id, server.count()), (42, 2), "GET: {what}");

        let server = faulty(answer.clone()).await;
        let body = TicketUpdate {
            subject: Some("twice".into()),
            ..Default::default()
        };
        eager(&server).tickets().update(42, &body).await.unwrap();
        let [first, second] = <[_; 2]>::try_from(server.requests()).unwrap();
        assert_eq!(first.line, "PUT /api/v2/tickets/42 HTTP/1.1");
        assert_eq!(first.line, second.line);
        assert_eq!(first.headers, second.headers, "PUT: {what}");
        assert_eq!(first.bytes, second.bytes, "PUT: {what}");

        let server = faulty(answer).await;
        eager(&server).tickets().delete(42).await.unwrap();
        assert_eq!(server.count(), 2, "DELETE: {what}");
    }
}

#[tokio::test]
async fn a_post_that_was_sent_away_is_sent_again() {
    let answer = ServerResponse::new("429 Too Many Requests", &["retry-after: 0"], "");
    let server = faulty(answer).await;
    let ticket = create(&eager(&server)).await.unwrap();
    assert_eq!(ticket.id, 42);
    let [first, second] = <[_; 2]>::try_from(server.requests()).unwrap();
    assert_eq!(first.line, "POST /api/v2/tickets HTTP/1.1");
    assert_eq!(first.line, second.line);
    assert_eq!(first.body, r#"{"subject":"once"}"#);
    assert_eq!(first.bytes, second.bytes);
}

#[tokio::test]
async fn a_post_that_reached_nobody_is_sent_again() {
    let port = Reserved::new();
    let client = builder_of(&port.address()).retry(PERSISTENT);
    let client = client.retry_budget(100_000).build().unwrap();
    let mut call = tokio::spawn(async move { create(&client).await });
    let early = tokio::time::timeout(Duration::from_millis(5), &mut call).await;
    assert!(early.is_err(), "{early:?}");
    let server = port.serve(|_, _| ServerResponse::json(TICKET));
    assert_eq!(call.await.unwrap().unwrap().id, 42);
    assert_eq!(server.count(), 1);
}

#[tokio::test]
async fn a_post_on_a_connection_that_the_server_has_closed_meanwhile() {
    for number in 0..20 {
        let answer = if number % 2 == 0 {
            ServerResponse::json(TICKET).then_close()
        } else {
            ServerResponse::json(TICKET).then_reset()
        };
        let server = Server::scripted(move |_, _| answer.clone()).await;
        let client = eager(&server);
        client.tickets().get(42).await.unwrap();
        let created = create(&client).await;
        let requests = server.requests();
        let posts = requests.iter().filter(|r| r.method() == "POST").count();
        assert!(posts <= 1, "{requests:?}");
        assert!(created.is_err() || posts == 1, "{created:?}");
    }
}

#[tokio::test]
async fn retries_have_an_end() {
    let answer = ServerResponse::new("503 Service Unavailable", &[], "");
    let server = Server::scripted(move |_, _| answer.clone()).await;
    let error = eager(&server).tickets().get(42).await.unwrap_err();
    assert_eq!(error.status().unwrap(), 503);
    assert_eq!(server.count(), 4);
    let client = server
        .builder()
        .retry(AT_ONCE)
        .retry_budget(1)
        .build()
        .unwrap();
    client.tickets().get(42).await.unwrap_err();
    client.tickets().get(42).await.unwrap_err();
    assert_eq!(server.count(), 4 + 2 + 1);
    let once = client.tickets().get(42).retry(RetryPolicy::never());
    once.await.unwrap_err();
    assert_eq!(server.count(), 4 + 2 + 1 + 1);
}
