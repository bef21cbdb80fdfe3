//! Retries and their delays; on a clock that does not wait.

use std::future::IntoFuture as _;
use std::time::Duration;

use client_runtime::runtime::TransportErrorKind::{
    Broken, ConnectTimeout, NotConnected, RequestBody,
};
use client_runtime::runtime::{
    ByteStream, Error, Json, Operation, Request, RetryPolicy, TimeLimit, TransportError,
    TransportErrorKind,
};
use http::Method;
use tokio::time::Instant;

use crate::support::fake::{Fake, ScriptedResponse, answer};
use crate::support::{CREATE, LIST, UPDATE, WIDGETS};

const TRANSIENT: [u16; 5] = [408, 500, 502, 503, 504];

/// Returns the number of attempts of `operation` when the first `failures` end in `failure`, and the result.
async fn attempts(
    operation: &'static Operation,
    failures: usize,
    failure: fn() -> ScriptedResponse,
) -> (usize, Result<Json, Error>) {
    let fake = Fake::new(move |number, _| {
        if number < failures {
            failure()
        } else {
            answer(200, &[], "true")
        }
    });
    let mut request = Request::<Json>::json(&fake.client(&WIDGETS), operation);
    if operation.path.contains("{id}") {
        request = request.path("id", &7);
    }
    let result = request.await;
    (fake.count(), result)
}

/// Returns a failure of this kind, or a response with this status.
fn failing(kind: Result<u16, TransportErrorKind>) -> impl Fn() -> ScriptedResponse {
    move || match kind {
        Ok(status) => answer(status, &[], ""),
        Err(kind) => ScriptedResponse::Failure(kind),
    }
}

async fn sent(operation: &'static Operation, kind: Result<u16, TransportErrorKind>) -> usize {
    let fail = failing(kind);
    let fake = Fake::new(move |_, _| fail());
    let mut request = Request::<Json>::json(&fake.client(&WIDGETS), operation);
    if operation.path.contains("{id}") {
        request = request.path("id", &7);
    }
    request.await.unwrap_err();
    fake.count()
}

#[tokio::test(start_paused = true)]
async fn what_may_be_repeated_is_repeated() {
    for operation in [&LIST, &UPDATE] {
        for status in TRANSIENT {
            assert_eq!(sent(operation, Ok(status)).await, 4, "{status}");
        }
        for kind in [Broken, NotConnected, ConnectTimeout] {
            assert_eq!(sent(operation, Err(kind)).await, 4, "{kind:?}");
        }
        for status in [301, 400, 401, 403, 404, 409, 422, 501] {
            assert_eq!(sent(operation, Ok(status)).await, 1, "{status}");
        }
        assert_eq!(sent(operation, Err(RequestBody)).await, 1);
    }
    let (count, result) = attempts(&LIST, 3, || answer(503, &[], "")).await;
    assert_eq!((count, result.unwrap()), (4, Json::Bool(true)));
}

#[tokio::test(start_paused = true)]
async fn a_post_is_never_doubled() {
    for status in TRANSIENT {
        assert_eq!(sent(&CREATE, Ok(status)).await, 1, "{status}");
    }
    assert_eq!(sent(&CREATE, Err(Broken)).await, 1);
    // The server has not acted on these.
    for kind in [Ok(429), Err(NotConnected), Err(ConnectTimeout)] {
        assert_eq!(sent(&CREATE, kind).await, 4, "{kind:?}");
    }
    let fake = Fake::new(|_, _| ScriptedResponse::Silence);
    let error = Request::<Json>::json(&fake.client(&WIDGETS), &CREATE).await;
    assert!(matches!(error, Err(Error::Timeout(_))) && fake.count() == 1);
}

#[tokio::test(start_paused = true)]
async fn the_description_may_say_otherwise() {
    static SEARCH: Operation = Operation::new("search", Method::POST, "/search").idempotent(true);
    static COUNT_UP: Operation =
        Operation::new("count_up", Method::PUT, "/count").idempotent(false);
    assert_eq!(sent(&SEARCH, Ok(503)).await, 4);
    assert_eq!(sent(&COUNT_UP, Ok(503)).await, 1);
}

#[tokio::test(start_paused = true)]
async fn a_pause_that_leaves_no_time_is_not_made() {
    let fake = Fake::new(|_, _| answer(503, &[("retry-after", "2")], ""));
    let started = tokio::time::Instant::now();
    let error = Request::<Json>::json(&fake.client(&WIDGETS), &LIST)
        .deadline(Duration::from_secs(2))
        .await
        .unwrap_err();
    assert_eq!(error.status().unwrap(), 503);
    assert_eq!((fake.count(), started.elapsed()), (1, Duration::ZERO));
}

#[tokio::test(start_paused = true)]
async fn a_broken_body_is_read_again() {
    let fake = Fake::new(|number, _| {
        let body = if number == 0 {
            let error = TransportError::new(Broken, "cut");
            ByteStream::new(Once(Some(error)))
        } else {
            ByteStream::once("true")
        };
        ScriptedResponse::Response(http::Response::new(body))
    });
    let client = fake.client(&WIDGETS);
    assert!(Request::<Json>::json(&client, &LIST).await.is_ok());
    assert_eq!(fake.count(), 2);
}

/// A stream of one error.
struct Once(Option<TransportError>);

impl futures_core::Stream for Once {
    type Item = Result<bytes::Bytes, TransportError>;

    fn poll_next(
        mut self: std::pin::Pin<&mut Self>,
        _: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<Self::Item>> {
        std::task::Poll::Ready(self.0.take().map(Err))
    }
}

/// Returns the pauses between attempts when every response is a 503 with this `Retry-After` and `Date`.
async fn pauses(policy: RetryPolicy, headers: &[(&'static str, &'static str)]) -> Vec<Duration> {
    let headers = headers.to_vec();
    let fake = Fake::new(move |_, _| answer(503, &headers, ""));
    let request = Request::<Json>::json(&fake.client(&WIDGETS), &LIST).retry(policy);
    request.await.unwrap_err();
    let sent = fake.sent.lock().unwrap();
    sent.windows(2).map(|pair| pair[1] - pair[0]).collect()
}

#[tokio::test(start_paused = true)]
async fn pauses_grow_within_their_limits() {
    let policy = RetryPolicy::new()
        .max_retries(8)
        .base_delay(Duration::from_secs(1))
        .max_delay(Duration::from_secs(10));
    let mut longest = [0.0_f64; 8];
    let mut shortest = f64::INFINITY;
    for _ in 0..50 {
        let pauses = pauses(policy, &[]).await;
        assert_eq!(pauses.len(), 8);
        for (longest, pause) in longest.iter_mut().zip(&pauses) {
            *longest = longest.max(pause.as_secs_f64());
        }
        shortest = shortest.min(pauses[7].as_secs_f64());
    }
    for (longest, limit) in longest.iter().zip([1, 2, 4, 8, 10, 10, 10, 10]) {
        let limit = f64::from(limit);
        assert!(
            *longest <= limit + 0.002 && *longest > limit * 0.8,
            "{longest} of {limit}"
        );
    }
    assert!(shortest < 1.5, "full jitter starts at zero: {shortest}");
}

#[tokio::test(start_paused = true)]
async fn the_server_says_when_to_come_back() {
    let date = ("date", "Sun, 06 Nov 1994 08:49:37 GMT");
    for (headers, seconds) in [
        (vec![("retry-after", "100")], 100),
        (vec![("retry-after", " 100.0 ")], 100),
        (vec![("retry-after", "0")], 0),
        (
            vec![("retry-after", "Sun, 06 Nov 1994 08:50:37 GMT"), date],
            60,
        ),
        (
            vec![("retry-after", "Sunday, 06-Nov-94 08:50:37 GMT"), date],
            60,
        ),
        (vec![("retry-after", "Sun Nov  6 08:50:37 1994"), date], 60),
        (
            vec![("retry-after", "Sun, 06 Nov 1994 08:49:00 GMT"), date],
            0,
        ),
        (vec![("retry-after", "Sun, 06 Nov 1994 08:49:00 GMT")], 0),
    ] {
        let pauses = pauses(RetryPolicy::new(), &headers).await;
        assert_eq!(pauses.len(), 3, "{headers:?}");
        // What is over by now says nothing, and the pauses grow as they do without it.
        let longest = if seconds == 0 {
            [500, 1000, 2000]
        } else {
            [500; 3]
        };
        for (pause, longest) in pauses.into_iter().zip(longest) {
            let asked = Duration::from_secs(seconds);
            let late = pause.checked_sub(asked).expect("never sooner");
            assert!(
                late <= Duration::from_millis(longest + 2),
                "{headers:?}: {pause:?}"
            );
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_server_that_asks_for_no_pause_gets_one_all_the_same() {
    for header in [
        ("retry-after", "0"),
        ("retry-after", "Sun, 06 Nov 1994 08:49:00 GMT"),
    ] {
        let policy = RetryPolicy::new()
            .max_retries(4)
            .base_delay(Duration::from_secs(1));
        let mut longest = Duration::ZERO;
        for _ in 0..50 {
            longest = longest.max(pauses(policy, &[header]).await[3]);
        }
        assert!(longest > Duration::from_secs(5), "{header:?}: {longest:?}");
        let fake = Fake::new(move |_, _| answer(503, &[header], ""));
        let client = fake.builder(&WIDGETS).retry_budget(5).build().unwrap();
        for _ in 0..20 {
            let call = Request::<Json>::json(&client, &LIST);
            call.await.unwrap_err();
        }
        assert_eq!(fake.count(), 25, "{header:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_server_that_asks_for_too_much_is_not_asked_again() {
    for text in [
        "121",
        "120.5",
        "9999999999999999999999999",
        "Thu, 31 Dec 9998 23:59:59 GMT",
        "Mon, 31 Dec 9998 23:59:59 GMT",
        "Fri, 31 Dec 9999 23:59:59 GMT",
        "Fri Dec 31 23:59:59 9999",
        "Fri, 01 Jan 10000 00:00:00 GMT",
        "Fri, 01 Jan 292277026596 00:00:00 GMT",
    ] {
        assert_eq!(
            pauses(RetryPolicy::new(), &[("retry-after", text)]).await,
            []
        );
    }
    let patient = RetryPolicy::new().max_retry_after(Duration::from_secs(200));
    assert_eq!(pauses(patient, &[("retry-after", "150")]).await.len(), 3);
    for text in ["", "soon", "-5", "1e9", "NaN", "inf", "1.2.3", "\u{fc}"] {
        let pauses = pauses(RetryPolicy::new(), &[("retry-after", text)]).await;
        assert!(
            pauses.len() == 3 && pauses[0] < Duration::from_secs(1),
            "{text}"
        );
    }
}

#[tokio::test(start_paused = true)]
async fn the_deadline_is_never_overrun() {
    for seconds in 1..=20 {
        let deadline = Duration::from_secs(seconds);
        for (kind, latency) in [(Ok(503), 700), (Err(Broken), 300), (Ok(429), 1)] {
            let fail = failing(kind);
            let fake = Fake::slow(Duration::from_millis(latency), move |_, _| fail());
            let policy = RetryPolicy::new()
                .max_retries(100)
                .base_delay(Duration::from_secs(3));
            let client = fake
                .builder(&WIDGETS)
                .retry(policy)
                .deadline(deadline)
                .build()
                .unwrap();
            let start = Instant::now();
            let error = Request::<Json>::json(&client, &LIST).await.unwrap_err();
            assert!(
                start.elapsed() <= deadline + Duration::from_millis(2),
                "{error}"
            );
        }
    }
    // The failure is told, not the deadline, when there is no time for another attempt.
    let fake = Fake::new(|_, _| answer(503, &[("retry-after", "30")], ""));
    let request = Request::<Json>::json(&fake.client(&WIDGETS), &LIST);
    let start = Instant::now();
    let error = request.deadline(Duration::from_secs(29)).await.unwrap_err();
    assert_eq!(error.status().unwrap().as_u16(), 503);
    assert!(start.elapsed() < Duration::from_secs(1) && fake.count() == 1);
}

#[tokio::test(start_paused = true)]
async fn a_timeout_says_which_limit_it_was() {
    let fake = Fake::new(|_, _| ScriptedResponse::Silence);
    let client = fake
        .builder(&WIDGETS)
        .timeout(Duration::from_secs(5))
        .deadline(Duration::from_secs(12))
        .build()
        .unwrap();
    let limit = |error: &Error| match error {
        Error::Timeout(error) => error.limit(),
        other => panic!("{other:?}"),
    };
    let retry = RetryPolicy::new().base_delay(Duration::from_millis(1));
    let request = Request::<Json>::json(&client, &LIST);
    let error = request.clone().retry(retry).await.unwrap_err();
    assert_eq!((limit(&error), fake.count()), (TimeLimit::Deadline, 3));
    assert_eq!(
        error.to_string(),
        "list_widgets: GET /widgets: timed out waiting for the response (deadline 12s)"
    );
    let error = request
        .clone()
        .retry(RetryPolicy::never())
        .await
        .unwrap_err();
    assert_eq!(limit(&error), TimeLimit::Attempt);
    let error = request
        .clone()
        .timeout(Duration::MAX)
        .deadline(Duration::MAX);
    drop(error.send());
    let fake = Fake::new(|_, _| ScriptedResponse::Failure(ConnectTimeout));
    let error = Request::<Json>::json(&fake.client(&WIDGETS), &LIST)
        .await
        .unwrap_err();
    assert_eq!(limit(&error), TimeLimit::Connect);
}

#[tokio::test(start_paused = true)]
async fn retries_share_a_budget() {
    let fake = Fake::new(|number, _| {
        if number < 25 {
            answer(503, &[], "")
        } else {
            answer(200, &[], "true")
        }
    });
    let client = fake.builder(&WIDGETS).retry_budget(5).build().unwrap();
    for _ in 0..20 {
        Request::<Json>::json(&client.clone(), &LIST)
            .await
            .unwrap_err();
    }
    assert_eq!(fake.count(), 25);
    for _ in 0..10 {
        Request::<Json>::json(&client, &LIST).await.unwrap();
    }
    // Ten successes have paid for one retry.
    let down = Fake::new(|number, _| answer(if number < 10 { 200 } else { 503 }, &[], "true"));
    let client = down.builder(&WIDGETS).retry_budget(1).build().unwrap();
    for _ in 0..10 {
        Request::<Json>::json(&client, &LIST).await.unwrap();
    }
    Request::<Json>::json(&client, &LIST).await.unwrap_err();
    assert_eq!(down.count(), 12);
}

#[tokio::test(start_paused = true)]
async fn a_request_has_its_own_policy_and_body_each_time() {
    let fake = Fake::new(|_, request| {
        assert_eq!(request.body().as_bytes().unwrap().as_ref(), b"[1]");
        answer(503, &[], "")
    });
    let request = Request::<Json>::json(&fake.client(&WIDGETS), &UPDATE).path("id", &7);
    let request = request.json_body(&vec![1]);
    let policy = RetryPolicy::new().max_retries(1);
    request.clone().retry(policy).await.unwrap_err();
    assert_eq!(fake.count(), 2);
    request.retry(RetryPolicy::never()).await.unwrap_err();
    assert_eq!(fake.count(), 3);
}

proptest::proptest! {
    #![proptest_config(proptest::test_runner::Config::with_cases(2000))]

    #[test]
    fn no_header_is_too_strange(
        retry_after in "[ -~]{0,40}|[0-9]{1,400}|[0-9.]{1,20}|(Mon|Sun), [0-9]{2} Nov [0-9]{1,5} [0-9]{2}:[0-9]{2}:[0-9]{2} (GMT|[+-][0-9]{4})",
        date in "[ -~]{0,40}|Sun, 06 Nov [0-9]{4} 08:49:37 GMT",
    ) {
        let fake = Fake::new(move |_, _| {
            let headers = [("retry-after", &*retry_after), ("date", &*date)];
            answer(429, &headers, "")
        });
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
        let client = fake.client(&WIDGETS);
        let request = Request::<Json>::json(&client, &LIST).retry(RetryPolicy::never());
        let error = runtime.block_on(request.into_future()).unwrap_err();
        assert!(error.is_rate_limited() && !error.to_string().contains('\n'));
        let _ = (error.retry_after(), client.rate_limit());
    }
}
