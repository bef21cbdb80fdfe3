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
use super::error::request_id;
use super::limits::RateLimit;

/// A successful answer.
#[derive(Clone, Debug)]
pub struct Response<T> {
    status: StatusCode,
    headers: HeaderMap,
    rate_limit: RateLimit,
    value: T,
}

impl<T> Response<T> {
    /// The status, always of the 2xx class.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// The headers.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// The server's identifier of the request (`x-request-id`), if it sent one.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        request_id(&self.headers)
    }

    /// What the answer says about the quota.
    #[must_use]
    pub fn rate_limit(&self) -> RateLimit {
        self.rate_limit
    }

    /// What the body holds.
    #[must_use]
    pub fn value(&self) -> &T {
        &self.value
    }

    /// What the body holds, without the rest.
    #[must_use]
    pub fn into_value(self) -> T {
        self.value
    }
}
