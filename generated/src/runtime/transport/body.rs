//! Bodies: of a request, which can be sent again, and of a response, which is read once.
//!
//! A request's body never keeps a stream: it makes a new one for each attempt.

use std::fmt;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use bytes::Bytes;
use futures_core::Stream;

use super::error::TransportError;

/// The body of a request; cloning is cheap.
#[derive(Clone)]
pub struct Body(Source);

#[derive(Clone)]
enum Source {
    Bytes(Bytes),
    Stream {
        length: Option<u64>,
        open: Arc<dyn Fn() -> ByteStream + Send + Sync>,
    },
}

impl Body {
    /// No body.
    #[must_use]
    pub const fn empty() -> Self {
        Self(Source::Bytes(Bytes::new()))
    }

    /// A body that is in memory.
    #[must_use]
    pub fn bytes(bytes: impl Into<Bytes>) -> Self {
        Self(Source::Bytes(bytes.into()))
    }

    /// A body that is read while it is sent. `open` is called for each attempt and gives the same bytes each time;
    /// `length` is their number, if that is known before.
    #[must_use]
    pub fn stream(
        length: Option<u64>,
        open: impl Fn() -> ByteStream + Send + Sync + 'static,
    ) -> Self {
        let open = Arc::new(open);
        Self(Source::Stream { length, open })
    }

    /// The whole body, if it is in memory.
    #[must_use]
    pub fn as_bytes(&self) -> Option<&Bytes> {
        match &self.0 {
            Source::Bytes(bytes) => Some(bytes),
            Source::Stream { .. } => None,
        }
    }

    /// The number of bytes, if it is known.
    #[must_use]
    pub fn length(&self) -> Option<u64> {
        match &self.0 {
            Source::Bytes(bytes) => u64::try_from(bytes.len()).ok(),
            Source::Stream { length, .. } => *length,
        }
    }

    /// The bytes from the start.
    #[must_use]
    pub fn to_stream(&self) -> ByteStream {
        match &self.0 {
            Source::Bytes(bytes) => ByteStream::once(bytes.clone()),
            Source::Stream { open, .. } => open(),
        }
    }
}

impl Default for Body {
    fn default() -> Self {
        Self::empty()
    }
}

impl fmt::Debug for Body {
    /// Shows no content.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Body")
            .field("length", &self.length())
            .finish_non_exhaustive()
    }
}

/// Bytes as they arrive, in chunks of any size; ends at the first error.
pub struct ByteStream(Chunks);

enum Chunks {
    Once(Option<Bytes>),
    Stream(Pin<Box<dyn Stream<Item = Result<Bytes, TransportError>> + Send>>),
}

impl ByteStream {
    /// The chunks of `stream`.
    #[must_use]
    pub fn new(stream: impl Stream<Item = Result<Bytes, TransportError>> + Send + 'static) -> Self {
        Self(Chunks::Stream(Box::pin(stream)))
    }

    /// One chunk, or none if `bytes` is empty.
    #[must_use]
    pub fn once(bytes: impl Into<Bytes>) -> Self {
        let bytes = bytes.into();
        Self(Chunks::Once((!bytes.is_empty()).then_some(bytes)))
    }

    /// The one chunk that there is; nothing, if there may be more.
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
