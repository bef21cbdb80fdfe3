//! The attempts of a call that came before the last one.
//!
//! Kept as text and numbers, so that a call which is retried holds no response that nobody reads.

use std::time::Duration;

use http::StatusCode;

/// An attempt of a call that failed, after which the call was retried.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FailedAttempt {
    pub(super) status: Option<StatusCode>,
    pub(super) request_id: Option<String>,
    pub(super) message: String,
    pub(super) is_unsent: bool,
    pub(super) is_refused: bool,
    pub(super) pause: Duration,
}

impl FailedAttempt {
    /// Returns the status of the response, if there was one.
    #[must_use]
    pub fn status(&self) -> Option<StatusCode> {
        self.status
    }

    /// Returns the server's identifier of the request (`x-request-id`), if there was a response with one.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        self.request_id.as_deref()
    }

    /// Returns the message of the error that it would have been without another attempt.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.message
    }

    /// Returns `true` if the server has certainly not acted on it; otherwise it may have.
    #[must_use]
    pub fn is_unsent(&self) -> bool {
        self.is_unsent
    }

    /// Returns the pause after it.
    #[must_use]
    pub fn pause(&self) -> Duration {
        self.pause
    }

    /// Returns `true` if there was a connection, but the server did not process the request.
    pub(in crate::runtime) fn is_refused_unprocessed(&self) -> bool {
        self.is_refused
    }
}
