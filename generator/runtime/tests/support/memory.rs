//! A transport without a network: a function answers each request, and the requests are kept.
//!
//! Whatever host a request is for, the function gets it: a test sees where requests would have gone.

#![allow(
    clippy::unnecessary_wraps,
    reason = "a function of a test may also return an error"
)]

use std::sync::{Arc, Mutex};

use client_runtime::runtime::{
    Body, ByteStream, Client, ClientBuilder, Credentials, Transport, TransportError,
    TransportFuture,
};

use super::{SECRET, WIDGETS};

pub(crate) type TransportResult = Result<http::Response<String>, TransportError>;

type Handler = dyn Fn(&http::Request<Body>) -> TransportResult + Send + Sync;

/// Responds from memory.
#[derive(Clone)]
pub(crate) struct Memory {
    handler: Arc<Handler>,
    seen: Arc<Mutex<Vec<String>>>,
}

impl Memory {
    pub(crate) fn new(
        handler: impl Fn(&http::Request<Body>) -> TransportResult + Send + Sync + 'static,
    ) -> Self {
        Self {
            handler: Arc::new(handler),
            seen: Arc::default(),
        }
    }

    /// Returns a client at `https://api.test/v2`.
    pub(crate) fn client(&self) -> Client {
        self.client_with(&WIDGETS)
    }

    pub(crate) fn client_with(&self, service: &'static client_runtime::runtime::Service) -> Client {
        ClientBuilder::new(service)
            .base_url("https://api.test/v2")
            .credentials(Credentials::api_key(SECRET))
            .transport(self.clone())
            .build()
            .unwrap()
    }

    /// Returns the addresses that were asked for.
    pub(crate) fn seen(&self) -> Vec<String> {
        self.seen.lock().unwrap().clone()
    }
}

impl Transport for Memory {
    fn send(&self, request: http::Request<Body>) -> TransportFuture<'_> {
        Box::pin(async move {
            self.seen.lock().unwrap().push(request.uri().to_string());
            (self.handler)(&request).map(|response| response.map(ByteStream::once))
        })
    }
}

/// Returns a response with a body and perhaps a `Link` header.
pub(crate) fn page(body: impl Into<String>, link: Option<&str>) -> TransportResult {
    let mut response = http::Response::builder().header("x-request-id", "r-1");
    if let Some(link) = link {
        response = response.header("link", link.as_bytes());
    }
    Ok(response.body(body.into()).unwrap())
}

/// Returns a response with another status.
pub(crate) fn status(code: u16, body: &str) -> TransportResult {
    Ok(http::Response::builder()
        .status(code)
        .body(body.to_owned())
        .unwrap())
}

/// Returns the number in the query parameter `page`; 1 without it.
pub(crate) fn page_number(request: &http::Request<Body>) -> u64 {
    let query = request.uri().query().unwrap_or_default();
    let mut pairs = query.split('&').filter_map(|pair| pair.split_once('='));
    pairs
        .find(|(name, _)| *name == "page")
        .map_or(1, |(_, number)| number.parse().unwrap())
}
