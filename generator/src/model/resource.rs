//! Groups of operations.

use super::{Assigned, Docs, Name, Operation, Stage};

/// The operations of one tag, which become one handle of the client.
#[derive(Clone, Debug, PartialEq)]
pub struct Resource<S: Stage = Assigned> {
    /// The tag, and the identifier of the module and of the client's method: `time_entries`.
    pub name: Name<S>,
    /// The identifier of the handle: `TimeEntries`.
    pub handle: S::Ident,
    /// The Cargo feature that compiles it: `time-entries`.
    pub feature: S::Ident,
    /// The tag's texts.
    pub docs: Docs,
    /// The struct of the records that the operations work on, by which callers can ask for the handle. `None`: the
    /// description names none.
    pub records: Option<S::Link>,
    /// The operations, in the order of the description.
    pub operations: Vec<Operation<S>>,
}
