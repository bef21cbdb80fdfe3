//! Reads what an error body says, in the forms that APIs commonly use.
//!
//! Best effort: a body in another form gives nothing, never an error.

use crate::runtime::codec::{self, Json};

type Members = serde_json::Map<String, Json>;

/// Error of the server about one field of the request.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FieldError {
    /// The field; `None` when the server names none.
    pub field: Option<String>,
    /// Description of the error.
    pub message: Option<String>,
    /// The server's code for it.
    pub code: Option<String>,
}

/// Content of an error body.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Detail {
    pub(super) code: Option<String>,
    pub(super) message: Option<String>,
    pub(super) errors: Vec<FieldError>,
}

impl Detail {
    /// Reads `body`, whose content type is `content_type`.
    pub(super) fn read(body: &[u8], content_type: Option<&str>) -> Self {
        match codec::decode(body) {
            Ok(Json::Object(object)) => Self::from_object(&object),
            Ok(Json::String(message)) => Self {
                message: Some(message),
                ..Self::default()
            },
            Ok(Json::Array(errors)) => Self {
                errors: errors.iter().map(field_error).collect(),
                ..Self::default()
            },
            Ok(_) => Self::default(),
            Err(_) => Self::from_text(body, content_type),
        }
    }

    /// Gives every text to `change`.
    pub(super) fn for_each_text(&mut self, mut change: impl FnMut(&mut String)) {
        let fields = self.errors.iter_mut();
        let fields =
            fields.flat_map(|error| [&mut error.field, &mut error.message, &mut error.code]);
        for text in fields.chain([&mut self.code, &mut self.message]).flatten() {
            change(text);
        }
    }

    fn from_object(object: &Members) -> Self {
        // `{"error": {"code": …, "message": …}}`
        if let Some(Json::Object(inner)) = object.get("error") {
            return Self::from_object(inner);
        }
        Self {
            code: text(object, &["code", "error_code", "error_type"]),
            message: text(
                object,
                &[
                    "message",
                    "description",
                    "error_description",
                    "detail",
                    "title",
                    "error",
                ],
            ),
            errors: object.get("errors").map(field_errors).unwrap_or_default(),
        }
    }

    /// Takes plain text, but not HTML and the like, for the message.
    fn from_text(body: &[u8], content_type: Option<&str>) -> Self {
        let plain = content_type.is_some_and(|kind| kind.starts_with("text/plain"));
        let message = String::from_utf8_lossy(body).trim().to_owned();
        Self {
            message: Some(message).filter(|message| plain && !message.is_empty()),
            ..Self::default()
        }
    }
}

/// Returns the first of `names` that the object has a text or a number for.
fn text(object: &Members, names: &[&str]) -> Option<String> {
    names.iter().find_map(|name| match object.get(*name)? {
        Json::String(text) if !text.is_empty() => Some(text.clone()),
        Json::Number(number) => Some(number.to_string()),
        _ => None,
    })
}

/// Returns a list of errors, or an object with a list of messages per field.
fn field_errors(errors: &Json) -> Vec<FieldError> {
    match errors {
        Json::Array(errors) => errors.iter().map(field_error).collect(),
        Json::Object(fields) => {
            let mut errors = Vec::new();
            for (field, messages) in fields {
                messages_of(field, messages, &mut errors);
            }
            errors
        }
        Json::String(message) => vec![FieldError {
            message: Some(message.clone()),
            ..FieldError::default()
        }],
        _ => Vec::new(),
    }
}

fn field_error(error: &Json) -> FieldError {
    match error {
        Json::Object(object) => FieldError {
            field: text(object, &["field", "path", "pointer", "name"]),
            message: text(object, &["message", "description", "detail", "title"]),
            code: text(object, &["code"]),
        },
        Json::String(message) => FieldError {
            message: Some(message.clone()),
            ..FieldError::default()
        },
        _ => FieldError::default(),
    }
}

fn messages_of(field: &str, messages: &Json, errors: &mut Vec<FieldError>) {
    let messages = match messages {
        Json::Array(messages) => messages.as_slice(),
        message => std::slice::from_ref(message),
    };
    for message in messages {
        errors.push(FieldError {
            field: Some(field.to_owned()),
            ..field_error(message)
        });
    }
}
