//! A response of the API that is not a success.
//!
//! Keeps the body whole for the caller; what is displayed of it is one line of bounded length.

use std::fmt;
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, Method, StatusCode};

use super::detail::{Detail, FieldError};
use super::failure::Call;
use super::headers::{content_type, request_id, write_request_id};
use super::retry_after;
use crate::runtime::codec::{self, Decode, DecodeError, excerpt, excerpt_upto};
use crate::runtime::description::Hint;

/// Longest part of a server's message that is displayed, in characters: enough for the values that a field may have.
const LONG: usize = 300;

/// A response with a status outside the 2xx class.
#[derive(Clone)]
pub struct ApiError {
    call: Call,
    status: StatusCode,
    headers: HeaderMap,
    body: Bytes,
    detail: Detail,
    hint: Option<&'static str>,
}

impl ApiError {
    /// Creates the error for a response; what its body says is read here.
    pub(in crate::runtime) fn new(
        call: Call,
        status: StatusCode,
        headers: HeaderMap,
        body: Bytes,
        hints: &[Hint],
    ) -> Self {
        let body = call.secrets.redact_body(body);
        let mut detail = Detail::read(&body, content_type(&headers));
        detail.for_each_text(|text| call.secrets.redact(text));
        let code = detail.code.as_deref();
        let fits = |hint: &&Hint| {
            hint.status == status.as_u16() && (hint.code.is_none() || hint.code == code)
        };
        let hint = hints.iter().find(fits).map(|hint| hint.text);
        Self {
            call,
            status,
            headers,
            body,
            detail,
            hint: hint.or_else(|| common_hint(status)),
        }
    }

    /// Returns the call that failed.
    #[must_use]
    pub fn call(&self) -> &Call {
        &self.call
    }

    /// Returns the operation's identifier in the API description.
    #[must_use]
    pub fn operation(&self) -> &'static str {
        self.call.operation()
    }

    /// Returns the HTTP method.
    #[must_use]
    pub fn method(&self) -> &Method {
        self.call.method()
    }

    /// Returns the path below the server's address, without the query.
    #[must_use]
    pub fn path(&self) -> &str {
        self.call.path()
    }

    /// Returns the status.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// Returns the server's identifier of the request (`x-request-id`), if it sent one.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        request_id(&self.headers)
    }

    /// Returns the headers.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// Returns the body as received, except for credentials that it repeats.
    #[must_use]
    pub fn body(&self) -> &Bytes {
        &self.body
    }

    /// Returns the body as a type of the API description.
    ///
    /// # Errors
    ///
    /// When the body is not a `T`.
    pub fn body_as<T: Decode>(&self) -> Result<T, DecodeError> {
        codec::decode(&self.body)
    }

    /// Returns the server's code for the error, if the body has one in a common form.
    #[must_use]
    pub fn code(&self) -> Option<&str> {
        self.detail.code.as_deref()
    }

    /// Returns the message of the server, if the body has it in a common form.
    #[must_use]
    pub fn message(&self) -> Option<&str> {
        self.detail.message.as_deref()
    }

    /// Errors about single fields, if the body has them in a common form.
    #[must_use]
    pub fn errors(&self) -> &[FieldError] {
        &self.detail.errors
    }

    /// Returns the delay that the server requested (`Retry-After`), if any.
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        retry_after::read(&self.headers)
    }

    /// Returns the advice for the caller, if there is any for the status.
    #[must_use]
    pub fn hint(&self) -> Option<&'static str> {
        self.hint
    }
}

impl fmt::Display for ApiError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.call, self.status)?;
        if let Some(message) = self.message() {
            write!(f, ": {}", excerpt_upto(LONG, message))?;
        }
        if let Some(code) = self.code() {
            write!(f, " (code {})", excerpt(code))?;
        }
        write_field_errors(f, self.errors())?;
        if let Some(hint) = self.hint() {
            write!(f, "; {hint}")?;
        }
        match self.retry_after() {
            Some(Duration::MAX) => f.write_str("; the server sent an unbounded `Retry-After`")?,
            Some(wait) => write!(f, "; the server requested a delay of {} s", wait.as_secs())?,
            None => {}
        }
        write_request_id(f, self.request_id())
    }
}

/// Returns the advice about a status for any API.
fn common_hint(status: StatusCode) -> Option<&'static str> {
    match status.as_u16() {
        301 | 302 | 303 | 307 | 308 => {
            Some("the redirect was not followed; check the server's address")
        }
        304 => Some("not modified: what the conditional request names is still current"),
        401 => Some("check the credentials"),
        403 => Some("the credentials are valid, but do not allow this"),
        404 => Some("check the identifier and the server's address"),
        429 => Some("wait before the next call"),
        _ => None,
    }
}

/// Appends the errors of fields: all of them, unless they are very long.
fn write_field_errors(f: &mut fmt::Formatter<'_>, errors: &[FieldError]) -> fmt::Result {
    let mut written = 0;
    for (index, error) in errors.iter().enumerate() {
        let text = field_error(error);
        if written > 0 && written + text.len() > 2 * LONG {
            return write!(f, "; and {} more", errors.len() - index);
        }
        written += text.len();
        f.write_str(&text)?;
    }
    Ok(())
}

/// Returns `; field: message: code`, each part only if the server gave it.
fn field_error(error: &FieldError) -> String {
    let parts = [
        error.field.as_deref(),
        error.message.as_deref(),
        error.code.as_deref(),
    ];
    let (mut text, mut separator) = (String::new(), "; ");
    for part in parts.into_iter().flatten() {
        text.push_str(separator);
        text.push_str(&excerpt_upto(LONG, part));
        separator = ": ";
    }
    text
}

impl fmt::Debug for ApiError {
    /// Leaves the headers out, because a response may set cookies.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ApiError")
            .field("call", &self.call)
            .field("status", &self.status)
            .field("request_id", &self.request_id())
            .field("detail", &self.detail)
            .field("body", &excerpt(&String::from_utf8_lossy(&self.body)))
            .finish_non_exhaustive()
    }
}

impl std::error::Error for ApiError {}
