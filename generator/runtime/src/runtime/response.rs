//! What the server answered: undecoded inside the runtime, decoded for the caller.
//!
//! A raw response is always a success with its whole body; anything else has become an error before.

use bytes::Bytes;
use http::header::CONTENT_ENCODING;
use http::{HeaderMap, StatusCode};

use super::attempt::Head;
use super::codec::{self, Decode, DecodeError, excerpt};
use super::error::{Call, DecodeFailure, Error, content_type, request_id};
use super::rate_limit::RateLimit;
use super::transport::ByteStream;

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

/// A successful answer whose body is a `B`: all of it, or what is still to come.
#[derive(Clone, Debug)]
pub(super) struct Answer<B> {
    pub(super) call: Call,
    pub(super) head: Head,
    pub(super) body: B,
}

impl Answer<ByteStream> {
    /// The same answer, of which everything has been read.
    pub(super) fn whole(self) -> RawResponse {
        Answer {
            call: self.call,
            head: self.head,
            body: self.body.into_piece(),
        }
    }
}

/// A successful answer with its body as it came.
pub(super) type RawResponse = Answer<Bytes>;

impl RawResponse {
    /// The same answer, as one that is left to read.
    pub(super) fn opened(self) -> Answer<ByteStream> {
        Answer {
            call: self.call,
            head: self.head,
            body: ByteStream::once(self.body),
        }
    }

    /// The answer for the caller, with `value` read from the body.
    pub(super) fn with<T>(self, value: T) -> Response<T> {
        Response {
            status: self.head.status,
            headers: self.head.headers,
            rate_limit: self.head.rate_limit,
            value,
        }
    }

    /// The error for a body that cannot be read as what the caller expects.
    pub(super) fn unreadable(self, error: DecodeError) -> Error {
        let excerpt = excerpt(&self.body_text());
        Error::Decode(Box::new(DecodeFailure {
            call: self.call,
            status: self.head.status,
            headers: self.head.headers,
            error,
            excerpt,
        }))
    }

    /// The body as JSON.
    pub(super) fn json<T: Decode>(&self) -> Result<T, DecodeError> {
        let mut value = T::blank();
        self.read_json(&mut value)?;
        Ok(value)
    }

    /// The body as JSON, or nothing if it is blank.
    pub(super) fn optional_json<T: Decode>(&self) -> Result<Option<T>, DecodeError> {
        if self.is_blank() {
            Ok(None)
        } else {
            self.json()
        }
    }

    fn is_blank(&self) -> bool {
        self.body.iter().all(u8::is_ascii_whitespace)
    }

    fn read_json(&self, value: &mut dyn Decode) -> Result<(), DecodeError> {
        codec::decode_into(&self.body, value).map_err(|error| self.explain(error))
    }

    /// The body as text.
    pub(super) fn text(&self) -> Result<String, DecodeError> {
        let text = std::str::from_utf8(&self.body);
        text.map(str::to_owned)
            .map_err(|_| DecodeError::new("text in UTF-8", "other bytes"))
    }

    /// The body as it is.
    #[allow(
        clippy::unnecessary_wraps,
        reason = "one of several functions with the same signature"
    )]
    pub(super) fn bytes(&self) -> Result<Bytes, DecodeError> {
        Ok(self.body.clone())
    }

    /// Nothing, whatever the body is.
    #[allow(
        clippy::unnecessary_wraps,
        clippy::unused_self,
        reason = "one of several functions with the same signature"
    )]
    pub(super) fn nothing(&self) -> Result<(), DecodeError> {
        Ok(())
    }

    /// Names what the body is instead, when as a whole it is something else than JSON, such as a login page.
    #[cold]
    pub(super) fn explain(&self, error: DecodeError) -> DecodeError {
        if error.path() != "$" {
            return error;
        }
        let headers = &self.head.headers;
        let encoding = headers.get(CONTENT_ENCODING);
        if let Some(encoding) = encoding.and_then(|encoding| encoding.to_str().ok()) {
            let found = format!("a body in the encoding `{}`", excerpt(encoding));
            return DecodeError::new("JSON", found);
        }
        match content_type(headers).filter(|kind| !is_json(kind)) {
            Some(kind) => DecodeError::new(
                "JSON",
                format!("{}: `{}`", excerpt(kind), excerpt(&self.body_text())),
            ),
            None => error,
        }
    }

    fn body_text(&self) -> String {
        const ENOUGH: usize = 1024;
        let start = self.body.get(..ENOUGH).unwrap_or(&self.body);
        String::from_utf8_lossy(start).into_owned()
    }
}

/// Whether a content type is one of JSON's: `application/json`, `application/problem+json`, `text/json`.
fn is_json(content_type: &str) -> bool {
    let kind = content_type.split(';').next().unwrap_or_default().trim();
    kind.to_ascii_lowercase().ends_with("json")
}
