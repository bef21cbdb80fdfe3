//! What the service promises the subscribers of its plans.

use super::Docs;

/// The plans of a service.
#[derive(Clone, Debug, PartialEq)]
pub struct Plans {
    /// What holds for all of them, and how far they can be trusted.
    pub docs: Docs,
    /// The time in which calls are counted.
    pub window_seconds: u32,
    /// The plans, in the order of the description.
    pub plans: Vec<Plan>,
}

/// The calls that a plan allows per window.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    /// What the service calls it.
    pub name: String,
    /// The identifier of the constant.
    pub ident: String,
    /// All calls together.
    pub total: u32,
    /// The calls to groups of operations, by the name of the group, in the order of the description.
    pub groups: Vec<(String, u32)>,
}
