//! Share of the quota that a client uses; plain settings.
//!
//! The default uses all of it, and never runs into its end knowingly.

use super::plan::Plan;

/// Rate limiting by a client together with all its clones;
/// [`ClientBuilder::rate_limit`](crate::runtime::ClientBuilder::rate_limit) sets it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RateLimitPolicy {
    pub(super) enabled: bool,
    pub(super) ceiling: Option<u32>,
    pub(super) plan: Option<&'static Plan>,
    pub(super) reserve: u32,
    pub(super) burst_percent: u8,
    pub(super) share_percent: u8,
}

impl RateLimitPolicy {
    /// Follows what the server says is left: a call is sent at once while calls are left, and waits for the next window
    /// when none is. Only where callers queue because there are not enough calls for all of them, the second half of
    /// each window is spread over its time. [`Pace`](crate::runtime::Pace) is what single requests differ in. A server
    /// that wants to be left alone for longer than a day is asked again after one.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            enabled: true,
            ceiling: None,
            plan: None,
            reserve: 0,
            burst_percent: 50,
            share_percent: 100,
        }
    }

    /// Sends every call at once. One that the server rejects with 429 is still retried, as the
    /// [`RetryPolicy`](crate::runtime::RetryPolicy) says, but holds up no other call.
    #[must_use]
    pub const fn off() -> Self {
        Self {
            enabled: false,
            ..Self::new()
        }
    }

    /// Lets no more than `calls` go in any 60 seconds, whatever the server allows; no such limit unless set.
    #[must_use]
    pub const fn ceiling_per_minute(mut self, calls: u32) -> Self {
        self.ceiling = Some(calls);
        self
    }

    /// Lets no more calls go than the plan allows, in all and to each of its groups. What the server says is left
    /// decides all the same: a plan that allows more than the server does no harm, one that allows less wastes calls.
    #[must_use]
    pub const fn plan(mut self, plan: &'static Plan) -> Self {
        self.plan = Some(plan);
        self
    }

    /// Leaves `calls` of each window to others who use the same quota, as far as the server says what is left; 0 unless
    /// set.
    #[must_use]
    pub const fn reserve(mut self, calls: u32) -> Self {
        self.reserve = calls;
        self
    }
}

impl RateLimitPolicy {
    /// Sets how much of a window's calls a queue uses at once before the rest is spread over the window's time, in
    /// percent; 50 unless set. With 100 nothing is spread, with 0 everything is.
    #[must_use]
    pub const fn burst_percent(mut self, percent: u8) -> Self {
        self.burst_percent = percent;
        self
    }

    /// Sets the share of the quota that this client uses at most, in percent; 100 unless set. Its calls are counted in
    /// any stretch of time as long as a window, so that the share is kept whenever the windows begin. For programs on
    /// one account that should not take each other's calls, such as four with 25 each.
    #[must_use]
    pub const fn share_percent(mut self, percent: u8) -> Self {
        self.share_percent = percent;
        self
    }

    /// Returns `true` if the client may use only a part of the quota.
    pub(super) fn has_share(self) -> bool {
        self.share_percent < 100
    }

    /// Returns the calls of a quota of `capacity` that the client may use, at least one.
    pub(super) fn share_of(self, capacity: u64) -> u64 {
        if !self.has_share() {
            return capacity;
        }
        let share = u128::from(capacity) * u128::from(self.share_percent) / 100;
        u64::try_from(share).unwrap_or(capacity).max(1)
    }
}

impl Default for RateLimitPolicy {
    fn default() -> Self {
        Self::new()
    }
}
