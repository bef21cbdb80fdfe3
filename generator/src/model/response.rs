//! Responses of an operation.

use std::fmt;

use super::{Assigned, Docs, ItemStream, Stage, TypeRef};

/// One declared response.
#[derive(Clone, Debug, PartialEq)]
pub struct Response<S: Stage = Assigned> {
    /// The statuses it stands for.
    pub status: StatusPattern,
    /// The body. `None` when the response has none.
    pub content: Option<ResponseContent<S>>,
    /// The media type of the body, as the description has it. `None`: `application/json`, or there is no body.
    pub media_type: Option<String>,
    /// Streamed form of the same content, on request. `None`: there is none.
    pub stream: Option<ItemStream<S>>,
    /// The description's text.
    pub docs: Docs,
}

/// The media types that the client can read.
#[derive(Clone, Debug, PartialEq)]
pub enum ResponseContent<S: Stage = Assigned> {
    /// JSON of this type.
    Json(TypeRef<S>),
    /// Items, one after the other.
    Stream(ItemStream<S>),
    /// Text as it is.
    Text,
    /// Any other media type: bytes as they are.
    Bytes,
}

impl<S: Stage> ResponseContent<S> {
    /// Returns the type of the value, or of each. `None`: text or bytes.
    #[must_use]
    pub fn ty(&self) -> Option<&TypeRef<S>> {
        match self {
            Self::Json(ty) | Self::Stream(ItemStream { item: ty, .. }) => Some(ty),
            Self::Text | Self::Bytes => None,
        }
    }

    /// Returns the same, to change it.
    pub fn ty_mut(&mut self) -> Option<&mut TypeRef<S>> {
        match self {
            Self::Json(ty) | Self::Stream(ItemStream { item: ty, .. }) => Some(ty),
            Self::Text | Self::Bytes => None,
        }
    }
}

/// The statuses that a response is declared for, most specific first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum StatusPattern {
    /// One status, such as `404`.
    Code(u16),
    /// A hundred of them by the first digit: `4` for `4XX`.
    Range(u16),
    /// Every status that nothing else is declared for.
    Default,
}

impl StatusPattern {
    /// Returns `true` for a success status. `default` is none: it declares the remaining statuses.
    #[must_use]
    pub fn is_success(self) -> bool {
        match self {
            Self::Code(code) => (200..300).contains(&code),
            Self::Range(digit) => digit == 2,
            Self::Default => false,
        }
    }
}

impl fmt::Display for StatusPattern {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Code(code) => write!(formatter, "{code}"),
            Self::Range(digit) => write!(formatter, "{digit}XX"),
            Self::Default => formatter.write_str("default"),
        }
    }
}
