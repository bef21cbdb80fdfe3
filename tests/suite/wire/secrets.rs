//! A key in every place: it is in the `Authorization` header at the configured server, and nowhere else.
//!
//! Invariant: everything that the client shows, returns or tells tracing here is searched for it.

use std::{
    fmt::{Debug, Write as _},
    future::IntoFuture as _,
    sync::{Arc, Mutex},
    time::Duration,
};

use freshdesk::{Attachment, Client, ClientBuilder, Error, RetryPolicy, models::TicketCreate};
use tracing::{
    Event, Metadata, Subscriber,
    field::{Field, Visit},
    span::{Attributes, Id, Record},
};

use super::{AT_ONCE, HOUR, everything, next_link, paging::full_page, pass};
use crate::{
    answers::TICKET,
    server::{Reserved, Server, ServerResponse},
};

const KEY: &str = "canary-7Kq2-wV9x";
const AUTHORIZATION: &str = "Basic Y2FuYXJ5LTdLcTItd1Y5eDpY";
/// The word in every secret here, and what base64 makes of it, wherever in a text it starts.
const SECRETS: [&str; 4] = ["canary", "Y2FuYXJ5", "NhbmFyeS", "jYW5hcn"];

/// Writes down everything that it is shown, by the test or by tracing.
#[derive(Clone, Default)]
struct Witness(Arc<Mutex<String>>);

impl Witness {
    fn see(&self, thing: &dyn Debug) {
        writeln!(self.0.lock().unwrap(), "{thing:?}\n{thing:#?}").unwrap();
    }

    fn see_error(&self, error: &Error) {
        self.0.lock().unwrap().push_str(&everything(error));
        self.see(error);
    }

    /// Takes what a call gives, and checks that it is what the caller expects: an error, or not.
    fn call<T: Debug>(&self, result: Result<T, Error>, is_error: bool) {
        assert_eq!(result.is_err(), is_error, "{result:?}");
        match result {
            Ok(value) => self.see(&value),
            Err(error) => self.see_error(&error),
        }
    }

    fn line(&self, start: &str, record: impl FnOnce(&mut Fields<'_>)) {
        let mut text = self.0.lock().unwrap();
        text.push_str(start);
        record(&mut Fields(&mut text));
        text.push('\n');
    }
}

struct Fields<'a>(&'a mut String);

impl Visit for Fields<'_> {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        write!(self.0, " {}={value:?}", field.name()).unwrap();
    }
}

impl Subscriber for Witness {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        self.line(span.metadata().name(), |fields| span.record(fields));
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, values: &Record<'_>) {
        self.line("record", |fields| values.record(fields));
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        let name = format!("event of {}", event.metadata().target());
        self.line(&name, |fields| event.record(fields));
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

fn builder(server: &Server) -> ClientBuilder {
    server.builder().api_key(KEY).retry(AT_ONCE)
}

/// Checks that the server has the key, in the one place where it belongs.
fn check_requests(server: &Server) {
    for request in server.requests() {
        assert_eq!(request.header("authorization"), Some(AUTHORIZATION));
        let others = request.headers.iter();
        let others: Vec<_> = others.filter(|(name, _)| name != "authorization").collect();
        let shown = format!("{} {others:?} {}", request.line, request.body);
        check(&shown);
    }
}

fn check(text: &str) {
    for secret in SECRETS {
        let place = text.find(secret);
        assert!(
            place.is_none(),
            "{secret} is in: {:?}",
            place.map(|at| &text[at.saturating_sub(200)..])
        );
    }
}

#[tokio::test]
async fn a_key_is_seen_nowhere_but_where_it_belongs() {
    let witness = Witness::default();
    let guard = tracing::subscriber::set_default(witness.clone());
    // With a single subscriber, tracing asks the first thread for its subscriber, and keeps the
    // answer for all threads. Tests on other threads would say no.
    let _second = tracing::Dispatch::new(witness.clone());
    configure(&witness);
    tracing::callsite::rebuild_interest_cache();
    answers(&witness).await;
    faults(&witness).await;
    stalls(&witness).await;
    lists(&witness).await;
    strangers(&witness).await;
    drop(guard);
    let text = witness.0.lock().unwrap().clone();
    // It was not blind.
    for part in [
        "api_call operation=\"getTicket\"",
        "trying again",
        "record attempt=2",
        "record status=401",
    ] {
        assert!(text.contains(part), "{part} is not in: {text}");
    }
    check(&text);
}

/// Clients that can be built, and some that cannot, with the secret in every setting that may hold one.
fn configure(witness: &Witness) {
    let builder = || Client::builder().domain("acme").api_key(KEY);
    witness.see(&builder());
    witness.call(builder().build(), false);
    let wrong = [
        builder().api_key(format!("{KEY}:x")),
        builder().base_url(format!("https://user:{KEY}@acme.freshdesk.com/api/v2")),
        builder().base_url(format!("https://acme.freshdesk.com/api/v2?api_key={KEY}")),
        builder().proxy(format!("ftp://user:{KEY}@proxy.example.com")),
        builder().root_certificates(format!("-----BEGIN CERTIFICATE-----\n{KEY}\n")),
    ];
    for builder in wrong {
        witness.see(&builder);
        witness.call(builder.build(), true);
    }
    let proxy = format!("http://user:{KEY}@127.0.0.1:1");
    witness.call(builder().proxy(proxy).build(), false);
}

#[test]
fn a_key_that_cannot_be_one_is_refused() {
    for key in [
        format!("{KEY}\n"),
        format!("{KEY}\0"),
        String::new(),
        String::from(" "),
    ] {
        let builder = Client::builder().domain("acme").api_key(&key);
        let error = builder.build().expect_err(&format!("{key:?}"));
        assert!(matches!(error, Error::Configuration(_)), "{error:?}");
        check(&everything(&error));
    }
}

/// Checks every kind of response, from success to nonsense.
async fn answers(witness: &Witness) {
    let json = ["content-type: application/json", "x-request-id: r-1"];
    let refusal = r#"{"code": "invalid_credentials", "message": "You have to be logged in."}"#;
    for (status, headers, body) in [
        ("200 OK", &json[..], TICKET),
        ("200 OK", &["content-type: text/html"], "<html>"),
        ("302 Found", &["location: http://127.0.0.1:1/"], ""),
        (
            "400 Bad Request",
            &json,
            r#"{"description": "x", "errors": [{"field": "y"}]}"#,
        ),
        ("401 Unauthorized", &json, refusal),
        ("404 Not Found", &[], ""),
        ("429 Too Many Requests", &["retry-after: 0"], ""),
        ("429 Too Many Requests", &["retry-after: 100000"], ""),
        ("503 Service Unavailable", &[], "<html>"),
    ] {
        let server = Server::answering(status, headers, body).await;
        let client = builder(&server).build().unwrap();
        witness.see(&client);
        let request = client.tickets().get(42);
        witness.see(&request);
        witness.see(&request.clone().send());
        witness.call(request.clone().send().await, body != TICKET);
        witness.call(request.into_request().await, body != TICKET);
        let body = TicketCreate {
            subject: Some("hidden".into()),
            ..Default::default()
        };
        let create = client.tickets().create(&body);
        let create = create.attach(Attachment::from_bytes("a.png", "hidden"));
        witness.see(&create);
        let created = create.await;
        witness.see(&created.map_err(|error| witness.see_error(&error)));
        witness.see(&client.rate_limit());
        check_requests(&server);
    }
}

/// Responses that break off, and servers that are not there.
async fn faults(witness: &Witness) {
    for text in [
        "",
        "nonsense",
        "HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{",
    ] {
        for answer in [
            ServerResponse::wire(text).then_close(),
            ServerResponse::wire(text).then_reset(),
        ] {
            let server = Server::scripted(move |_, _| answer.clone()).await;
            let client = builder(&server).build().unwrap();
            witness.call(client.tickets().get(42).await, true);
            check_requests(&server);
        }
    }
    let large = Server::answering("200 OK", &[], &"x".repeat(100)).await;
    let client = builder(&large).max_body_size(10).build().unwrap();
    witness.call(client.tickets().get(42).await, true);

    let port = Reserved::new();
    for scheme in ["http", "https"] {
        let url = format!("{scheme}://{}/api/v2", port.address());
        let builder = Client::builder().base_url(url).api_key(KEY).retry(AT_ONCE);
        let client = builder.build().unwrap();
        witness.see(&client);
        witness.call(client.tickets().get(42).await, true);
    }
    let proxy = format!("http://user:{KEY}@{}", port.address());
    let builder = Client::builder().domain("acme").api_key(KEY).proxy(proxy);
    let client = builder.retry(RetryPolicy::never()).build().unwrap();
    witness.call(client.tickets().get(42).await, true);
    // What cannot be sent is not repeated in the message either.
    let request = client.tickets().get(42).into_request();
    let request = request.header("x-secret", &format!("{KEY}\r\nx: y"));
    witness.see(&request);
    witness.call(request.await, true);
    let request = client.tickets().get(42).into_request();
    witness.call(request.query("secret", &KEY).await, true);
}

/// Calls that end before their response.
async fn stalls(witness: &Witness) {
    let server = Server::scripted(|_, _| ServerResponse::wire("").then_stall()).await;
    let client = builder(&server).timeout(HOUR).retry(RetryPolicy::never());
    let client = client.build().unwrap();
    let call = tokio::spawn(client.tickets().get(42).into_future());
    server.arrived(1).await;
    pass(HOUR).await;
    witness.call(call.await.unwrap(), true);
    let call = tokio::spawn(client.tickets().get(42).into_future());
    server.arrived(2).await;
    call.abort();
    witness.see(&call.await.unwrap_err());
    let call = client.tickets().get(42).deadline(Duration::ZERO);
    witness.call(call.await, true);
    check_requests(&server);
}

/// Checks lists: items, pages and tokens.
async fn lists(witness: &Witness) {
    let server = Server::scripted(|_, request| full_page(request, 3, "; ")).await;
    let client = builder(&server).build().unwrap();
    let mut items = client.tickets().list().per_page(100).items();
    while let Some(item) = items.try_next().await.unwrap() {
        if item.id == 150 {
            witness.see(&items);
            let token = items.resume_token().unwrap();
            witness.see(&(token.to_string(), token));
        }
    }
    let mut pages = client.tickets().list().pages();
    witness.see(&pages.try_next().await.unwrap());
    witness.see(&pages);
    witness.see(&client.tickets().list().collect_all(3));
    check_requests(&server);
}

/// Checks that other servers, to which links and redirects lead, are never contacted.
async fn strangers(witness: &Witness) {
    let stranger = Server::answering("200 OK", &[], "[]").await;
    let address = format!("http://{}/api/v2/tickets?page=2", stranger.address());
    let server = Server::answering("200 OK", &[&next_link(&address)], "[]").await;
    let client = builder(&server).build().unwrap();
    witness.call(client.tickets().list().items().try_next().await, true);
    check_requests(&server);
    let location = format!("location: {address}");
    for status in ["301 Moved Permanently", "307 Temporary Redirect"] {
        let server = Server::answering(status, &[&location], "").await;
        let client = builder(&server).build().unwrap();
        witness.call(client.tickets().list().await, true);
        witness.call(client.tickets().delete(42).await, true);
        check_requests(&server);
    }
    assert_eq!((stranger.count(), stranger.connections()), (0, 0));
}
