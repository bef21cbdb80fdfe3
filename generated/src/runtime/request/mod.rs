//! A request as the caller sees it: setters, and the type of the response.
//!
//! Generic only in that type, by way of one function pointer; all work is done in `parts`.

mod credits;
mod macros;
mod parts;
mod setters;
mod template;
mod upload;

use std::fmt;
use std::time::Duration;

use bytes::Bytes;

use self::parts::JSON;
pub(in crate::runtime) use self::parts::RequestParts;
pub(in crate::runtime) use self::template::Template;
pub use self::upload::{
    Attachment, FileCount, FileField, FileForm, Files, FormLayout, FormPart, FormStyle,
};
use super::client::Client;
use super::codec::{Decode, DecodeError};
use super::description::Operation;
use super::response::{ByStatus, Decoded, RawResponse, Received};

/// Decoder of a body.
pub(in crate::runtime) type Read<T> = fn(&RawResponse) -> Result<Decoded<T>, DecodeError>;

const ANYTHING: &str = "*/*";

/// A request whose response holds a `T`; `.await` sends it and gives the value, [`Request::send`] the whole response.
///
/// The setters take any value. One that cannot be sent makes the call end in
/// [`Error::InvalidRequest`](crate::runtime::Error::InvalidRequest), unsent.
#[must_use = "a request is sent by `.await` or `.send()`"]
pub struct Request<T> {
    draft: Draft,
    pub(in crate::runtime) read: Read<T>,
}

/// A request without the type of its response: what is compiled once for all of them.
#[derive(Clone)]
struct Draft {
    client: Client,
    parts: Box<RequestParts>,
}

impl Draft {
    fn new(client: &Client, operation: &'static Operation, accept: &'static str) -> Self {
        Self {
            client: client.clone(),
            parts: RequestParts::new(operation, accept, client.settings.service.timestamps),
        }
    }
}

impl<T: Decode> Request<T> {
    /// Returns a request that is answered with JSON.
    pub fn json(client: &Client, operation: &'static Operation) -> Self {
        Self::new(client, operation, JSON, RawResponse::json)
    }
}

impl<T: Decode> Request<Option<T>> {
    /// Returns a request that is answered with JSON or, as 204 is, with an empty body, for which the value is `None`.
    pub fn optional_json(client: &Client, operation: &'static Operation) -> Self {
        Self::new(client, operation, JSON, RawResponse::optional_json)
    }
}

impl<T: ByStatus> Request<T> {
    /// Returns a request whose response is of another kind for each status.
    pub fn by_status(client: &Client, operation: &'static Operation) -> Self {
        Self::new(client, operation, ANYTHING, |answer| {
            T::read(&Received(answer)).map(Decoded::whole)
        })
    }
}

impl Request<()> {
    /// Returns a request whose response has no body of interest.
    pub fn empty(client: &Client, operation: &'static Operation) -> Self {
        Self::new(client, operation, JSON, |_| Ok(Decoded::whole(())))
    }
}

impl Request<String> {
    /// Returns a request that is answered with text.
    pub fn text(client: &Client, operation: &'static Operation) -> Self {
        Self::new(client, operation, ANYTHING, |answer| {
            answer.text().map(Decoded::whole)
        })
    }
}

impl Request<Bytes> {
    /// Returns a request that is answered with bytes of any kind.
    pub fn bytes(client: &Client, operation: &'static Operation) -> Self {
        Self::new(client, operation, ANYTHING, bytes)
    }
}

impl<T> Request<T> {
    fn new(
        client: &Client,
        operation: &'static Operation,
        accept: &'static str,
        read: Read<T>,
    ) -> Self {
        Self {
            draft: Draft::new(client, operation, accept),
            read,
        }
    }

    /// Returns the identifier of the operation.
    #[cfg(feature = "blocking")]
    pub(in crate::runtime) fn operation(&self) -> &'static str {
        self.draft.parts.operation.id
    }

    /// Returns the parts of the request.
    pub(in crate::runtime) fn into_parts(self) -> (Client, Box<RequestParts>) {
        (self.draft.client, self.draft.parts)
    }

    /// Limits the time of the whole call to `left`, if there is such a limit and no shorter one.
    pub(in crate::runtime) fn within(mut self, left: Option<Duration>) -> Self {
        let own = self.draft.parts.deadline;
        let own = own.or(self.draft.client.settings.deadline);
        self.draft.parts.deadline = own.into_iter().chain(left).min();
        self
    }

    /// Returns the same request, answered with the bytes of the body, which are not decoded.
    pub fn raw(self) -> Request<Bytes> {
        Request {
            draft: self.draft,
            read: bytes,
        }
    }
}

/// Returns the body unchanged.
#[allow(
    clippy::unnecessary_wraps,
    reason = "one of several functions with the same signature"
)]
fn bytes(answer: &RawResponse) -> Result<Decoded<Bytes>, DecodeError> {
    Ok(Decoded::whole(answer.body.clone()))
}

impl<T> Clone for Request<T> {
    fn clone(&self) -> Self {
        Self {
            draft: self.draft.clone(),
            read: self.read,
        }
    }
}

impl<T> fmt::Debug for Request<T> {
    /// Shows no values but those of the path: a query or a header may hold a secret.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Request")
            .field("operation", &self.draft.parts.operation.id)
            .field("method", &self.draft.parts.operation.method)
            .field("path", &self.draft.parts.path)
            .finish_non_exhaustive()
    }
}
