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
use super::codec::UndecodableRecord;
use super::error::{FailedAttempt, request_id};
use super::limits::RateLimit;

/// A successful response.
#[derive(Clone, Debug)]
pub struct Response<T> {
    status: StatusCode,
    headers: HeaderMap,
    rate_limit: RateLimit,
    previous: Vec<FailedAttempt>,
    decoded: Decoded<T>,
}

/// Value of a body.
#[derive(Clone, Debug)]
pub(in crate::runtime) struct Decoded<T> {
    pub(in crate::runtime) value: T,
    /// Records of a list that do not fit, and are not in the value.
    pub(in crate::runtime) undecodable: Vec<UndecodableRecord>,
}

impl<T> Decoded<T> {
    /// Wraps a value that lacks nothing.
    pub(in crate::runtime) fn whole(value: T) -> Self {
        Self {
            value,
            undecodable: Vec::new(),
        }
    }
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

    /// Returns the value of the body, without [undecodable](Self::undecodable) records.
    #[must_use]
    pub fn value(&self) -> &T {
        &self.decoded.value
    }

    /// Returns the value of the body, without [undecodable](Self::undecodable) records and the rest.
    #[must_use]
    pub fn into_value(self) -> T {
        self.decoded.value
    }

    /// Returns the records of the list in the body that do not fit its type, with their JSON text; they are not in the
    /// value. None, as a rule.
    ///
    /// ```text
    /// let response = client.ticket_fields().list().send().await?;
    /// for record in response.undecodable() {
    ///     eprintln!("omitted: {}: {}", record.error(), record.json());
    /// }
    /// let fields = response.into_value();
    /// ```
    #[must_use]
    pub fn undecodable(&self) -> &[UndecodableRecord] {
        &self.decoded.undecodable
    }

    /// Takes these records out of the response.
    pub(in crate::runtime) fn take_undecodable(&mut self) -> Vec<UndecodableRecord> {
        std::mem::take(&mut self.decoded.undecodable)
    }
}
