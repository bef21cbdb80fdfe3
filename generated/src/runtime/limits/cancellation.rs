//! Ending calls from outside: a switch that any number of calls watch.
//!
//! Behind it is a semaphore that never has a permit and is closed to cancel: every waiting task then wakes, and
//! later ones do not wait.

use std::fmt;
use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::sync::Arc;
use std::task::Poll;

use tokio::sync::Semaphore;

/// Ready when the calls that watch it are cancelled.
pub(in crate::runtime) type Cancelling = Pin<Box<dyn Future<Output = ()> + Send>>;

/// Ends calls from outside, such as when a program shuts down; made for
/// [`Client::with_cancellation`](crate::runtime::Client::with_cancellation).
///
/// In async code, dropping the future of a call is enough to cancel that one. This is for the rest: for all calls of a
/// part of the program at once, wherever they wait, and for code that is not async. Clones are the same switch, and
/// there is no way back.
#[derive(Clone)]
pub struct Cancellation(Arc<Semaphore>);

impl Cancellation {
    /// Creates a switch that is not cancelled.
    #[must_use]
    pub fn new() -> Self {
        Self(Arc::new(Semaphore::new(0)))
    }

    /// Ends every call that watches it in [`Error::Cancelled`](crate::runtime::Error::Cancelled), now and from now on.
    /// Never waits, so it can be called anywhere, as often as wanted.
    pub fn cancel(&self) {
        self.0.close();
    }

    /// Returns `true` once it is cancelled.
    #[must_use]
    pub fn is_cancelled(&self) -> bool {
        self.0.is_closed()
    }

    /// Waits until it is cancelled, for work of the caller's own that should end, too.
    pub async fn cancelled(&self) {
        // There is never a permit, so it is the end that comes.
        let _ = self.0.acquire().await;
    }

    /// Returns the same, as a future that can be kept.
    pub(in crate::runtime) fn wait(&self) -> Cancelling {
        let this = self.clone();
        Box::pin(async move { this.cancelled().await })
    }

    /// Returns the result of `work`; `None` if this is cancelled first, after which `work` is not polled any more.
    pub(in crate::runtime) async fn unless<T>(
        &self,
        mut work: Pin<&mut impl Future<Output = T>>,
    ) -> Option<T> {
        let mut cancelled = self.wait();
        poll_fn(|context| match cancelled.as_mut().poll(context) {
            Poll::Ready(()) => Poll::Ready(None),
            Poll::Pending => work.as_mut().poll(context).map(Some),
        })
        .await
    }
}

impl Default for Cancellation {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for Cancellation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Cancellation")
            .field("is_cancelled", &self.is_cancelled())
            .finish()
    }
}
