//! Lists in code that is not async: the calling thread waits for each page.
//!
//! A thread that runs async code gets an error, because waiting would keep other tasks from running.

use std::fmt;

use super::{Items, Page, Pages};
use crate::runtime::error::Error;
use crate::runtime::exchange::wait;

impl<T> Items<T> {
    /// Returns the same items as an iterator, for code that is not async. On a thread that runs async code every item
    /// is an [`Error::InvalidRequest`].
    pub fn blocking(self) -> BlockingItems<T> {
        BlockingItems(self)
    }
}

impl<T> Pages<T> {
    /// Returns the same pages as an iterator, for code that is not async. On a thread that runs async code every page
    /// is an [`Error::InvalidRequest`].
    pub fn blocking(self) -> BlockingPages<T> {
        BlockingPages(self)
    }
}

/// The items of a list as an iterator, for code that is not async; made by [`Items::blocking`].
#[must_use = "an iterator does nothing unless it is read"]
pub struct BlockingItems<T>(Items<T>);

impl<T> BlockingItems<T> {
    /// Returns the stream behind it, such as for its resume token.
    pub fn get_ref(&self) -> &Items<T> {
        &self.0
    }
}

impl<T> Iterator for BlockingItems<T> {
    type Item = Result<T, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        match wait(self.0.operation(), self.0.next()) {
            Ok(item) => item,
            Err(error) => Some(Err(error)),
        }
    }
}

impl<T> fmt::Debug for BlockingItems<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("BlockingItems").field(&self.0).finish()
    }
}

/// The pages of a list as an iterator, for code that is not async; made by [`Pages::blocking`].
#[must_use = "an iterator does nothing unless it is read"]
pub struct BlockingPages<T>(Pages<T>);

impl<T> BlockingPages<T> {
    /// Returns the stream behind it, such as for its resume token.
    pub fn get_ref(&self) -> &Pages<T> {
        &self.0
    }
}

impl<T> Iterator for BlockingPages<T> {
    type Item = Result<Page<T>, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        match wait(self.0.operation(), self.0.next()) {
            Ok(page) => page,
            Err(error) => Some(Err(error)),
        }
    }
}

impl<T> fmt::Debug for BlockingPages<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("BlockingPages").field(&self.0).finish()
    }
}
