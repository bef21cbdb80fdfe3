//! Endpoints of the service that the description omits.

/// An operation that the service is known to have and the description omits on purpose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeftOut {
    /// Its method and path: `PUT /widgets/{id}`.
    pub operation: String,
    /// Reason for the omission.
    pub reason: String,
}
