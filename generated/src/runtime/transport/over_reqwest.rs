//! reqwest as a transport: converts requests, responses and errors, and adds nothing.
//!
//! Errors lose their address on the way, because a query may have a key in it.

use std::any::Any;
use std::fmt::Write as _;
use std::future::{Future, poll_fn};
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::pin::{Pin, pin};
use std::sync::Mutex;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use futures_core::Stream;
use http_body::{Frame, SizeHint};

use super::body::Body;
use super::byte_stream::ByteStream;
use super::error::{TransportError, TransportErrorKind};
use super::permanent::is_permanent;
use super::unprocessed::is_unprocessed;
use super::{Transport, TransportFuture, causes};

impl Transport for reqwest::Client {
    fn send(&self, request: http::Request<Body>) -> TransportFuture<'_> {
        // Nothing is sent before the future is awaited.
        let response = to_reqwest(request).map(|request| self.execute(request));
        Box::pin(async move { Ok(incoming(connected(response?).await?.map_err(convert)?)) })
    }
}

/// Waits for `work`, and makes an error of tokio's panic in a runtime without I/O, which tells of it in no other way.
///
/// Any other panic goes on.
async fn connected<F: Future>(work: F) -> Result<F::Output, TransportError> {
    let mut work = pin!(work);
    poll_fn(|context| {
        // The work is not polled again after a panic.
        let polled = catch_unwind(AssertUnwindSafe(|| work.as_mut().poll(context)));
        match polled {
            Ok(poll) => poll.map(Ok),
            Err(panic) if is_about_io(&*panic) => Poll::Ready(Err(TransportError::new(
                TransportErrorKind::CannotConnect,
                "the tokio runtime has no I/O: build it with `enable_all`, or with `enable_io` and `enable_time`",
            ))),
            Err(panic) => resume_unwind(panic),
        }
    })
    .await
}

/// Returns `true` if a panic is tokio's about a runtime without I/O.
fn is_about_io(panic: &(dyn Any + Send)) -> bool {
    let text = panic.downcast_ref::<String>().map(String::as_str);
    let text = text.or_else(|| panic.downcast_ref::<&str>().copied());
    text.is_some_and(|text| text.contains("IO is disabled"))
}

/// Returns the same request as reqwest has it.
fn to_reqwest(request: http::Request<Body>) -> Result<reqwest::Request, TransportError> {
    let (head, body) = request.into_parts();
    let mut address = String::with_capacity(length(&head.uri));
    // Writing to a string cannot fail.
    let _ = write!(address, "{}", head.uri);
    let address = reqwest::Url::parse(&address)
        .map_err(|error| TransportError::new(TransportErrorKind::CannotConnect, error))?;
    let mut request = reqwest::Request::new(head.method, address);
    *request.headers_mut() = head.headers;
    *request.version_mut() = head.version;
    *request.body_mut() = Some(outgoing(&body));
    Ok(request)
}

/// Returns the length of the text of a whole address, in bytes.
fn length(uri: &http::Uri) -> usize {
    let scheme = uri
        .scheme_str()
        .map_or(0, |scheme| scheme.len() + "://".len());
    let authority = uri.authority().map_or(0, |host| host.as_str().len());
    let path = uri.path_and_query().map_or(0, |path| path.as_str().len());
    scheme + authority + path
}

fn convert(error: reqwest::Error) -> TransportError {
    let kind = match (error.is_connect(), error.is_timeout()) {
        _ if comes_from_body(&error) => TransportErrorKind::RequestBody,
        (true, true) => TransportErrorKind::ConnectTimeout,
        (true, false) if is_permanent(&error) => TransportErrorKind::CannotConnect,
        (true, false) => TransportErrorKind::NotConnected,
        (false, true) => TransportErrorKind::Timeout,
        (false, false) if is_unprocessed(&error) => TransportErrorKind::Unprocessed,
        (false, false) => TransportErrorKind::Broken,
    };
    TransportError::new(kind, error.without_url())
}

/// Returns `true` if the request's own body failed: its error is then among the causes.
fn comes_from_body(error: &reqwest::Error) -> bool {
    causes(error).any(|cause| {
        let ours = cause.downcast_ref::<TransportError>();
        ours.is_some_and(|error| error.kind() == TransportErrorKind::RequestBody)
    })
}

fn outgoing(body: &Body) -> reqwest::Body {
    match body.as_bytes() {
        Some(bytes) if !body.is_metered() => reqwest::Body::from(bytes.clone()),
        _ => reqwest::Body::wrap(Outgoing {
            remaining: body.length(),
            stream: Mutex::new(body.to_stream()),
        }),
    }
}

/// A request's stream in the form that reqwest takes.
struct Outgoing {
    remaining: Option<u64>,
    /// Never locked: it only makes the stream `Sync`, as reqwest wants it.
    stream: Mutex<ByteStream>,
}

impl http_body::Body for Outgoing {
    type Data = Bytes;
    type Error = TransportError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, TransportError>>> {
        let Ok(stream) = self.stream.get_mut() else {
            return Poll::Ready(None);
        };
        let chunk = ready!(Pin::new(stream).poll_next(context));
        if let (Some(remaining), Some(Ok(chunk))) = (&mut self.remaining, &chunk) {
            *remaining = remaining.saturating_sub(u64::try_from(chunk.len()).unwrap_or(u64::MAX));
        }
        Poll::Ready(chunk.map(|chunk| chunk.map(Frame::data)))
    }

    fn size_hint(&self) -> SizeHint {
        self.remaining
            .map_or_else(SizeHint::default, SizeHint::with_exact)
    }
}

/// Returns the head of a response, with its body as a stream.
fn incoming(mut response: reqwest::Response) -> http::Response<ByteStream> {
    let status = response.status();
    let version = response.version();
    let headers = std::mem::take(response.headers_mut());
    let mut response = http::Response::new(ByteStream::new(Incoming(response)));
    *response.status_mut() = status;
    *response.version_mut() = version;
    *response.headers_mut() = headers;
    response
}

/// A response's body as a stream of its data.
struct Incoming(reqwest::Response);

impl Stream for Incoming {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        // The future of a chunk keeps nothing between two polls, so it can be a new one each time.
        let chunk = pin!(self.0.chunk());
        chunk
            .poll(context)
            .map(|chunk| chunk.map_err(convert).transpose())
    }
}
