//! Time and progress of uploads: the limit of an attempt starts again with each piece, and a stalled upload ends.

use std::future::{pending, poll_fn};
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use client_runtime::runtime::{
    Body, ByteStream, Client, ClientBuilder, Credentials, Error, Request, RetryPolicy, TimeLimit,
    Transport, TransportFuture, UploadProgress,
};
use futures_core::Stream as _;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpSocket;
use tokio::time::{Instant, sleep};

use crate::support::{CREATE, SECRET, UPDATE, WIDGETS};

/// A transport that takes a second for each piece of the body, and more before it responds.
struct Slow {
    /// Number of pieces after which it reads no more.
    stalls_after: usize,
    thinks: Duration,
}

impl Transport for Slow {
    fn send(&self, request: http::Request<Body>) -> TransportFuture<'_> {
        Box::pin(async move {
            let mut stream = request.body().to_stream();
            let mut pieces = 0;
            while let Some(piece) =
                poll_fn(|context| Pin::new(&mut stream).poll_next(context)).await
            {
                piece?;
                pieces += 1;
                if pieces == self.stalls_after {
                    pending::<()>().await;
                }
                sleep(Duration::from_secs(1)).await;
            }
            sleep(self.thinks).await;
            Ok(http::Response::new(ByteStream::once("1")))
        })
    }
}

fn slow(stalls_after: usize, thinks: u64) -> ClientBuilder {
    ClientBuilder::new(&WIDGETS)
        .base_url("http://127.0.0.1:1")
        .credentials(Credentials::api_key(SECRET))
        .retry(RetryPolicy::never())
        .timeout(Duration::from_secs(5))
        .transport(Slow {
            stalls_after,
            thinks: Duration::from_secs(thinks),
        })
}

fn upload(client: &Client, size: usize) -> Request<i64> {
    Request::json(client, &CREATE).bytes_body("text/plain", vec![b'x'; size])
}

#[tokio::test(start_paused = true)]
async fn an_upload_that_moves_takes_as_long_as_it_takes() {
    let start = Instant::now();
    let client = slow(usize::MAX, 4).build().unwrap();
    assert_eq!(upload(&client, 400_000).await.unwrap(), 1);
    assert!(start.elapsed() > Duration::from_secs(90));
    // The same without a known length.
    let stream = || ByteStream::once(vec![b'x'; 400_000]);
    let request = Request::<i64>::json(&client, &CREATE);
    let request = request.body("text/plain", Body::stream(None, stream));
    assert_eq!(request.await.unwrap(), 1);
}

#[tokio::test(start_paused = true)]
async fn the_limit_for_the_response_starts_when_the_body_was_sent() {
    let client = slow(usize::MAX, 9).build().unwrap();
    let start = Instant::now();
    let error = upload(&client, 100_000).await.unwrap_err();
    assert!(matches!(&error, Error::Timeout(error) if error.limit() == TimeLimit::Attempt));
    let text = error.to_string();
    assert!(
        text.contains("waiting for the response (limit 5s)"),
        "{text}"
    );
    // The last of 25 pieces was read after 24 seconds, and the first one shows that a buffer can hold as much.
    assert_eq!(start.elapsed().as_secs(), 24 + 2 + 5);
    // Of a transport that takes everything at once, nothing is in a buffer as far as can be told.
    let stream = || ByteStream::once(vec![b'x'; 4096]);
    let start = Instant::now();
    let request = Request::<i64>::json(&client, &CREATE);
    let request = request.body("text/plain", Body::stream(Some(4096), stream));
    request.await.unwrap_err();
    assert_eq!(start.elapsed().as_secs(), 5);
}

#[tokio::test(start_paused = true)]
async fn a_stalled_upload_ends() {
    let client = slow(3, 0).build().unwrap();
    let start = Instant::now();
    let error = upload(&client, 100_000).await.unwrap_err();
    let text = error.to_string();
    assert!(
        text.contains("timed out sending the body (limit 5s)"),
        "{text}"
    );
    assert_eq!(start.elapsed().as_secs(), 2 + 5);
    assert!(!error.is_unsent());
}

#[tokio::test(start_paused = true)]
async fn a_deadline_ends_an_upload_that_moves() {
    let client = slow(usize::MAX, 0).build().unwrap();
    let start = Instant::now();
    let request = upload(&client, 100_000).deadline(Duration::from_secs(10));
    let error = request.await.unwrap_err();
    assert!(matches!(&error, Error::Timeout(error) if error.limit() == TimeLimit::Deadline));
    assert!(error.to_string().contains("sending the body"), "{error}");
    assert_eq!(start.elapsed().as_secs(), 10);
}

#[tokio::test(start_paused = true)]
async fn a_small_body_counts_as_sent_at_once() {
    let client = slow(usize::MAX, 6).build().unwrap();
    let start = Instant::now();
    let error = upload(&client, 1000).await.unwrap_err();
    assert!(error.to_string().contains("waiting for the response"));
    assert_eq!(start.elapsed().as_secs(), 5);
}

#[tokio::test(start_paused = true)]
async fn progress_is_told_for_each_attempt() {
    let seen: Arc<Mutex<Vec<UploadProgress>>> = Arc::default();
    let client = slow(2, 0).retry(RetryPolicy::new().max_retries(1));
    let listening = Arc::clone(&seen);
    let request = Request::<i64>::json(&client.build().unwrap(), &UPDATE)
        .path("id", &1_i64)
        .bytes_body("text/plain", vec![b'x'; 10_000])
        .upload_progress(move |progress| listening.lock().unwrap().push(progress));
    request.await.unwrap_err();
    let seen = seen.lock().unwrap();
    let sent: Vec<u64> = seen.iter().map(|progress| progress.sent).collect();
    assert_eq!(sent, [4096, 8192, 4096, 8192]);
    assert!(seen.iter().all(|progress| progress.total == Some(10_000)));
}

/// Returns a server that reads a part of each request every 20 ms, in all `limit` bytes; then it reads nothing, or
/// responds.
fn reading(limit: usize, answers: bool) -> String {
    let socket = TcpSocket::new_v4().unwrap();
    socket.set_recv_buffer_size(256 << 10).unwrap();
    socket.bind("127.0.0.1:0".parse().unwrap()).unwrap();
    let address = format!("http://{}", socket.local_addr().unwrap());
    let listener = socket.listen(8).unwrap();
    tokio::spawn(async move {
        let mut open = Vec::new();
        while let Ok((mut stream, _)) = listener.accept().await {
            let mut buffer = vec![0; 128 << 10];
            let mut read = 0;
            while read < limit {
                read += stream.read(&mut buffer).await.unwrap_or(limit);
                sleep(Duration::from_millis(20)).await;
            }
            if answers {
                let answer = b"HTTP/1.1 200 OK\r\ncontent-length: 1\r\n\r\n7";
                stream.write_all(answer).await.unwrap();
            }
            open.push(stream);
        }
    });
    address
}

fn client_of(address: String) -> Client {
    ClientBuilder::new(&WIDGETS)
        .base_url(address)
        .credentials(Credentials::api_key(SECRET))
        .retry(RetryPolicy::never())
        .timeout(Duration::from_millis(400))
        .build()
        .unwrap()
}

#[tokio::test]
async fn a_slow_server_is_waited_for_on_a_real_connection() {
    let size = 8 << 20;
    let client = client_of(reading(size, true));
    let start = Instant::now();
    let seen: Arc<Mutex<Vec<UploadProgress>>> = Arc::default();
    let listening = Arc::clone(&seen);
    let request = upload(&client, size)
        .upload_progress(move |progress| listening.lock().unwrap().push(progress));
    assert_eq!(request.await.unwrap(), 7);
    let taken = start.elapsed();
    assert!(taken > Duration::from_millis(400), "{taken:?}");
    let last = *seen.lock().unwrap().last().unwrap();
    assert_eq!(last.total, Some(last.sent));
}

#[tokio::test]
async fn a_server_that_reads_no_more_is_an_error_on_a_real_connection() {
    let client = client_of(reading(100_000, false));
    let error = upload(&client, 32 << 20).await.unwrap_err();
    assert!(error.to_string().contains("sending the body"), "{error}");
}
