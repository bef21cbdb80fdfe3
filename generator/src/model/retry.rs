//! Retry policy of an operation.

/// Idempotency of an operation.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Retry {
    /// As its method says: it is for all but POST and PATCH.
    #[default]
    ByMethod,
    /// It is the same, so that a call may be retried after a failure.
    Safe,
    /// It is not, so that a call is not retried when it may have been carried out.
    Unsafe,
}
