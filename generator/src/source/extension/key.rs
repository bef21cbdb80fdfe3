//! The type of a value → the shape that is asked of its key, and what its old name means.

use serde::Deserialize;

/// A value that one of our keys can have.
pub(crate) trait Extension<'d>: Deserialize<'d> {
    /// Expected form, for the help of an error.
    const SHAPE: &'static str;
    /// Treatment of such a value under the name that the key had without the prefix.
    const OLD_NAME: OldName = OldName::Rejected;
}

/// Treatment of a valid value of ours under the old name of its key.
#[derive(Clone, Copy)]
pub(crate) enum OldName {
    /// An error: only we write such values.
    Rejected,
    /// A warning: the value may well be another vendor's.
    Warned,
    /// Nothing: the key never had another name.
    Foreign,
}
