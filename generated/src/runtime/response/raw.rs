//! Response of the server: undecoded inside the runtime, decoded for the caller.
//!
//! A raw response is always a success with its whole body; anything else has become an error before.

use bytes::Bytes;
use http::header::CONTENT_ENCODING;

use super::head::Head;
use super::{Decoded, Response};
use crate::runtime::codec::{self, Decode, DecodeError, UndecodableRecord, excerpt};
use crate::runtime::error::{Call, DecodeFailure, Error, content_type};
use crate::runtime::transport::ByteStream;

/// A successful response whose body is a `B`: all of it, or what is still to come.
#[derive(Clone, Debug)]
pub(in crate::runtime) struct RawResponse<B = Bytes> {
    pub(in crate::runtime) call: Call,
    pub(in crate::runtime) head: Head,
    pub(in crate::runtime) body: B,
    /// The member of the body that the list is in which the operation returns, for a service that also sends the list
    /// alone. `None`: it returns no list, or the body is the list.
    pub(in crate::runtime) list: Option<&'static str>,
}

impl OpenResponse {
    /// Returns the same response, of which everything has been read.
    pub(in crate::runtime) fn whole(self) -> RawResponse {
        RawResponse {
            call: self.call,
            head: self.head,
            body: self.body.into_piece(),
            list: self.list,
        }
    }
}

/// A successful response whose body is left to read, or was read and is a single piece.
pub(in crate::runtime) type OpenResponse = RawResponse<ByteStream>;

impl RawResponse {
    /// Returns the same response, as one that is left to read.
    pub(in crate::runtime) fn opened(self) -> OpenResponse {
        RawResponse {
            call: self.call,
            head: self.head,
            body: ByteStream::once(self.body),
            list: self.list,
        }
    }

    /// Returns the response for the caller, with the value that was read from the body.
    pub(in crate::runtime) fn with<T>(self, decoded: Decoded<T>) -> Response<T> {
        Response {
            status: self.head.status,
            headers: self.head.headers,
            rate_limit: self.head.rate_limit,
            previous: self.call.previous,
            decoded,
        }
    }

    /// Returns the error for a record that is not in the value.
    pub(in crate::runtime) fn undecodable(self, record: UndecodableRecord) -> Error {
        let Head {
            status, headers, ..
        } = self.head;
        let failure = DecodeFailure::of_record(self.call, status, headers, record);
        Error::Decode(Box::new(failure.advise()))
    }

    /// Returns the error for a body that cannot be read as what the caller expects.
    pub(in crate::runtime) fn unreadable(self, error: DecodeError) -> Error {
        let text = self.body_text();
        Error::Decode(Box::new(DecodeFailure::new(
            self.call,
            self.head.status,
            self.head.headers,
            error,
            &text,
        )))
    }

    /// Returns the body as JSON.
    pub(in crate::runtime) fn json<T: Decode>(&self) -> Result<Decoded<T>, DecodeError> {
        let mut value = T::blank();
        let undecodable = self.read_json(&mut value)?;
        Ok(Decoded { value, undecodable })
    }

    /// Returns the body as JSON, or nothing if it is blank.
    pub(in crate::runtime) fn optional_json<T: Decode>(
        &self,
    ) -> Result<Decoded<Option<T>>, DecodeError> {
        if self.is_blank() || self.is_gone() {
            Ok(Decoded::whole(None))
        } else {
            self.json()
        }
    }

    /// Returns `true` if the response is to a `DELETE` whose item an earlier attempt has deleted.
    fn is_gone(&self) -> bool {
        !self.head.status.is_success()
    }

    fn is_blank(&self) -> bool {
        self.body.iter().all(u8::is_ascii_whitespace)
    }

    fn read_json(&self, value: &mut dyn Decode) -> Result<Vec<UndecodableRecord>, DecodeError> {
        if self.is_gone() {
            let found = "nothing (an earlier attempt of the call has deleted the item)";
            return Err(DecodeError::new("JSON", found));
        }
        let in_object = self.list.filter(|_| codec::is_array(&self.body));
        let result = match in_object {
            Some(list) => codec::decode_sifted(&codec::in_object(list, &self.body), value),
            None => codec::decode_sifted(&self.body, value),
        };
        result.map_err(|error| self.explain(error))
    }

    /// Returns the body as text.
    pub(in crate::runtime) fn text(&self) -> Result<String, DecodeError> {
        let is_json = content_type(&self.head.headers).is_some_and(is_json);
        if is_json && self.body.trim_ascii_start().starts_with(b"\"") {
            return self.json().map(|decoded| decoded.value);
        }
        let text = std::str::from_utf8(&self.body);
        text.map(str::to_owned)
            .map_err(|_| DecodeError::new("text in UTF-8", "other bytes"))
    }

    /// The body as it is.
    #[allow(
        clippy::unnecessary_wraps,
        reason = "one of several functions with the same signature"
    )]
    pub(in crate::runtime) fn bytes(&self) -> Result<Bytes, DecodeError> {
        Ok(self.body.clone())
    }

    /// Names what the body is instead, when as a whole it is something else than JSON, such as a login page.
    #[cold]
    pub(in crate::runtime) fn explain(&self, error: DecodeError) -> DecodeError {
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
                format!(
                    "{}: `{}`",
                    excerpt(kind),
                    excerpt(&self.call.secrets.redacted(&self.body_text()))
                ),
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

/// Returns `true` for a media type of JSON: `application/json`, `application/problem+json`, `text/json`.
fn is_json(content_type: &str) -> bool {
    let kind = content_type.split(';').next().unwrap_or_default().trim();
    kind.to_ascii_lowercase().ends_with("json")
}
