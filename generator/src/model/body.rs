//! Request bodies.

use super::{Assigned, Docs, Form, Presence, Stage, TypeRef};

/// The body of a request.
#[derive(Clone, Debug, PartialEq)]
pub struct RequestBody<S: Stage = Assigned> {
    /// Presence: required or optional.
    pub presence: Presence,
    /// Content of the body.
    pub content: RequestContent<S>,
    /// The `Content-Type` to send. `None`: that which the content has by itself.
    pub media_type: Option<String>,
    /// The description's text.
    pub docs: Docs,
}

/// The media types that the client can write.
#[derive(Clone, Debug, PartialEq)]
pub enum RequestContent<S: Stage = Assigned> {
    /// JSON of this type.
    Json(TypeRef<S>),
    /// The fields of a form, perhaps with files among them.
    Form(Form<S>),
    /// Values of JSON, one after the other in lines; the type is that of the list of them.
    Lines(TypeRef<S>),
    /// Text, sent as it is.
    Text {
        /// The `Content-Type` to send. `None`: the caller names it, for the description has a range of them.
        media_type: Option<String>,
    },
    /// Bytes, sent as they are.
    Bytes {
        /// The `Content-Type` to send. `None`: the caller names it, for the description has a range of them.
        media_type: Option<String>,
    },
}

impl<S: Stage> RequestContent<S> {
    /// Returns the type that the caller gives. `None`: text or bytes.
    #[must_use]
    pub fn ty(&self) -> Option<&TypeRef<S>> {
        match self {
            Self::Json(ty) | Self::Lines(ty) | Self::Form(Form { ty, .. }) => Some(ty),
            Self::Text { .. } | Self::Bytes { .. } => None,
        }
    }

    /// Returns `true` if the caller names the `Content-Type`.
    #[must_use]
    pub fn takes_content_type(&self) -> bool {
        matches!(
            self,
            Self::Text { media_type: None } | Self::Bytes { media_type: None }
        )
    }

    /// Returns the same, to change it.
    pub fn ty_mut(&mut self) -> Option<&mut TypeRef<S>> {
        match self {
            Self::Json(ty) | Self::Lines(ty) | Self::Form(Form { ty, .. }) => Some(ty),
            Self::Text { .. } | Self::Bytes { .. } => None,
        }
    }
}
