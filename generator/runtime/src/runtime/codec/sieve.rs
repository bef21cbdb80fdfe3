//! Records of a list that do not fit its type, and the lists whose records may be set aside.
//!
//! Invariant: a sieve that nobody has opened sets nothing aside.

use super::error::DecodeError;

/// A record of a list that does not fit its type, such as one without a required field.
#[derive(Clone, Debug)]
pub struct UndecodableRecord {
    /// Number of records of the list before it.
    pub(in crate::runtime) position: u64,
    pub(in crate::runtime) error: DecodeError,
    pub(in crate::runtime) json: Box<str>,
}

impl UndecodableRecord {
    /// Returns the difference to the type, with the path in the response.
    #[must_use]
    pub fn error(&self) -> &DecodeError {
        &self.error
    }

    /// Returns the JSON text of the record.
    #[must_use]
    pub fn json(&self) -> &str {
        &self.json
    }
}

/// Records that a reader has set aside, and the lists in which it may.
#[derive(Clone, Debug, Default)]
pub(super) struct Sieve {
    /// Permission for lists that the object of the document cannot do without.
    pub(super) is_open: bool,
    /// Permission for the list that comes next.
    pub(super) is_next: bool,
    /// Records that were set aside, in order.
    pub(super) undecodable: Vec<UndecodableRecord>,
}

impl Sieve {
    /// Returns whether the list that begins is read without the records that do not fit; the lists in it are not.
    pub(super) fn begin_list(&mut self) -> bool {
        std::mem::take(&mut self.is_next)
    }
}
