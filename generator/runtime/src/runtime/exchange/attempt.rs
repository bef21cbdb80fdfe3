//! One attempt: a request is sent once, and its response is read, within one limit of time.
//!
//! The status of a refusal is never lost, whatever becomes of the rest of the response.

use std::future::{Future, poll_fn};
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use futures_core::Stream as _;
use http::header::{CONTENT_LENGTH, SET_COOKIE};
use http::{HeaderMap, Method, StatusCode, Uri};
use tokio::time::error::Elapsed;
use tokio::time::{self, Instant};

use super::trace::Trace;
use crate::runtime::client::Settings;
use crate::runtime::error::{
    ApiError, Call, ConnectionError, Error, RateLimited, Stage, TimeLimit, TimeoutError, TooLarge,
};
use crate::runtime::limits::Ticket;
use crate::runtime::request::Template;
use crate::runtime::response::Head;
use crate::runtime::transport::{ByteStream, Meter, TransportError, TransportErrorKind};

/// Largest allocation for a body before it is received, whatever length the server announces.
const MAX_RESERVED: usize = 1 << 20;
/// As good as never; a longer time could not be added to a clock.
const FAR: Duration = Duration::from_secs(10 * 365 * 24 * 60 * 60);

/// Part of a response that is read before the attempt is complete.
///
/// A value and not a type, so that everything here is compiled once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::runtime) enum Extent {
    /// To the last byte.
    Whole,
    /// Up to the head; a response that is no success is read whole all the same.
    Head,
}

/// Deadline of a call.
#[derive(Clone, Copy, Debug)]
pub(in crate::runtime) struct Deadline {
    pub(in crate::runtime) at: Instant,
    /// Time from the start of the call to the deadline.
    pub(in crate::runtime) after: Duration,
}

impl Deadline {
    /// Creates a deadline that lies `after` from now.
    pub(in crate::runtime) fn new(after: Duration) -> Self {
        let at = Instant::now() + after.min(FAR);
        Self { at, after }
    }
}

/// Context of one attempt.
pub(in crate::runtime) struct Attempt<'a> {
    settings: &'a Settings,
    call: &'a Call,
    trace: &'a Trace,
    start: Instant,
    timeout: Duration,
    deadline: Option<Deadline>,
    /// Progress of the body that is sent, if it is a large one.
    meter: Option<Arc<Meter>>,
}

impl<'a> Attempt<'a> {
    /// Creates an attempt that starts now, and ends after `timeout` or at the deadline, whichever comes first. With a
    /// meter, `timeout` starts again with each piece of the body.
    pub(in crate::runtime) fn new(
        settings: &'a Settings,
        call: &'a Call,
        trace: &'a Trace,
        timeout: Duration,
        deadline: Option<Deadline>,
        meter: Option<Arc<Meter>>,
    ) -> Self {
        Self {
            settings,
            call,
            trace,
            start: Instant::now(),
            timeout,
            deadline,
            meter,
        }
    }

    /// Returns the end of the attempt as things are, the limit that sets it, and the length of that limit.
    fn end(&self) -> (Instant, TimeLimit, Duration) {
        let last = self.meter.as_ref().map_or(self.start, |meter| meter.last());
        let end = last + self.timeout.min(FAR);
        match self.deadline {
            Some(deadline) if deadline.at < end => {
                (deadline.at, TimeLimit::Deadline, deadline.after)
            }
            _ => (end, TimeLimit::Attempt, self.timeout),
        }
    }

    /// Waits for `work` until the attempt ends.
    async fn in_time<F: Future>(&self, work: F) -> Result<F::Output, Elapsed> {
        let mut work = pin!(work);
        loop {
            let (end, ..) = self.end();
            let outcome = time::timeout_at(end, work.as_mut()).await;
            // Meanwhile a piece of the body may have been sent.
            if outcome.is_ok() || self.end().0 <= end {
                return outcome;
            }
        }
    }

    /// Sends the template's request and reads its response as far as `extent` says.
    ///
    /// # Errors
    ///
    /// [`Error::Api`] for a status outside the 2xx class, [`Error::TooLarge`], [`Error::Timeout`] or
    /// [`Error::Connection`] without a whole response.
    pub(in crate::runtime) async fn make(
        &self,
        template: &Template,
        ticket: Ticket<'_>,
        extent: Extent,
    ) -> Result<(Head, ByteStream), Error> {
        let (head, body) = self.send(template, ticket).await?;
        if head.status.is_success() && extent == Extent::Head {
            return Ok((head, body));
        }
        let announced = announced_length(self.call, &head);
        let collected = collect(body, announced, self.settings.max_body_size);
        let collected = self.in_time(collected).await;
        self.complete(head, collected)
    }

    /// Sends the template's request and waits for the head of its response.
    async fn send(
        &self,
        template: &Template,
        ticket: Ticket<'_>,
    ) -> Result<(Head, ByteStream), Error> {
        let transport = &self.settings.transport;
        let text = template.body.as_bytes();
        self.trace.body(self.settings, "request body", text);
        // The request itself stays out of this future, which would keep room for it to the end.
        let answer = transport.send(template.request(self.settings, self.meter.as_ref()));
        let answer = self.in_time(answer).await;
        let response = match self.outcome(Stage::WaitingForAnswer, Some(&template.uri), answer) {
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
        self.call.secrets.redact_headers(&mut headers);
        let rate_limit = ticket.answered(status, &headers);
        self.trace.head(status, &headers, rate_limit);
        let head = Head {
            status,
            headers,
            rate_limit,
        };
        Ok((head, body))
    }

    /// Returns the response with its whole body, or the error that it is.
    fn complete(
        &self,
        head: Head,
        body: Result<Result<Option<Bytes>, TransportError>, Elapsed>,
    ) -> Result<(Head, ByteStream), Error> {
        if !head.status.is_success() {
            // The status of a refusal matters more than the rest of its text.
            let body = body.ok().and_then(Result::ok).flatten();
            let body = body.unwrap_or_default();
            self.trace.body(self.settings, "response body", Some(&body));
            return Err(self.refusal(head, body));
        }
        match self.outcome(Stage::ReadingBody, None, body)? {
            Some(body) => {
                self.trace.body(self.settings, "response body", Some(&body));
                Ok((head, ByteStream::once(body)))
            }
            None => Err(Error::TooLarge(Box::new(TooLarge {
                call: self.call.clone(),
                status: head.status,
                headers: head.headers,
                limit: self.settings.max_body_size,
            }))),
        }
    }

    /// Returns the error for a response outside the 2xx class.
    fn refusal(&self, head: Head, body: Bytes) -> Error {
        let (call, hints) = (self.call.clone(), self.settings.service.hints);
        let error = ApiError::new(call, head.status, head.headers, body, hints);
        if head.status == StatusCode::TOO_MANY_REQUESTS {
            Error::RateLimited(Box::new(RateLimited::answered(error)))
        } else {
            Error::Api(Box::new(error))
        }
    }

    /// Converts the outcome of waiting for `stage` into a result or the time limit that was reached.
    fn outcome<T>(
        &self,
        stage: Stage,
        uri: Option<&Uri>,
        outcome: Result<Result<T, TransportError>, Elapsed>,
    ) -> Result<T, Error> {
        match outcome {
            Ok(Ok(value)) => Ok(value),
            Ok(Err(error)) => Err(failure(self.call.clone(), stage, uri, error)),
            Err(_) => Err(self.too_late(stage)),
        }
    }

    fn too_late(&self, stage: Stage) -> Error {
        let (_, limit, duration) = self.end();
        let is_sending = self.meter.as_ref().is_some_and(|meter| !meter.has_ended());
        Error::Timeout(Box::new(TimeoutError {
            call: self.call.clone(),
            stage: if is_sending {
                Stage::SendingBody
            } else {
                stage
            },
            limit,
            duration: Some(duration),
            host: None,
            source: None,
        }))
    }
}

/// Returns `true` if the server has certainly not received the request.
pub(in crate::runtime) fn is_unsent(error: &Error) -> bool {
    matches!(error, Error::Connection(_) | Error::Timeout(_)) && error.is_unsent()
}

/// Returns the error for a transport that failed at `stage`.
pub(in crate::runtime) fn failure(
    call: Call,
    stage: Stage,
    uri: Option<&Uri>,
    error: TransportError,
) -> Error {
    let limit = match error.kind() {
        TransportErrorKind::ConnectTimeout => Some(TimeLimit::Connect),
        TransportErrorKind::Timeout => Some(TimeLimit::Attempt),
        _ => None,
    };
    let stage = match error.kind() {
        TransportErrorKind::NotConnected | TransportErrorKind::ConnectTimeout => Stage::Connecting,
        TransportErrorKind::CannotConnect => Stage::CannotConnect,
        TransportErrorKind::Unprocessed => Stage::Unprocessed,
        TransportErrorKind::RequestBody => Stage::ReadingRequestBody,
        _ => stage,
    };
    let is_connect = matches!(stage, Stage::Connecting | Stage::CannotConnect);
    let host = uri.and_then(Uri::authority).filter(|_| is_connect);
    let host = host.map(|host| host.as_str().into());
    let source = error.into_source();
    match limit {
        Some(limit) => Error::Timeout(Box::new(TimeoutError {
            call,
            stage,
            limit,
            duration: None,
            host,
            source: Some(source),
        })),
        None => Error::Connection(Box::new(ConnectionError {
            call,
            stage,
            host,
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

/// Returns the length that the server says the body has; zero if it does not say.
fn announced_length(call: &Call, head: &Head) -> usize {
    if call.method == Method::HEAD || head.status == StatusCode::NO_CONTENT {
        return 0;
    }
    let length = head.headers.get(CONTENT_LENGTH);
    let length: Option<u64> = length.and_then(|value| value.to_str().ok()?.parse().ok());
    length.map_or(0, |length| usize::try_from(length).unwrap_or(usize::MAX))
}

/// Returns the whole body, or `None` if it has more than `limit` bytes.
async fn collect(
    mut body: ByteStream,
    announced: usize,
    limit: usize,
) -> Result<Option<Bytes>, TransportError> {
    if announced > limit {
        return Ok(None);
    }
    let mut pieces = Pieces::default();
    while let Some(chunk) = poll_fn(|context| Pin::new(&mut body).poll_next(context)).await {
        let chunk = chunk?;
        if chunk.len() > limit.saturating_sub(pieces.length()) {
            return Ok(None);
        }
        pieces.add(chunk, announced);
    }
    Ok(Some(pieces.joined()))
}

/// The pieces of a body. Most bodies come in one piece, which need not be copied.
#[derive(Default)]
struct Pieces {
    /// The only piece so far.
    first: Bytes,
    /// All pieces, when there are several.
    all: BytesMut,
}

impl Pieces {
    fn length(&self) -> usize {
        self.first.len().max(self.all.len())
    }

    fn add(&mut self, piece: Bytes, announced: usize) {
        if self.length() == 0 {
            self.first = piece;
            return;
        }
        if self.all.is_empty() {
            self.all.reserve(announced.min(MAX_RESERVED));
            // Kept no longer: the transport reads the next pieces into the same memory.
            self.all.extend_from_slice(&std::mem::take(&mut self.first));
        }
        self.all.extend_from_slice(&piece);
    }

    fn joined(self) -> Bytes {
        if self.all.is_empty() {
            self.first
        } else {
            self.all.freeze()
        }
    }
}
