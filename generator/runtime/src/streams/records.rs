//! A response as a stream of JSON values: a line each (`application/x-ndjson`, `application/jsonl`), or a record each
//! (`application/json-seq`, RFC 7464).

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;
use http::{HeaderMap, StatusCode};

use super::source::{Source, Split, TooLong};
use crate::runtime::codec;
use crate::runtime::{Bytes, Decode, DecodeError, Download, Error};

/// Byte before each record of a JSON text sequence.
const RECORD_SEPARATOR: u8 = 0x1E;

/// JSON values as they arrive.
///
/// A [`Stream`], which [`Records::next`] and [`Records::try_next`] read without any import. A value that cannot be read
/// is an [`Error::Decode`] in its place, and those after it still come; any other error is the last item. The time
/// limit of a call holds for the head of the response and then for each pause between two pieces of it. Dropping the
/// stream closes the connection.
#[must_use = "a stream does nothing unless it is read"]
pub struct Records<T> {
    source: Source<Pieces>,
    read: fn(&[u8]) -> Result<T, DecodeError>,
}

impl<T: Decode> Records<T> {
    /// Returns the values that are on a line each; blank lines count for nothing.
    pub fn lines(download: Download) -> Self {
        Self::new(download, b'\n')
    }

    /// Returns the values of a JSON text sequence.
    pub fn sequence(download: Download) -> Self {
        Self::new(download, RECORD_SEPARATOR)
    }

    fn new(download: Download, separator: u8) -> Self {
        let pieces = Pieces {
            separator,
            held: Vec::new(),
        };
        Self {
            source: Source::new(download, pieces),
            read: codec::decode,
        }
    }
}

impl<T> Records<T> {
    /// Makes a value of more than `bytes` an [`Error::TooLarge`]; the limit is that of a body in memory unless set.
    pub fn with_limit(mut self, bytes: usize) -> Self {
        self.source.set_limit(bytes);
        self
    }

    /// Returns the status of the response, always of the 2xx class.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.source.download.status()
    }

    /// Returns the headers of the response.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        self.source.download.headers()
    }

    /// Returns the server's identifier of the request (`x-request-id`), if it sent one.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        self.source.download.request_id()
    }

    /// Returns the next value; `None` after the last one. Safe to cancel: no value is lost.
    pub async fn next(&mut self) -> Option<Result<T, Error>> {
        poll_fn(|context| self.poll_value(context)).await
    }

    /// Returns the next value; `None` after the last one.
    ///
    /// # Errors
    ///
    /// [`Error::Decode`] for a value that is not of the type, [`Error::Connection`] when the body breaks off,
    /// [`Error::Timeout`] when the server pauses for too long, [`Error::TooLarge`] above the limit.
    pub async fn try_next(&mut self) -> Result<Option<T>, Error> {
        self.next().await.transpose()
    }

    /// Returns the same values as an iterator, for code that is not async.
    #[cfg(feature = "blocking")]
    pub fn blocking(self) -> super::Blocking<Self> {
        super::Blocking::new(self.source.download.operation(), self)
    }

    fn poll_value(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<T, Error>>> {
        Poll::Ready(match ready!(self.source.poll_item(context)) {
            Some(Ok(text)) => {
                let value = (self.read)(&text);
                Some(value.map_err(|error| self.source.unreadable(error, &text)))
            }
            Some(Err(error)) => Some(Err(error)),
            None => None,
        })
    }
}

impl<T> Stream for Records<T> {
    type Item = Result<T, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll_value(context)
    }
}

impl<T> fmt::Debug for Records<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Records")
            .field(&self.source.download)
            .finish()
    }
}

/// Parts between separators.
struct Pieces {
    separator: u8,
    /// The start of a piece whose end has not come yet.
    held: Vec<u8>,
}

impl Split for Pieces {
    type Item = Bytes;

    fn next(&mut self, chunk: &mut Bytes, limit: usize) -> Result<Option<Bytes>, TooLong> {
        loop {
            let end = chunk.iter().position(|byte| *byte == self.separator);
            let piece = chunk.split_to(end.unwrap_or(chunk.len()));
            if piece.len() > limit.saturating_sub(self.held.len()) {
                return Err(TooLong);
            }
            if end.is_none() {
                self.held.extend_from_slice(&piece);
                return Ok(None);
            }
            let _ = chunk.split_to(1);
            let whole = if self.held.is_empty() {
                piece
            } else {
                self.held.extend_from_slice(&piece);
                Bytes::from(std::mem::take(&mut self.held))
            };
            if !is_blank(&whole) {
                return Ok(Some(whole));
            }
        }
    }

    fn end(&mut self) -> Option<Bytes> {
        let last = Bytes::from(std::mem::take(&mut self.held));
        (!is_blank(&last)).then_some(last)
    }
}

fn is_blank(piece: &[u8]) -> bool {
    piece.iter().all(u8::is_ascii_whitespace)
}
