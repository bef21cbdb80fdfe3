//! The records of one page: those that fit their type, and those that do not, each in its place.
//!
//! A record that does not fit costs itself alone; text that is not JSON costs the page.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::runtime::codec::UndecodableRecord;

/// A counter of the records that [`Items::skip_undecodable`](super::Items::skip_undecodable) has skipped; clones share
/// the number.
#[derive(Clone, Debug, Default)]
pub struct SkippedRecords(Arc<AtomicU64>);

impl SkippedRecords {
    /// Returns the number of records skipped so far.
    #[must_use]
    pub fn count(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }

    pub(super) fn add_one(&self) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }
}

/// The records of a page.
pub(super) struct Records<T> {
    pub(super) items: Vec<T>,
    /// In order; their positions count the items before them and themselves.
    pub(super) undecodable: Vec<UndecodableRecord>,
}

impl<T> Records<T> {
    /// Returns the number of records of both kinds.
    pub(super) fn count(&self) -> u64 {
        let count = self.items.len().saturating_add(self.undecodable.len());
        u64::try_from(count).unwrap_or(u64::MAX)
    }

    /// Takes out the records for which `is_kept` is false, by their positions.
    pub(super) fn retain(&mut self, is_kept: &[bool]) {
        let mut undecodable = std::mem::take(&mut self.undecodable).into_iter().peekable();
        let mut items = std::mem::take(&mut self.items).into_iter();
        for (position, is_kept) in (0..).zip(is_kept) {
            if let Some(record) = undecodable.next_if(|record| record.position == position) {
                if *is_kept {
                    let position = self.count();
                    self.undecodable
                        .push(UndecodableRecord { position, ..record });
                }
            } else if let Some(item) = items.next()
                && *is_kept
            {
                self.items.push(item);
            }
        }
    }
}
