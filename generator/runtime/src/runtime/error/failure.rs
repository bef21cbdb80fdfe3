//! The errors that are not a response of the API: nothing sent, nothing or something unreadable received.
//!
//! Each displays on one line that starts with the operation, its method and its path.

use std::fmt;

use http::{HeaderMap, Method, StatusCode};

use super::failed_attempt::FailedAttempt;
use super::headers::{content_type, request_id, write_request_id};
use super::secrets::Secrets;
use crate::runtime::codec::{DecodeError, UndecodableRecord, excerpt};

/// Call: the operation, its method and its path with the values in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Call {
    pub(in crate::runtime) operation: &'static str,
    pub(in crate::runtime) method: Method,
    pub(in crate::runtime) path: String,
    pub(in crate::runtime) previous: Vec<FailedAttempt>,
    pub(in crate::runtime) secrets: Secrets,
}

impl Call {
    /// Returns the operation's identifier in the API description.
    #[must_use]
    pub fn operation(&self) -> &'static str {
        self.operation
    }

    /// Returns the HTTP method.
    #[must_use]
    pub fn method(&self) -> &Method {
        &self.method
    }

    /// Returns the attempts before the last one, the first of them first.
    #[must_use]
    pub fn previous_attempts(&self) -> &[FailedAttempt] {
        &self.previous
    }

    /// Returns the path below the server's address, with the values in it but without the query. For a
    /// [download](crate::runtime::Client::download), which may be from anywhere: scheme, host and port alone.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }
}

impl fmt::Display for Call {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {} {}", self.operation, self.method, self.path)
    }
}

/// A response of the 2xx class whose body is not what the API description says.
#[derive(Debug)]
pub struct DecodeFailure {
    pub(in crate::runtime) call: Call,
    pub(in crate::runtime) status: StatusCode,
    pub(in crate::runtime) headers: HeaderMap,
    pub(in crate::runtime) error: DecodeError,
    /// The start of the body, on one line.
    pub(in crate::runtime) excerpt: String,
    /// The JSON text of the record, if the rest of the list can be read.
    pub(in crate::runtime) record: Option<Box<str>>,
    /// Advice about the other records.
    advice: Option<&'static str>,
}

impl DecodeFailure {
    /// Creates the error about a body, which begins as `text` does.
    pub(in crate::runtime) fn new(
        call: Call,
        status: StatusCode,
        headers: HeaderMap,
        mut error: DecodeError,
        text: &str,
    ) -> Self {
        error.redact(|text| call.secrets.redact(text));
        let excerpt = excerpt(&call.secrets.redacted(text));
        Self {
            call,
            status,
            headers,
            error,
            excerpt,
            record: None,
            advice: None,
        }
    }

    /// Returns the error about a record of a list.
    pub(in crate::runtime) fn of_record(
        call: Call,
        status: StatusCode,
        headers: HeaderMap,
        record: UndecodableRecord,
    ) -> Self {
        let json = call.secrets.redacted(&record.json).into();
        Self {
            record: Some(json),
            ..Self::new(call, status, headers, record.error, &record.json)
        }
    }

    /// Adds how to get the other records, for a call that gives nothing but the value.
    pub(in crate::runtime) fn advise(mut self) -> Self {
        self.advice = Some("`send()` gives a response that has the other records");
        self
    }

    /// Returns the call that failed.
    #[must_use]
    pub fn call(&self) -> &Call {
        &self.call
    }

    /// Returns the status of the response.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// Returns the server's identifier of the request (`x-request-id`), if it sent one.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        request_id(&self.headers)
    }

    /// Returns the content type of the response, if it names one.
    #[must_use]
    pub fn content_type(&self) -> Option<&str> {
        content_type(&self.headers)
    }

    /// Returns the path of the mismatch in the body, and the expected and the actual value.
    #[must_use]
    pub fn mismatch(&self) -> &DecodeError {
        &self.error
    }

    /// Returns the JSON text of the one record of a list that does not fit; `None` when the whole body does not.
    ///
    /// After such an error, a stream continues with the next record. A request that is awaited fails at the first one;
    /// the response of `send()` has the other records, and all [that do not fit](crate::runtime::Response::undecodable).
    #[must_use]
    pub fn record(&self) -> Option<&str> {
        self.record.as_deref()
    }

    /// Returns the start of the body, on one line; of the record, if there is [one](Self::record).
    #[must_use]
    pub fn excerpt(&self) -> &str {
        &self.excerpt
    }
}

impl fmt::Display for DecodeFailure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{}: {}: the {} does not fit: {}",
            self.call,
            self.status,
            if self.record.is_some() {
                "record"
            } else {
                "body"
            },
            self.error
        )?;
        if let Some(advice) = self.advice {
            write!(f, "; {advice}")?;
        }
        write_request_id(f, self.request_id())
    }
}

impl std::error::Error for DecodeFailure {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.error)
    }
}

/// A client that cannot be built from what it was given; the message says what to write.
#[derive(Clone, Debug)]
pub struct ConfigurationError {
    pub(super) message: String,
}

impl fmt::Display for ConfigurationError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for ConfigurationError {}

/// A request that cannot be sent, because of a value that was given to it.
#[derive(Clone, Debug)]
pub struct InvalidRequest {
    pub(in crate::runtime) operation: &'static str,
    pub(in crate::runtime) message: String,
}

impl InvalidRequest {
    /// Returns the operation's identifier in the API description.
    #[must_use]
    pub fn operation(&self) -> &'static str {
        self.operation
    }
}

impl fmt::Display for InvalidRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.operation, self.message)
    }
}

impl std::error::Error for InvalidRequest {}

/// A response whose body is larger than the client allows.
#[derive(Clone, Debug)]
pub struct TooLarge {
    pub(in crate::runtime) call: Call,
    pub(in crate::runtime) status: StatusCode,
    pub(in crate::runtime) headers: HeaderMap,
    pub(in crate::runtime) limit: usize,
}

impl TooLarge {
    /// Returns the call that failed.
    #[must_use]
    pub fn call(&self) -> &Call {
        &self.call
    }

    /// Returns the status of the response.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// Returns the server's identifier of the request (`x-request-id`), if it sent one.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        request_id(&self.headers)
    }

    /// Returns the largest size that the client allows, in bytes.
    #[must_use]
    pub fn limit(&self) -> usize {
        self.limit
    }
}

impl fmt::Display for TooLarge {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{}: {}: the body is larger than {} bytes",
            self.call, self.status, self.limit
        )?;
        f.write_str("; raise `max_body_size` on the client's builder, or the download's own limit, if that is wanted")?;
        write_request_id(f, self.request_id())
    }
}

impl std::error::Error for TooLarge {}
