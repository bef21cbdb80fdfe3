//! A call whose response comes item by item, up to the head of the response.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};

use crate::runtime::{Bytes, Download, DownloadFuture, Error, Request};

/// A stream of items whose head is in progress. Nothing is sent before it is awaited.
#[must_use = "futures do nothing unless they are awaited"]
pub struct Opening<S> {
    head: DownloadFuture,
    open: fn(Download) -> S,
}

impl<S> Opening<S> {
    /// Creates the response of `request`, asked for as content of the type `accept`, as the stream that `open` makes of
    /// it.
    pub fn new(request: Request<Bytes>, accept: &'static str, open: fn(Download) -> S) -> Self {
        let head = request.header("accept", &accept).stream();
        Self { head, open }
    }

    /// Waits for the head, in code that is not async; `blocking` of the stream is then an iterator over the items.
    ///
    /// # Errors
    ///
    /// Those of the head, and [`Error::InvalidRequest`] on a thread that runs async code.
    #[cfg(feature = "blocking")]
    pub fn blocking(self) -> Result<S, Error> {
        let download = self.head.blocking()?.into_inner();
        Ok((self.open)(download))
    }
}

impl<S> Future for Opening<S> {
    type Output = Result<S, Error>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let head = Pin::new(&mut self.head).poll(context);
        head.map_ok(|download| (self.open)(download))
    }
}

impl<S> fmt::Debug for Opening<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Opening").finish_non_exhaustive()
    }
}
