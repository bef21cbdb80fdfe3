//! A transport that notes every request and answers none, and a runner of the calls in `calls.rs`, which prints what
//! each of them sent. Time is virtual, so the pauses between attempts take none.

#![allow(warnings, reason = "the calls are written by a program, for crates that change")]

mod calls;

use std::{
    collections::BTreeMap,
    future::{Future, poll_fn},
    panic::{AssertUnwindSafe, catch_unwind},
    pin::Pin,
    sync::{Arc, Mutex},
};

use api::runtime::{Body, Transport, TransportError, TransportErrorKind, TransportFuture};
use futures_core::Stream;

#[derive(Clone, Default)]
struct Recorder(Arc<Mutex<Vec<String>>>);

impl Transport for Recorder {
    fn send(&self, request: http::Request<Body>) -> TransportFuture<'_> {
        let sent = Arc::clone(&self.0);
        Box::pin(async move {
            let (head, body) = request.into_parts();
            let mut body = body.to_stream();
            let mut bytes = Vec::new();
            while let Some(chunk) = poll_fn(|context| Pin::new(&mut body).poll_next(context)).await {
                bytes.extend_from_slice(&chunk?);
            }
            let mut headers: Vec<String> = head
                .headers
                .iter()
                .map(|(name, value)| format!("{name}: {}", String::from_utf8_lossy(value.as_bytes())))
                .collect();
            headers.sort();
            let head = format!("{} {}\n{}", head.method, head.uri, headers.join("\n"));
            let body = String::from_utf8_lossy(&bytes);
            sent.lock().unwrap().push(comparable(&head, &body));
            Err(TransportError::new(TransportErrorKind::Broken, "nobody answers"))
        })
    }
}

/// Returns a request as it is compared: the boundary of a multipart body is drawn at random, and the order of members,
/// pairs and parts of different names means nothing.
fn comparable(head: &str, body: &str) -> String {
    let boundary = head.split_once("boundary=").map_or("", |(_, rest)| rest);
    let boundary = boundary.lines().next().unwrap_or_default().trim_matches('"');
    let body = if !boundary.is_empty() {
        in_order(body, &format!("--{boundary}"), "name=", "\r\n")
    } else if head.contains("application/x-www-form-urlencoded") {
        in_order(body, "&", "", "=")
    } else {
        serde_json::from_str(body).map_or_else(|_| body.to_owned(), |json| sorted(&json))
    };
    let text = format!("{head}\n\n{body}");
    if boundary.is_empty() { text } else { text.replace(boundary, "…") }
}

/// Returns the parts of a body by their names, which stand between `before` and `after`; those of one name keep their
/// order.
fn in_order(body: &str, separator: &str, before: &str, after: &str) -> String {
    let mut parts: Vec<&str> = body.split(separator).collect();
    parts.sort_by_key(|part| {
        let name = part.split_once(before).map_or(*part, |(_, rest)| rest);
        name.split_once(after).map_or(name, |(name, _)| name)
    });
    parts.join(separator)
}

/// Returns JSON with the members of objects by their names, whichever features serde_json is built with.
fn sorted(json: &serde_json::Value) -> String {
    match json {
        serde_json::Value::Object(members) => {
            let members: BTreeMap<_, _> = members.iter().collect();
            let members: Vec<String> = members.iter().map(|(name, value)| format!("{name:?}:{}", sorted(value))).collect();
            format!("{{{}}}", members.join(","))
        }
        serde_json::Value::Array(items) => format!("[{}]", items.iter().map(sorted).collect::<Vec<_>>().join(",")),
        other => other.to_string(),
    }
}

/// Makes a call, and prints the requests that it sends.
fn run<F: Future<Output = ()>>(label: &str, call: impl Fn(api::Client) -> F) {
    let recorder = Recorder::default();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .start_paused(true)
        .build()
        .unwrap();
    let finished = catch_unwind(AssertUnwindSafe(|| {
        runtime.block_on(async {
            let builder = api::Client::builder().domain("acme").api_key("key");
            call(builder.transport(recorder.clone()).build().unwrap()).await;
        });
    }));
    println!("=== {label}");
    for request in recorder.0.lock().unwrap().iter() {
        println!("{request}\n---");
    }
    if finished.is_err() {
        println!("the call panicked");
    }
}

/// Reads a value of JSON.
fn typed<T: serde::de::DeserializeOwned>(json: &str) -> T {
    serde_json::from_str(json).unwrap_or_else(|error| panic!("{error}: {json}"))
}

fn main() {
    std::panic::set_hook(Box::new(|_| {}));
    calls::run_all();
}
