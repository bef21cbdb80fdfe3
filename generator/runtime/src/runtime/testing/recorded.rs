//! Recorded requests, for assertions of a test.
//!
//! Credentials are removed before anything is kept, so a test's output and snapshots have none.

use bytes::Bytes;
use http::header::{AUTHORIZATION, COOKIE, PROXY_AUTHORIZATION};
use http::request::Parts;
use http::{HeaderMap, Method};

use crate::runtime::codec::{self, Decode, DecodeError};

/// The query parameters of a request that have keys in them, as an extension of the request.
#[derive(Clone, Debug)]
pub(in crate::runtime) struct SecretParameters(pub(in crate::runtime) Vec<String>);

/// A call as it was sent, without credentials.
#[derive(Clone, Debug)]
pub struct RecordedCall {
    operation: &'static str,
    method: Method,
    path: String,
    query: Vec<(String, String)>,
    headers: HeaderMap,
    body: Bytes,
}

impl RecordedCall {
    pub(super) fn new(operation: &'static str, head: Parts, body: Bytes) -> Self {
        let secret = head.extensions.get::<SecretParameters>();
        let query = head.uri.query().unwrap_or_default();
        let query = url::form_urlencoded::parse(query.as_bytes())
            .filter(|(name, _)| {
                secret.is_none_or(|secret| !secret.0.iter().any(|secret| secret == name))
            })
            .map(|(name, value)| (name.into_owned(), value.into_owned()))
            .collect();
        Self {
            operation,
            method: head.method,
            path: head.uri.path().to_owned(),
            query,
            headers: without_secrets(&head.headers),
            body,
        }
    }

    /// Returns the operation's identifier in the API description.
    #[must_use]
    pub fn operation(&self) -> &'static str {
        self.operation
    }

    /// Returns the HTTP method.
    #[must_use]
    pub fn method(&self) -> &Method {
        &self.method
    }

    /// Returns the whole path, encoded as it was sent.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// Returns the query's parameters, decoded, in order.
    #[must_use]
    pub fn query(&self) -> &[(String, String)] {
        &self.query
    }

    /// Returns the value of the first query parameter `name`, decoded.
    #[must_use]
    pub fn parameter(&self, name: &str) -> Option<&str> {
        let mut pairs = self.query.iter();
        pairs.find_map(|(known, value)| (known == name).then_some(&**value))
    }

    /// Returns the headers.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// Returns the body.
    #[must_use]
    pub fn body(&self) -> &Bytes {
        &self.body
    }

    /// Returns the JSON body as a generated type, or as [`Json`](crate::runtime::Json).
    ///
    /// # Errors
    ///
    /// When it is not a `T`.
    pub fn json<T: Decode>(&self) -> Result<T, DecodeError> {
        codec::decode(&self.body)
    }
}

fn without_secrets(headers: &HeaderMap) -> HeaderMap {
    let secret = [AUTHORIZATION, PROXY_AUTHORIZATION, COOKIE];
    let shown = headers
        .iter()
        .filter(|(name, value)| !value.is_sensitive() && !secret.contains(name));
    shown
        .map(|(name, value)| (name.clone(), value.clone()))
        .collect()
}
