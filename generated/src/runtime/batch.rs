//! Many calls: requests from an iterator, a bounded number of them in progress, and a result for each, in order.
//!
//! A call that fails costs its own result alone. Nothing is spawned, so dropping the batch ends the calls in progress.

use std::fmt;
use std::future::{IntoFuture as _, poll_fn};
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use futures_core::Stream;
use futures_util::stream::FuturesOrdered;
use tokio::time::Instant;

use crate::runtime::error::Error;
use crate::runtime::exchange::ValueFuture;
#[cfg(feature = "blocking")]
use crate::runtime::exchange::wait;
use crate::runtime::request::Request;

/// Number of calls in progress unless another is set.
const CONCURRENCY: usize = 8;

/// Many calls: a [`Stream`] of their results, in the order of the requests.
///
/// Requests are taken from the iterator as calls end, so it may be endless, and no more of them than
/// [`Batch::concurrency`] are in memory. The rate limit, retries and the limits of each request hold as for any call.
/// With a client that has a [`Cancellation`](crate::runtime::Cancellation), the calls that are left end in
/// [`Error::Cancelled`] and are not sent.
#[must_use = "a batch does nothing unless it is read"]
pub struct Batch<'r, T> {
    requests: Box<dyn Iterator<Item = Request<T>> + Send + 'r>,
    calls: FuturesOrdered<ValueFuture<T>>,
    concurrency: usize,
    deadline: Option<Duration>,
    /// Time of the first call.
    start: Option<Instant>,
    finished: usize,
}

impl<'r, T: 'r> Batch<'r, T> {
    /// Creates a batch of `requests`, of which nothing is sent before it is read.
    pub fn new<R>(requests: R) -> Self
    where
        R: IntoIterator<Item: Into<Request<T>> + 'r, IntoIter: Send + 'r>,
    {
        Self {
            requests: Box::new(requests.into_iter().map(Into::into)),
            calls: FuturesOrdered::new(),
            concurrency: CONCURRENCY,
            deadline: None,
            start: None,
            finished: 0,
        }
    }

    /// Sets how many calls are in progress at most; 8 unless set, and 1 at least. Results wait for those before them,
    /// and count as in progress meanwhile.
    pub fn concurrency(mut self, calls: usize) -> Self {
        self.concurrency = calls.max(1);
        self
    }

    /// Limits the time of the whole batch, from the first call on: calls that are not done by then end in
    /// [`Error::Timeout`], and those that were not begun are not sent.
    pub fn deadline(mut self, limit: Duration) -> Self {
        self.deadline = Some(limit);
        self
    }

    /// Returns the number of results so far.
    #[must_use]
    pub fn finished(&self) -> usize {
        self.finished
    }

    /// Returns the number of requests in all; `None` if the iterator does not know how many are left.
    #[must_use]
    pub fn total(&self) -> Option<usize> {
        let (least, most) = self.requests.size_hint();
        let left = most.filter(|most| *most == least)?;
        Some(self.finished + self.calls.len() + left)
    }

    /// Waits for the result of the next request; `None` after the last one.
    pub async fn next(&mut self) -> Option<Result<T, Error>> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }

    /// Waits for the results of all requests that are left.
    pub async fn results(mut self) -> Vec<Result<T, Error>> {
        let mut results = Vec::new();
        while let Some(result) = self.next().await {
            results.push(result);
        }
        results
    }

    /// Begins calls until as many are in progress as may be.
    fn fill(&mut self) {
        while self.calls.len() < self.concurrency {
            let Some(request) = self.requests.next() else {
                break;
            };
            let start = *self.start.get_or_insert_with(Instant::now);
            let left = self
                .deadline
                .map(|limit| limit.saturating_sub(start.elapsed()));
            let request = request.within(left);
            self.calls.push_back(request.into_future());
        }
    }
}

impl<'r, T: 'r> Stream for Batch<'r, T> {
    type Item = Result<T, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.fill();
        let result = Pin::new(&mut self.calls).poll_next(context);
        if let Poll::Ready(Some(_)) = &result {
            self.finished += 1;
        }
        result
    }
}

impl<T> fmt::Debug for Batch<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Batch")
            .field("concurrency", &self.concurrency)
            .field("finished", &self.finished)
            .finish_non_exhaustive()
    }
}

#[cfg(feature = "blocking")]
impl<'r, T> Batch<'r, T> {
    /// Returns the same results as an iterator, for code that is not async. On a thread that runs async code every
    /// result is an [`Error::InvalidRequest`].
    pub fn blocking(self) -> BlockingBatch<'r, T> {
        BlockingBatch(self)
    }
}

/// The results of many calls as an iterator, for code that is not async; made by [`Batch::blocking`].
#[cfg(feature = "blocking")]
#[must_use = "an iterator does nothing unless it is read"]
pub struct BlockingBatch<'r, T>(Batch<'r, T>);

#[cfg(feature = "blocking")]
impl<'r, T> BlockingBatch<'r, T> {
    /// Returns the batch behind it, such as for its progress.
    pub fn get_ref(&self) -> &Batch<'r, T> {
        &self.0
    }
}

#[cfg(feature = "blocking")]
impl<'r, T: 'r> Iterator for BlockingBatch<'r, T> {
    type Item = Result<T, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        match wait("batch", self.0.next()) {
            Ok(result) => result,
            Err(error) => Some(Err(error)),
        }
    }
}

#[cfg(feature = "blocking")]
impl<T> fmt::Debug for BlockingBatch<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("BlockingBatch").field(&self.0).finish()
    }
}
