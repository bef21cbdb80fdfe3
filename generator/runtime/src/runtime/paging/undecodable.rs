//! The records of a page that do not fit, on their way to the caller: each becomes an error when its turn comes.
//!
//! What the errors have in common is kept once, however many there are.

use std::vec;

use http::{HeaderMap, StatusCode};

use crate::runtime::codec::UndecodableRecord;
use crate::runtime::error::{Call, DecodeFailure, Error};

/// The records of one page that do not fit and were not given yet.
#[derive(Debug)]
pub(super) struct Undecodable {
    pub(super) call: Call,
    pub(super) status: StatusCode,
    pub(super) headers: HeaderMap,
    pub(super) records: vec::IntoIter<UndecodableRecord>,
}

impl Undecodable {
    /// Returns the error about the record behind `done` others, if that is one of these.
    pub(super) fn at(&mut self, done: u64) -> Option<Error> {
        let first = self.records.as_slice().first()?;
        if first.position != done {
            return None;
        }
        let record = self.records.next()?;
        Some(Error::Decode(Box::new(DecodeFailure::of_record(
            self.call.clone(),
            self.status,
            self.headers.clone(),
            record,
        ))))
    }

    /// Returns the records behind `done` others, if there are any, and how many are before them.
    pub(super) fn after(mut self, done: u64) -> (Option<Self>, u64) {
        let mut passed = 0;
        while let Some(first) = self.records.as_slice().first()
            && first.position < done
        {
            passed += 1;
            self.records.next();
        }
        let is_empty = self.records.len() == 0;
        ((!is_empty).then_some(self), passed)
    }
}
