//! Lists that are read without the records that do not fit, which are set aside with their JSON text.
//!
//! Only where the reader is told so, and takes what was set aside to the caller: elsewhere a list with one such record does
//! not fit as a whole.

use super::decode::Decode;
use super::error::{DecodeError, push_key};
use super::reader::{JsonKind, Reader};
use super::sieve::UndecodableRecord;
use super::trial::Bookmark;
use super::unknown::json_text;

impl Reader<'_> {
    /// Consumes the next value; if it is a list, without the records that do not fit.
    ///
    /// # Errors
    ///
    /// Those of the value's type, and of a list when the text breaks JSON's rules.
    pub(in crate::runtime) fn sift(&mut self, list: &mut dyn Decode) -> Result<(), DecodeError> {
        self.sieve.is_next = self.peek() == JsonKind::Array;
        let read = list.read(self);
        // A type that reads no list leaves it set.
        self.sieve.is_next = false;
        read
    }

    /// As [`Self::sift`], for the value of the member `key` of the document's object.
    ///
    /// # Errors
    ///
    /// Those of [`Self::sift`].
    pub(in crate::runtime) fn sift_member(
        &mut self,
        key: &str,
        list: &mut dyn Decode,
    ) -> Result<(), DecodeError> {
        let before = self.sieve.undecodable.len();
        let read = self.sift(list);
        let mut path = String::from("$");
        push_key(&mut path, key);
        for record in self.sieve.undecodable.iter_mut().skip(before) {
            record.error.move_below(&path);
        }
        read
    }

    /// Returns whether records may be set aside in a list that the object which is being read cannot do without.
    pub(super) fn may_sift_member(&self) -> bool {
        self.sieve.is_open && self.depth == 1
    }

    /// Sets aside the record at a place, the list's `position`th, and continues behind it.
    ///
    /// # Errors
    ///
    /// When the text breaks JSON's rules, or the nesting is too deep.
    #[cold]
    pub(super) fn set_aside(
        &mut self,
        record: Bookmark,
        position: u64,
        error: DecodeError,
    ) -> Result<(), DecodeError> {
        self.rewind(record);
        self.peek();
        let start = self.position();
        let json = json_text(self)?.into();
        let mut error = self.locate_below(error, start);
        error.move_below(&format!("$[{position}]"));
        self.sieve.undecodable.push(UndecodableRecord {
            position,
            error,
            json,
        });
        Ok(())
    }

    /// Takes the records that were set aside, in order.
    pub(in crate::runtime) fn take_undecodable(&mut self) -> Vec<UndecodableRecord> {
        std::mem::take(&mut self.sieve.undecodable)
    }
}
