//! Servers that die, come back, and forget what they were asked, on real sockets.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use client_runtime::runtime::{Client, Error, Json, Request, RetryPolicy};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;

use crate::support::{CREATE, LIST, Server, response};

/// Tries often, with pauses that do not slow the tests down.
const EAGER: RetryPolicy = RetryPolicy::new()
    .max_retries(1000)
    .base_delay(Duration::from_millis(1))
    .max_delay(Duration::from_millis(4));

async fn client(address: &str) -> Client {
    let server = Server::with("200 OK", "", "").await;
    let builder = server.builder().base_url(address).retry(EAGER);
    builder.retry_budget(10_000).build().unwrap()
}

/// Returns a listener that answers the connection number `n` (from zero) with `answer(n)`, and closes it.
fn listen(
    listener: TcpListener,
    answer: impl Fn(usize) -> String + Send + 'static,
) -> Arc<AtomicUsize> {
    let requests = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&requests);
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let mut buffer = [0; 4096];
            let _ = stream.read(&mut buffer).await;
            let text = answer(count.fetch_add(1, Ordering::SeqCst));
            let _ = stream.write_all(text.as_bytes()).await;
        }
    });
    requests
}

#[tokio::test]
async fn a_server_that_is_down_for_a_while_is_found_again() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    drop(listener);
    let client = client(&format!("http://{address}")).await;
    // A POST too: nobody has seen it before.
    let calls = [&LIST, &CREATE].map(|operation| {
        let request = Request::<Json>::json(&client, operation);
        tokio::spawn(async move { request.await })
    });
    for call in &calls {
        assert!(!call.is_finished());
    }
    tokio::task::yield_now().await;
    let listener = TcpListener::bind(address).await.unwrap();
    let requests = listen(listener, |_| response("200 OK", "", "true"));
    for call in calls {
        call.await.unwrap().unwrap();
    }
    assert_eq!(requests.load(Ordering::SeqCst), 2);
}

#[tokio::test]
async fn a_post_whose_answer_is_lost_is_not_sent_again() {
    for cut in [
        "",
        "HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\ntr",
        "HTTP/1.1 503 No\r\ncontent-length: 0\r\n\r\n",
    ] {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let requests = listen(listener, move |number| match number {
            0..5 => cut.to_owned(),
            _ => response("200 OK", "", "true"),
        });
        let client = client(&address).await;
        let error = Request::<Json>::json(&client, &CREATE).await.unwrap_err();
        assert!(error.is_retryable(), "{error}");
        assert_eq!(requests.load(Ordering::SeqCst), 1, "{cut}");
        Request::<Json>::json(&client, &LIST).await.unwrap();
        assert_eq!(requests.load(Ordering::SeqCst), 6, "{cut}");
    }
}

#[tokio::test]
async fn a_post_on_a_connection_that_the_server_has_dropped_is_sent_once() {
    // Each connection stays open after its first response and closes on the next request, answered with nothing.
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let posts = Arc::new(AtomicUsize::new(0));
    let seen = Arc::clone(&posts);
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let seen = Arc::clone(&seen);
            tokio::spawn(async move {
                let mut buffer = [0; 4096];
                let answer = "HTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\ntrue";
                let _ = stream.read(&mut buffer).await;
                let _ = stream.write_all(answer.as_bytes()).await;
                let count = stream.read(&mut buffer).await.unwrap_or(0);
                seen.fetch_add(
                    usize::from(buffer[..count].starts_with(b"POST")),
                    Ordering::SeqCst,
                );
            });
        }
    });
    let client = client(&address).await;
    Request::<Json>::json(&client, &LIST).await.unwrap();
    let error = Request::<Json>::json(&client, &CREATE).await.unwrap_err();
    assert!(
        matches!(&error, Error::Connection(error) if !error.is_connect()),
        "{error}"
    );
    assert_eq!(posts.load(Ordering::SeqCst), 1);
}

#[tokio::test]
async fn a_call_that_is_dropped_leaves_a_client_that_works() {
    let silent = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", silent.local_addr().unwrap());
    let client = client(&address).await;
    for _ in 0..20 {
        let call = tokio::spawn(std::future::IntoFuture::into_future(Request::<Json>::json(
            &client, &LIST,
        )));
        let (_stream, _) = silent.accept().await.unwrap();
        call.abort();
        assert!(call.await.unwrap_err().is_cancelled());
    }
    let requests = listen(silent, |_| response("200 OK", "", "true"));
    Request::<Json>::json(&client, &LIST).await.unwrap();
    assert!(requests.load(Ordering::SeqCst) >= 1);
}
