//! Calls that are ended from outside, wherever they wait: an error that says whether anything was sent, and nothing
//! more is sent.

use std::future::IntoFuture as _;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use client_runtime::runtime::{
    ByteStream, Bytes, Cancellation, Client, Error, Json, NextPage, Operation, Paging, Polling,
    RateLimitPolicy, Request, RetryPolicy, TransportError, TransportErrorKind,
};
use futures_core::Stream;
use http::Method;
use tokio::time::{Instant, sleep};

use crate::support::fake::{Fake, ScriptedResponse, answer};
use crate::support::{CREATE, GET, LIST, WIDGETS};

const SECOND: Duration = Duration::from_secs(1);

static PAGED: Operation =
    Operation::new("list_widgets", Method::GET, "/widgets").paged(Paging::new(NextPage::Link {
        number: Some("page"),
    }));
static WORK: Polling = Polling {
    operation: None,
    arguments: &[],
    status: "state",
    done: &["DONE"],
    failed: &["FAILED"],
    download: Some("file"),
};

/// Returns a client for `fake` that is cancelled after a second.
fn cancelled_soon(client: &Client) -> Client {
    let cancellation = Cancellation::new();
    let client = client.with_cancellation(&cancellation);
    tokio::spawn(async move {
        sleep(SECOND).await;
        cancellation.cancel();
    });
    client
}

/// Returns the message, and whether nothing was sent; `error` came after a second.
fn told(error: &Error, start: Instant) -> (String, bool) {
    assert_eq!(start.elapsed().as_millis(), 1000);
    assert!(error.is_cancelled() && !error.is_retryable());
    let Error::Cancelled(cancelled) = error else {
        panic!("{error}");
    };
    assert_eq!(error.call(), Some(cancelled.call()));
    (error.to_string(), cancelled.is_unsent())
}

#[tokio::test(start_paused = true)]
async fn while_it_waits_for_the_answer() {
    let fake = Fake::new(|_, _| ScriptedResponse::Silence);
    let start = Instant::now();
    let client = cancelled_soon(&fake.client(&WIDGETS));
    let error = Request::<Json>::json(&client, &CREATE).await.unwrap_err();
    assert_eq!(
        told(&error, start),
        (
            "create_widget: POST /widgets: cancelled after it was sent, so the server may have acted on it"
                .to_owned(),
            false
        )
    );
    assert_eq!(fake.count(), 1);
}

#[tokio::test(start_paused = true)]
async fn while_it_waits_for_the_rate_limit() {
    let fake = Fake::new(|_, _| answer(200, &[], "1"));
    let policy = RateLimitPolicy::new().ceiling_per_minute(1);
    let client = fake.builder(&WIDGETS).rate_limit(policy).build().unwrap();
    let first: i64 = Request::json(&client, &LIST).await.unwrap();
    let start = Instant::now();
    let waiting = cancelled_soon(&client);
    let waiting = tokio::spawn(Request::<i64>::json(&waiting, &LIST).into_future());
    let behind = tokio::spawn(Request::<i64>::json(&client, &LIST).into_future());
    let error = waiting.await.unwrap().unwrap_err();
    assert_eq!(
        told(&error, start),
        (
            "list_widgets: GET /widgets: cancelled before it was sent".to_owned(),
            true
        )
    );
    assert_eq!((first, behind.await.unwrap().unwrap()), (1, 1));
    assert_eq!(start.elapsed().as_secs(), 60);
    assert_eq!(fake.count(), 2);
}

#[tokio::test(start_paused = true)]
async fn while_it_waits_for_the_next_attempt() {
    let fake = Fake::new(|_, _| answer(503, &[("retry-after", "30")], ""));
    let start = Instant::now();
    let client = cancelled_soon(&fake.client(&WIDGETS));
    let error = Request::<Json>::json(&client, &GET).path("id", &7);
    let error = error.await.unwrap_err();
    let (message, unsent) = told(&error, start);
    assert!(
        message.starts_with("get_widget: GET /widgets/7: cancelled"),
        "{message}"
    );
    assert!(!unsent);
    assert_eq!(fake.count(), 1);
}

#[tokio::test(start_paused = true)]
async fn after_attempts_that_did_not_reach_the_server() {
    for (first, unsent) in [(false, true), (true, false)] {
        let fake = Fake::new(move |number, _| match number {
            0 if first => answer(429, &[("retry-after", "0")], ""),
            _ => ScriptedResponse::Failure(TransportErrorKind::NotConnected),
        });
        let start = Instant::now();
        let patient = RetryPolicy::new().max_retries(1000);
        let client = fake.builder(&WIDGETS).retry(patient).retry_budget(1000);
        let client = cancelled_soon(&client.build().unwrap());
        let error = Request::<Json>::json(&client, &CREATE).await.unwrap_err();
        assert_eq!(told(&error, start).1, unsent);
        assert!(fake.count() > 1, "{}", fake.count());
    }
}

#[tokio::test(start_paused = true)]
async fn before_it_starts() {
    let fake = Fake::new(|_, _| answer(200, &[], "1"));
    let client = fake.client(&WIDGETS);
    let cancellation = Cancellation::new();
    let watching = client.with_cancellation(&cancellation);
    assert_eq!(Request::<i64>::json(&watching, &LIST).await.unwrap(), 1);
    assert!(!cancellation.is_cancelled());
    cancellation.clone().cancel();
    cancellation.cancel();
    assert!(cancellation.is_cancelled());
    cancellation.cancelled().await;

    let error = Request::<i64>::json(&watching, &LIST).await.unwrap_err();
    assert!(matches!(error, Error::Cancelled(error) if error.is_unsent()));
    let error = watching.download("https://files.test/a").await.unwrap_err();
    assert!(matches!(error, Error::Cancelled(error) if error.is_unsent()));
    assert_eq!(fake.count(), 1);
    // The client that it was made from, and one that watches another switch, go on.
    assert_eq!(Request::<i64>::json(&client, &LIST).await.unwrap(), 1);
    let other = watching.with_cancellation(&Cancellation::default());
    assert_eq!(Request::<i64>::json(&other, &LIST).await.unwrap(), 1);
}

#[tokio::test(start_paused = true)]
async fn in_the_middle_of_a_list_which_can_be_taken_up_again() {
    let fake = Fake::slow(SECOND / 5, |number, _| match number {
        0 => answer(200, &[("link", "<?page=2>; rel=next")], "[1, 2]"),
        _ => answer(200, &[], "[3]"),
    });
    let client = fake.client(&WIDGETS);
    let cancellation = Cancellation::new();
    let watching = client.with_cancellation(&cancellation);
    let mut items = Request::<Vec<i64>>::json(&watching, &PAGED).items::<i64>();
    assert_eq!(items.try_next().await.unwrap(), Some(1));
    cancellation.cancel();
    // What has arrived is given all the same.
    assert_eq!(items.try_next().await.unwrap(), Some(2));
    assert!(items.try_next().await.unwrap_err().is_cancelled());
    assert_eq!(items.try_next().await.unwrap(), None);
    assert_eq!(fake.count(), 1);

    let token = items.resume_token().unwrap();
    let mut rest = Request::<Vec<i64>>::json(&client, &PAGED)
        .items::<i64>()
        .resume(&token);
    assert_eq!(rest.try_next().await.unwrap(), Some(3));
    assert_eq!(rest.try_next().await.unwrap(), None);
}

/// One chunk, and nothing more.
struct Stalled(Option<Bytes>);

impl Stream for Stalled {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        match self.0.take() {
            Some(chunk) => Poll::Ready(Some(Ok(chunk))),
            None => Poll::Pending,
        }
    }
}

#[tokio::test(start_paused = true)]
async fn in_the_middle_of_a_download() {
    let fake = Fake::new(|_, _| {
        let body = Stalled(Some(Bytes::from_static(b"abc")));
        ScriptedResponse::Response(http::Response::new(ByteStream::new(body)))
    });
    let start = Instant::now();
    let client = cancelled_soon(&fake.client(&WIDGETS));
    let download = Request::bytes(&client, &GET).path("id", &7).stream();
    let mut download = download.await.unwrap();
    assert_eq!(&download.try_next().await.unwrap().unwrap()[..], b"abc");
    let error = download.try_next().await.unwrap_err();
    let (message, unsent) = told(&error, start);
    assert!(
        message.starts_with("get_widget: GET /widgets/7: cancelled"),
        "{message}"
    );
    assert!(!unsent);
    assert!(download.try_next().await.unwrap().is_none());
}

#[tokio::test(start_paused = true)]
async fn between_two_questions_for_the_end_of_work() {
    let fake = Fake::new(|_, _| answer(200, &[], r#"{"state":"BUSY"}"#));
    let start = Instant::now();
    let client = cancelled_soon(&fake.client(&WIDGETS));
    let request = Request::<Json>::json(&client, &LIST);
    let wait = request.wait::<Json>(&WORK).first_pause(20 * SECOND);
    let (message, unsent) = told(&wait.await.unwrap_err(), start);
    assert!(
        message.starts_with("list_widgets: GET /widgets: cancelled"),
        "{message}"
    );
    assert!(!unsent);
    assert_eq!(fake.count(), 1);
}

#[tokio::test(start_paused = true)]
async fn all_calls_of_a_client_at_once() {
    let fake: Arc<Fake> = Fake::new(|_, _| ScriptedResponse::Silence);
    let start = Instant::now();
    let client = cancelled_soon(&fake.client(&WIDGETS));
    let calls: Vec<_> = (0..64)
        .map(|_| tokio::spawn(Request::<Json>::json(&client, &LIST).into_future()))
        .collect();
    for call in calls {
        told(&call.await.unwrap().unwrap_err(), start);
    }
}
