//! A fake of the service, so that code which uses the client can be tested without a network.
//!
//! It is below everything else: retries, limits, decoding and errors are the real ones.
//!
//! ```text
//! let service = FakeTransport::new();
//! service.answer("getWidget", Answer::json(&widget));
//! service.answer("listWidgets", Answer::status(503));
//! let client = Client::builder().domain("acme").api_key("test").transport(service.clone()).build()?;
//!
//! code_under_test(&client).await;
//!
//! service.assert_calls("getWidget", 1);
//! assert_eq!(service.calls_of("getWidget")[0].path(), "/api/v2/widgets/42");
//! ```
//!
//! A response is used once, in the order in which they were given; [`Answer::always`] makes one stay. A call without an
//! answer gets status 501 and a message that names the operation. Pauses between retries and [`Answer::after`] run on
//! tokio's clock: a test with `#[tokio::test(start_paused = true)]` does not wait for them.

mod answer;
mod recorded;

use std::collections::VecDeque;
use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use bytes::{Bytes, BytesMut};
use futures_core::Stream as _;

pub use self::answer::Answer;
pub use self::recorded::RecordedCall;
pub(in crate::runtime) use self::recorded::SecretParameters;
use crate::runtime::codec::{Decode, Sampler};
use crate::runtime::description::Operation;
use crate::runtime::transport::{Body, Transport, TransportError, TransportFuture};

/// A transport that is given its responses. Clones share them, so one stays with the test.
#[derive(Clone, Default)]
pub struct FakeTransport {
    state: Arc<Mutex<State>>,
}

#[derive(Default)]
struct State {
    /// The responses that are left, each with the operation that it is for.
    answers: VecDeque<(String, Answer)>,
    calls: Vec<RecordedCall>,
}

impl FakeTransport {
    /// Creates a fake without responses.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Answers the next call of `operation`, by its identifier in the API description, that has no response yet.
    pub fn answer(&self, operation: impl Into<String>, answer: Answer) -> &Self {
        self.lock().answers.push_back((operation.into(), answer));
        self
    }

    /// Returns the calls so far, in order, without secrets. A call that was retried is there once per attempt.
    #[must_use]
    pub fn calls(&self) -> Vec<RecordedCall> {
        self.lock().calls.clone()
    }

    /// Returns the calls of one operation so far.
    #[must_use]
    pub fn calls_of(&self, operation: &str) -> Vec<RecordedCall> {
        let mut calls = self.calls();
        calls.retain(|call| call.operation() == operation);
        calls
    }

    /// Checks how often `operation` was called.
    ///
    /// # Panics
    ///
    /// When it was called more or less often.
    #[track_caller]
    pub fn assert_calls(&self, operation: &str, times: usize) {
        let calls = self.calls_of(operation).len();
        assert!(
            calls == times,
            "`{operation}` was called {calls} times and not {times}: {:#?}",
            self.calls()
        );
    }

    /// Checks that every response was used, except for those that stay.
    ///
    /// # Panics
    ///
    /// When one was not.
    #[track_caller]
    pub fn assert_all_used(&self) {
        let state = self.lock();
        let left = state.answers.iter().filter(|(_, answer)| !answer.stays);
        let left: Vec<&str> = left.map(|(operation, _)| &**operation).collect();
        assert!(left.is_empty(), "never called: {left:?}");
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        // A test that failed while it held the lock has left nothing half done.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn take_answer(&self, operation: &str) -> Answer {
        let mut state = self.lock();
        let place = state
            .answers
            .iter()
            .position(|(known, _)| known == operation);
        match place.and_then(|index| Some((index, state.answers.get(index)?.1.clone()))) {
            Some((_, answer)) if answer.stays => answer,
            Some((index, answer)) => {
                state.answers.remove(index);
                answer
            }
            None => Answer::missing(operation),
        }
    }
}

impl Transport for FakeTransport {
    fn send(&self, request: http::Request<Body>) -> TransportFuture<'_> {
        Box::pin(async move {
            let (head, body) = request.into_parts();
            let operation = head.extensions.get::<&'static Operation>();
            let operation = operation.map_or("", |operation| operation.id);
            let body = collect(&body).await?;
            let call = RecordedCall::new(operation, head, body);
            self.lock().calls.push(call);
            self.take_answer(operation).give().await
        })
    }
}

impl fmt::Debug for FakeTransport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let state = self.lock();
        f.debug_struct("FakeTransport")
            .field("answers", &state.answers.len())
            .field("calls", &state.calls)
            .finish()
    }
}

/// Returns a value in which everything is set, by the examples, formats and limits of the API description or, without
/// them, to anything. Every type of the API has this as `T::sample()`.
#[must_use]
pub fn sample<T: Decode>() -> T {
    let mut value = T::blank();
    value.fill(&mut Sampler::default());
    value
}

/// Returns the whole body, read as a transport would.
async fn collect(body: &Body) -> Result<Bytes, TransportError> {
    let mut stream = body.to_stream();
    let mut collected = BytesMut::new();
    while let Some(chunk) = poll_fn(|context| Pin::new(&mut stream).poll_next(context)).await {
        collected.extend_from_slice(&chunk?);
    }
    Ok(collected.freeze())
}
