//! What an operation sends.

use super::{Docs, Presence, TypeRef};

/// The body of a request.
#[derive(Clone, Debug, PartialEq)]
pub struct RequestBody {
    /// Whether a call can be made without it.
    pub presence: Presence,
    /// What the body is made of.
    pub content: RequestContent,
    /// The description's text.
    pub docs: Docs,
}

/// The media types that the client can write.
#[derive(Clone, Debug, PartialEq)]
pub enum RequestContent {
    /// JSON of this type.
    Json(TypeRef),
    /// Text, sent as it is.
    Text {
        /// The `Content-Type` to send.
        media_type: String,
    },
    /// Bytes, sent as they are.
    Bytes {
        /// The `Content-Type` to send.
        media_type: String,
    },
}
