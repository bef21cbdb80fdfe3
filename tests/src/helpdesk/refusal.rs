//! Reason for an error → the error response, in the forms of the service.
//!
//! Invariant: an unknown path and a used-up limit have no body, as from the service.

use serde_json::{Value, json};

use super::reply::Reply;

/// Reason for an error response.
#[derive(Clone, Debug)]
pub(super) enum Refusal {
    /// The key is missing or another one.
    Unauthorized,
    /// Nothing is there.
    NotFound,
    /// The path has only these methods.
    Method(Vec<String>),
    /// It wants something else than JSON.
    Accept,
    /// It sends something that the operation does not take.
    MediaType,
    /// The body is no JSON.
    Json,
    /// These fields are wrong.
    Invalid(Vec<Wrong>),
    /// It contradicts what is there.
    Conflict(Wrong),
    /// The calls of this minute are used up; in so many seconds there are new ones.
    TooMany(u64),
}

/// A field that is wrong.
#[derive(Clone, Debug)]
pub(super) struct Wrong {
    pub(super) field: String,
    pub(super) code: &'static str,
    pub(super) message: String,
}

impl Wrong {
    pub(super) fn new(field: &str, code: &'static str, message: impl Into<String>) -> Self {
        Self {
            field: field.to_owned(),
            code,
            message: message.into(),
        }
    }

    fn json(&self) -> Value {
        json!({"field": self.field, "message": self.message, "code": self.code})
    }
}

impl From<Wrong> for Refusal {
    fn from(wrong: Wrong) -> Self {
        Self::Invalid(vec![wrong])
    }
}

impl Refusal {
    pub(super) fn reply(&self) -> Reply {
        match self {
            Self::Unauthorized => coded(
                401,
                "invalid_credentials",
                "You have to be logged in to perform this action.",
            ),
            Self::NotFound => Reply::empty(404),
            Self::Method(methods) => {
                Reply::empty(405).header(format!("allow: {}", methods.join(", ")))
            }
            Self::Accept => coded(406, "invalid_accept", "Only application/json is returned."),
            Self::MediaType => coded(
                415,
                "invalid_content_type",
                "Content-Type header is set to an unsupported type.",
            ),
            Self::Json => coded(400, "invalid_json", "Request body has invalid json format"),
            Self::Invalid(wrong) => fields(400, "Validation failed", wrong),
            Self::Conflict(wrong) => fields(409, "Validation failed", std::slice::from_ref(wrong)),
            Self::TooMany(seconds) => Reply::empty(429).header(format!("retry-after: {seconds}")),
        }
    }
}

fn coded(status: u16, code: &str, message: &str) -> Reply {
    Reply::json(status, json!({"code": code, "message": message}))
}

fn fields(status: u16, description: &str, wrong: &[Wrong]) -> Reply {
    let errors: Vec<Value> = wrong.iter().map(Wrong::json).collect();
    Reply::json(
        status,
        json!({"description": description, "errors": errors}),
    )
}
