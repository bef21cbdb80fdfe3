//! The body of a response, taken apart into items of raw bytes.
//!
//! No more is held than one chunk and one item, and an item has a limit.

use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream as _;

use crate::runtime::{Bytes, DecodeError, Download, Error};

/// Finds the ends of items.
pub(super) trait Split {
    /// An item, not decoded.
    type Item;

    /// Consumes bytes up to the end of the next item, or all of them if it does not end there.
    ///
    /// # Errors
    ///
    /// When the item has more than `limit` bytes.
    fn next(&mut self, chunk: &mut Bytes, limit: usize) -> Result<Option<Self::Item>, TooLong>;

    /// Returns the item that ends with the body, if there is one.
    fn end(&mut self) -> Option<Self::Item>;
}

/// An item has more bytes than it may have.
#[derive(Debug)]
pub(super) struct TooLong;

/// A body, and what of it was not given yet.
pub(super) struct Source<S> {
    pub(super) download: Download,
    pub(super) split: S,
    chunk: Bytes,
    limit: usize,
    is_over: bool,
}

impl<S: Split> Source<S> {
    pub(super) fn new(download: Download, split: S) -> Self {
        Self {
            limit: download.max_body_size(),
            download,
            split,
            chunk: Bytes::new(),
            is_over: false,
        }
    }

    /// Sets how many bytes an item may have.
    pub(super) fn set_limit(&mut self, bytes: usize) {
        self.limit = bytes;
    }

    /// Gives nothing more.
    pub(super) fn close(&mut self) {
        self.is_over = true;
        self.chunk = Bytes::new();
    }

    /// Returns the error for an item that cannot be read, which the next one can still be.
    pub(super) fn unreadable(&self, error: DecodeError, item: &[u8]) -> Error {
        self.download.unreadable_item(error, item)
    }

    /// Returns the next item; nothing after the last one, and after an error.
    pub(super) fn poll_item(
        &mut self,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<S::Item, Error>>> {
        while !self.is_over {
            match self.split.next(&mut self.chunk, self.limit) {
                Ok(Some(item)) => return Poll::Ready(Some(Ok(item))),
                Ok(None) => {}
                Err(TooLong) => {
                    self.close();
                    return Poll::Ready(Some(Err(self.download.item_too_large(self.limit))));
                }
            }
            match ready!(Pin::new(&mut self.download).poll_next(context)) {
                Some(Ok(chunk)) => self.chunk = chunk,
                Some(Err(error)) => {
                    self.close();
                    return Poll::Ready(Some(Err(error)));
                }
                None => {
                    self.close();
                    return Poll::Ready(self.split.end().map(Ok));
                }
            }
        }
        Poll::Ready(None)
    }
}
