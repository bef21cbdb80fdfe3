//! The way down over pages that keyset pagination has read on its way up, for what it may have missed there.
//!
//! Whatever leaves its place between two requests moves the items behind it towards the front, so one of them may
//! have gone from a page that was still to be read to one that was read already. The way down meets it, unless it was
//! changed itself in between: then it has gone to the end of the list, and comes later. Therefore it may not end
//! here: it ends when the pages are what they were on the way up, and reads them once more when they are not. (An item
//! that comes in among the others moves some of them back; but it has the latest value of all, and so have these, and
//! the pages that follow have them again.)

use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use super::stamp::Stamp;
use crate::runtime::codec::Timestamp;

/// The page that is to be read, among those from one value on.
#[derive(Clone, Debug)]
pub(in crate::runtime::paging) enum Leg {
    /// On the way up.
    Up {
        page: u64,
        /// Fingerprints of the pages before it.
        below: Vec<u64>,
    },
    /// On the way down.
    Down(Descent),
}

/// Continuation after the pages from one value on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::runtime::paging) enum Then {
    /// Nothing: the last page was among them.
    End,
    /// Those from a later value on.
    From(Timestamp),
    /// The same, from page 1 on.
    Again,
}

/// The way from a page.
#[derive(Clone, Debug)]
pub(in crate::runtime::paging) enum Turn {
    /// To another page from the same value on.
    To(Leg),
    /// Away from there.
    Away(Then),
}

impl Leg {
    /// Start of every pagination.
    pub(in crate::runtime::paging) const START: Self = Self::Up {
        page: 1,
        below: Vec::new(),
    };

    /// Returns `true` if the page, which holds `stamps`, has the same content as the one before it on the way up.
    pub(in crate::runtime::paging) fn repeats(&self, stamps: &[Stamp]) -> bool {
        match self {
            Self::Up { below, .. } => below.last() == Some(&fingerprint(stamps)),
            Self::Down(_) => false,
        }
    }

    /// Returns the number of the page.
    pub(in crate::runtime::paging) fn page(&self) -> u64 {
        match self {
            Self::Up { page, .. } => *page,
            Self::Down(descent) => descent.page(),
        }
    }
}

/// A page on the way down.
#[derive(Clone, Debug)]
pub(in crate::runtime::paging) struct Descent {
    /// Fingerprints of this page and those before it on the way up.
    held: Vec<u64>,
    /// Continuation after page 1.
    then: Then,
}

impl Descent {
    /// Returns the turn to take at the top, above pages that held `held`.
    pub(in crate::runtime::paging) fn start(then: Then, held: Vec<u64>) -> Turn {
        if held.is_empty() {
            Turn::Away(then)
        } else {
            Turn::To(Leg::Down(Self { held, then }))
        }
    }

    /// Returns the number of the page.
    pub(in crate::runtime::paging) fn page(&self) -> u64 {
        u64::try_from(self.held.len()).unwrap_or(u64::MAX)
    }

    /// Returns the turn to take after the page, which holds `stamps`.
    pub(in crate::runtime::paging) fn turn(&self, stamps: &[Stamp]) -> Turn {
        let mut held = self.held.clone();
        let is_same = held.pop() == Some(fingerprint(stamps));
        let then = match self.then {
            Then::End if !is_same => Then::Again,
            then => then,
        };
        Self::start(then, held)
    }
}

/// Computes the fingerprint of a page's content, for comparison.
pub(in crate::runtime::paging) fn fingerprint(stamps: &[Stamp]) -> u64 {
    let mut hasher = DefaultHasher::new();
    stamps.hash(&mut hasher);
    hasher.finish()
}
