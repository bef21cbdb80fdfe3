//! The streams of a request's body: converted, read only once, joined, and checked for their length.
//!
//! Each error is a [`TransportErrorKind::RequestBody`], after which nothing is sent again.

use std::collections::VecDeque;
use std::fmt;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use futures_core::Stream;

use super::byte_stream::ByteStream;
use super::error::{TransportError, TransportErrorKind};

/// Stream of a caller, with its chunks and errors as bodies have them.
pub(super) struct Converted<S>(Pin<Box<S>>);

impl<S> Converted<S> {
    pub(super) fn new(stream: S) -> Self {
        Self(Box::pin(stream))
    }
}

impl<S, B, E> Stream for Converted<S>
where
    S: Stream<Item = Result<B, E>>,
    B: Into<Bytes>,
    E: Into<Box<dyn std::error::Error + Send + Sync>>,
{
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let chunk = ready!(self.0.as_mut().poll_next(context));
        Poll::Ready(chunk.map(|chunk| match chunk {
            Ok(chunk) => Ok(chunk.into()),
            Err(error) => Err(unreadable(error)),
        }))
    }
}

/// A stream that can be read only once. Clones are the same stream.
#[derive(Clone)]
pub(super) struct OneTime(Arc<Mutex<Option<ByteStream>>>);

impl OneTime {
    pub(super) fn new(stream: ByteStream) -> Self {
        Self(Arc::new(Mutex::new(Some(stream))))
    }

    /// Returns `true` if reading has begun.
    pub(super) fn is_taken(&self) -> bool {
        self.lock().is_none()
    }

    pub(super) fn is_same(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }

    fn lock(&self) -> MutexGuard<'_, Option<ByteStream>> {
        // Nothing that can fail is done while it is held.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The chunks of a stream that can be read only once, which is taken by the first poll.
pub(super) struct Opening {
    source: OneTime,
    stream: Option<ByteStream>,
}

impl Opening {
    pub(super) fn new(source: OneTime) -> Self {
        Self {
            source,
            stream: None,
        }
    }
}

impl Stream for Opening {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if self.stream.is_none() {
            let stream = self.source.lock().take();
            self.stream = stream;
        }
        match &mut self.stream {
            Some(stream) => Pin::new(stream).poll_next(context),
            None => Poll::Ready(Some(Err(unreadable(
                "it can be read only once, and was read before",
            )))),
        }
    }
}

/// Streams, one after the other.
pub(super) struct Chain(VecDeque<ByteStream>);

impl Chain {
    pub(super) fn new(streams: VecDeque<ByteStream>) -> Self {
        Self(streams)
    }
}

impl Stream for Chain {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        while let Some(stream) = self.0.front_mut() {
            match ready!(Pin::new(stream).poll_next(context)) {
                Some(chunk) => return Poll::Ready(Some(chunk)),
                None => self.0.pop_front(),
            };
        }
        Poll::Ready(None)
    }
}

/// Returns the same stream, which ends in an error if it does not have `length` bytes.
pub(super) fn exact(stream: ByteStream, length: Option<u64>) -> ByteStream {
    match length {
        Some(length) => ByteStream::new(Exact {
            stream,
            length,
            read: 0,
        }),
        None => stream,
    }
}

/// A stream that has to have a number of bytes.
struct Exact {
    stream: ByteStream,
    length: u64,
    read: u64,
}

impl Exact {
    fn mismatch(&self, found: fmt::Arguments<'_>) -> TransportError {
        unreadable(format!(
            "it has {found} bytes, and not the {} that were announced",
            self.length
        ))
    }
}

impl Stream for Exact {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let chunk = ready!(Pin::new(&mut self.stream).poll_next(context));
        Poll::Ready(match chunk {
            Some(Ok(chunk)) => {
                let count = u64::try_from(chunk.len()).unwrap_or(u64::MAX);
                self.read = self.read.saturating_add(count);
                let is_too_long = self.read > self.length;
                Some(if is_too_long {
                    Err(self.mismatch(format_args!("{} or more", self.read)))
                } else {
                    Ok(chunk)
                })
            }
            None if self.read < self.length => {
                let error = self.mismatch(format_args!("{}", self.read));
                // The stream is not polled after its end.
                self.read = self.length;
                self.stream = ByteStream::once(Bytes::new());
                Some(Err(error))
            }
            other => other,
        })
    }
}

/// Creates the error of a request's body that cannot be read.
fn unreadable(error: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> TransportError {
    TransportError::new(TransportErrorKind::RequestBody, error)
}
