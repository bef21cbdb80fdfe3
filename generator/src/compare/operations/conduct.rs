//! Behaviour of the client around a call: pagination, waiting, retries, rate limits.
//!
//! Invariant: whatever of it differs is told, in words that say what.

use super::Pair;
use crate::{
    compare::{
        Change, ChangeKind,
        rules::{
            EXACTNESS_CHANGED, LIMIT_CHANGED, PAGING_CHANGED, POLL_CHANGED, RECEIVED_BODY_CHANGED,
            RETRY_CHANGED,
        },
    },
    model::{Keyset, Pagination, Poll, Retry},
};

impl Pair<'_> {
    pub(super) fn pagination(&self) -> Option<Change> {
        let detail = match (&self.old.pagination, &self.new.pagination) {
            (None, None) => return None,
            (None, Some(_)) => "is now paginated".to_owned(),
            (Some(_), None) => "is no longer paginated".to_owned(),
            (Some(old), Some(new)) => self.paging(old, new)?,
        };
        let change = self
            .change(ChangeKind::Changed, detail)
            .rule(&PAGING_CHANGED);
        Some(self.claim_builder(self.claim_method(change)))
    }

    fn paging(&self, old: &Pagination, new: &Pagination) -> Option<String> {
        let mut parts = Vec::new();
        if !self.renames.same(&old.item, &new.item) {
            parts.push("the items are of another type".to_owned());
        }
        if old.items != new.items {
            parts.push("the list is at another place of the response".to_owned());
        }
        if old.next != new.next {
            parts.push("the next page is found in another way".to_owned());
        }
        if old.last_page != new.last_page {
            parts.push(match (old.last_page, new.last_page) {
                (Some(old), Some(new)) => format!("page {new} is the last, and {old} was"),
                (None, Some(new)) => format!("page {new} is the last"),
                (_, None) => "there is no last page any more".to_owned(),
            });
        }
        parts.extend(keyset(old.keyset.as_ref(), new.keyset.as_ref()).map(str::to_owned));
        (!parts.is_empty()).then(|| format!("is paginated in another way: {}", parts.join(", ")))
    }

    pub(super) fn accept(&self) -> Option<Change> {
        let detail = match (&self.old.accept, &self.new.accept) {
            (old, new) if old == new => return None,
            (_, Some(new)) => format!("answers `{new}`"),
            (_, None) => "answers what its output is by itself".to_owned(),
        };
        Some(
            self.change(ChangeKind::Changed, detail)
                .rule(&RECEIVED_BODY_CHANGED),
        )
    }

    pub(super) fn poll(&self) -> Option<Change> {
        let detail = match (&self.old.poll, &self.new.poll) {
            (None, None) => return None,
            (None, Some(_)) => "its job can be waited for".to_owned(),
            (Some(_), None) => "its job can no longer be waited for".to_owned(),
            (Some(old), Some(new)) => self.waiting(old, new)?,
        };
        let change = self.change(ChangeKind::Changed, detail).rule(&POLL_CHANGED);
        Some(self.claim_builder(self.claim_method(change)))
    }

    fn waiting(&self, old: &Poll, new: &Poll) -> Option<String> {
        let parts = [
            (old.asks != new.asks).then_some("another operation tells its state"),
            (!self.renames.same(&old.answer, &new.answer))
                .then_some("the state comes in another response"),
            (old.status != new.status).then_some("the state is another property"),
            (old.done != new.done).then_some("other states mean that it is done"),
            (old.failed != new.failed).then_some("other states mean that it has failed"),
            match (&old.download, &new.download) {
                (None, Some(_)) => Some("it creates a file"),
                (Some(_), None) => Some("it no longer creates a file"),
                (old, new) => (old != new).then_some("the file is named by another property"),
            },
        ];
        let parts: Vec<&str> = parts.into_iter().flatten().collect();
        (!parts.is_empty())
            .then(|| format!("its job is polled in another way: {}", parts.join(", ")))
    }

    pub(super) fn retry(&self) -> Option<Change> {
        if self.old.retry == self.new.retry {
            return None;
        }
        let detail = match self.new.retry {
            Retry::ByMethod => "is retried as its method says",
            Retry::Safe => "is retried after any failure",
            Retry::Unsafe => "is not retried when it may have been carried out",
        };
        Some(
            self.change(ChangeKind::Changed, detail)
                .rule(&RETRY_CHANGED),
        )
    }

    pub(super) fn credits(&self) -> Option<Change> {
        let (old, new) = (&self.old.credits, &self.new.credits);
        if old == new {
            return None;
        }
        let words = |credits: &crate::model::Credits| {
            let more = credits.per_value.iter();
            let more = more.map(|(name, each)| format!(" and {each} for each `{name}`"));
            format!("{}{}", credits.base, more.collect::<String>())
        };
        let detail = format!("costs {} in the rate limit, was {}", words(new), words(old));
        Some(
            self.change(ChangeKind::Changed, detail)
                .rule(&LIMIT_CHANGED),
        )
    }

    pub(super) fn group(&self) -> Option<Change> {
        let detail = match (&self.old.rate_limit_group, &self.new.rate_limit_group) {
            (old, new) if old == new => return None,
            (_, Some(new)) => format!("counts as `{new}` for the plan"),
            (_, None) => "counts in the total of the plan alone".to_owned(),
        };
        Some(
            self.change(ChangeKind::Changed, detail)
                .rule(&LIMIT_CHANGED),
        )
    }

    pub(super) fn exactness(&self) -> Option<Change> {
        let detail = match (&self.old.partly_typed, &self.new.partly_typed) {
            (old, new) if old == new => return None,
            (_, None) => "is typed as a whole".to_owned(),
            (_, Some(reason)) => format!("is typed in part: {reason}"),
        };
        Some(
            self.change(ChangeKind::Changed, detail)
                .rule(&EXACTNESS_CHANGED),
        )
    }
}

fn keyset(old: Option<&Keyset>, new: Option<&Keyset>) -> Option<&'static str> {
    match (old, new) {
        (None, None) => None,
        (None, Some(_)) => Some("pagination can continue past the last"),
        (Some(_), None) => Some("pagination can no longer continue past the last"),
        (Some(old), Some(new)) => (old != new).then_some("pagination past the last has changed"),
    }
}
