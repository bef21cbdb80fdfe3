//! Bodies that break the rules of HTTP or of JSON: no value is made up, and the next call is not affected.
//!
//! Invariant: what ends too early is a connection's fault, what is there and does not fit is the server's.

use std::fmt::Write as _;

use freshdesk::{Error, models::Ticket};

use super::{eager, once};
use crate::{
    answers::{TICKET, ticket},
    server::{Server, ServerResponse},
};

const HEAD: &str = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n";

/// Returns the results of one attempt at `GET /tickets/42`, and of the call after it.
async fn attempt(answer: ServerResponse) -> (Result<Ticket, Error>, Result<Ticket, Error>) {
    let server = Server::scripted(move |number, _| match number {
        0 => answer.clone(),
        _ => ServerResponse::json(&ticket(r#"{"id": 43}"#)),
    })
    .await;
    let client = once(&server);
    (
        client.tickets().get(42).await,
        client.tickets().get(43).await,
    )
}

async fn fault(answer: ServerResponse) -> Error {
    let (first, second) = attempt(answer).await;
    assert_eq!(second.unwrap().id, 43, "the call after the fault");
    first.unwrap_err()
}

fn assert_broken(error: &Error, what: &str) {
    assert!(
        matches!(error, Error::Connection(error) if !error.is_connect()),
        "{what}: {error:?}"
    );
    assert!(error.is_retryable(), "{what}");
    assert_eq!(error.status(), None, "{what}");
    let text = error.to_string();
    assert_eq!(text.lines().count(), 1, "{text}");
    assert!(
        text.starts_with("getTicket: GET /tickets/42: failed "),
        "{text}"
    );
    assert!(std::error::Error::source(error).is_some(), "{what}");
}

#[tokio::test]
async fn bodies_that_end_too_early() {
    for cut in ["", "{", "{\"id\": 4", TICKET] {
        let length = format!("{HEAD}content-length: 1000\r\n\r\n{cut}");
        assert_broken(&fault(ServerResponse::wire(length).then_close()).await, cut);
        let chunked = format!(
            "{HEAD}transfer-encoding: chunked\r\n\r\n{:x}\r\n{cut}\r\n",
            cut.len()
        );
        let chunked = chunked.replace("0\r\n\r\n", "");
        assert_broken(
            &fault(ServerResponse::wire(chunked).then_close()).await,
            cut,
        );
    }
}

#[tokio::test]
async fn a_reset_in_mid_body() {
    let text = format!("{HEAD}content-length: 1000\r\n\r\n{TICKET}");
    assert_broken(
        &fault(ServerResponse::wire(text).then_reset()).await,
        "reset",
    );
}

#[tokio::test]
async fn a_length_that_is_too_short_cuts_and_leaves_no_rest() {
    let text = format!("{HEAD}content-length: 4\r\n\r\n{TICKET}");
    let error = fault(ServerResponse::wire(text)).await;
    assert!(matches!(error, Error::Decode(_)), "{error:?}");
    assert!(!error.is_retryable());
    assert_eq!(error.status().unwrap(), 200);
}

#[tokio::test]
async fn lengths_that_make_no_sense() {
    for length in [
        "content-length: 10\r\ncontent-length: 11",
        "content-length: ten",
        "content-length: -1",
        "content-length: 99999999999999999999999",
        "transfer-encoding: chunked\r\n\r\nzz",
    ] {
        let text = format!("{HEAD}{length}\r\n\r\n{TICKET}");
        assert_broken(
            &fault(ServerResponse::wire(text).then_close()).await,
            length,
        );
    }
}

#[tokio::test]
async fn answers_that_are_no_http() {
    for text in [
        "",
        "\r\n",
        "SSH-2.0-OpenSSH_9.6\r\n",
        "HTTP/1.1 2000 OK\r\n\r\n",
        "HTTP/1.1 200",
        &format!("{HEAD}{}\r\n{TICKET}", "x: y\r\n".repeat(1_000)),
        &format!("{HEAD}x: {}\r\n\r\n{TICKET}", "y".repeat(1_000_000)),
    ] {
        assert_broken(&fault(ServerResponse::wire(text).then_close()).await, text);
    }
}

#[tokio::test]
async fn bodies_that_are_whole_but_no_ticket() {
    for (body, part) in [
        ("", "the end of the text"),
        ("{\"id\": 4", "$"),
        ("[]", "found the array"),
        ("null", "found null"),
        (&format!("{TICKET} {{}}"), "$"),
        ("{\"id\": \"forty-two\"}", "$.id"),
        ("{\"id\": 99999999999999999999}", "$.id"),
        ("{\"created_at\": \"yesterday\"}", "$.created_at"),
        ("{\"subject\": \"\\ud8\"}", "$.subject"),
    ] {
        let error = fault(ServerResponse::json(body)).await;
        assert!(matches!(error, Error::Decode(_)), "{body}: {error:?}");
        assert!(!error.is_retryable(), "{body}");
        let text = error.to_string();
        assert_eq!(text.lines().count(), 1, "{text}");
        assert!(text.contains(part), "{part:?} is not in: {text}");
    }
    let deep = format!("{{\"new\": {}}}", "[".repeat(100_000));
    let error = fault(ServerResponse::json(&deep)).await;
    assert!(matches!(error, Error::Decode(_)), "{error:?}");
}

#[tokio::test]
async fn a_page_that_is_no_list_is_named() {
    for (header, found) in [
        ("content-type: text/html", "found text/html: `<html>"),
        ("content-encoding: gzip", "in the encoding `gzip`"),
    ] {
        let server = Server::answering("200 OK", &[header], "<html>Log in").await;
        let list = || once(&server).tickets().list();
        let all = list().await.map(drop);
        let first = list().items().try_next().await.map(drop);
        for error in [all.unwrap_err(), first.unwrap_err()] {
            assert!(matches!(error, Error::Decode(_)), "{error:?}");
            assert!(error.to_string().contains(found), "{error}");
        }
    }
}

#[tokio::test]
async fn an_answer_that_has_no_body_may_announce_one() {
    for length in ["5", "1000000000000"] {
        let text = format!("HTTP/1.1 204 No Content\r\ncontent-length: {length}\r\n\r\n");
        let server = Server::scripted(move |_, _| ServerResponse::wire(text.clone())).await;
        let tickets = once(&server).tickets();
        for _ in 0..2 {
            tickets.delete(42).await.unwrap();
        }
    }
}

#[tokio::test]
async fn bodies_in_pieces() {
    let mut text = format!("{HEAD}transfer-encoding: chunked\r\n\r\n");
    for byte in TICKET.chars() {
        write!(text, "1;extension=x\r\n{byte}\r\n").unwrap();
    }
    text.push_str("0\r\ntrailer: x\r\n\r\n");
    let (first, second) = attempt(ServerResponse::wire(text)).await;
    assert_eq!(first.unwrap().id, 42);
    assert_eq!(second.unwrap().id, 43);
    // Without any length, the end of the connection is the end of the body.
    let (first, _) =
        attempt(ServerResponse::wire(format!("{HEAD}\r\n{TICKET}")).then_close()).await;
    assert_eq!(first.unwrap().id, 42);
}

#[tokio::test]
async fn a_refusal_whose_body_breaks_off_keeps_its_status() {
    for status in [
        "404 Not Found",
        "401 Unauthorized",
        "500 Internal Server Error",
    ] {
        let text =
            format!("HTTP/1.1 {status}\r\nx-request-id: r-1\r\ncontent-length: 100\r\n\r\n{{");
        let error = fault(ServerResponse::wire(text).then_close()).await;
        assert!(matches!(error, Error::Api(_)), "{error:?}");
        assert_eq!(error.status().unwrap().to_string(), status);
        assert_eq!(error.request_id(), Some("r-1"));
    }
}

#[tokio::test]
async fn bodies_that_are_too_large() {
    let body = format!("{{\"subject\": \"{}\"}}", "x".repeat(100_000));
    let length = format!("{HEAD}content-length: 1000000000000\r\n\r\n");
    let chunked = format!(
        "{HEAD}transfer-encoding: chunked\r\n\r\n{:x}\r\n{body}\r\n",
        body.len()
    );
    // Neither ends: the client does not wait for the rest.
    for text in [length, chunked] {
        let answer = ServerResponse::wire(text).then_stall();
        let server = Server::scripted(move |_, _| answer.clone()).await;
        let builder = server.builder().max_body_size(10_000);
        let error = builder
            .build()
            .unwrap()
            .tickets()
            .get(42)
            .await
            .unwrap_err();
        let Error::TooLarge(error) = error else {
            panic!("{error:?}")
        };
        assert_eq!(error.limit(), 10_000);
        assert_eq!(error.status(), 200);
        server.left(1).await;
        assert_eq!(server.count(), 1);
    }
}

#[tokio::test]
async fn a_body_that_breaks_off_is_asked_for_again() {
    let cut = format!("{HEAD}content-length: 100\r\n\r\n{{");
    let server = Server::scripted(move |number, _| match number {
        0 => ServerResponse::wire(cut.clone()).then_close(),
        1 => ServerResponse::wire(cut.clone()).then_reset(),
        _ => ServerResponse::json(TICKET),
    })
    .await;
    let ticket = eager(&server).tickets().get(42).await.unwrap();
    assert_eq!(ticket.id, 42);
    assert_eq!(server.count(), 3);
}
