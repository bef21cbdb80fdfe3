//! How much of the quota a client uses; plain settings.
//!
//! The default uses all of it, and never runs into its end knowingly.

use super::plan::Plan;

/// How a client keeps to the server's rate limit, together with all its clones;
/// [`ClientBuilder::rate_limit`](crate::runtime::ClientBuilder::rate_limit) sets it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RateLimitPolicy {
    pub(super) enabled: bool,
    pub(super) ceiling: Option<u32>,
    pub(super) plan: Option<&'static Plan>,
    pub(super) reserve: u32,
}

impl RateLimitPolicy {
    /// Follows what the server says is left: callers go at once while there is plenty, are spread over the rest of the
    /// window when half of it is gone, and wait for the next window when nothing is left. A server that wants to be left
    /// alone for longer than a day is asked again after one.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            enabled: true,
            ceiling: None,
            plan: None,
            reserve: 0,
        }
    }

    /// Sends every call at once. One that the server answers with 429 is still tried again, as the
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

impl Default for RateLimitPolicy {
    fn default() -> Self {
        Self::new()
    }
}
