//! Groups of operations.

use super::{Docs, Name, Operation};

/// The operations of one tag, which become one handle of the client.
#[derive(Clone, Debug, PartialEq)]
pub struct Resource {
    /// The tag, and the identifier of the module and of the client's method: `time_entries`.
    pub name: Name,
    /// The identifier of the handle: `TimeEntries`.
    pub handle: String,
    /// The Cargo feature that compiles it: `time-entries`.
    pub feature: String,
    /// The tag's texts.
    pub docs: Docs,
    /// The operations, in the order of the description.
    pub operations: Vec<Operation>,
}
