//! Record of a page that was left.
//!
//! Items that were given before are taken out of a page here, and nowhere else.

use super::keyset::Stamp;
use super::position::{Position, Spot};
use super::records::Records;

/// A page that was read.
#[derive(Debug)]
pub(super) struct Left {
    /// Position of the page.
    pub(super) position: Position,
    /// The items to give, in keyset pagination.
    pub(super) fresh: Vec<Stamp>,
    /// For each item, whether it is to give; `None` when all are.
    pub(super) is_fresh: Option<Vec<bool>>,
}

impl Left {
    /// Returns a page at `position` with nothing to take out.
    pub(super) fn whole(position: Position) -> Self {
        Self {
            position,
            fresh: Vec::new(),
            is_fresh: None,
        }
    }

    /// Returns the records without those that were given before.
    pub(super) fn sift<T>(&self, mut records: Records<T>) -> Records<T> {
        if let Some(is_fresh) = &self.is_fresh {
            records.retain(is_fresh);
        }
        records
    }

    /// Returns the position after `done` of the remaining items, and the number of items of that page to skip.
    pub(super) fn position_after(&self, done: u64) -> (Position, u64) {
        let Spot::Keyset(since) = &self.position.spot else {
            return (self.position.clone(), done);
        };
        let given = usize::try_from(done).unwrap_or(usize::MAX);
        let given = self.fresh.get(..given).unwrap_or(&self.fresh);
        let position = Position {
            spot: Spot::Keyset(since.with(given)),
            before: self.position.before.saturating_add(done),
        };
        (position, 0)
    }
}
