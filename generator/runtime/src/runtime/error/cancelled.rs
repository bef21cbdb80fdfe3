//! The error of a call that was ended from outside.
//!
//! It says whether anything was sent, because that decides whether the server may have acted on it.

use std::fmt;

use super::failure::Call;

/// A call that was ended by a [`Cancellation`](crate::runtime::Cancellation).
#[derive(Clone, Debug)]
pub struct Cancelled {
    pub(super) call: Call,
    /// `true` if the server may have received an attempt.
    pub(super) begun: bool,
}

impl Cancelled {
    /// Returns the call that was cancelled.
    #[must_use]
    pub fn call(&self) -> &Call {
        &self.call
    }

    /// Returns `true` if nothing was sent, so that the server cannot have acted on the request.
    #[must_use]
    pub fn is_unsent(&self) -> bool {
        !self.begun
    }
}

impl fmt::Display for Cancelled {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let when = if self.begun {
            "after it was sent, so the server may have acted on it"
        } else {
            "before it was sent"
        };
        write!(f, "{}: cancelled {when}", self.call)
    }
}

impl std::error::Error for Cancelled {}
