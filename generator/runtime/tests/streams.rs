//! Responses that come item by item: events and JSON values, in chunks that end anywhere.

use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use client_runtime::runtime::{
    Body, ByteStream, Bytes, Client, ClientBuilder, Credentials, Error, Json, Operation, Request,
    Transport, TransportError, TransportErrorKind, TransportFuture,
};
use client_runtime::streams::{Event, Events, Opening, Records};
use futures_core::Stream;
use http::Method;
use proptest::prelude::*;

use crate::support::{SECRET, WIDGETS};

static WATCH: Operation = Operation::new("watch_widgets", Method::GET, "/widgets/changes");

client_runtime::stream_request_builder!(WatchWidgets, Events<Json>, json, "text/event-stream");
client_runtime::request_builder!(AskWidgets, Json);
client_runtime::stream_too!(AskWidgets, Records<u32>, lines, "application/x-ndjson");

struct WatchWidgets {
    request: Request<Bytes>,
}

struct AskWidgets {
    request: Request<Json>,
}

/// The chunks of a body, and then an error if there is one.
#[derive(Clone)]
struct Chunks {
    chunks: std::vec::IntoIter<Bytes>,
    failure: Option<TransportErrorKind>,
}

impl Stream for Chunks {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let chunk = self.chunks.next().map(Ok);
        Poll::Ready(chunk.or_else(|| {
            let kind = self.failure.take()?;
            Some(Err(TransportError::new(kind, "reset")))
        }))
    }
}

/// Responds with the chunks, if it is asked for the content type.
struct Server(Chunks, &'static str);

impl Transport for Server {
    fn send(&self, request: http::Request<Body>) -> TransportFuture<'_> {
        let accept = request.headers()["accept"].to_str().unwrap().to_owned();
        Box::pin(async move {
            assert_eq!(accept, self.1);
            Ok(http::Response::new(ByteStream::new(self.0.clone())))
        })
    }
}

fn client(chunks: Vec<Bytes>, failure: Option<TransportErrorKind>, accept: &'static str) -> Client {
    let chunks = chunks.into_iter();
    ClientBuilder::new(&WIDGETS)
        .base_url("https://api.test")
        .credentials(Credentials::api_key(SECRET))
        .transport(Server(Chunks { chunks, failure }, accept))
        .build()
        .unwrap()
}

const EVENTS: &str = "text/event-stream";
const LINES: &str = "application/x-ndjson";

/// Returns the bytes in chunks of these sizes, over and over.
fn cut(bytes: &[u8], sizes: &[usize]) -> Vec<Bytes> {
    let (mut rest, mut chunks) = (bytes, Vec::new());
    for size in sizes.iter().cycle() {
        if rest.is_empty() {
            break;
        }
        let (chunk, left) = rest.split_at((*size).min(rest.len()));
        chunks.push(Bytes::copy_from_slice(chunk));
        rest = left;
    }
    chunks
}

fn request(client: &Client) -> Request<Bytes> {
    Request::bytes(client, &WATCH)
}

async fn text_events(body: &[u8], sizes: &[usize]) -> Vec<Event<String>> {
    let client = client(cut(body, sizes), None, EVENTS);
    let mut events = Opening::new(request(&client), EVENTS, Events::text)
        .await
        .unwrap();
    let mut all = Vec::new();
    while let Some(event) = events.try_next().await.unwrap() {
        all.push(event);
    }
    all
}

/// Examples of the HTML standard for each kind of line, in one body.
const BODY: &str = "\u{feff}: a comment\n\
    data: first\n\n\
    event: add\nid: 7\ndata:  two\ndata\ndata:lines: ü\n\n\
    event: nothing\n\n\
    retry: 1500\nretry: 1x\nunknown: 1\ndata\n\n\
    id\ndata: last\n\n\
    data: unfinished\n";

fn expected() -> Vec<(
    &'static str,
    &'static str,
    Option<&'static str>,
    Option<u64>,
)> {
    vec![
        ("message", "first", None, None),
        ("add", " two\n\nlines: ü", Some("7"), None),
        ("message", "", Some("7"), Some(1500)),
        ("message", "last", None, None),
    ]
}

fn plain(event: &Event<String>) -> (&str, &str, Option<&str>, Option<u64>) {
    let retry = event
        .retry
        .map(|pause| u64::try_from(pause.as_millis()).unwrap());
    (&event.event, &event.data, event.id.as_deref(), retry)
}

fn run<F: Future>(future: F) -> F::Output {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .build();
    runtime.unwrap().block_on(future)
}

proptest! {
    #[test]
    fn events_do_not_depend_on_chunks_or_line_ends(
        sizes in prop::collection::vec(1..9_usize, 1..20),
        line_end in prop::sample::select(vec!["\n", "\r", "\r\n"]),
    ) {
        let body = BODY.replace('\n', line_end);
        let events = run(text_events(body.as_bytes(), &sizes));
        prop_assert_eq!(events.iter().map(plain).collect::<Vec<_>>(), expected());
    }

    #[test]
    fn lines_do_not_depend_on_chunks_or_line_ends(
        values in prop::collection::vec(any::<u32>(), 0..20),
        sizes in prop::collection::vec(1..9_usize, 1..20),
        line_end in prop::sample::select(vec!["\n", "\r\n", "\n\n", " \n"]),
        is_ended in any::<bool>(),
    ) {
        let mut body = values.iter().map(u32::to_string).collect::<Vec<_>>().join(line_end);
        if is_ended {
            body.push_str(line_end);
        }
        prop_assert_eq!(run(numbers(&body, &sizes, LINES, Records::lines)), values);
    }

    #[test]
    fn sequences_do_not_depend_on_chunks(
        values in prop::collection::vec(any::<u32>(), 0..20),
        sizes in prop::collection::vec(1..9_usize, 1..20),
    ) {
        let mut body = String::new();
        for value in &values {
            body = format!("{body}\u{1e}{value}\n");
        }
        let read = run(numbers(&body, &sizes, "application/json-seq", Records::sequence));
        prop_assert_eq!(read, values);
    }

    #[test]
    fn any_bytes_are_read_without_a_panic(
        body in prop::collection::vec(prop::sample::select(b"a:\r\n \0\xEF\xBB\xBF\xFF".to_vec()), 0..60),
        sizes in prop::collection::vec(1..5_usize, 1..5),
    ) {
        let whole = run(text_events(&body, &[body.len().max(1)]));
        prop_assert_eq!(run(text_events(&body, &sizes)), whole);
    }
}

async fn numbers(
    body: &str,
    sizes: &[usize],
    accept: &'static str,
    open: fn(client_runtime::runtime::Download) -> Records<u32>,
) -> Vec<u32> {
    let client = client(cut(body.as_bytes(), sizes), None, accept);
    let mut values = Opening::new(request(&client), accept, open).await.unwrap();
    let mut all = Vec::new();
    while let Some(value) = values.try_next().await.unwrap() {
        all.push(value);
    }
    all
}

#[tokio::test]
async fn data_is_decoded_and_ends_at_the_mark() {
    let body =
        b"data: {\"a\": 1}\n\nevent: ping\ndata: pong\n\ndata: 2\n\ndata: [DONE]\n\ndata: 3\n\n";
    let client = client(cut(body, &[7]), None, EVENTS);
    let mut events = WatchWidgets {
        request: request(&client),
    }
    .await
    .unwrap();
    assert_eq!(events.status(), 200);
    let first = events.try_next().await.unwrap().unwrap();
    assert_eq!(first.data["a"], 1);
    let error = events.try_next().await.unwrap_err();
    assert!(matches!(&error, Error::Decode(_)), "{error:?}");
    assert!(error.to_string().contains("pong"), "{error}");
    let third = events.try_next().await.unwrap().unwrap();
    assert_eq!(third.data, Json::from(2));
    assert!(events.next().await.is_none());
    assert!(events.next().await.is_none());
}

#[tokio::test]
async fn data_of_another_type_can_be_had_as_text() {
    let client = client(cut(b"data: [DONE]\n\n", &[3]), None, EVENTS);
    let events = WatchWidgets {
        request: request(&client),
    }
    .send()
    .await;
    let mut events = events.unwrap().into_text();
    assert_eq!(events.try_next().await.unwrap().unwrap().data, "[DONE]");
}

#[tokio::test]
async fn an_error_in_the_middle_comes_after_the_items_before_it() {
    let broken = Some(TransportErrorKind::Broken);
    let client = client(cut(b"1\n2\n3", &[2]), broken, LINES);
    let mut values = AskWidgets {
        request: Request::json(&client, &WATCH),
    }
    .stream()
    .await
    .unwrap();
    assert_eq!(values.try_next().await.unwrap(), Some(1));
    assert_eq!(values.try_next().await.unwrap(), Some(2));
    let error = values.try_next().await.unwrap_err();
    assert!(matches!(error, Error::Connection(_)), "{error:?}");
    assert!(values.next().await.is_none());
}

#[tokio::test]
async fn items_have_a_limit_each() {
    let body = b"data: 12345\n\ndata: 12345\n\ndata: 12\ndata: 45678901\n\ndata: 1\n\n";
    let client_1 = client(cut(body, &[5]), None, EVENTS);
    let events = Opening::new(request(&client_1), EVENTS, Events::text).await;
    let mut events = events.unwrap().with_limit(14);
    assert!(events.try_next().await.unwrap().is_some());
    assert!(events.try_next().await.unwrap().is_some());
    let error = events.try_next().await.unwrap_err();
    assert!(matches!(error, Error::TooLarge(_)), "{error:?}");
    assert!(events.next().await.is_none());

    let client_2 = client(cut(b"123\n12345\n1\n", &[2]), None, LINES);
    let values = Opening::new(request(&client_2), LINES, Records::<u32>::lines).await;
    let mut values = values.unwrap().with_limit(4);
    assert_eq!(values.try_next().await.unwrap(), Some(123));
    assert!(matches!(values.try_next().await, Err(Error::TooLarge(_))));
}

/// Checks over the network that items are returned before the end of the body.
#[tokio::test]
async fn items_come_before_the_end_of_the_answer() {
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let server = tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        let mut asked = [0; 4096];
        let length = stream.read(&mut asked).await.unwrap();
        let head = "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n";
        stream.write_all(head.as_bytes()).await.unwrap();
        for piece in ["id: 1\r\ndata: {\"n\"", ": 1}\r", "\n\r\n"] {
            let chunk = format!("{:x}\r\n{piece}\r\n", piece.len());
            stream.write_all(chunk.as_bytes()).await.unwrap();
            stream.flush().await.unwrap();
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        let text = String::from_utf8_lossy(&asked[..length]).into_owned();
        (stream, text)
    });
    let client = ClientBuilder::new(&WIDGETS)
        .base_url(address)
        .credentials(Credentials::api_key(SECRET))
        .build()
        .unwrap();
    let mut events = WatchWidgets {
        request: request(&client),
    }
    .await
    .unwrap();
    let event = events.try_next().await.unwrap().unwrap();
    assert_eq!(
        (event.data["n"].clone(), event.id.as_deref()),
        (Json::from(1), Some("1"))
    );
    let (stream, asked) = server.await.unwrap();
    assert!(asked.contains("accept: text/event-stream\r\n"), "{asked}");
    drop(stream);
    let error = events.try_next().await.unwrap_err();
    assert!(matches!(error, Error::Connection(_)), "{error:?}");
}

#[test]
fn items_without_async() {
    let broken = Some(TransportErrorKind::Broken);
    let client = client(cut(b"1\nx\n3\n", &[3]), broken, LINES);
    let opening = Opening::new(request(&client), LINES, Records::<u32>::lines);
    let mut values = opening.blocking().unwrap().blocking();
    assert_eq!(values.get_ref().status(), 200);
    assert_eq!(values.next().unwrap().unwrap(), 1);
    assert!(matches!(values.next(), Some(Err(Error::Decode(_)))));
    assert_eq!(values.next().unwrap().unwrap(), 3);
    assert!(matches!(values.next(), Some(Err(Error::Connection(_)))));
    assert!(values.next().is_none());
}
