//! The server's response: undecoded inside the runtime, decoded for the caller.
//!
//! Only successful responses get here; anything else has become an error before.

mod by_status;
mod head;
mod raw;

use http::{HeaderMap, StatusCode};

pub use self::by_status::{ByStatus, Received};
pub(in crate::runtime) use self::head::Head;
pub(in crate::runtime) use self::raw::{OpenResponse, RawResponse};
use super::error::{FailedAttempt, request_id};
use super::limits::RateLimit;

/// A successful response.
#[derive(Clone, Debug)]
pub struct Response<T> {
    status: StatusCode,
    headers: HeaderMap,
    rate_limit: RateLimit,
    previous: Vec<FailedAttempt>,
    value: T,
}

impl<T> Response<T> {
    /// Returns the status, of the 2xx class. Only a `DELETE` may have 404 or 410 here: of what an earlier attempt has
    /// deleted, whose own response did not arrive or was an error of the server's.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// Returns the headers.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// Returns the server's identifier of the request (`x-request-id`), if it sent one.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        request_id(&self.headers)
    }

    /// Returns the quota reported by the response.
    #[must_use]
    pub fn rate_limit(&self) -> RateLimit {
        self.rate_limit
    }

    /// Returns the attempts before the successful one, the first of them first.
    #[must_use]
    pub fn previous_attempts(&self) -> &[FailedAttempt] {
        &self.previous
    }

    /// Returns the value of the body.
    #[must_use]
    pub fn value(&self) -> &T {
        &self.value
    }

    /// Returns the value of the body, without the rest.
    #[must_use]
    pub fn into_value(self) -> T {
        self.value
    }
}
