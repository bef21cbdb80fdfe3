//! A number of calls that is never exceeded in any stretch of time of one length.
//!
//! It knows only what this client has sent; a call that costs more than the ceiling goes when nothing else has gone.

use std::collections::VecDeque;

/// See the module; times are in seconds.
#[derive(Debug)]
pub(super) struct SlidingWindow {
    calls: u64,
    window: f64,
    /// Start times and costs of the calls in the last window.
    recent: VecDeque<(f64, u64)>,
}

impl SlidingWindow {
    pub(super) fn new(calls: u32, window: f64) -> Self {
        Self {
            calls: u64::from(calls).max(1),
            window,
            recent: VecDeque::new(),
        }
    }

    /// Changes the number of calls.
    pub(super) fn set_calls(&mut self, calls: u64) {
        self.calls = calls.max(1);
    }

    /// Returns the number of calls left, as of the last update.
    pub(super) fn left(&self) -> u64 {
        self.calls.saturating_sub(self.used())
    }

    fn used(&self) -> u64 {
        let costs = self.recent.iter().map(|(_, cost)| *cost);
        costs.fold(0, u64::saturating_add)
    }

    /// Returns the time to try again, if a call of this cost may not be sent now.
    pub(super) fn wait(&mut self, now: f64, cost: u64) -> Option<f64> {
        let window = self.window;
        while self
            .recent
            .front()
            .is_some_and(|(at, _)| at + window <= now)
        {
            self.recent.pop_front();
        }
        let used = self.used();
        let (first, _) = self.recent.front()?;
        (used.saturating_add(cost) > self.calls).then_some(first + window)
    }

    /// Notes a call that was let go.
    pub(super) fn note(&mut self, now: f64, cost: u64) {
        self.recent.push_back((now, cost));
    }
}
