//! A call that the server's rate limit does not let through, and that it was not worth waiting for any longer.
//!
//! The server has not acted on it: it was sent away, or was not even sent.

use std::fmt;
use std::time::Duration;

use super::api::ApiError;
use super::failure::Call;

/// A call that came too early.
#[derive(Clone, Debug)]
pub struct RateLimited(Cause);

#[derive(Clone, Debug)]
enum Cause {
    Answer(Box<ApiError>),
    Pause { call: Call, left: Duration },
}

impl RateLimited {
    /// Returns the error for a response with the status 429.
    pub(in crate::runtime) fn answered(answer: ApiError) -> Self {
        Self(Cause::Answer(Box::new(answer)))
    }

    /// Returns the error for a call that was not sent, because the server wants to be left alone for as long as `left`.
    pub(in crate::runtime) fn not_sent(call: Call, left: Duration) -> Self {
        Self(Cause::Pause { call, left })
    }

    /// Returns the call that was not sent.
    #[must_use]
    pub fn call(&self) -> &Call {
        match &self.0 {
            Cause::Answer(answer) => answer.call(),
            Cause::Pause { call, .. } => call,
        }
    }

    /// Returns the server's response; `None` when the call was not sent, because an earlier response had asked for a
    /// longer pause than the [`RetryPolicy`](crate::runtime::RetryPolicy) allows.
    #[must_use]
    pub fn answer(&self) -> Option<&ApiError> {
        match &self.0 {
            Cause::Answer(answer) => Some(answer),
            Cause::Pause { .. } => None,
        }
    }

    /// Returns the delay that the server requested, if any.
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        match &self.0 {
            Cause::Answer(answer) => answer.retry_after(),
            Cause::Pause { left, .. } => Some(*left),
        }
    }
}

impl fmt::Display for RateLimited {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Cause::Answer(answer) => answer.fmt(f),
            Cause::Pause { call, left } => {
                let left = left.as_secs();
                write!(
                    f,
                    "{call}: not sent: the server requested a delay of {left} s; raise `max_retry_after` to wait for it"
                )
            }
        }
    }
}

impl std::error::Error for RateLimited {}
