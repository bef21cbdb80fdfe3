//! Reading on trial: places to return to, and alternatives that are read by a copy of the reader.

use super::error::DecodeError;
use super::reader::Reader;
use super::report::Finding;
use super::sieve::Sieve;
use super::tolerance::Tolerated;

/// A place between two values, to return to.
#[derive(Clone, Copy)]
pub(super) struct Bookmark {
    position: usize,
    depth: u8,
    tolerated: Tolerated,
}

impl Reader<'_> {
    /// Returns the place before the next value, which is not the first of its array or object.
    pub(super) fn bookmark(&self) -> Bookmark {
        Bookmark {
            position: self.position,
            depth: self.depth,
            tolerated: self.tolerance.so_far(),
        }
    }

    /// Returns to a place.
    pub(super) fn rewind(&mut self, bookmark: Bookmark) {
        self.position = bookmark.position;
        self.depth = bookmark.depth;
        self.opened = false;
        self.tolerance.return_to(bookmark.tolerated);
    }

    /// Returns a reader at the same place, to try an alternative without reporting what it tolerates.
    pub(super) fn attempt(&self) -> Self {
        let mut attempt = self.clone();
        attempt.tolerance.is_trial = true;
        // What an alternative sets aside would be lost with its reader.
        attempt.sieve = Sieve::default();
        attempt
    }

    /// Continues where `attempt`, which started here, has come to.
    pub(super) fn accept(&mut self, attempt: &Self) {
        self.position = attempt.position;
        self.start = attempt.start;
        self.depth = attempt.depth;
        self.opened = attempt.opened;
        self.tolerance.take_over(&attempt.tolerance);
    }

    /// Notes that the enum `name` has no variant for `value`.
    #[cold]
    #[doc(hidden)]
    pub fn unknown_value(&mut self, name: &'static str, value: &dyn std::fmt::Display) {
        self.tolerance.deviate();
        self.tolerance.report(Finding::unknown_value(name, value));
    }

    /// Consumes a text as a value of the enum `name`.
    ///
    /// # Errors
    ///
    /// Those of [`Reader::text`].
    #[doc(hidden)]
    pub fn string_enum<E>(
        &mut self,
        place: &mut E,
        name: &'static str,
        known: fn(&str) -> Option<E>,
        unknown: fn(String) -> E,
    ) -> Result<(), DecodeError> {
        let text = self.text("a string")?;
        *place = known(&text).unwrap_or_else(|| {
            self.unknown_value(name, &text);
            unknown(text.into_owned())
        });
        Ok(())
    }
}
