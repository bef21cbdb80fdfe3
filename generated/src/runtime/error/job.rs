//! Work that the service was asked to do, and that has failed.
//!
//! Keeps the response that says so: what is in it differs from service to service.

use std::fmt;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};

use super::failure::Call;
use super::headers::{request_id, write_request_id};
use crate::runtime::codec::{self, Decode, DecodeError, excerpt};

/// Work that went on after the response of a call, and has failed.
#[derive(Clone, Debug)]
pub struct JobFailed {
    call: Call,
    status: StatusCode,
    request_id: Option<String>,
    state: String,
    body: Bytes,
}

impl JobFailed {
    pub(in crate::runtime) fn new(
        call: Call,
        status: StatusCode,
        headers: &HeaderMap,
        state: &str,
        body: Bytes,
    ) -> Self {
        Self {
            status,
            request_id: request_id(headers).map(str::to_owned),
            state: call.secrets.redacted(state),
            body: call.secrets.redact_body(body),
            call,
        }
    }

    /// Returns the question for the state of the work.
    #[must_use]
    pub fn call(&self) -> &Call {
        &self.call
    }

    /// Returns the status of its response, always of the 2xx class.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// Returns the server's identifier of that request (`x-request-id`), if it sent one.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        self.request_id.as_deref()
    }

    /// Returns the state of the work, as the service calls it.
    #[must_use]
    pub fn state(&self) -> &str {
        &self.state
    }

    /// Returns the body of the response.
    #[must_use]
    pub fn body(&self) -> &Bytes {
        &self.body
    }

    /// Returns the response as the operation's type.
    ///
    /// # Errors
    ///
    /// When the body is no `T`.
    pub fn decode<T: Decode>(&self) -> Result<T, DecodeError> {
        codec::decode(&self.body)
    }
}

impl fmt::Display for JobFailed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (call, state) = (&self.call, excerpt(&self.state));
        let body = excerpt(&String::from_utf8_lossy(&self.body));
        write!(
            f,
            "{call}: the job has failed: its state is `{state}`: {body}"
        )?;
        write_request_id(f, self.request_id())
    }
}

impl std::error::Error for JobFailed {}
