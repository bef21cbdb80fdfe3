//! Rate limits of a plan of the service, as data.
//!
//! A plan only ever holds calls back: what the headers of a response say is left decides, whatever a plan says.

use std::time::Duration;

/// The calls that a plan allows;
/// [`RateLimitPolicy::plan`](crate::runtime::RateLimitPolicy::plan) keeps a client to them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Plan {
    /// Name of the plan.
    pub name: &'static str,
    /// The time in which the calls are counted.
    pub window: Duration,
    /// All calls together.
    pub total: u32,
    /// The calls to groups of operations, each of which counts for the total too.
    pub groups: &'static [PlanGroup],
}

/// The share of a plan that a group of operations has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PlanGroup {
    /// The group, as operations name it.
    pub name: &'static str,
    /// The calls.
    pub calls: u32,
}

impl Plan {
    /// Returns the calls that the plan allows to a group, if it says.
    #[must_use]
    pub fn group(&self, name: &str) -> Option<u32> {
        let group = self.groups.iter().find(|group| group.name == name);
        group.map(|group| group.calls)
    }
}
