//! Limits of time, and futures that are dropped: the server sees the client go, and the client works on.
//!
//! Invariant: nothing waits; once the server has the request, the clock is moved on.

use std::{future::IntoFuture as _, time::Duration};

use freshdesk::{Cancellation, Client, Error, RetryPolicy, runtime::TimeLimit};
use tokio::net::TcpStream;

use super::{AT_ONCE, HOUR, once, pass};
use crate::{
    answers::TICKET,
    server::{Reserved, Server, ServerResponse, client_of},
};

const HALF_A_HEAD: &str = "HTTP/1.1 200 OK\r\ncontent-le";
const HALF_A_BODY: &str = "HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\n{\"id\"";

/// Returns a server that stalls on the first request, after it has written this, and then works.
async fn stalling(text: &'static str) -> Server {
    Server::scripted(move |number, _| match number {
        0 => ServerResponse::wire(text).then_stall(),
        _ => ServerResponse::json(TICKET),
    })
    .await
}

/// Returns the error for `GET /tickets/42` after an hour has passed.
async fn too_late(server: &Server, client: Client) -> Error {
    let call = tokio::spawn(client.tickets().get(42).into_future());
    server.arrived(1).await;
    pass(HOUR).await;
    let error = call.await.unwrap().unwrap_err();
    server.left(1).await;
    assert!(error.is_retryable());
    assert_eq!(error.status(), None);
    assert_eq!(error.to_string().lines().count(), 1, "{error}");
    // The client is not affected.
    let ticket = client.tickets().get(42).await.unwrap();
    assert_eq!(ticket.id, 42);
    error
}

fn limit(error: &Error) -> TimeLimit {
    let Error::Timeout(error) = error else {
        panic!("{error:?}")
    };
    assert!(!error.is_connect());
    error.limit()
}

#[tokio::test]
async fn heads_that_do_not_come() {
    for text in ["", HALF_A_HEAD] {
        let server = stalling(text).await;
        let builder = server.builder().timeout(HOUR).retry(RetryPolicy::never());
        let error = too_late(&server, builder.build().unwrap()).await;
        assert_eq!(limit(&error), TimeLimit::Attempt);
        let text = error.to_string();
        assert!(
            text.contains("getTicket: GET /tickets/42: timed out"),
            "{text}"
        );
        assert!(text.contains("3600s"), "{text}");
    }
}

#[tokio::test]
async fn bodies_that_do_not_come() {
    for text in ["HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\n", HALF_A_BODY] {
        let server = stalling(text).await;
        let builder = server.builder().timeout(HOUR).retry(RetryPolicy::never());
        let error = too_late(&server, builder.build().unwrap()).await;
        assert_eq!(limit(&error), TimeLimit::Attempt);
        assert!(error.to_string().contains("body"), "{error}");
    }
}

#[tokio::test]
async fn a_deadline_ends_a_call_that_would_go_on() {
    let server = stalling(HALF_A_BODY).await;
    let builder = server.builder().timeout(2 * HOUR).deadline(HOUR);
    let error = too_late(&server, builder.retry(AT_ONCE).build().unwrap()).await;
    assert_eq!(limit(&error), TimeLimit::Deadline);
    assert_eq!(server.count(), 2);
}

#[tokio::test]
async fn a_read_that_took_too_long_is_tried_again() {
    let server = stalling(HALF_A_BODY).await;
    let client = server
        .builder()
        .timeout(HOUR)
        .retry(AT_ONCE)
        .build()
        .unwrap();
    let call = tokio::spawn(client.tickets().get(42).into_future());
    server.arrived(1).await;
    pass(HOUR).await;
    assert_eq!(call.await.unwrap().unwrap().id, 42);
    server.left(1).await;
    assert_eq!(server.count(), 2);
}

#[tokio::test]
async fn a_limit_of_the_request_goes_before_that_of_the_client() {
    let server = stalling("").await;
    let client = server.builder().timeout(48 * HOUR).build().unwrap();
    let request = client
        .tickets()
        .get(42)
        .timeout(HOUR)
        .retry(RetryPolicy::never());
    let call = tokio::spawn(request.into_future());
    server.arrived(1).await;
    pass(HOUR).await;
    let error = call.await.unwrap().unwrap_err();
    assert_eq!(limit(&error), TimeLimit::Attempt);
}

#[tokio::test]
async fn a_pause_that_the_deadline_leaves_no_time_for_is_not_begun() {
    let answer = ServerResponse::new("503 Service Unavailable", &["retry-after: 60"], "");
    let server = Server::scripted(move |_, _| answer.clone()).await;
    let call = server.client().tickets().get(42);
    let error = call.deadline(Duration::from_secs(59)).await.unwrap_err();
    assert_eq!(error.status().unwrap(), 503);
    assert_eq!(error.retry_after(), Some(Duration::from_secs(60)));
    assert_eq!(server.count(), 1);
}

/// Checks connections that are never made. The backlog of a listener has no portable size; on Linux, what does not fit
/// is not answered.
#[cfg(target_os = "linux")]
#[tokio::test]
async fn connections_that_are_never_made() {
    let listener = Reserved::new().listen_only();
    let address = listener.local_addr().unwrap();
    let mut waiting = Vec::new();
    let short = Duration::from_millis(20);
    while let Ok(stream) = tokio::time::timeout(short, TcpStream::connect(address)).await {
        waiting.push(stream.unwrap());
    }
    let builder = Client::builder().base_url(format!("http://{address}/api/v2"));
    let builder = builder.api_key("key").retry(RetryPolicy::never());
    let client = builder.connect_timeout(short).build().unwrap();
    let error = client.tickets().get(42).await.unwrap_err();
    let Error::Timeout(timeout) = &error else {
        panic!("{error:?}")
    };
    assert_eq!(timeout.limit(), TimeLimit::Connect);
    assert!(timeout.is_connect());
    assert!(error.is_retryable());
    assert!(
        error.to_string().contains("connecting to the server"),
        "{error}"
    );
}

#[tokio::test]
async fn a_future_that_is_dropped_hangs_up() {
    for text in ["", HALF_A_HEAD, HALF_A_BODY] {
        let server = stalling(text).await;
        let client = once(&server);
        let call = tokio::spawn(client.tickets().get(42).into_future());
        server.arrived(1).await;
        call.abort();
        assert!(call.await.unwrap_err().is_cancelled());
        server.left(1).await;
        assert_eq!(client.tickets().get(42).await.unwrap().id, 42);
        assert_eq!(server.count(), 2);
    }
}

#[tokio::test]
async fn a_call_that_is_cancelled_hangs_up_and_says_what_is_known() {
    for text in ["", HALF_A_HEAD, HALF_A_BODY] {
        let server = stalling(text).await;
        let client = once(&server);
        let shutdown = Cancellation::new();
        let watching = client.with_cancellation(&shutdown);
        let call = tokio::spawn(watching.tickets().get(42).into_future());
        server.arrived(1).await;
        shutdown.cancel();
        let error = call.await.unwrap().unwrap_err();
        assert_eq!(
            error.to_string(),
            "getTicket: GET /tickets/42: cancelled after it was sent, so the server may have acted on it"
        );
        server.left(1).await;
        let error = watching.tickets().get(42).await.unwrap_err();
        assert_eq!(
            error.to_string(),
            "getTicket: GET /tickets/42: cancelled before it was sent"
        );
        assert_eq!(client.tickets().get(42).await.unwrap().id, 42);
        assert_eq!(server.count(), 2);
    }
}

#[tokio::test]
async fn many_futures_that_are_dropped_leave_a_client_that_works() {
    let server = Server::scripted(|number, _| match number {
        0..50 => ServerResponse::wire(HALF_A_BODY).then_stall(),
        _ => ServerResponse::json(TICKET),
    })
    .await;
    let client = once(&server);
    let calls: Vec<_> = (0..50)
        .map(|id| tokio::spawn(client.tickets().get(id).into_future()))
        .collect();
    // Callers may wait for the first response to learn about the quota; each that goes lets another one go.
    for (number, call) in calls.into_iter().enumerate() {
        server.arrived(number + 1).await;
        call.abort();
        assert!(call.await.unwrap_err().is_cancelled());
    }
    server.left(50).await;
    assert_eq!(client.tickets().get(42).await.unwrap().id, 42);
}

#[tokio::test]
async fn a_future_that_was_never_polled_sends_nothing() {
    let server = stalling("").await;
    let client = once(&server);
    drop(client.tickets().get(42).into_future());
    drop(client.tickets().list().items());
    drop(client_of(&server.address()).tickets().get(1).send());
    assert_eq!(server.count(), 0);
}
