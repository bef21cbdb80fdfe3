//! Results of calls to the fake: a response, with a delay if required, or a network error.
//!
//! Wrong headers and statuses are mistakes of the test, and panic where they are written.

use std::time::Duration;

use bytes::Bytes;
use http::header::{CONTENT_TYPE, HeaderName};
use http::{HeaderMap, HeaderValue, StatusCode};

use crate::runtime::codec::{self, Encode};
use crate::runtime::transport::{ByteStream, TransportError, TransportErrorKind};

/// A response of a [`FakeTransport`](super::FakeTransport).
#[derive(Clone, Debug)]
pub struct Answer {
    outcome: Outcome,
    delay: Duration,
    pub(super) stays: bool,
}

#[derive(Clone, Debug)]
enum Outcome {
    Response {
        status: StatusCode,
        headers: HeaderMap,
        body: Bytes,
    },
    Failure(TransportErrorKind),
}

impl Answer {
    /// Creates a response with status 200 and a JSON body: a generated type, or a [`Json`](crate::runtime::Json).
    #[must_use]
    pub fn json(body: &dyn Encode) -> Self {
        Self::bytes("application/json", codec::encode(body))
    }

    /// Creates a response with status 200 and a body of the type `content_type`.
    ///
    /// # Panics
    ///
    /// When a header cannot carry `content_type`.
    #[must_use]
    #[track_caller]
    pub fn bytes(content_type: &str, body: impl Into<Bytes>) -> Self {
        let answer = Self::response(StatusCode::OK, body.into());
        answer.with_header(CONTENT_TYPE.as_str(), content_type)
    }

    /// Returns a status without a body, such as 404.
    ///
    /// # Panics
    ///
    /// When `code` is not a status.
    #[must_use]
    #[track_caller]
    pub fn status(code: u16) -> Self {
        Self::response(StatusCode::OK, Bytes::new()).with_status(code)
    }

    /// Creates a network error instead of a response.
    #[must_use]
    pub fn failure(kind: TransportErrorKind) -> Self {
        Self::new(Outcome::Failure(kind))
    }

    /// Returns the same response with another status. A failure stays one.
    ///
    /// # Panics
    ///
    /// When `code` is not a status.
    #[must_use]
    #[track_caller]
    pub fn with_status(mut self, code: u16) -> Self {
        let valid = StatusCode::from_u16(code);
        assert!(valid.is_ok(), "{code} is not a status");
        if let (Outcome::Response { status, .. }, Ok(code)) = (&mut self.outcome, valid) {
            *status = code;
        }
        self
    }

    /// Returns the same response with one more header, such as `Link` or `Retry-After`. A failure stays one.
    ///
    /// # Panics
    ///
    /// When there cannot be such a header.
    #[must_use]
    #[track_caller]
    pub fn with_header(mut self, name: &str, value: &str) -> Self {
        let valid = HeaderName::try_from(name)
            .ok()
            .zip(HeaderValue::from_str(value).ok());
        assert!(valid.is_some(), "{name}: {value} is not a header");
        if let (Outcome::Response { headers, .. }, Some((name, value))) = (&mut self.outcome, valid)
        {
            headers.append(name, value);
        }
        self
    }

    /// Returns the same response, `delay` later on tokio's clock.
    #[must_use]
    pub fn after(mut self, delay: Duration) -> Self {
        self.delay = delay;
        self
    }

    /// Returns the same response for every further call of the operation.
    #[must_use]
    pub fn always(mut self) -> Self {
        self.stays = true;
        self
    }

    /// Returns the response to a call that none was given for.
    pub(super) fn missing(operation: &str) -> Self {
        let text = format!("the fake transport has no response left for `{operation}`");
        let body = codec::encode(&std::collections::BTreeMap::from([(
            String::from("message"),
            text,
        )]));
        Self::response(StatusCode::NOT_IMPLEMENTED, body.into())
    }

    fn response(status: StatusCode, body: Bytes) -> Self {
        Self::new(Outcome::Response {
            status,
            headers: HeaderMap::new(),
            body,
        })
    }

    fn new(outcome: Outcome) -> Self {
        Self {
            outcome,
            delay: Duration::ZERO,
            stays: false,
        }
    }

    /// Waits and responds.
    pub(super) async fn give(self) -> Result<http::Response<ByteStream>, TransportError> {
        if !self.delay.is_zero() {
            tokio::time::sleep(self.delay).await;
        }
        match self.outcome {
            Outcome::Response {
                status,
                headers,
                body,
            } => {
                let mut response = http::Response::new(ByteStream::once(body));
                *response.status_mut() = status;
                *response.headers_mut() = headers;
                Ok(response)
            }
            Outcome::Failure(kind) => Err(TransportError::new(kind, "a requested failure")),
        }
    }
}
