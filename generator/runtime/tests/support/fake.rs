//! A transport without a network: a function from a request to a response, after a delay on tokio's clock.
//!
//! It counts what it is sent, so that tests can tell how often and when.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use client_runtime::runtime::{
    Body, ByteStream, Client, ClientBuilder, Credentials, Service, Transport, TransportError,
    TransportErrorKind, TransportFuture,
};
use tokio::time::{Instant, sleep};

use super::SECRET;

/// Behaviour of the fake for a request.
pub(crate) enum ScriptedResponse {
    Response(http::Response<ByteStream>),
    Failure(TransportErrorKind),
    /// Never responds.
    Silence,
}

/// Returns a response with a status, headers and a body.
pub(crate) fn answer(
    status: u16,
    headers: &[(&'static str, &str)],
    body: &'static str,
) -> ScriptedResponse {
    let mut response = http::Response::new(ByteStream::once(body));
    *response.status_mut() = http::StatusCode::from_u16(status).unwrap();
    for (name, value) in headers {
        let value = http::HeaderValue::from_str(value).unwrap();
        response.headers_mut().append(*name, value);
    }
    ScriptedResponse::Response(response)
}

type Script = Box<dyn FnMut(usize, &http::Request<Body>) -> ScriptedResponse + Send>;

/// See the module.
pub(crate) struct Fake {
    latency: Duration,
    jitter: bool,
    script: Mutex<Script>,
    /// Time of each request.
    pub(crate) sent: Mutex<Vec<Instant>>,
}

impl Fake {
    /// Returns a fake that gives the number of the request, from zero, and the request to `script`.
    pub(crate) fn new(
        script: impl FnMut(usize, &http::Request<Body>) -> ScriptedResponse + Send + 'static,
    ) -> Arc<Self> {
        Self::slow(Duration::ZERO, script)
    }

    /// Works like [`Self::new`], with a delay before and another one after `script` is asked.
    pub(crate) fn slow(
        latency: Duration,
        script: impl FnMut(usize, &http::Request<Body>) -> ScriptedResponse + Send + 'static,
    ) -> Arc<Self> {
        Arc::new(Self {
            latency,
            jitter: false,
            script: Mutex::new(Box::new(script)),
            sent: Mutex::new(Vec::new()),
        })
    }

    /// Works like [`Self::new`], with delays that differ from request to request, so that responses overtake each
    /// other.
    pub(crate) fn jittery(
        script: impl FnMut(usize, &http::Request<Body>) -> ScriptedResponse + Send + 'static,
    ) -> Arc<Self> {
        let mut fake = Self::new(script);
        if let Some(fake) = Arc::get_mut(&mut fake) {
            fake.jitter = true;
        }
        fake
    }

    /// Returns a way's time: from 10 to 100 ms, in a fixed order that looks random.
    fn delay(&self, number: usize) -> Duration {
        let number = u64::try_from(number).unwrap();
        let jitter = number.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 40;
        self.latency + Duration::from_millis(if self.jitter { 10 + jitter % 90 } else { 0 })
    }

    pub(crate) fn builder(self: &Arc<Self>, service: &'static Service) -> ClientBuilder {
        ClientBuilder::new(service)
            .base_url("http://127.0.0.1:1")
            .credentials(Credentials::api_key(SECRET))
            .transport(Arc::clone(self))
    }

    pub(crate) fn client(self: &Arc<Self>, service: &'static Service) -> Client {
        self.builder(service).build().unwrap()
    }

    pub(crate) fn count(&self) -> usize {
        self.sent.lock().unwrap().len()
    }
}

impl Transport for Fake {
    fn send(&self, request: http::Request<Body>) -> TransportFuture<'_> {
        let number = {
            let mut sent = self.sent.lock().unwrap();
            sent.push(Instant::now());
            sent.len() - 1
        };
        Box::pin(async move {
            sleep(self.delay(2 * number)).await;
            let answer = (self.script.lock().unwrap())(number, &request);
            sleep(self.delay(2 * number + 1)).await;
            match answer {
                ScriptedResponse::Response(response) => Ok(response),
                ScriptedResponse::Failure(kind) => {
                    Err(TransportError::new(kind, "broken on purpose"))
                }
                ScriptedResponse::Silence => std::future::pending().await,
            }
        })
    }
}
