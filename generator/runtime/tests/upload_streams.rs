//! Bodies and files from streams and readers: their bytes, their lengths, and attempts after the first.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};

use client_runtime::runtime::{
    Attachment, Body, ByteStream, Bytes, Error, FileCount, FileField, FormLayout, FormStyle,
    Request, TransportErrorKind,
};
use futures_core::Stream;

use crate::support::fake::{Fake, ScriptedResponse, answer};
use crate::support::{CREATE, Server, UPDATE, WIDGETS};

const FILE: FileField = FileField {
    name: "file",
    count: FileCount::One,
    form: FormLayout::multipart(FormStyle::Plain),
};

/// Chunks that are there already.
struct Chunks(Vec<Result<Bytes, io::Error>>);

impl Stream for Chunks {
    type Item = Result<Bytes, io::Error>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let is_empty = self.0.is_empty();
        Poll::Ready((!is_empty).then(|| self.0.remove(0)))
    }
}

fn chunks(texts: &[&'static str]) -> Chunks {
    Chunks(texts.iter().map(|text| Ok(Bytes::from(*text))).collect())
}

/// Body of a request as received by a server.
async fn received(body: Body) -> (Option<String>, String) {
    let server = Server::with("200 OK", "", "1").await;
    let request = Request::<i64>::json(&server.client(), &CREATE);
    request.body("text/plain", body).await.unwrap();
    (server.header("content-length"), server.body())
}

#[tokio::test]
async fn streams_and_readers_are_sent() {
    let plain = (Some("6".to_owned()), "abcdef".to_owned());
    let stream = || chunks(&["abc", "", "def"]);
    assert_eq!(received(Body::once(Some(6), stream())).await, plain);
    assert_eq!(received(Body::read(Some(6), &b"abcdef"[..])).await, plain);
    let reader = Body::async_read(Some(6), &b"abcdef"[..]);
    assert_eq!(received(reader).await, plain);
    let chunked = (None, "3\r\nabc\r\n3\r\ndef\r\n0\r\n\r\n".to_owned());
    assert_eq!(received(Body::once(None, stream())).await, chunked);
}

#[tokio::test]
async fn a_file_from_a_stream_is_part_of_a_form() {
    let server = Server::with("200 OK", "", "1").await;
    let body = Body::once(Some(6), chunks(&["abc", "def"]));
    let file = Attachment::from_body("a.csv", body);
    assert_eq!((file.length(), file.content_type()), (Some(6), "text/csv"));
    assert_eq!(file, file.clone());
    assert_ne!(file, Attachment::from_bytes("a.csv", "abcdef"));
    let request = Request::<i64>::json(&server.client(), &CREATE).attach(FILE, file);
    request.await.unwrap();
    let (body, length) = (server.body(), server.header("content-length"));
    assert_eq!(length, Some(body.len().to_string()));
    assert!(
        body.contains("filename=\"a.csv\"\r\nContent-Type: text/csv\r\n\r\nabcdef\r\n--"),
        "{body}"
    );

    let server = Server::with("200 OK", "", "1").await;
    let file = Attachment::from_body("a.csv", Body::read(None, &b"abcdef"[..]));
    assert_eq!(file.length(), None);
    let request = Request::<i64>::json(&server.client(), &CREATE).attach(FILE, file);
    request.await.unwrap();
    assert_eq!(server.header("content-length"), None);
    assert!(server.body().contains("6\r\nabcdef\r\n"));
}

/// Returns the error of an upload that the server would accept.
async fn refused(body: Body) -> Error {
    let server = Server::with("200 OK", "", "1").await;
    let request = Request::<i64>::json(&server.client(), &CREATE);
    request.body("text/plain", body).await.unwrap_err()
}

#[tokio::test]
async fn a_body_that_is_not_as_announced_is_an_error() {
    let error = refused(Body::once(Some(7), chunks(&["abc", "def"]))).await;
    assert!(error.to_string().contains("it has 6 bytes, and not the 7"));
    let error = refused(Body::read(Some(5), &b"abcdef"[..])).await;
    assert!(
        error
            .to_string()
            .contains("it has 6 or more bytes, and not the 5"),
        "{error}"
    );
    let broken = Chunks(vec![
        Ok(Bytes::from("abc")),
        Err(io::Error::other("unplugged")),
    ]);
    let error = refused(Body::once(None, broken)).await;
    assert!(matches!(&error, Error::Connection(error) if error.is_request_body()));
    assert!(error.to_string().contains("unplugged"), "{error}");
}

/// Returns a body that can be sent once, and a fake that reads it when it is told to.
async fn attempts(
    body: Body,
    script: impl Fn(usize) -> (bool, ScriptedResponse) + Send + 'static,
) -> (Result<i64, Error>, Vec<String>) {
    let (sender, receiver) = std::sync::mpsc::channel();
    let fake = Fake::new(move |number, request| {
        let (reads, answer) = script(number);
        if reads {
            let mut text = String::new();
            let mut stream = request.body().to_stream();
            // Everything is there at once.
            while let Poll::Ready(Some(chunk)) =
                Pin::new(&mut stream).poll_next(&mut Context::from_waker(std::task::Waker::noop()))
            {
                text.push_str(std::str::from_utf8(&chunk.unwrap()).unwrap());
            }
            sender.send(text).unwrap();
        }
        answer
    });
    let request = Request::<i64>::json(&fake.client(&WIDGETS), &UPDATE).path("id", &1_i64);
    let result = request.attach(FILE, Attachment::from_body("a", body)).await;
    drop(fake);
    (result, receiver.try_iter().collect())
}

#[tokio::test(start_paused = true)]
async fn what_can_be_read_once_is_sent_once() {
    let once = Body::once(Some(3), chunks(&["abc"]));
    let (result, texts) = attempts(once, |_| (true, answer(503, &[], "away"))).await;
    let error = result.unwrap_err();
    assert_eq!(error.status().unwrap(), 503, "the error of the attempt");
    assert!(error.previous_attempts().is_empty());
    assert_eq!(texts.len(), 1);
    assert!(texts[0].contains("\r\n\r\nabc\r\n"));
}

#[tokio::test(start_paused = true)]
async fn what_was_not_read_is_sent_again() {
    let once = Body::once(Some(3), chunks(&["abc"]));
    let (result, texts) = attempts(once, |number| match number {
        0 => (
            false,
            ScriptedResponse::Failure(TransportErrorKind::NotConnected),
        ),
        _ => (true, answer(200, &[], "1")),
    })
    .await;
    assert_eq!(result.unwrap(), 1);
    assert_eq!(texts.len(), 1);
    assert!(texts[0].contains("\r\n\r\nabc\r\n"));
}

#[tokio::test(start_paused = true)]
async fn what_can_be_opened_again_is_sent_again() {
    let body = Body::stream(Some(3), || ByteStream::once("abc"));
    let (result, texts) = attempts(body, |number| match number {
        0 | 1 => (true, answer(503, &[], "away")),
        _ => (true, answer(200, &[], "1")),
    })
    .await;
    assert_eq!(result.unwrap(), 1);
    assert_eq!(texts.len(), 3);
    assert!(texts.iter().all(|text| text == &texts[0]));
}

#[tokio::test]
async fn a_second_request_with_the_same_stream_is_an_error() {
    let server = Server::with("200 OK", "", "1").await;
    let body = Body::once(Some(3), chunks(&["abc"]));
    let request = Request::<i64>::json(&server.client(), &CREATE).body("text/plain", body);
    request.clone().await.unwrap();
    let error = request.await.unwrap_err();
    assert!(error.to_string().contains("was read before"), "{error}");
}

#[test]
fn uploads_from_a_reader_in_code_that_is_not_async() {
    let (sender, receiver) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build();
        runtime.unwrap().block_on(async {
            let server = Server::serving(|request| {
                let body = format!("{}", request.len());
                format!(
                    "HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n{body}",
                    body.len()
                )
            });
            sender.send(server.await.client()).unwrap();
            std::future::pending::<()>().await;
        });
    });
    let client = receiver.recv().unwrap();
    let seen = std::sync::Arc::new(std::sync::atomic::AtomicU64::new(0));
    let listening = std::sync::Arc::clone(&seen);
    let content = vec![b'x'; 300_000];
    let length = Request::<u64>::json(&client, &CREATE)
        .body(
            "text/plain",
            Body::read(Some(300_000), io::Cursor::new(content)),
        )
        .upload_progress(move |progress| {
            listening.store(progress.sent, std::sync::atomic::Ordering::Relaxed);
        })
        .blocking()
        .unwrap();
    assert!(length > 300_000);
    assert_eq!(seen.load(std::sync::atomic::Ordering::Relaxed), 300_000);
}
