//! Calls where there is no tokio runtime, or one that lacks something: errors, never panics.

use std::future::IntoFuture as _;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

use client_runtime::runtime::{Error, Json, Request};
use tokio::runtime::Builder;

use crate::support::fake::{Fake, answer};
use crate::support::{LIST, WIDGETS};

fn call() -> Request<Json> {
    let fake = Fake::new(|_, _| answer(200, &[], "true"));
    Request::json(&fake.client(&WIDGETS), &LIST)
}

#[test]
fn outside_of_tokio_a_call_is_an_error() {
    let call = pin!(call().into_future());
    let Poll::Ready(Err(error)) = call.poll(&mut Context::from_waker(Waker::noop())) else {
        panic!("no error at once");
    };
    assert!(matches!(error, Error::InvalidRequest(_)));
    assert!(
        error
            .to_string()
            .contains("not made inside of a tokio runtime"),
        "{error}"
    );
}

#[test]
fn without_timers_a_call_is_an_error() {
    let runtime = Builder::new_current_thread().build().unwrap();
    let error = runtime.block_on(call().into_future()).unwrap_err();
    assert!(error.to_string().contains("enable_time"), "{error}");
    let runtime = Builder::new_current_thread().enable_time().build().unwrap();
    runtime.block_on(call().into_future()).unwrap();
}

/// tokio writes a message of its own to the standard error, because it tells of this by a panic alone.
#[test]
fn without_io_a_call_is_an_error() {
    let runtime = Builder::new_current_thread().enable_time().build().unwrap();
    let client = client_runtime::runtime::ClientBuilder::new(&WIDGETS)
        .base_url("http://127.0.0.1:9")
        .credentials(client_runtime::runtime::Credentials::api_key(
            "key-of-a-test",
        ))
        .build()
        .unwrap();
    let call = Request::<Json>::json(&client, &LIST).into_future();
    let error = runtime.block_on(call).unwrap_err();
    assert!(error.is_unsent());
    assert!(error.to_string().contains("enable_io"), "{error}");
}
