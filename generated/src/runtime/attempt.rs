//! One attempt: a request goes out once, and its answer is read, within one limit of time.
//!
//! The status of a refusal is never lost, whatever becomes of the rest of the answer.

use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use futures_core::Stream as _;
use http::header::{CONTENT_LENGTH, SET_COOKIE};
use http::{HeaderMap, Method, StatusCode};
use tokio::time::{self, Instant};

use super::client::Settings;
use super::error::{
    ApiError, Call, ConnectionError, Error, RateLimited, Stage, TimeLimit, TimeoutError, TooLarge,
};
use super::rate_limit::{RateLimit, Ticket};
use super::trace::Trace;
use super::transport::{Body, ByteStream, TransportError, TransportErrorKind};

/// How much is set aside for a body before it arrives, whatever length the server announces.
const MAX_RESERVED: usize = 1 << 20;
/// As good as never; a longer time could not be added to a clock.
const FAR: Duration = Duration::from_secs(10 * 365 * 24 * 60 * 60);

/// An answer without its body.
#[derive(Clone, Debug)]
pub(super) struct Head {
    pub(super) status: StatusCode,
    pub(super) headers: HeaderMap,
    pub(super) rate_limit: RateLimit,
}

/// When a call ends, whatever has become of it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Deadline {
    pub(super) at: Instant,
    /// How long after the start of the call that is.
    pub(super) after: Duration,
}

impl Deadline {
    /// A deadline that lies `after` from now.
    pub(super) fn new(after: Duration) -> Self {
        let at = Instant::now() + after.min(FAR);
        Self { at, after }
    }
}

/// What one attempt works with.
pub(super) struct Attempt<'a> {
    settings: &'a Settings,
    call: &'a Call,
    trace: &'a Trace,
    until: Instant,
    /// Which limit `until` comes from, and how long it is.
    limit: (TimeLimit, Duration),
}

impl<'a> Attempt<'a> {
    /// An attempt that starts now, and ends after `timeout` or at the deadline, whichever comes first.
    pub(super) fn new(
        settings: &'a Settings,
        call: &'a Call,
        trace: &'a Trace,
        timeout: Duration,
        deadline: Option<Deadline>,
    ) -> Self {
        let end = Instant::now() + timeout.min(FAR);
        let (until, limit) = match deadline {
            Some(deadline) if deadline.at < end => {
                (deadline.at, (TimeLimit::Deadline, deadline.after))
            }
            _ => (end, (TimeLimit::Attempt, timeout)),
        };
        Self {
            settings,
            call,
            trace,
            until,
            limit,
        }
    }

    /// Sends `request` and waits for the head of its answer.
    ///
    /// # Errors
    ///
    /// [`Error::Api`] for a status outside the 2xx class, [`Error::Timeout`] or [`Error::Connection`] without one.
    pub(super) async fn send(
        &self,
        request: http::Request<Body>,
        ticket: Ticket<'_>,
    ) -> Result<(Head, ByteStream), Error> {
        let stage = Stage::WaitingForAnswer;
        let response = self.in_time(stage, self.settings.transport.send(request));
        let response = match response.await {
            Ok(response) => response,
            Err(error) => {
                if is_unsent(&error) {
                    ticket.not_sent();
                }
                return Err(error);
            }
        };
        let (parts, body) = response.into_parts();
        let (status, mut headers) = (parts.status, parts.headers);
        hide_cookies(&mut headers);
        let rate_limit = ticket.answered(status, &headers);
        self.trace.head(status, &headers, rate_limit);
        let head = Head {
            status,
            headers,
            rate_limit,
        };
        if status.is_success() {
            Ok((head, body))
        } else {
            Err(self.refusal(head, body).await)
        }
    }

    /// Reads the body of an answer that begins with `head`.
    ///
    /// # Errors
    ///
    /// [`Error::TooLarge`], [`Error::Timeout`] or [`Error::Connection`].
    pub(super) async fn read(&self, head: &Head, body: ByteStream) -> Result<Bytes, Error> {
        let limit = self.settings.max_body_size;
        let announced = announced_length(self.call, &head.headers);
        let body = self.in_time(Stage::ReadingBody, collect(body, announced, limit));
        body.await?.ok_or_else(|| {
            Error::TooLarge(Box::new(TooLarge {
                call: self.call.clone(),
                status: head.status,
                headers: head.headers.clone(),
                limit,
            }))
        })
    }

    /// The error for an answer outside the 2xx class; its status matters more than the rest of its text.
    async fn refusal(&self, head: Head, body: ByteStream) -> Error {
        let limit = self.settings.max_body_size;
        let announced = announced_length(self.call, &head.headers);
        let body = time::timeout_at(self.until, collect(body, announced, limit)).await;
        let body = match body {
            Ok(Ok(Some(body))) => body,
            _ => Bytes::new(),
        };
        let (call, hints) = (self.call.clone(), self.settings.service.hints);
        let error = ApiError::new(call, head.status, head.headers, body, hints);
        if head.status == StatusCode::TOO_MANY_REQUESTS {
            Error::RateLimited(Box::new(RateLimited::answered(error)))
        } else {
            Error::Api(Box::new(error))
        }
    }

    /// What `work` gives, unless it takes too long.
    async fn in_time<T>(
        &self,
        stage: Stage,
        work: impl Future<Output = Result<T, TransportError>>,
    ) -> Result<T, Error> {
        match time::timeout_at(self.until, work).await {
            Ok(Ok(value)) => Ok(value),
            Ok(Err(error)) => Err(failure(self.call.clone(), stage, error)),
            Err(_) => Err(Error::Timeout(Box::new(TimeoutError {
                call: self.call.clone(),
                stage,
                limit: self.limit.0,
                duration: Some(self.limit.1),
                source: None,
            }))),
        }
    }
}

/// Whether the server has certainly not seen the request.
fn is_unsent(error: &Error) -> bool {
    match error {
        Error::Connection(error) => error.is_connect(),
        Error::Timeout(error) => error.is_connect(),
        _ => false,
    }
}

/// The error for a transport that failed at `stage`.
pub(super) fn failure(call: Call, stage: Stage, error: TransportError) -> Error {
    let limit = match error.kind() {
        TransportErrorKind::ConnectTimeout => Some(TimeLimit::Connect),
        TransportErrorKind::Timeout => Some(TimeLimit::Attempt),
        _ => None,
    };
    let stage = match error.kind() {
        TransportErrorKind::NotConnected | TransportErrorKind::ConnectTimeout => Stage::Connecting,
        TransportErrorKind::CannotConnect => Stage::CannotConnect,
        TransportErrorKind::RequestBody => Stage::SendingBody,
        _ => stage,
    };
    let source = error.into_source();
    match limit {
        Some(limit) => Error::Timeout(Box::new(TimeoutError {
            call,
            stage,
            limit,
            duration: None,
            source: Some(source),
        })),
        None => Error::Connection(Box::new(ConnectionError {
            call,
            stage,
            source,
        })),
    }
}

/// Marks what holds secrets of the server's as sensitive.
fn hide_cookies(headers: &mut HeaderMap) {
    for (name, value) in headers {
        if name == SET_COOKIE {
            value.set_sensitive(true);
        }
    }
}

/// The length that the server says the body has; zero if it does not say.
fn announced_length(call: &Call, headers: &HeaderMap) -> usize {
    if call.method == Method::HEAD {
        return 0;
    }
    let length = headers.get(CONTENT_LENGTH);
    let length = length.and_then(|value| value.to_str().ok()?.parse().ok());
    length.unwrap_or(0)
}

/// The whole body, or `None` if it has more than `limit` bytes.
async fn collect(
    mut body: ByteStream,
    announced: usize,
    limit: usize,
) -> Result<Option<Bytes>, TransportError> {
    if announced > limit {
        return Ok(None);
    }
    let first = next(&mut body).await?.unwrap_or_default();
    if first.len() > limit {
        return Ok(None);
    }
    let mut chunk = next(&mut body).await?;
    if chunk.is_none() {
        // Most bodies come in one piece, which need not be copied.
        return Ok(Some(first));
    }
    let mut collected = BytesMut::with_capacity(announced.min(MAX_RESERVED));
    collected.extend_from_slice(&first);
    while let Some(more) = chunk {
        if more.len() > limit.saturating_sub(collected.len()) {
            return Ok(None);
        }
        collected.extend_from_slice(&more);
        chunk = next(&mut body).await?;
    }
    Ok(Some(collected.freeze()))
}

async fn next(body: &mut ByteStream) -> Result<Option<Bytes>, TransportError> {
    let chunk = poll_fn(|context| Pin::new(&mut *body).poll_next(context)).await;
    chunk.transpose()
}
