//! Bodies as a stream: chunks as they come, and every way in which a body can end too early.

use std::collections::VecDeque;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use client_runtime::runtime::{
    ByteStream, Bytes, Client, ClientBuilder, Credentials, Error, Request, Transport,
    TransportError, TransportErrorKind, TransportFuture,
};
use futures_core::Stream;
use tokio::time::{Sleep, sleep};

use crate::support::{GET, WIDGETS};

/// Chunks; then an end, an error, or nothing more.
struct Chunks(VecDeque<Option<Result<Bytes, TransportErrorKind>>>);

impl Stream for Chunks {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        match self.0.pop_front() {
            Some(None) => {
                self.0.push_front(None);
                Poll::Pending
            }
            Some(Some(chunk)) => Poll::Ready(Some(
                chunk.map_err(|kind| TransportError::new(kind, "reset")),
            )),
            None => Poll::Ready(None),
        }
    }
}

struct Server(fn() -> Vec<Option<Result<Bytes, TransportErrorKind>>>, u16);

impl Transport for Server {
    fn send(&self, _: http::Request<client_runtime::runtime::Body>) -> TransportFuture<'_> {
        Box::pin(async move {
            let body = ByteStream::new(Chunks((self.0)().into()));
            let response = http::Response::builder()
                .status(self.1)
                .header("content-type", "image/png")
                .header("x-request-id", "r-9")
                .header("content-length", "6");
            Ok(response.body(body).unwrap())
        })
    }
}

fn client(server: Server) -> Client {
    ClientBuilder::new(&WIDGETS)
        .base_url("https://api.test")
        .credentials(Credentials::api_key(crate::support::SECRET))
        .transport(server)
        .build()
        .unwrap()
}

#[allow(clippy::unnecessary_wraps, reason = "is beside errors and the end")]
fn chunk(text: &'static str) -> Option<Result<Bytes, TransportErrorKind>> {
    Some(Ok(Bytes::from_static(text.as_bytes())))
}

fn request(client: &Client) -> Request<Bytes> {
    Request::bytes(client, &GET).path("id", &1)
}

#[tokio::test]
async fn chunks_as_they_come() {
    let client = client(Server(|| vec![chunk("abc"), chunk("de"), chunk("f")], 200));
    let mut download = request(&client).stream().await.unwrap();
    assert_eq!(
        (
            download.length(),
            download.content_type(),
            download.request_id()
        ),
        (Some(6), Some("image/png"), Some("r-9"))
    );
    let mut sizes = Vec::new();
    while let Some(chunk) = download.try_next().await.unwrap() {
        sizes.push(chunk.len());
    }
    assert_eq!(sizes, [3, 2, 1]);
    assert!(download.next().await.is_none());

    let json = Request::<bool>::json(&client, &GET).path("id", &1);
    assert!(json.raw().stream().await.is_ok());
}

#[tokio::test]
async fn a_body_that_breaks_off_is_an_error() {
    let broken = || vec![chunk("abc"), Some(Err(TransportErrorKind::Broken))];
    let client = client(Server(broken, 200));
    let mut download = request(&client).stream().await.unwrap();
    assert_eq!(download.try_next().await.unwrap().unwrap(), "abc");
    let error = download.try_next().await.unwrap_err();
    assert!(matches!(error, Error::Connection(_)), "{error:?}");
    assert!(download.next().await.is_none());
}

#[tokio::test(start_paused = true)]
async fn a_body_that_stalls_is_an_error() {
    let client = client(Server(|| vec![chunk("abc"), None], 200));
    let request = request(&client).timeout(Duration::from_secs(5));
    let mut download = request.stream().await.unwrap();
    sleep(Duration::from_secs(4)).await;
    assert_eq!(download.try_next().await.unwrap().unwrap(), "abc");
    let start = tokio::time::Instant::now();
    let error = download.try_next().await.unwrap_err();
    assert!(matches!(error, Error::Timeout(_)), "{error:?}");
    assert_eq!(start.elapsed().as_secs(), 5);
}

/// A chunk a second, counted from when it is asked for.
struct Lazy(usize, Option<Pin<Box<Sleep>>>);

impl Stream for Lazy {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if self.0 == 0 {
            return Poll::Ready(None);
        }
        let second = || Box::pin(sleep(Duration::from_secs(1)));
        ready!(self.1.get_or_insert_with(second).as_mut().poll(context));
        (self.0, self.1) = (self.0 - 1, None);
        Poll::Ready(Some(Ok(Bytes::from_static(b"abc"))))
    }
}

struct LazyServer;

impl Transport for LazyServer {
    fn send(&self, _: http::Request<client_runtime::runtime::Body>) -> TransportFuture<'_> {
        let body = ByteStream::new(Lazy(3, None));
        Box::pin(async { Ok(http::Response::new(body)) })
    }
}

#[tokio::test(start_paused = true)]
async fn a_reader_that_takes_its_time_is_no_pause_of_the_server() {
    let builder = ClientBuilder::new(&WIDGETS).base_url("https://api.test");
    let builder = builder.credentials(Credentials::api_key(crate::support::SECRET));
    let client = builder.transport(LazyServer).build().unwrap();
    let request = request(&client).timeout(Duration::from_secs(5));
    let mut download = request.stream().await.unwrap();
    for _ in 0..3 {
        // Writes to a slow disk, for example.
        sleep(Duration::from_secs(60)).await;
        assert_eq!(download.try_next().await.unwrap().unwrap(), "abc");
    }
    assert!(download.try_next().await.unwrap().is_none());
}

#[tokio::test]
async fn limits_and_refusals() {
    let client_1 = client(Server(|| vec![chunk("abc"), chunk("def")], 200));
    let download = request(&client_1).stream().await.unwrap();
    let mut download = download.with_limit(5);
    assert_eq!(download.try_next().await.unwrap().unwrap(), "abc");
    assert!(matches!(download.try_next().await, Err(Error::TooLarge(_))));
    let client_2 = client(Server(|| vec![chunk("{}")], 404));
    assert!(
        request(&client_2)
            .stream()
            .await
            .unwrap_err()
            .is_not_found()
    );
}

/// Checks that a connection closed early is an error over the network, too.
#[tokio::test]
async fn a_truncated_download_over_the_network() {
    let answer = "HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nabc";
    let server = crate::support::Server::answering(answer).await;
    let mut download = request(&server.client()).stream().await.unwrap();
    let mut all = Vec::new();
    let error = loop {
        match download.try_next().await {
            Ok(chunk) => all.extend(chunk.unwrap()),
            Err(error) => break error,
        }
    };
    assert_eq!(all, b"abc");
    assert!(matches!(error, Error::Connection(_)), "{error:?}");
}
