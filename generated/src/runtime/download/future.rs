//! A download whose response has not begun to arrive.
//!
//! Nothing is sent before it is awaited.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::Bytes;

use super::stream::Download;
use crate::runtime::client::Client;
use crate::runtime::error::Error;
use crate::runtime::exchange::{self, Execution, Extent};
use crate::runtime::limits::Cancellation;
use crate::runtime::request::Request;

/// A [`Download`] whose head is in progress; made by [`Client::download`](crate::runtime::Client::download) and
/// [`Request::stream`](crate::runtime::Request::stream). Nothing is sent before it is awaited.
#[must_use = "futures do nothing unless they are awaited"]
pub struct DownloadFuture {
    opening: Execution,
    #[cfg_attr(
        not(feature = "blocking"),
        allow(dead_code, reason = "names a call that cannot be waited for")
    )]
    pub(super) operation: &'static str,
    /// Longest time between two chunks.
    pause: Duration,
    /// The size that a body in memory may have, in bytes.
    max_body_size: usize,
    cancellation: Option<Cancellation>,
}

impl DownloadFuture {
    pub(in crate::runtime) fn new(
        opening: Execution,
        operation: &'static str,
        client: &Client,
    ) -> Self {
        Self {
            opening,
            operation,
            pause: client.settings.timeout,
            max_body_size: client.settings.max_body_size,
            cancellation: client.cancellation.clone(),
        }
    }

    /// Returns the same future with another limit on the server's pauses, if there is one.
    pub(in crate::runtime) fn pause(mut self, limit: Option<Duration>) -> Self {
        self.pause = limit.unwrap_or(self.pause);
        self
    }

    /// Returns the whole body, in memory: up to the client's limit (`max_body_size`; 64 MiB unless set).
    ///
    /// # Errors
    ///
    /// Those of the head and of [`Download::bytes`].
    pub async fn bytes(self) -> Result<Bytes, Error> {
        self.await?.bytes().await
    }
}

impl Future for DownloadFuture {
    type Output = Result<Download, Error>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let response = ready!(self.opening.as_mut().poll(context))?;
        let cancelled = self.cancellation.as_ref().map(Cancellation::wait);
        let download = Download::new(response, self.pause, self.max_body_size, cancelled);
        Poll::Ready(Ok(download))
    }
}

impl fmt::Debug for DownloadFuture {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DownloadFuture").finish_non_exhaustive()
    }
}

impl Request<Bytes> {
    /// Sends the request; the body of its response is read piece by piece, as it arrives, and never held whole. For any
    /// other request, [`Request::raw`] comes first.
    ///
    /// # Errors
    ///
    /// The future's are those of [`Request::send`], but for those of the body: they are the
    /// [`Download`](crate::runtime::Download)'s.
    pub fn stream(self) -> DownloadFuture {
        let (client, parts) = self.into_parts();
        let (operation, timeout) = (parts.operation.id, parts.timeout);
        let opening = exchange::execute(client.clone(), parts, Extent::Head);
        DownloadFuture::new(opening, operation, &client).pause(timeout)
    }
}
