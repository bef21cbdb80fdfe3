//! What the service can do and the description leaves out.

/// An operation that the service is known to have and the description leaves out on purpose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeftOut {
    /// Its method and path: `PUT /widgets/{id}`.
    pub operation: String,
    /// Why it is left out.
    pub reason: String,
}
