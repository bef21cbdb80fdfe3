//! Reasons why a scenario is not called with typed arguments.

/// Reason why a call cannot be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Gap {
    /// The document lacks what the scenario needs.
    Inexpressible(String),
    /// The crate has it, and leaves the work to the caller.
    Manual(String),
    /// The crate contradicts the scenario.
    Failed(String),
}
