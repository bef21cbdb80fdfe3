//! Streams of items for code that is not async.

use std::future::poll_fn;
use std::pin::Pin;

use futures_core::Stream;

use crate::runtime::{self, Error};

/// The items of a stream as an iterator: the calling thread waits for each. On a thread that runs async code every item
/// is an [`Error::InvalidRequest`].
#[derive(Debug)]
#[must_use = "an iterator does nothing unless it is read"]
pub struct Blocking<S> {
    operation: &'static str,
    stream: S,
}

impl<S> Blocking<S> {
    pub(super) fn new(operation: &'static str, stream: S) -> Self {
        Self { operation, stream }
    }

    /// Returns the stream behind it, such as for the headers of the response.
    pub fn get_ref(&self) -> &S {
        &self.stream
    }
}

impl<T, S: Stream<Item = Result<T, Error>> + Unpin> Iterator for Blocking<S> {
    type Item = Result<T, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        let stream = &mut self.stream;
        let item = poll_fn(|context| Pin::new(&mut *stream).poll_next(context));
        runtime::wait(self.operation, item).unwrap_or_else(|error| Some(Err(error)))
    }
}
