//! The items of a list in one `Vec`.
//!
//! Bounded by the caller's limit, so that a list of unexpected length does not exhaust the memory.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use super::Items;
use crate::runtime::error::Error;

/// The first items of a list, as many as the limit says, or all if there are fewer.
#[must_use = "futures do nothing unless they are awaited"]
pub struct CollectAll<T> {
    items: Items<T>,
    collected: Vec<T>,
    limit: usize,
}

impl<T> Items<T> {
    /// Returns the next `limit` items, or all if there are fewer, in one list. No page is asked for that is not needed.
    ///
    /// To know whether there are more than `limit`, ask for one more. After an error the items before it are gone; a
    /// caller who wants them reads the stream.
    pub fn collect_all(self, limit: usize) -> CollectAll<T> {
        CollectAll::new(self, limit)
    }
}

impl<T> CollectAll<T> {
    /// Collects at most `limit` of `items`.
    pub(super) fn new(items: Items<T>, limit: usize) -> Self {
        Self {
            items,
            collected: Vec::new(),
            limit,
        }
    }
}

// Nothing in it is pinned: items are only moved.
impl<T> Unpin for CollectAll<T> {}

impl<T> Future for CollectAll<T> {
    type Output = Result<Vec<T>, Error>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        while self.collected.len() < self.limit {
            match ready!(self.items.poll_item(context)) {
                Some(Ok(item)) => self.collected.push(item),
                Some(Err(error)) => return Poll::Ready(Err(error)),
                None => break,
            }
        }
        Poll::Ready(Ok(std::mem::take(&mut self.collected)))
    }
}

impl<T> fmt::Debug for CollectAll<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CollectAll")
            .field("collected", &self.collected.len())
            .field("limit", &self.limit)
            .finish_non_exhaustive()
    }
}
