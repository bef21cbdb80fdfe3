//! Start and end of a window of the quota, inferred from responses; the server never reports them.
//!
//! The start of the current window is kept as an interval of time that certainly has it in it, in seconds.

/// Knowledge of a quota's window.
#[derive(Clone, Copy, Debug)]
pub(super) struct Window {
    length: f64,
    /// The start is after the first and not after the second; `None` before the first response.
    start: Option<(f64, f64)>,
}

impl Window {
    pub(super) fn new(length: f64) -> Self {
        Self {
            length,
            start: None,
        }
    }

    /// Notes that a response which came at `now` was given in a window that has begun by then.
    pub(super) fn seen(&mut self, now: f64) {
        let start = (now - self.length, now);
        self.start.get_or_insert(start);
    }

    /// Notes that a window has begun after `before` and not after `now`.
    ///
    /// What is known of earlier windows, moved on by whole windows, narrows it down, unless the two disagree.
    pub(super) fn began(&mut self, before: f64, now: f64) {
        let before = before.max(now - self.length);
        let moved = self.start.map(|(low, high)| {
            let shift = ((now - high) / self.length).round() * self.length;
            ((low + shift).max(before), (high + shift).min(now))
        });
        self.start = Some(
            moved
                .filter(|(low, high)| low < high)
                .unwrap_or((before, now)),
        );
    }

    /// Moves on to the window in which `now` lies, if the known one is certainly over.
    pub(super) fn roll(&mut self, now: f64) -> bool {
        let Some((low, high)) = self.start else {
            return false;
        };
        let over = ((now - high) / self.length).floor();
        if over < 1.0 {
            return false;
        }
        let shift = over * self.length;
        self.start = Some((low + shift, high + shift));
        true
    }

    /// Returns the time at which the window is certainly over.
    pub(super) fn end(&self) -> Option<f64> {
        self.start.map(|(_, high)| high + self.length)
    }

    /// Returns the time by which to use up the quota: the earliest end of the window, if that is known well enough.
    pub(super) fn target(&self) -> Option<f64> {
        let (low, high) = self.start?;
        let is_known = high - low < self.length / 8.0;
        Some(if is_known { low } else { high } + self.length)
    }
}
