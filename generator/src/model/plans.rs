//! Plans of the service and their rate limits.

use super::Docs;

/// The plans of a service.
#[derive(Clone, Debug, PartialEq)]
pub struct Plans {
    /// Documentation of all plans, with the source of the numbers.
    pub docs: Docs,
    /// The time in which calls are counted.
    pub window_seconds: u32,
    /// The plans, in the order of the description.
    pub plans: Vec<Plan>,
}

/// The calls that a plan allows per window.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    /// Name of the plan.
    pub name: String,
    /// The identifier of the constant.
    pub ident: String,
    /// All calls together.
    pub total: u32,
    /// The calls to groups of operations, by the name of the group, in the order of the description.
    pub groups: Vec<(String, u32)>,
}
