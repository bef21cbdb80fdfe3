//! Servers that are not there, come back, or send the client elsewhere.
//!
//! Invariant: the key goes to the configured server and to no other.

use std::future::IntoFuture as _;
use std::time::Duration;

use freshdesk::{
    Error, RetryPolicy,
    models::{TicketCreate, TicketUpdate},
};

use super::{PERSISTENT, eager, once};
use crate::{
    answers::TICKET,
    server::{Reserved, Server, ServerResponse, client_of},
};

#[tokio::test]
async fn a_refused_connection_says_so() {
    let port = Reserved::new();
    let client = client_of(&port.address());
    let call = client.tickets().get(42).retry(RetryPolicy::never());
    let error = call.await.unwrap_err();
    assert!(
        matches!(&error, Error::Connection(error) if error.is_connect()),
        "{error:?}"
    );
    assert!(error.is_retryable());
    assert_eq!((error.status(), error.request_id()), (None, None));
    let text = error.to_string();
    assert_eq!(text.lines().count(), 1, "{text}");
    for part in [
        "getTicket: GET /tickets/42: failed connecting to the server: ",
        "refused",
    ] {
        assert!(text.contains(part), "{part:?} is not in: {text}");
    }
    assert!(std::error::Error::source(&error).is_some());
}

#[tokio::test]
async fn a_server_that_dies_and_comes_back() {
    let server = Server::scripted(|_, _| ServerResponse::json(TICKET)).await;
    let client = server.builder().retry(RetryPolicy::never());
    let client = client.retry_budget(100_000).build().unwrap();
    client.tickets().get(42).await.unwrap();
    let port = server.die().await;
    let error = client.tickets().get(42).await.unwrap_err();
    assert!(matches!(error, Error::Connection(_)), "{error:?}");

    // A call that began while it was dead finds it again.
    let call = client.tickets().get(42).retry(PERSISTENT);
    let mut call = tokio::spawn(call.into_future());
    let early = tokio::time::timeout(Duration::from_millis(5), &mut call).await;
    assert!(early.is_err(), "{early:?}");
    let server = port.serve(|_, _| ServerResponse::json(TICKET));
    assert_eq!(call.await.unwrap().unwrap().id, 42);
    assert_eq!(server.count(), 1);
    client.tickets().get(42).await.unwrap();
}

#[tokio::test]
async fn a_server_that_dies_in_the_middle_of_an_answer() {
    let server = Server::scripted(|_, _| {
        ServerResponse::wire("HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\n{").then_stall()
    })
    .await;
    let client = once(&server);
    let call = tokio::spawn(client.tickets().get(42).into_future());
    server.arrived(1).await;
    let port = server.die().await;
    let error = call.await.unwrap().unwrap_err();
    assert!(
        matches!(&error, Error::Connection(error) if !error.is_connect()),
        "{error:?}"
    );
    let server = port.serve(|_, _| ServerResponse::json(TICKET));
    client.tickets().get(42).await.unwrap();
    assert_eq!(server.count(), 1);
}

#[tokio::test]
async fn redirects_are_not_followed() {
    let elsewhere = Server::answering("200 OK", &[], TICKET).await;
    for status in [
        "301 Moved Permanently",
        "302 Found",
        "303 See Other",
        "307 Temporary Redirect",
        "308 Permanent Redirect",
    ] {
        for target in [
            format!("http://{}/api/v2/tickets/42", elsewhere.address()),
            format!("//{}/login?to=x", elsewhere.address()),
            String::from("/support/login"),
        ] {
            let location = format!("location: {target}");
            let server = Server::answering(status, &[&location, "x-request-id: r-1"], "").await;
            let error = eager(&server).tickets().get(42).await.unwrap_err();
            assert!(matches!(error, Error::Api(_)), "{error:?}");
            assert_eq!(error.status().unwrap().to_string(), status);
            assert!(!error.is_retryable());
            let text = error.to_string();
            assert!(text.contains("the redirect was not followed"), "{text}");
            assert_eq!(server.count(), 1, "{status} to {target}");
        }
    }
    assert_eq!(elsewhere.count(), 0);
}

#[tokio::test]
async fn a_change_that_is_sent_elsewhere_is_not_made_there() {
    let elsewhere = Server::answering("200 OK", &[], TICKET).await;
    let location = format!("location: http://{}/api/v2/tickets", elsewhere.address());
    for status in [
        "301 Moved Permanently",
        "303 See Other",
        "307 Temporary Redirect",
    ] {
        let server = Server::answering(status, &[&location], "").await;
        let tickets = eager(&server).tickets();
        let created = tickets.create(&TicketCreate::default()).await;
        let updated = tickets.update(42, &TicketUpdate::default()).await;
        for error in [created.unwrap_err(), updated.unwrap_err()] {
            assert_eq!(error.status().unwrap().to_string(), status);
        }
        assert_eq!(server.count(), 2, "{status}");
    }
    assert_eq!((elsewhere.count(), elsewhere.connections()), (0, 0));
}

#[tokio::test]
async fn statuses_that_lead_nowhere_are_errors() {
    for (status, hint) in [
        ("300 Multiple Choices", ""),
        ("302 Found", "was not followed"),
        ("304 Not Modified", "still current"),
        ("101 Switching Protocols", ""),
        ("600 Strange", ""),
        ("999 Stranger", ""),
    ] {
        for headers in [&[][..], &["location:"], &["location: http://[/"]] {
            let server = Server::answering(status, headers, "").await;
            let error = eager(&server).tickets().get(42).await.unwrap_err();
            assert!(matches!(error, Error::Api(_)), "{status}: {error:?}");
            assert_eq!(error.status().unwrap().as_str(), &status[..3]);
            let text = error.to_string();
            assert!(text.contains(hint) && text.lines().count() == 1, "{text}");
            assert_eq!(server.count(), 1, "{status}");
        }
    }
}

#[tokio::test]
async fn what_comes_before_the_answer_is_passed_over() {
    let answer = ServerResponse::json(TICKET);
    let hints = "HTTP/1.1 103 Early Hints\r\nlink: </x>; rel=preload\r\n\r\n";
    for before in [hints, &hints.repeat(20), "HTTP/1.1 100 Continue\r\n\r\n"] {
        let answer = answer.clone().after(before);
        let server = Server::scripted(move |_, _| answer.clone()).await;
        let tickets = once(&server).tickets();
        assert_eq!(tickets.get(42).await.unwrap().id, 42);
        let created = tickets.create(&TicketCreate::default()).await;
        assert_eq!(created.unwrap().id, 42);
        assert_eq!(server.count(), 2);
    }
}

#[tokio::test]
async fn connections_are_used_again() {
    let server = Server::scripted(|_, _| ServerResponse::json(TICKET)).await;
    let client = once(&server);
    for _ in 0..100 {
        client.tickets().get(42).await.unwrap();
    }
    assert_eq!(server.count(), 100);
    assert_eq!(server.connections(), 1);
}
