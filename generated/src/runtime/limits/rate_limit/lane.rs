//! The queue of the callers of one pace: the first of them asks, the others wait for it in order.
//!
//! The first of each lane asks for itself, so no call waits for one of a lower pace.

use std::future::Future;
use std::sync::atomic::{AtomicUsize, Ordering};

use tokio::sync::{Mutex as Turnstile, MutexGuard, Notify};
use tokio::time::{self, Instant};

/// See the module.
#[derive(Debug)]
pub(super) struct Lane {
    /// Held by the caller who goes next; those after it wait for it in order.
    turnstile: Turnstile<()>,
    /// Wakes the caller who goes next.
    changed: Notify,
    waiting: AtomicUsize,
}

/// A place in a lane.
#[derive(Debug)]
pub(super) struct QueueEntry<'a>(&'a Lane);

impl Lane {
    pub(super) fn new() -> Self {
        Self {
            turnstile: Turnstile::new(()),
            changed: Notify::new(),
            waiting: AtomicUsize::new(0),
        }
    }

    /// Takes a place at the end.
    pub(super) fn enter(&self) -> QueueEntry<'_> {
        self.waiting.fetch_add(1, Ordering::Relaxed);
        QueueEntry(self)
    }

    /// Returns the number of callers in it.
    pub(super) fn waiting(&self) -> usize {
        self.waiting.load(Ordering::Relaxed)
    }

    /// Makes the first caller ask again.
    pub(super) fn wake(&self) {
        self.changed.notify_one();
    }
}

impl<'a> QueueEntry<'a> {
    /// Waits until those before have gone.
    pub(super) fn first(&self) -> impl Future<Output = MutexGuard<'a, ()>> {
        self.0.turnstile.lock()
    }

    /// Waits until something changes, but not after `at`.
    pub(super) async fn changed(&self, at: Instant) {
        let _ = time::timeout_at(at, self.0.changed.notified()).await;
    }
}

impl Drop for QueueEntry<'_> {
    fn drop(&mut self) {
        self.0.waiting.fetch_sub(1, Ordering::Relaxed);
    }
}
