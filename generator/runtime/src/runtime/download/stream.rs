//! The body of a response as it arrives, for files that should not be held in memory.
//!
//! Nothing is lost in silence: a body that breaks off, stalls or is too long ends in an error.

use std::fmt;
use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use futures_core::Stream;
use http::header::CONTENT_LENGTH;
use http::{HeaderMap, StatusCode};
use tokio::time::{Instant, Sleep, sleep};

use crate::runtime::codec::DecodeError;
use crate::runtime::error::{
    Call, DecodeFailure, Error, Stage, TimeLimit, TimeoutError, TooLarge, content_type, request_id,
};
use crate::runtime::exchange;
use crate::runtime::limits::Cancelling;
use crate::runtime::response::OpenResponse;
use crate::runtime::transport::ByteStream;

/// A successful response whose body is read piece by piece.
///
/// A [`Stream`] of chunks, which [`Download::next`] and [`Download::try_next`] read without any import. It ends after
/// the last byte, or after the first error; without an error, the file is complete. The time limit of a
/// call holds for its head, and then for each pause between chunks; the limit on sizes does not hold unless
/// [`Download::with_limit`] sets one. Dropping it closes the connection.
#[must_use = "a stream does nothing unless it is read"]
pub struct Download {
    call: Call,
    status: StatusCode,
    headers: HeaderMap,
    /// `None` after the end.
    body: Option<ByteStream>,
    received: u64,
    /// In bytes; `None` for any size.
    limit: Option<u64>,
    /// Limit of a body in memory when there is no other limit.
    max_body_size: usize,
    pause: Duration,
    clock: Pin<Box<Sleep>>,
    /// `true` if the timer runs, because the caller awaits a chunk.
    waits: bool,
    cancelled: Option<Cancelling>,
}

impl Download {
    pub(super) fn new(
        response: OpenResponse,
        pause: Duration,
        max_body_size: usize,
        cancelled: Option<Cancelling>,
    ) -> Self {
        Self {
            call: response.call,
            status: response.head.status,
            headers: response.head.headers,
            body: Some(response.body),
            received: 0,
            limit: None,
            max_body_size,
            pause,
            clock: Box::pin(sleep(pause)),
            waits: false,
            cancelled,
        }
    }

    /// Makes a body of more than `bytes` an [`Error::TooLarge`].
    pub fn with_limit(mut self, bytes: u64) -> Self {
        self.limit = Some(bytes);
        self
    }

    /// Returns the status, always of the 2xx class.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// Returns the headers.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// Returns the server's identifier of the request (`x-request-id`), if it sent one.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        request_id(&self.headers)
    }

    /// Returns the content type, if the server says.
    #[must_use]
    pub fn content_type(&self) -> Option<&str> {
        content_type(&self.headers)
    }

    /// Returns the number of bytes in the whole body, if the server says.
    #[must_use]
    pub fn length(&self) -> Option<u64> {
        let has_body = self.status != StatusCode::NO_CONTENT;
        let length = self.headers.get(CONTENT_LENGTH).filter(|_| has_body)?;
        length.to_str().ok()?.parse().ok()
    }

    /// Returns the next chunk; `None` after the last one, and after an error.
    pub async fn next(&mut self) -> Option<Result<Bytes, Error>> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }

    /// Returns the next chunk; `None` after the last one, and after an error.
    ///
    /// # Errors
    ///
    /// [`Error::Connection`] when the body breaks off, [`Error::Timeout`] when the server pauses for too long,
    /// [`Error::TooLarge`] above the limit.
    pub async fn try_next(&mut self) -> Result<Option<Bytes>, Error> {
        self.next().await.transpose()
    }

    /// Returns all that is left of the body, in memory: up to the limit that [`Download::with_limit`] has set, or else
    /// the client's (`max_body_size`; 64 MiB unless set).
    ///
    /// # Errors
    ///
    /// Those of [`Download::try_next`]; [`Error::TooLarge`] before anything is read, if the server says how long the
    /// body is.
    pub async fn bytes(mut self) -> Result<Bytes, Error> {
        let max = u64::try_from(self.max_body_size).unwrap_or(u64::MAX);
        let limit = *self.limit.get_or_insert(max);
        if self.length().is_some_and(|length| length > limit) {
            return Err(self.too_large());
        }
        let first = self.try_next().await?.unwrap_or_default();
        let Some(mut chunk) = self.try_next().await? else {
            return Ok(first);
        };
        let mut collected = BytesMut::from(first);
        loop {
            collected.extend_from_slice(&chunk);
            match self.try_next().await? {
                Some(more) => chunk = more,
                None => return Ok(collected.freeze()),
            }
        }
    }

    /// Returns the size that a body in memory may have, in bytes.
    #[doc(hidden)]
    #[must_use]
    pub fn max_body_size(&self) -> usize {
        self.max_body_size
    }

    /// Returns the operation that it is the response of.
    #[doc(hidden)]
    #[must_use]
    pub fn operation(&self) -> &'static str {
        self.call.operation
    }

    /// Returns the error for an item in the body that has more than `limit` bytes.
    #[doc(hidden)]
    #[must_use]
    pub fn item_too_large(&self, limit: usize) -> Error {
        Error::TooLarge(Box::new(TooLarge {
            call: self.call.clone(),
            status: self.status,
            headers: self.headers.clone(),
            limit,
        }))
    }

    /// Returns the error for an item in the body that cannot be read.
    #[doc(hidden)]
    #[must_use]
    pub fn unreadable_item(&self, error: DecodeError, item: &[u8]) -> Error {
        const ENOUGH: usize = 1024;
        let start = item.get(..ENOUGH).unwrap_or(item);
        Error::Decode(Box::new(DecodeFailure::new(
            self.call.clone(),
            self.status,
            self.headers.clone(),
            error,
            &String::from_utf8_lossy(start),
        )))
    }

    fn accept(&mut self, chunk: Bytes) -> Result<Bytes, Error> {
        let length = u64::try_from(chunk.len()).unwrap_or(u64::MAX);
        self.received = self.received.saturating_add(length);
        if self.limit.is_none_or(|limit| self.received <= limit) {
            return Ok(chunk);
        }
        Err(self.too_large())
    }

    /// Completes when the server has paused for too long. The time that the reader takes between two chunks does not
    /// count.
    fn poll_clock(&mut self, context: &mut Context<'_>) -> Poll<()> {
        if !std::mem::replace(&mut self.waits, true) {
            let end = Instant::now().checked_add(self.pause);
            if let Some(end) = end {
                self.clock.as_mut().reset(end);
            }
        }
        self.clock.as_mut().poll(context)
    }

    fn is_cancelled(&mut self, context: &mut Context<'_>) -> bool {
        let cancelled = self.cancelled.as_mut();
        cancelled.is_some_and(|cancelled| cancelled.as_mut().poll(context).is_ready())
    }

    fn too_large(&self) -> Error {
        let limit = self.limit.map(usize::try_from);
        self.item_too_large(limit.and_then(Result::ok).unwrap_or(usize::MAX))
    }

    fn stalled(&self) -> Error {
        Error::Timeout(Box::new(TimeoutError {
            call: self.call.clone(),
            stage: Stage::ReadingBody,
            limit: TimeLimit::Attempt,
            duration: Some(self.pause),
            host: None,
            source: None,
        }))
    }
}

impl Stream for Download {
    type Item = Result<Bytes, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if self.body.is_some() && self.is_cancelled(context) {
            self.body = None;
            return Poll::Ready(Some(Err(Error::cancelled(self.call.clone(), true))));
        }
        let Some(body) = &mut self.body else {
            return Poll::Ready(None);
        };
        let chunk = match Pin::new(body).poll_next(context) {
            Poll::Ready(None) => None,
            Poll::Ready(Some(Ok(chunk))) => Some(self.accept(chunk)),
            Poll::Ready(Some(Err(error))) => {
                let call = self.call.clone();
                Some(Err(exchange::failure(
                    call,
                    Stage::ReadingBody,
                    None,
                    error,
                )))
            }
            Poll::Pending => {
                ready!(self.poll_clock(context));
                Some(Err(self.stalled()))
            }
        };
        self.waits = false;
        if !matches!(chunk, Some(Ok(_))) {
            self.body = None;
        }
        Poll::Ready(chunk)
    }
}

impl fmt::Debug for Download {
    /// Leaves the headers out, because a response may set cookies.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Download")
            .field("call", &self.call)
            .field("status", &self.status)
            .field("received", &self.received)
            .finish_non_exhaustive()
    }
}
