//! Keyset pagination: the request for a page, and the position after it.
//!
//! It decides nothing about items: see `since`.

use super::envelope::Marks;
use super::keyset::{KeysetPosition, Stamp};
use super::left::Left;
use super::link;
use super::paginator::{Paginator, header_mark};
use super::position::{Position, Spot};
use crate::runtime::description::{Keyset, NextPage};
use crate::runtime::error::PagingProblem;
use crate::runtime::parameters;
use crate::runtime::request::RequestParts;
use crate::runtime::response::RawResponse;

impl Paginator {
    /// Goes by the values of the items instead, as the operation says.
    pub(super) fn go_by_keyset(&mut self) {
        let Some(keyset) = self.paging().and_then(|paging| paging.keyset) else {
            let message = "the list has no keyset pagination";
            return self.parts.refuse(message.to_owned());
        };
        self.position.spot = Spot::Keyset(KeysetPosition::default());
        self.check_order(keyset);
    }

    /// Refuses parameters set by the caller that pagination has to set.
    fn check_order(&mut self, keyset: Keyset) {
        let is_free = |name: &str, value: Option<&str>| {
            let set = self.parts.query_pair(name);
            set.is_none_or(|set| value.is_some_and(|value| set == parameters::pair(name, value)))
        };
        let ordered = keyset
            .fixed
            .iter()
            .map(|(name, value)| (*name, Some(*value)));
        let taken = ordered
            .chain([(keyset.page, None)])
            .find(|(name, value)| !is_free(name, *value));
        if let Some((name, _)) = taken {
            self.parts.refuse(format!(
                "`all` sorts by `{}`, so `{name}` cannot be set",
                keyset.property
            ));
        }
    }

    /// Makes `parts` the request for a page of the list from a value on.
    pub(super) fn ask_keyset(&self, parts: &mut RequestParts, since: &KeysetPosition) {
        let Some(keyset) = self.keyset() else {
            return;
        };
        let from = since.from.map(|from| from.to_string());
        let is_set = parts.query_pair(keyset.parameter).is_some();
        let from = from.or_else(|| (!is_set).then(|| keyset.everything.to_owned()));
        if let Some(from) = from {
            let pair = parameters::pair(keyset.parameter, &from);
            parts.set_query(keyset.parameter, Some(pair));
        }
        for (name, value) in keyset.fixed {
            parts.set_query(name, Some(parameters::pair(name, value)));
        }
        if self.leg.page() > 1 {
            let number = self.leg.page().to_string();
            parts.set_query(keyset.page, Some(parameters::pair(keyset.page, &number)));
        }
    }

    /// Returns the keyset of a list that is paginated by it.
    pub(super) fn keyset(&self) -> Option<Keyset> {
        let keyset = self.paging().and_then(|paging| paging.keyset);
        keyset.filter(|_| matches!(self.position.spot, Spot::Keyset(_)))
    }

    /// Works like [`Self::leave`], in keyset pagination.
    pub(super) fn leave_keyset(
        &mut self,
        page: &RawResponse,
        marks: &Marks,
        since: &KeysetPosition,
        stamps: &[Stamp],
    ) -> Left {
        let more = self.has_more(page, marks, stamps);
        let last_page = self.paging().and_then(|paging| paging.last_page);
        let step = since.step(
            &self.leg,
            stamps,
            *more.as_ref().unwrap_or(&true),
            last_page,
        );
        let given = u64::try_from(step.fresh.len()).unwrap_or(u64::MAX);
        let before = self.position.before.saturating_add(given);
        let next = more.and(step.next).map(|next| {
            next.map(|(since, leg)| {
                self.leg = leg;
                Position {
                    spot: Spot::Keyset(since),
                    before,
                }
            })
        });
        Left {
            position: self.turn_to(page, next),
            fresh: step.fresh,
            is_fresh: Some(step.is_fresh),
        }
    }

    /// Returns `true` if the service has pages after this one of the same list.
    fn has_more(
        &mut self,
        page: &RawResponse,
        marks: &Marks,
        stamps: &[Stamp],
    ) -> Result<bool, PagingProblem> {
        let count = u64::try_from(stamps.len()).unwrap_or(u64::MAX);
        match self.paging().map(|paging| paging.next) {
            None => Ok(false),
            Some(NextPage::Link { .. }) => {
                let link = link::next(&page.head.headers);
                let is_linked = link.map_err(|_| PagingProblem::Unreadable)?.is_some();
                self.has_links |= is_linked;
                // A gateway may drop the header: a full page then leads on, unless it repeats the one before it.
                Ok(
                    is_linked
                        || !self.has_links && self.is_full(count) && !self.leg.repeats(stamps),
                )
            }
            Some(NextPage::Number { size, .. }) => {
                let number = self.leg.page();
                // Without a size, the first page alone tells how much was seen.
                let first = Some(count).filter(|_| number == 1);
                let seen = size.map(|size| number.saturating_mul(size)).or(first);
                let is_last = seen
                    .zip(marks.total)
                    .is_some_and(|(seen, total)| seen >= total);
                Ok(count > 0 && !is_last)
            }
            Some(NextPage::HeaderCursor { header, .. }) => {
                header_mark(page, header).map(|mark| mark.is_some())
            }
            Some(NextPage::Cursor { .. } | NextPage::Address { .. }) => Ok(marks.next.is_some()),
        }
    }
}
