//! What an operation sends.

use super::{Docs, Form, Presence, TypeRef};

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
    /// The fields of a form, perhaps with files among them.
    Form(Form),
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

impl RequestContent {
    /// The type that the caller gives. `None`: text or bytes.
    #[must_use]
    pub fn ty(&self) -> Option<&TypeRef> {
        match self {
            Self::Json(ty) | Self::Form(Form { ty, .. }) => Some(ty),
            Self::Text { .. } | Self::Bytes { .. } => None,
        }
    }

    /// The same, to change it.
    pub fn ty_mut(&mut self) -> Option<&mut TypeRef> {
        match self {
            Self::Json(ty) | Self::Form(Form { ty, .. }) => Some(ty),
            Self::Text { .. } | Self::Bytes { .. } => None,
        }
    }
}
