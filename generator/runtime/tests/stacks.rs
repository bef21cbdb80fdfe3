//! A stack of tower's layers as a transport: what the documentation of `Transport` promises, as users write it.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use client_runtime::runtime::{
    Body, ByteStream, ClientBuilder, Credentials, Json, Request, RetryPolicy, Transport,
    TransportError, TransportErrorKind, TransportFuture,
};
use http::HeaderValue;
use tower::{Service, ServiceBuilder, ServiceExt as _, service_fn};

use crate::support::{LIST, SECRET, WIDGETS};

/// A tower service as a transport; a clone of it carries each request.
struct Stack<S>(S);

impl<S> Transport for Stack<S>
where
    S: Service<http::Request<Body>, Response = http::Response<ByteStream>, Error = TransportError>,
    S: Clone + Send + Sync,
    S::Future: Send,
{
    fn send(&self, request: http::Request<Body>) -> TransportFuture<'_> {
        Box::pin(self.0.clone().oneshot(request))
    }
}

#[tokio::test(start_paused = true)]
async fn layers_see_requests_with_their_secrets_marked_and_answers_as_they_come() {
    let (sent, seen) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
    let (counter, watcher) = (Arc::clone(&sent), Arc::clone(&seen));
    let server = service_fn(move |request: http::Request<Body>| {
        assert_eq!(request.headers()["x-layer"], "1");
        let number = counter.fetch_add(1, Ordering::Relaxed);
        async move {
            match number {
                0 => Err(TransportError::new(TransportErrorKind::Broken, "cut")),
                _ => Ok(http::Response::new(ByteStream::once("true"))),
            }
        }
    });
    let stack = ServiceBuilder::new()
        .map_request(|mut request: http::Request<Body>| {
            assert!(request.headers()["authorization"].is_sensitive());
            assert!(!format!("{request:?}").contains(SECRET));
            let value = HeaderValue::from_static("1");
            request.headers_mut().insert("x-layer", value);
            request
        })
        .map_response(move |response: http::Response<ByteStream>| {
            watcher.fetch_add(1, Ordering::Relaxed);
            response
        })
        .service(server);
    let client = ClientBuilder::new(&WIDGETS)
        .base_url("https://api.test")
        .credentials(Credentials::api_key(SECRET))
        .retry(RetryPolicy::new())
        .transport(Stack(stack))
        .build()
        .unwrap();
    let answer = Request::<Json>::json(&client, &LIST).await;
    assert_eq!(answer.unwrap(), Json::Bool(true));
    // Retries stay above the stack.
    assert_eq!(
        (sent.load(Ordering::Relaxed), seen.load(Ordering::Relaxed)),
        (2, 1)
    );
}
