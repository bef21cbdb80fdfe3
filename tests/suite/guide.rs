//! The page on troubleshooting → its messages are those that the client gives.
//!
//! Invariant: every message of the page is provoked here, and none is provoked that the page does not have.

use std::{
    collections::BTreeSet,
    io,
    pin::Pin,
    task::{Context, Poll},
    time::Duration,
};

use freshdesk::{
    Cancellation, Client, ClientBuilder, Error, RetryPolicy,
    runtime::{
        Body, ByteStream, Transport, TransportError, TransportErrorKind, TransportFuture,
        testing::{Answer, FakeTransport},
    },
};
use futures_core::Stream;
use generator::{Input, Settings};

use crate::{files, input};

const PAGE: &str = "generated/src/guide/troubleshooting.rs";

#[tokio::test(start_paused = true)]
async fn messages_are_those_of_the_client() {
    let page = files::read(&files::root().join(PAGE));
    let printed = printed(&page);
    let mut given = BTreeSet::new();
    given.extend(of_answers().await);
    given.extend(of_limits().await);
    given.extend(of_time().await);
    given.extend(of_the_network().await);
    given.extend(of_cancelling().await);
    given.extend(of_lists().await);
    given.extend(of_mistakes());
    // The guide of every crate names the same host.
    let given: BTreeSet<String> = given
        .iter()
        .map(|message| message.replace("acme.freshdesk.com", "acme.example.com"))
        .collect();
    let difference: Vec<_> = printed.symmetric_difference(&given).collect();
    assert!(difference.is_empty(), "{difference:#?}");
}

#[test]
fn credentials_that_are_missing_are_named_with_all_their_variables() {
    let all = [
        (
            "security_basic",
            "give the builder `.credentials(Credentials::basic(username, password))`, or set \
             SECURITY_BASIC_USERNAME and SECURITY_BASIC_PASSWORD in the environment and use `from_env`",
        ),
        (
            "security_all_at_once",
            "give the builder `.credentials(Credentials::api_key_in(\"X-App-Id\", key))\
             .credentials(Credentials::api_key_in(\"app_key\", key))`, or set SECURITY_ALL_AT_ONCE_X_APP_ID and \
             SECURITY_ALL_AT_ONCE_APP_KEY in the environment and use `from_env`",
        ),
    ];
    for (name, sentence) in all {
        let path = files::root().join(format!("tests/cases/{name}.yaml"));
        let settings = Settings::for_crate(name).unwrap();
        let generated = Input::new(&input::source(&path), &settings)
            .generate()
            .unwrap();
        let page = generated.tree.get("src/guide/troubleshooting.rs").unwrap();
        assert!(page.contains(sentence), "{name}: {page}");
    }
}

/// Returns the lines of the page's blocks.
fn printed(page: &str) -> BTreeSet<String> {
    let mut lines = BTreeSet::new();
    let mut is_block = false;
    for line in page.lines().filter_map(|line| line.strip_prefix("//! ")) {
        if line.starts_with("```") {
            is_block = !is_block;
        } else if is_block {
            lines.insert(line.to_owned());
        }
    }
    assert!(lines.len() > 20, "{lines:?}");
    lines
}

fn builder() -> ClientBuilder {
    let builder = Client::builder().domain("acme").api_key("key");
    builder.retry(RetryPolicy::never())
}

/// A transport that reads no body and gives no response.
struct Deaf;

impl Transport for Deaf {
    fn send(&self, _: http::Request<Body>) -> TransportFuture<'_> {
        Box::pin(std::future::pending())
    }
}

/// Returns a client over a transport that fails or stumbles.
fn over(transport: impl Transport + 'static) -> Client {
    builder().transport(transport).build().unwrap()
}

async fn message(client: &Client) -> String {
    client.tickets().get(42).await.unwrap_err().to_string()
}

fn invalid(message: &str, code: &str) -> Answer {
    let body = format!(
        r#"{{"description":"Validation failed","errors":[{{"field":"email","message":"{message}","code":"{code}"}}]}}"#
    );
    Answer::bytes("application/json", body)
}

async fn of_answers() -> Vec<String> {
    let service = FakeTransport::new();
    let client = over(service.clone());
    let mut messages = Vec::new();
    let large = Answer::bytes("application/json", "{}").with_header("content-length", "67108865");
    let answers = [
        Answer::status(401),
        Answer::status(403),
        Answer::status(404),
        Answer::status(503),
        Answer::status(302),
        Answer::bytes("text/html", "<html>…"),
        Answer::bytes("application/json", r#"{"id":"x"}"#),
        large,
    ];
    for answer in answers {
        service.answer("getTicket", answer);
        messages.push(message(&client).await);
    }
    let created = [
        invalid("It should be a valid address", "invalid_value").with_status(400),
        invalid("It should be unique", "duplicate_value").with_status(409),
    ];
    for answer in created {
        service.answer("createTicket", answer);
        let body = freshdesk::models::TicketCreate::default();
        let error = client.tickets().create(&body).await.unwrap_err();
        messages.push(error.to_string());
    }
    service.assert_all_used();
    messages
}

async fn of_limits() -> Vec<String> {
    let service = FakeTransport::new();
    service.answer(
        "getTicket",
        Answer::status(429).with_header("retry-after", "900"),
    );
    let client = over(service);
    vec![message(&client).await, message(&client).await]
}

async fn of_time() -> Vec<String> {
    let service = FakeTransport::new();
    service.answer(
        "getTicket",
        Answer::status(200).after(Duration::from_secs(61)),
    );
    service.answer(
        "getTicket",
        Answer::failure(TransportErrorKind::ConnectTimeout),
    );
    let client = over(service.clone());
    let mut messages = vec![message(&client).await, message(&client).await];
    messages.push(message(&over(Broken(Breaks::Never))).await);
    let upload = over(Deaf).tickets().get(42).into_request();
    let upload = upload.bytes_body("text/plain", vec![0; 100_000]);
    messages.push(upload.await.unwrap_err().to_string());
    service.answer(
        "getTicket",
        Answer::status(429).with_header("retry-after", "60"),
    );
    message(&client).await;
    let call = client.tickets().get(42).deadline(Duration::from_secs(5));
    messages.push(call.await.unwrap_err().to_string());
    messages
}

async fn of_the_network() -> Vec<String> {
    let certificate = rustls::Error::InvalidCertificate(rustls::CertificateError::UnknownIssuer);
    let failures = [
        Breaks::Before(TransportErrorKind::NotConnected, "connection refused"),
        Breaks::Before(TransportErrorKind::Broken, "connection reset"),
        Breaks::Within("unexpected end of file"),
        Breaks::Untrusted(certificate),
    ];
    let mut messages = Vec::new();
    for failure in failures {
        messages.push(message(&over(Broken(failure))).await);
    }
    messages
}

async fn of_cancelling() -> Vec<String> {
    let service = FakeTransport::new();
    let slow = Answer::status(200).after(Duration::from_secs(30));
    service.answer("getTicket", slow);
    let shutdown = Cancellation::new();
    let client = over(service).with_cancellation(&shutdown);
    let cancel = async {
        tokio::time::sleep(Duration::from_secs(1)).await;
        shutdown.cancel();
    };
    let (sent, ()) = tokio::join!(message(&client), cancel);
    vec![sent, message(&client).await]
}

async fn of_lists() -> Vec<String> {
    let service = FakeTransport::new();
    let client = over(service.clone());
    let links = [
        (1, "https://example.com/api/v2/tickets?page=2".to_owned()),
        (3, address(2)),
        (300, address(301)),
    ];
    let mut messages = Vec::new();
    for (page, next) in links {
        let link = format!("<{next}>; rel=\"next\"");
        let answer = Answer::bytes("application/json", "[]").with_header("link", &link);
        service.answer("listTickets", answer);
        let mut items = client.tickets().list().page(page).items();
        messages.push(items.try_next().await.unwrap_err().to_string());
    }
    messages
}

fn address(page: u32) -> String {
    format!("https://acme.freshdesk.com/api/v2/tickets?page={page}")
}

/// Collects the errors found before anything is sent. Runs on an async runtime, where nothing may block.
fn of_mistakes() -> Vec<String> {
    let client = over(FakeTransport::new());
    let blocked = client.tickets().get(42).blocking().map(drop);
    let unbuilt = [
        Client::builder().api_key("key").build(),
        Client::builder().domain("acme").build(),
        builder().base_url("http://example.com").build(),
    ];
    let errors: Vec<Error> = unbuilt
        .into_iter()
        .filter_map(Result::err)
        .chain(blocked.err())
        .collect();
    errors.iter().map(ToString::to_string).collect()
}

/// A network on which nothing arrives.
struct Broken(Breaks);

/// Place of the break.
#[derive(Clone)]
enum Breaks {
    Before(TransportErrorKind, &'static str),
    Untrusted(rustls::Error),
    Within(&'static str),
    Never,
}

impl Transport for Broken {
    fn send(&self, _: http::Request<Body>) -> TransportFuture<'_> {
        let answer = match &self.0 {
            Breaks::Before(kind, reason) => Err(TransportError::new(*kind, *reason)),
            Breaks::Untrusted(error) => Err(TransportError::new(
                TransportErrorKind::CannotConnect,
                io::Error::other(error.clone()),
            )),
            inside => Ok(http::Response::new(ByteStream::new(Rest(inside.clone())))),
        };
        Box::pin(async { answer })
    }
}

/// A body that breaks off, or of which nothing comes.
struct Rest(Breaks);

impl Stream for Rest {
    type Item = Result<freshdesk::Bytes, TransportError>;

    fn poll_next(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        match &self.0 {
            Breaks::Within(reason) => {
                let error = TransportError::new(TransportErrorKind::Broken, *reason);
                Poll::Ready(Some(Err(error)))
            }
            _ => Poll::Pending,
        }
    }
}
