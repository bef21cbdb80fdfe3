//! The body of a request, which opens a stream for each attempt.
//!
//! It gives exactly the number of bytes that it announces or an error: another one would break the connection.

use std::fmt;
use std::io;
use std::sync::Arc;

use bytes::Bytes;
use futures_core::Stream;
use tokio::io::AsyncRead;

use super::byte_stream::ByteStream;
use super::progress::{Meter, Metered};
use super::reader::{AsyncReads, Reads};
use super::streams::{Chain, Converted, OneTime, Opening, exact};

/// The body of a request; cloning is cheap.
///
/// A body in memory, or one that [`Body::stream`] opens anew, can be sent any number of times. One that can be read
/// only once ([`Body::once`], [`Body::async_read`], [`Body::read`]) is not sent again after its first byte was read,
/// whatever the retry policy says: the call ends in the error of that attempt.
#[derive(Clone)]
pub struct Body {
    source: Source,
    meter: Option<Arc<Meter>>,
}

#[derive(Clone)]
enum Source {
    Bytes(Bytes),
    Stream {
        length: Option<u64>,
        open: Arc<dyn Fn() -> ByteStream + Send + Sync>,
    },
    Once {
        length: Option<u64>,
        stream: OneTime,
    },
    /// One after the other.
    Joined(Arc<[Body]>),
}

impl Body {
    /// Creates an empty body.
    #[must_use]
    pub const fn empty() -> Self {
        Self::new(Source::Bytes(Bytes::new()))
    }

    /// Returns a body that is in memory.
    #[must_use]
    pub fn bytes(bytes: impl Into<Bytes>) -> Self {
        Self::new(Source::Bytes(bytes.into()))
    }

    /// Returns a body that is read while it is sent. `open` is called for each attempt and gives the same bytes each
    /// time; `length` is their number, if that is known before.
    #[must_use]
    pub fn stream(
        length: Option<u64>,
        open: impl Fn() -> ByteStream + Send + Sync + 'static,
    ) -> Self {
        let open = Arc::new(open);
        Self::new(Source::Stream { length, open })
    }

    /// Creates a body that is read while it is sent, from a stream of chunks. `length` is the number of bytes, if that
    /// is known before; without it, HTTP/1.1 sends the body with `Transfer-Encoding: chunked`.
    #[must_use]
    pub fn once<B, E>(
        length: Option<u64>,
        stream: impl Stream<Item = Result<B, E>> + Send + 'static,
    ) -> Self
    where
        B: Into<Bytes>,
        E: Into<Box<dyn std::error::Error + Send + Sync>>,
    {
        let stream = OneTime::new(ByteStream::new(Converted::new(stream)));
        Self::new(Source::Once { length, stream })
    }

    /// Works like [`Body::once`], from a reader that is async, such as a file, a pipe or a socket of tokio's.
    #[must_use]
    pub fn async_read(length: Option<u64>, reader: impl AsyncRead + Send + 'static) -> Self {
        Self::once(length, AsyncReads::new(Box::pin(reader)))
    }

    /// Works like [`Body::once`], from a reader that blocks, such as a file or the standard input. It is read on the threads
    /// that tokio has for such work.
    #[must_use]
    pub fn read(length: Option<u64>, reader: impl io::Read + Send + 'static) -> Self {
        Self::once(length, Reads::new(Box::new(reader)))
    }

    /// Creates a body of `length` bytes from a reader that blocks, which `open` gives for each attempt.
    pub(in crate::runtime) fn reopened(
        length: u64,
        open: impl Fn() -> Box<dyn io::Read + Send> + Send + Sync + 'static,
    ) -> Self {
        Self::stream(Some(length), move || {
            ByteStream::new(Converted::new(Reads::new(open())))
        })
    }

    /// Joins the bodies `parts`, one after the other.
    pub(in crate::runtime) fn joined(parts: Vec<Self>) -> Self {
        Self::new(Source::Joined(parts.into()))
    }

    const fn new(source: Source) -> Self {
        Self {
            source,
            meter: None,
        }
    }

    /// Returns the same body, whose reads `meter` counts.
    pub(in crate::runtime) fn with_meter(mut self, meter: Option<Arc<Meter>>) -> Self {
        self.meter = meter;
        self
    }

    /// Returns `true` if a meter counts the bytes that are read, so that [`Self::to_stream`] has to read them.
    #[cfg(feature = "reqwest")]
    pub(in crate::runtime) fn is_metered(&self) -> bool {
        self.meter.is_some()
    }

    /// Returns the whole body, if it is in memory.
    #[must_use]
    pub fn as_bytes(&self) -> Option<&Bytes> {
        match &self.source {
            Source::Bytes(bytes) => Some(bytes),
            _ => None,
        }
    }

    /// Returns the number of bytes, if it is known.
    #[must_use]
    pub fn length(&self) -> Option<u64> {
        match &self.source {
            Source::Bytes(bytes) => u64::try_from(bytes.len()).ok(),
            Source::Stream { length, .. } | Source::Once { length, .. } => *length,
            Source::Joined(parts) => parts.iter().map(Self::length).sum(),
        }
    }

    /// Returns `true` if the body, or a part of it, can be read only once and was, so that it cannot be sent again.
    #[must_use]
    pub fn is_spent(&self) -> bool {
        match &self.source {
            Source::Bytes(_) | Source::Stream { .. } => false,
            Source::Once { stream, .. } => stream.is_taken(),
            Source::Joined(parts) => parts.iter().any(Self::is_spent),
        }
    }

    /// Returns `true` if both send the same bytes, as far as is known without reading them.
    pub(in crate::runtime) fn is_same(&self, other: &Self) -> bool {
        match (&self.source, &other.source) {
            (Source::Bytes(one), Source::Bytes(other)) => one == other,
            (Source::Stream { open: one, .. }, Source::Stream { open: other, .. }) => {
                Arc::ptr_eq(one, other)
            }
            (Source::Once { stream: one, .. }, Source::Once { stream: other, .. }) => {
                one.is_same(other)
            }
            (Source::Joined(one), Source::Joined(other)) => Arc::ptr_eq(one, other),
            _ => false,
        }
    }

    /// Returns the bytes from the start.
    #[must_use]
    pub fn to_stream(&self) -> ByteStream {
        let stream = self.source.open();
        match &self.meter {
            Some(meter) => ByteStream::new(Metered::new(stream, Arc::clone(meter))),
            None => stream,
        }
    }
}

impl Source {
    fn open(&self) -> ByteStream {
        match self {
            Self::Bytes(bytes) => ByteStream::once(bytes.clone()),
            Self::Stream { length, open } => exact(open(), *length),
            Self::Once { length, stream } => {
                let stream = ByteStream::new(Opening::new(stream.clone()));
                exact(stream, *length)
            }
            Self::Joined(parts) => {
                let parts = parts.iter().map(Body::to_stream).collect();
                ByteStream::new(Chain::new(parts))
            }
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
