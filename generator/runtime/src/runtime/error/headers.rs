//! The headers of a response that errors name.
//!
//! A header that is not text counts as absent.

use std::fmt;

use http::HeaderMap;

/// Returns the value of the header that identifies the request on the server.
pub(in crate::runtime) fn request_id(headers: &HeaderMap) -> Option<&str> {
    headers.get("x-request-id")?.to_str().ok()
}

/// Returns the value of the `Content-Type` header.
pub(in crate::runtime) fn content_type(headers: &HeaderMap) -> Option<&str> {
    headers.get(http::header::CONTENT_TYPE)?.to_str().ok()
}

/// Appends `[request id …]` to a message, if there is one.
pub(super) fn write_request_id(
    f: &mut fmt::Formatter<'_>,
    request_id: Option<&str>,
) -> fmt::Result {
    match request_id {
        Some(id) => write!(f, " [request id {id}]"),
        None => Ok(()),
    }
}
