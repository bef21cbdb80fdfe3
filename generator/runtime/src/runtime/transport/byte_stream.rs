//! A body that is read once, chunk by chunk: of a response, or of a request in one attempt.
//!
//! One chunk that is there needs no box.

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use futures_core::Stream;

use super::error::TransportError;

/// Bytes as they arrive, in chunks of any size; ends at the first error.
pub struct ByteStream(Chunks);

enum Chunks {
    Once(Option<Bytes>),
    Stream(Pin<Box<dyn Stream<Item = Result<Bytes, TransportError>> + Send>>),
}

impl ByteStream {
    /// Creates the chunks of `stream`.
    #[must_use]
    pub fn new(stream: impl Stream<Item = Result<Bytes, TransportError>> + Send + 'static) -> Self {
        Self(Chunks::Stream(Box::pin(stream)))
    }

    /// Returns one chunk, or none if `bytes` is empty.
    #[must_use]
    pub fn once(bytes: impl Into<Bytes>) -> Self {
        let bytes = bytes.into();
        Self(Chunks::Once((!bytes.is_empty()).then_some(bytes)))
    }

    /// Returns the one chunk that there is; nothing, if there may be more.
    pub(in crate::runtime) fn into_piece(self) -> Bytes {
        match self.0 {
            Chunks::Once(bytes) => bytes.unwrap_or_default(),
            Chunks::Stream(_) => Bytes::new(),
        }
    }
}

impl Stream for ByteStream {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        match &mut self.0 {
            Chunks::Once(bytes) => Poll::Ready(bytes.take().map(Ok)),
            Chunks::Stream(stream) => stream.as_mut().poll_next(context),
        }
    }
}

impl fmt::Debug for ByteStream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ByteStream").finish_non_exhaustive()
    }
}
