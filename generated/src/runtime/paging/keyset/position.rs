//! Keyset pagination: the position in a list, and the step after a page. It returns no item twice
//! with the same value, and leaves none out that is there from the start to the end.
//!
//! The list is in the order of a property, and changes meanwhile: what is changed gets a new value, leaves its place,
//! and comes again at the end. Pages with numbers shift then, so as a rule only the first page is asked for, again and
//! again, each time from shortly before the last value that was seen. Invariant: every item with a value before `from`
//! was given, or has changed since and has a later one.
//!
//! A page that lies within one step of the values does not lead on by itself. Then the pages with higher numbers are
//! asked for, up to one that leads on, and the same pages again on the way [down](super::leg).

use super::leg::{Descent, Leg, Then, Turn, fingerprint};
use super::stamp::Stamp;
use crate::runtime::codec::Timestamp;
use crate::runtime::error::PagingProblem;

/// Position in keyset pagination, with all that is needed to resume there.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(in crate::runtime::paging) struct KeysetPosition {
    /// Value at which the list is to start; `None` leaves that to the caller's request.
    pub(in crate::runtime::paging) from: Option<Timestamp>,
    /// The items from there on that were given, in order and each once.
    pub(in crate::runtime::paging) seen: Vec<Stamp>,
}

/// Result of processing a page.
#[derive(Debug)]
pub(in crate::runtime::paging) struct Step {
    /// The items that no page had before, in the order of the page.
    pub(in crate::runtime::paging) fresh: Vec<Stamp>,
    /// For each item of the page, whether it is one of them.
    pub(in crate::runtime::paging) is_fresh: Vec<bool>,
    /// Position of the next page; `None` after the last one.
    pub(in crate::runtime::paging) next: Result<Option<(KeysetPosition, Leg)>, PagingProblem>,
}

impl KeysetPosition {
    /// Creates the place at `from` after the items `seen` were given, which may be in any order.
    pub(in crate::runtime::paging) fn new(from: Option<Timestamp>, seen: &[Stamp]) -> Self {
        let start = Self {
            from,
            seen: Vec::new(),
        };
        start.with(seen)
    }

    /// Returns the same place after more items were given.
    pub(in crate::runtime::paging) fn with(&self, given: &[Stamp]) -> Self {
        let mut after = self.clone();
        for stamp in given {
            if let Err(place) = after.seen.binary_search(stamp) {
                after.seen.insert(place, stamp.clone());
            }
        }
        after
    }

    /// Computes the step after the page at this position and `leg`, whose items are `stamps`; `more` is `true` if the
    /// service has pages after it, and `last_page` is the highest page number it allows.
    pub(in crate::runtime::paging) fn step(
        &self,
        leg: &Leg,
        stamps: &[Stamp],
        more: bool,
        last_page: Option<u64>,
    ) -> Step {
        let mut fresh = Vec::new();
        let mut is_fresh = Vec::new();
        for stamp in stamps {
            let is_new = self.is_new(stamp) && !fresh.contains(stamp);
            if is_new {
                fresh.push(stamp.clone());
            }
            is_fresh.push(is_new);
        }
        let next = if stamps.is_sorted_by_key(|stamp| stamp.at) {
            let turn = match leg {
                Leg::Up { page, below } => self.up(*page, below, stamps, more, last_page),
                Leg::Down(descent) => Ok(descent.turn(stamps)),
            };
            turn.map(|turn| self.with(&fresh).after(turn))
        } else {
            Err(PagingProblem::Unordered)
        };
        Step {
            fresh,
            is_fresh,
            next,
        }
    }

    /// Returns `true` if the item was not yet returned with this value.
    fn is_new(&self, stamp: &Stamp) -> bool {
        self.from.is_none_or(|from| stamp.at >= from) && self.seen.binary_search(stamp).is_err()
    }

    /// Returns the turn to take after a page on the way up.
    fn up(
        &self,
        page: u64,
        below: &[u64],
        stamps: &[Stamp],
        more: bool,
        last_page: Option<u64>,
    ) -> Result<Turn, PagingProblem> {
        let ahead = stamps
            .last()
            .and_then(|last| shortly_before(last.at))
            .filter(|ahead| self.from.is_none_or(|from| *ahead > from));
        let then = match ahead {
            // One page is what the list was at one time, so nothing can have moved.
            _ if !more && page == 1 => Then::End,
            Some(ahead) => Then::From(ahead),
            None if !more => Then::End,
            None if last_page.is_some_and(|last| page >= last) => {
                return Err(PagingProblem::Crowded { last_page: page });
            }
            None => {
                let mut below = below.to_vec();
                below.push(fingerprint(stamps));
                let page = page.saturating_add(1);
                return Ok(Turn::To(Leg::Up { page, below }));
            }
        };
        Ok(Descent::start(then, below.to_vec()))
    }

    /// Returns the place after a turn.
    fn after(mut self, turn: Turn) -> Option<(Self, Leg)> {
        match turn {
            Turn::To(leg) => Some((self, leg)),
            Turn::Away(Then::End) => None,
            Turn::Away(Then::Again) => Some((self, Leg::START)),
            Turn::Away(Then::From(from)) => {
                self.from = Some(from);
                self.seen.retain(|stamp| stamp.at >= from);
                Some((self, Leg::START))
            }
        }
    }
}

/// Returns the whole second before the one of `at`. So it does not matter whether the service takes the start of a list
/// for a part of it, and whether it has fractions of seconds that it does not show.
fn shortly_before(at: Timestamp) -> Option<Timestamp> {
    Timestamp::from_second(at.as_second().saturating_sub(1))
}
