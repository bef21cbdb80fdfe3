//! Earlier attempts in errors and responses, and a `DELETE` that was carried out at first.

use std::time::Duration;

use client_runtime::runtime::{Error, Json, Operation, Request, RetryPolicy, TransportErrorKind};
use http::Method;

use crate::support::fake::{Fake, ScriptedResponse, answer};
use crate::support::{CREATE, LIST, WIDGETS};

static DELETE: Operation = Operation::new("delete_widget", Method::DELETE, "/widgets/7");

/// Returns a fake that gives these responses one after the other, the last of them from then on.
fn answers(script: &'static [fn() -> ScriptedResponse]) -> std::sync::Arc<Fake> {
    Fake::new(move |number, _| script[number.min(script.len() - 1)]())
}

fn failed() -> ScriptedResponse {
    answer(500, &[("x-request-id", "r-1")], "")
}

fn not_found() -> ScriptedResponse {
    answer(404, &[], r#"{"message":"gone"}"#)
}

#[tokio::test(start_paused = true)]
async fn a_response_tells_of_the_attempts_before_it() {
    let fake = answers(&[
        failed,
        || ScriptedResponse::Failure(TransportErrorKind::Broken),
        || ScriptedResponse::Failure(TransportErrorKind::NotConnected),
        || answer(200, &[], "true"),
    ]);
    let client = fake.client(&WIDGETS);
    let response = Request::<Json>::json(&client, &LIST).send().await.unwrap();
    let [first, second, third] = response.previous_attempts() else {
        panic!("{response:?}");
    };
    assert_eq!(first.status().map(|status| status.as_u16()), Some(500));
    assert_eq!(first.request_id(), Some("r-1"));
    assert!(!first.is_unsent() && first.pause() < Duration::from_millis(500));
    assert_eq!((second.status(), second.is_unsent()), (None, false));
    assert!(
        second.message().contains("broken on purpose"),
        "{}",
        second.message()
    );
    assert!(third.is_unsent());
    let response = Request::<Json>::json(&client, &LIST).send().await.unwrap();
    assert_eq!(response.previous_attempts(), []);
}

#[tokio::test(start_paused = true)]
async fn an_error_tells_of_the_attempts_before_it() {
    let fake = answers(&[failed, || answer(404, &[], "")]);
    let error = Request::<Json>::json(&fake.client(&WIDGETS), &LIST)
        .await
        .unwrap_err();
    assert!(error.is_not_found() && error.previous_attempts().len() == 1);
    let fake = answers(&[|| ScriptedResponse::Failure(TransportErrorKind::Unprocessed)]);
    let client = fake.client(&WIDGETS);
    let error = Request::<Json>::json(&client, &CREATE).await.unwrap_err();
    assert!(error.is_unsent() && matches!(error, Error::Connection(_)));
    // Those that were refused unprocessed may be four times as many.
    assert_eq!(error.previous_attempts().len(), 12);
    let client = fake
        .builder(&WIDGETS)
        .retry(RetryPolicy::never())
        .build()
        .unwrap();
    let error = Request::<Json>::json(&client, &CREATE).await.unwrap_err();
    assert_eq!(error.previous_attempts(), []);
}

#[tokio::test(start_paused = true)]
async fn what_an_earlier_attempt_has_deleted_is_deleted() {
    for first in [
        failed,
        || ScriptedResponse::Failure(TransportErrorKind::Broken),
        || ScriptedResponse::Failure(TransportErrorKind::Timeout),
    ] {
        for gone in [404, 410] {
            let fake = Fake::new(move |number, _| match number {
                0 => first(),
                _ => answer(gone, &[], "{}"),
            });
            let client = fake.client(&WIDGETS);
            let response = Request::empty(&client, &DELETE).send().await.unwrap();
            assert_eq!(response.status().as_u16(), gone);
            assert_eq!(response.previous_attempts().len(), 1);
        }
    }
    let fake = answers(&[failed, not_found]);
    let value = Request::<Option<Json>>::optional_json(&fake.client(&WIDGETS), &DELETE).await;
    assert_eq!(value.unwrap(), None);
    let fake = answers(&[failed, not_found]);
    let error = Request::<Json>::json(&fake.client(&WIDGETS), &DELETE)
        .await
        .unwrap_err();
    assert!(!error.is_not_found());
    assert_eq!(
        error.to_string(),
        "delete_widget: DELETE /widgets/7: 404 Not Found: the body does not fit: expected JSON, found nothing (an \
         earlier attempt of the call has deleted the item) at $"
    );
}

#[tokio::test(start_paused = true)]
async fn what_no_attempt_can_have_deleted_is_not_found() {
    for script in [
        &[not_found as fn() -> ScriptedResponse][..],
        &[
            || ScriptedResponse::Failure(TransportErrorKind::NotConnected),
            not_found,
        ],
        &[|| answer(429, &[], ""), not_found],
    ] {
        let error = Request::empty(&answers(script).client(&WIDGETS), &DELETE)
            .await
            .unwrap_err();
        assert!(error.is_not_found(), "{error}");
    }
    // Nor is anything deleted by another method.
    let error = Request::empty(&answers(&[failed, not_found]).client(&WIDGETS), &LIST).await;
    assert!(error.unwrap_err().is_not_found());
}

#[tokio::test(start_paused = true)]
async fn a_policy_says_which_calls_are_made_again_and_after_what() {
    let post = |policy| async move {
        let fake = answers(&[failed, failed, || answer(200, &[], "true")]);
        let request = Request::<Json>::json(&fake.client(&WIDGETS), &CREATE);
        (request.retry(policy).await.is_ok(), fake.count())
    };
    assert_eq!(post(RetryPolicy::new()).await, (false, 1));
    let repeated = RetryPolicy::new().idempotent(true);
    assert_eq!(post(repeated).await, (true, 3));
    let never_500 = |error: &Error| error.status().is_none_or(|status| status.as_u16() != 500);
    assert_eq!(post(repeated.only_if(never_500)).await, (false, 1));
    assert_eq!(post(repeated.only_if(|_| true)).await, (true, 3));
    // A predicate allows nothing that the policy does not.
    assert_eq!(post(RetryPolicy::new().only_if(|_| true)).await, (false, 1));
    let fake = answers(&[failed]);
    let get = Request::<Json>::json(&fake.client(&WIDGETS), &LIST);
    get.retry(RetryPolicy::new().idempotent(false))
        .await
        .unwrap_err();
    assert_eq!(fake.count(), 1);
}
