//! Status, headers and JSON → the bytes of a response.
//!
//! Invariant: a response without a body has no content type, and one with a body is JSON or a file.

use http::StatusCode;
use serde_json::Value;

use crate::server::ServerResponse;

/// Response of the help desk.
#[derive(Clone, Debug)]
pub(super) struct Reply {
    pub(super) status: u16,
    headers: Vec<String>,
    pub(super) body: Option<Value>,
}

impl Reply {
    pub(super) fn json(status: u16, body: impl Into<Value>) -> Self {
        Self {
            status,
            headers: Vec::new(),
            body: Some(body.into()),
        }
    }

    pub(super) fn ok(body: impl Into<Value>) -> Self {
        Self::json(200, body)
    }

    pub(super) fn created(body: impl Into<Value>) -> Self {
        Self::json(201, body)
    }

    pub(super) fn empty(status: u16) -> Self {
        Self {
            status,
            headers: Vec::new(),
            body: None,
        }
    }

    /// Adds a line to the head.
    pub(super) fn header(mut self, line: impl Into<String>) -> Self {
        self.headers.push(line.into());
        self
    }

    pub(super) fn into_answer(self) -> ServerResponse {
        let mut headers: Vec<&str> = self.headers.iter().map(String::as_str).collect();
        let body = self.body.map(|body| body.to_string());
        if body.is_some() {
            headers.push("content-type: application/json; charset=utf-8");
        }
        ServerResponse::new(&line(self.status), &headers, &body.unwrap_or_default())
    }
}

/// Returns a status and its words: `200 OK`.
pub(super) fn line(status: u16) -> String {
    let known = StatusCode::from_u16(status).ok();
    let words = known.and_then(|status| status.canonical_reason());
    format!("{status} {}", words.unwrap_or("Unknown"))
}
