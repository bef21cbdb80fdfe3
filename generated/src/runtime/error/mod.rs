//! Everything that can go wrong, as one enum.
//!
//! Payloads are boxed, so an error is two words; no text in here comes from credentials or from a query.

mod api;
mod cancelled;
mod detail;
mod failed_attempt;
mod failure;
mod headers;
mod job;
mod paging;
mod rate_limited;
pub(in crate::runtime) mod retry_after;
mod secrets;
mod transport;

use std::fmt;
use std::time::Duration;

use http::StatusCode;

pub use self::api::ApiError;
pub use self::cancelled::Cancelled;
pub use self::detail::FieldError;
pub use self::failed_attempt::FailedAttempt;
pub use self::failure::{Call, ConfigurationError, DecodeFailure, InvalidRequest, TooLarge};
pub(in crate::runtime) use self::headers::{content_type, request_id};
pub use self::job::JobFailed;
pub use self::paging::{PagingError, PagingProblem};
pub use self::rate_limited::RateLimited;
pub(in crate::runtime) use self::secrets::Secrets;
pub(in crate::runtime) use self::transport::Stage;
pub use self::transport::{ConnectionError, TimeLimit, TimeoutError};

/// Error of a call.
///
/// There is none for a call whose future is dropped: such a call has no result.
#[derive(Debug)]
#[non_exhaustive]
pub enum Error {
    /// The server answered with a status outside the 2xx class.
    Api(Box<ApiError>),
    /// There were too many requests (429), and it was not worth waiting any longer.
    RateLimited(Box<RateLimited>),
    /// No connection, or no whole response, in time.
    Timeout(Box<TimeoutError>),
    /// The connection could not be made, or broke.
    Connection(Box<ConnectionError>),
    /// The server's response is not what the API description says.
    Decode(Box<DecodeFailure>),
    /// The client cannot be built from what it was given.
    Configuration(Box<ConfigurationError>),
    /// The request cannot be sent; nothing was.
    InvalidRequest(Box<InvalidRequest>),
    /// The body of the response is larger than the client allows.
    TooLarge(Box<TooLarge>),
    /// Work that went on after the response has failed.
    JobFailed(Box<JobFailed>),
    /// A page of a list leads to no next page, but says that there is one.
    Paging(Box<PagingError>),
    /// The call was ended by the [`Cancellation`](crate::runtime::Cancellation) that its client watches.
    Cancelled(Box<Cancelled>),
}

impl Error {
    /// Returns a [`Error::Configuration`] that says `message`.
    pub(in crate::runtime) fn configuration(message: impl Into<String>) -> Self {
        Self::Configuration(Box::new(ConfigurationError {
            message: message.into(),
        }))
    }

    /// Returns an [`Error::Cancelled`] of a call of which the server may have seen something, if it has `begun`.
    pub(in crate::runtime) fn cancelled(call: Call, begun: bool) -> Self {
        Self::Cancelled(Box::new(Cancelled { call, begun }))
    }

    /// Returns the status of the response, if there was one.
    #[must_use]
    pub fn status(&self) -> Option<StatusCode> {
        match self {
            Self::Api(error) => Some(error.status()),
            Self::RateLimited(error) => error.answer().map(ApiError::status),
            Self::Decode(error) => Some(error.status()),
            Self::TooLarge(error) => Some(error.status()),
            Self::JobFailed(error) => Some(error.status()),
            Self::Paging(error) => Some(error.status()),
            _ => None,
        }
    }

    /// Returns the server's identifier of the request (`x-request-id`), if there was a response with one.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        match self {
            Self::Api(error) => error.request_id(),
            Self::RateLimited(error) => error.answer().and_then(ApiError::request_id),
            Self::Decode(error) => error.request_id(),
            Self::TooLarge(error) => error.request_id(),
            Self::JobFailed(error) => error.request_id(),
            Self::Paging(error) => error.request_id(),
            _ => None,
        }
    }

    /// Returns the operation that was called, with method and path, unless nothing was called.
    #[must_use]
    pub fn call(&self) -> Option<&Call> {
        match self {
            Self::Api(error) => Some(error.call()),
            Self::RateLimited(error) => Some(error.call()),
            Self::Timeout(error) => Some(error.call()),
            Self::Connection(error) => Some(error.call()),
            Self::Decode(error) => Some(error.call()),
            Self::TooLarge(error) => Some(error.call()),
            Self::JobFailed(error) => Some(error.call()),
            Self::Paging(error) => Some(error.call()),
            Self::Cancelled(error) => Some(error.call()),
            Self::Configuration(_) | Self::InvalidRequest(_) => None,
        }
    }

    /// Returns the attempts before the last one, the first of them first. The error itself is about the last one.
    #[must_use]
    pub fn previous_attempts(&self) -> &[FailedAttempt] {
        self.call().map_or(&[], Call::previous_attempts)
    }

    /// Returns `true` if the server has certainly not acted on the last attempt: it was not sent, was refused before it
    /// was processed, or received the status 429. [`Self::previous_attempts`] has the same information about the
    /// others.
    #[must_use]
    pub fn is_unsent(&self) -> bool {
        match self {
            Self::Connection(error) => error.is_unsent(),
            Self::Timeout(error) => error.is_connect(),
            Self::Cancelled(error) => error.is_unsent(),
            Self::RateLimited(_) | Self::InvalidRequest(_) | Self::Configuration(_) => true,
            _ => false,
        }
    }

    /// Returns the attempt that ended so, and was followed by a pause.
    pub(in crate::runtime) fn to_failed_attempt(&self, pause: Duration) -> FailedAttempt {
        FailedAttempt {
            status: self.status(),
            request_id: self.request_id().map(str::to_owned),
            message: self.to_string(),
            is_unsent: self.is_unsent(),
            is_refused: self.is_refused_unprocessed(),
            pause,
        }
    }

    /// Returns `true` if there was a connection, but the server did not process the request.
    pub(in crate::runtime) fn is_refused_unprocessed(&self) -> bool {
        matches!(self, Self::Connection(error) if error.is_unsent() && !error.is_connect())
    }

    /// Returns `true` for the statuses 404 and 410.
    #[must_use]
    pub fn is_not_found(&self) -> bool {
        self.is_api(&[404, 410])
    }

    /// Returns `true` for the status 409: the record is there already, or has changed.
    #[must_use]
    pub fn is_conflict(&self) -> bool {
        self.is_api(&[409])
    }

    /// Returns `true` if the server rejects the credentials: 401.
    #[must_use]
    pub fn is_unauthorized(&self) -> bool {
        self.is_api(&[401])
    }

    /// Returns `true` if the server reports too many requests: 429.
    #[must_use]
    pub fn is_rate_limited(&self) -> bool {
        matches!(self, Self::RateLimited(_))
    }

    /// Returns `true` if the server rejects the content of the request: 400 or 422.
    #[must_use]
    pub fn is_validation(&self) -> bool {
        self.is_api(&[400, 422])
    }

    /// Returns `true` if the call was cancelled by a [`Cancellation`](crate::runtime::Cancellation).
    #[must_use]
    pub fn is_cancelled(&self) -> bool {
        matches!(self, Self::Cancelled(_))
    }

    /// Returns the delay that the server requested (`Retry-After`), if any.
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        match self {
            Self::Api(error) => error.retry_after(),
            Self::RateLimited(error) => error.retry_after(),
            _ => None,
        }
    }

    /// Returns `true` if the same call may succeed later: incomplete response, 408, 429, 500, 502, 503 or 504. An
    /// untrusted certificate is a permanent error, and does not count.
    ///
    /// Says nothing about whether the server has acted on this one.
    #[must_use]
    pub fn is_retryable(&self) -> bool {
        match self {
            Self::Timeout(_) | Self::RateLimited(_) => true,
            Self::Connection(error) => !error.is_request_body() && !error.is_permanent(),
            _ => self.is_api(&[408, 500, 502, 503, 504]),
        }
    }

    fn is_api(&self, statuses: &[u16]) -> bool {
        matches!(self, Self::Api(error) if statuses.contains(&error.status().as_u16()))
    }

    fn inner(&self) -> &(dyn std::error::Error + 'static) {
        match self {
            Self::Api(error) => &**error,
            Self::RateLimited(error) => &**error,
            Self::Timeout(error) => &**error,
            Self::Connection(error) => &**error,
            Self::Decode(error) => &**error,
            Self::Configuration(error) => &**error,
            Self::InvalidRequest(error) => &**error,
            Self::TooLarge(error) => &**error,
            Self::JobFailed(error) => &**error,
            Self::Paging(error) => &**error,
            Self::Cancelled(error) => &**error,
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self.inner(), f)
    }
}

impl std::error::Error for Error {
    /// Returns the cause: the transport's own error, or the mismatch in the JSON text.
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.inner().source()
    }
}
