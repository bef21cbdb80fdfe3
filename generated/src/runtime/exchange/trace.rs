//! Tracing of a call: one span, and an event for each pause; nothing at all without the feature.
//!
//! Only facts go in that hold no secret: the path is the template, and neither bodies nor messages of the server
//! appear.

use std::future::Future;
use std::time::Duration;

use bytes::Bytes;
use http::HeaderMap;
use http::StatusCode;

use crate::runtime::client::Settings;
use crate::runtime::description::Operation;
use crate::runtime::error::Error;
use crate::runtime::limits::RateLimit;

/// The span of one call.
#[cfg(feature = "tracing")]
pub(in crate::runtime) struct Trace {
    span: tracing::Span,
    start: tokio::time::Instant,
}

#[cfg(feature = "tracing")]
impl Trace {
    pub(in crate::runtime) fn new(operation: &Operation) -> Self {
        let span = tracing::info_span!(
            "api_call",
            operation = operation.id,
            method = operation.method.as_str(),
            path = operation.path,
            attempt = tracing::field::Empty,
            status = tracing::field::Empty,
            request_id = tracing::field::Empty,
            rate_limit_remaining = tracing::field::Empty,
            duration_ms = tracing::field::Empty,
        );
        let start = tokio::time::Instant::now();
        Self { span, start }
    }

    /// Carries `work` out inside the span.
    pub(in crate::runtime) async fn follow<T>(&self, work: impl Future<Output = T>) -> T {
        let done = tracing::Instrument::instrument(work, self.span.clone()).await;
        self.span
            .record("duration_ms", millis(self.start.elapsed()));
        done
    }

    /// Notes that the attempt after `retries` others begins, and how long it has waited for the rate limit.
    pub(in crate::runtime) fn attempt(&self, retries: usize, waited: Duration) {
        self.span.record("attempt", retries + 1);
        if !waited.is_zero() {
            tracing::debug!(parent: &self.span, waited_ms = millis(waited), "waited for the rate limit");
        }
    }

    /// Notes the head of a response.
    pub(in crate::runtime) fn head(
        &self,
        status: StatusCode,
        headers: &HeaderMap,
        rate_limit: RateLimit,
    ) {
        self.span.record("status", status.as_u16());
        if let Some(id) = crate::runtime::error::request_id(headers) {
            self.span.record("request_id", id);
        }
        if let Some(remaining) = rate_limit.remaining {
            self.span.record("rate_limit_remaining", remaining);
        }
    }

    /// Notes a body, if the client logs bodies.
    pub(in crate::runtime) fn body(
        &self,
        settings: &Settings,
        message: &'static str,
        body: Option<&Bytes>,
    ) {
        if let Some(limit) = settings.log_bodies {
            tracing::trace!(
                parent: &self.span,
                body = super::body_log::shown(body, &settings.secrets, limit),
                "{message}"
            );
        }
    }

    /// Notes that the call is retried after `pause`.
    pub(in crate::runtime) fn retry(&self, error: &Error, pause: Duration) {
        tracing::debug!(
            parent: &self.span,
            failure = kind(error),
            status = error.status().map(|status| status.as_u16()),
            pause_ms = millis(pause),
            "trying again"
        );
    }
}

#[cfg(feature = "tracing")]
fn millis(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}

#[cfg(feature = "tracing")]
fn kind(error: &Error) -> &'static str {
    match error {
        Error::Timeout(_) => "timeout",
        Error::Connection(_) => "connection",
        Error::RateLimited(_) => "rate limit",
        _ => "status",
    }
}

/// Nothing.
#[cfg(not(feature = "tracing"))]
pub(in crate::runtime) struct Trace;

#[cfg(not(feature = "tracing"))]
#[allow(clippy::unused_self, reason = "the same functions as with the feature")]
impl Trace {
    pub(in crate::runtime) fn new(_: &Operation) -> Self {
        Self
    }

    pub(in crate::runtime) fn follow<F: Future>(&self, work: F) -> F {
        work
    }

    pub(in crate::runtime) fn attempt(&self, _: usize, _: Duration) {}

    pub(in crate::runtime) fn head(&self, _: StatusCode, _: &HeaderMap, _: RateLimit) {}

    pub(in crate::runtime) fn body(&self, _: &Settings, _: &'static str, _: Option<&Bytes>) {}

    pub(in crate::runtime) fn retry(&self, _: &Error, _: Duration) {}
}
