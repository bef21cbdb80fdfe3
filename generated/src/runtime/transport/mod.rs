//! The seam between the runtime and the network: an HTTP request in, an HTTP response out.
//!
//! Nothing above this trait knows reqwest, and nothing below it knows operations, retries or limits.

mod body;
mod byte_stream;
mod error;
#[cfg(feature = "reqwest")]
mod over_reqwest;
#[cfg(feature = "reqwest")]
mod permanent;
mod progress;
mod reader;
mod streams;
#[cfg(feature = "rustls")]
pub(in crate::runtime) mod tls_error;
#[cfg(feature = "reqwest")]
mod unprocessed;

use std::error::Error;
use std::future::Future;
use std::iter;
use std::pin::Pin;
use std::sync::Arc;

pub use self::body::Body;
pub use self::byte_stream::ByteStream;
pub use self::error::{TransportError, TransportErrorKind};
pub use self::progress::UploadProgress;
pub(in crate::runtime) use self::progress::{Listener, Meter};

/// Message of hyper-util about a proxy that requires a password; the type of the error is private to that crate.
pub(in crate::runtime) const PROXY_WANTS_A_PASSWORD: &str = "proxy authorization required";

/// A response that is in progress: its head, and a body that is read as it arrives.
pub type TransportFuture<'a> =
    Pin<Box<dyn Future<Output = Result<http::Response<ByteStream>, TransportError>> + Send + 'a>>;

/// Transport of requests to the server; [`ClientBuilder::transport`](crate::runtime::ClientBuilder::transport) sets it.
///
/// A stack of middleware, a recorder or a fake goes here. The request is complete, with credentials in headers that are
/// marked sensitive; with the feature `testing`, its extensions have the `&'static Operation` that it is for. An
/// implementation should:
///
/// - send it once: retries, timeouts and pauses are made above, by asking again or by dropping the future;
/// - read a body by [`Body::to_stream`] as the connection takes it, because what was read counts as sent: the time limit of
///   an attempt starts again with each chunk, and progress is reported by them (a body in memory may be taken as a whole);
/// - follow no redirect, because credentials must not reach another host;
/// - say truthfully in an error whether a connection was made, because requests that are not safe to repeat are
///   repeated after [`TransportErrorKind::NotConnected`] and [`TransportErrorKind::Unprocessed`]; if it is known that
///   the next attempt fails as well, that is [`TransportErrorKind::CannotConnect`].
pub trait Transport: Send + Sync {
    /// Sends `request`; the future ends when the head of the response is there.
    ///
    /// # Errors
    ///
    /// [`TransportError`] when there is no response, whatever its status would be.
    fn send(&self, request: http::Request<Body>) -> TransportFuture<'_>;
}

impl<T: Transport + ?Sized> Transport for Arc<T> {
    fn send(&self, request: http::Request<Body>) -> TransportFuture<'_> {
        (**self).send(request)
    }
}

/// Returns an error and its causes, from the outermost to the innermost.
pub(in crate::runtime) fn causes<'a>(
    error: &'a (dyn Error + 'static),
) -> impl Iterator<Item = &'a (dyn Error + 'static)> {
    iter::successors(Some(error), |error| (*error).source())
}
