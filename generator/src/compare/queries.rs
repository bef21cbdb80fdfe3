//! Search languages, before and after.
//!
//! Invariant: a search is the same when the description calls it the same, and a field when it is
//! spelled the same in an expression.

use super::{
    Change, ChangeKind,
    renames::Renames,
    rules::{NEW_ON_THE_WIRE, Rule, SEARCH_GONE, SEARCH_LIMIT_CHANGED, SENT_TYPE_CHANGED},
};
use crate::model::{Api, Comparison, FieldOwner, NullTest, Query, QueryField};

pub(super) fn queries(before: &Api, after: &Api, renames: &Renames<'_>) -> Vec<Change> {
    let find = |api: &Api, query: &Query| {
        let mut queries = api.queries.iter();
        queries
            .find(|other| other.name.wire == query.name.wire)
            .cloned()
    };
    let mut changes = Vec::new();
    for old in &before.queries {
        match find(after, old) {
            None => changes.push(
                Change::new(ChangeKind::Removed, &old.name.wire, "the search is gone")
                    .rule(&SEARCH_GONE)
                    .claim(path(old)),
            ),
            Some(new) => changes.extend(
                Pair {
                    renames,
                    old,
                    new: &new,
                }
                .changes(),
            ),
        }
    }
    for new in after
        .queries
        .iter()
        .filter(|new| find(before, new).is_none())
    {
        let change = Change::new(ChangeKind::Added, &new.name.wire, "the search is new");
        changes.push(change.rule(&NEW_ON_THE_WIRE).claim(path(new)));
    }
    changes
}

/// Returns the path of the type in the public API.
fn path(query: &Query) -> String {
    format!("queries::{}", query.name.ident)
}

/// The path of the function of a field in the public API.
fn function(query: &Query, field: &QueryField) -> String {
    match field.owner {
        FieldOwner::Service => format!("{}::{}", path(query), field.name.ident),
        FieldOwner::Account => format!("runtime::query::CustomFields::{}", field.name.ident),
    }
}

/// One search on both sides.
struct Pair<'a> {
    renames: &'a Renames<'a>,
    old: &'a Query,
    new: &'a Query,
}

impl Pair<'_> {
    fn changes(&self) -> Vec<Change> {
        let (old, new) = (self.old, self.new);
        let mut changes = Vec::new();
        if old.name.ident != new.name.ident {
            let detail = format!("was called `{}`", old.name.ident);
            changes.push(self.change(ChangeKind::Renamed, &new.name.wire, detail));
        }
        if old.longest != new.longest {
            let words = |longest: Option<usize>| match longest {
                Some(longest) => format!("{longest} characters"),
                None => "any length".to_owned(),
            };
            let detail = format!(
                "an expression has {}, and had {}",
                words(new.longest),
                words(old.longest)
            );
            let change = self.change(ChangeKind::Changed, &new.name.wire, detail);
            changes.push(change.rule(&SEARCH_LIMIT_CHANGED));
        }
        changes.extend(self.custom_fields());
        for before in &old.fields {
            match new
                .fields
                .iter()
                .find(|after| after.name.wire == before.name.wire)
            {
                None => changes.push(
                    self.field(ChangeKind::Removed, before, "cannot be searched any more")
                        .rule(&SEARCH_GONE),
                ),
                Some(after) => changes.extend(self.same_field(before, after)),
            }
        }
        let is_new = |after: &&QueryField| {
            let mut before = old.fields.iter();
            before.all(|before| before.name.wire != after.name.wire)
        };
        for after in new.fields.iter().filter(is_new) {
            let change = self.field(ChangeKind::Added, after, "can be searched");
            changes.push(change.rule(&NEW_ON_THE_WIRE));
        }
        changes
    }

    fn custom_fields(&self) -> Option<Change> {
        let (detail, rule) = match (&self.old.custom_fields, &self.new.custom_fields) {
            (old, new) if old == new => return None,
            (None, Some(new)) => (
                format!("fields that start with `{new}` can be searched"),
                &NEW_ON_THE_WIRE,
            ),
            (Some(old), _) => (
                format!("fields that start with `{old}` cannot be searched any more"),
                &SEARCH_GONE,
            ),
            (None, None) => return None,
        };
        let change = self.change(ChangeKind::Changed, &self.new.name.wire, detail);
        Some(change.rule(rule))
    }

    fn same_field(&self, before: &QueryField, after: &QueryField) -> Vec<Change> {
        let mut changes = Vec::new();
        if before.owner != after.owner {
            let detail = match after.owner {
                FieldOwner::Service => "is a field of every account",
                FieldOwner::Account => "is a field of one account",
            };
            changes.push(self.both(ChangeKind::Changed, before, after, detail));
        }
        if before.name.ident != after.name.ident {
            let detail = format!("was called `{}`", before.name.ident);
            changes.push(self.both(ChangeKind::Renamed, before, after, &detail));
        }
        if !self.renames.same(&before.ty, &after.ty) {
            let is_understood = self.renames.is_still_understood(&before.ty, &after.ty);
            let rule = (!is_understood).then_some(&SENT_TYPE_CHANGED);
            let change = self.both(ChangeKind::Changed, before, after, "is of another type");
            changes.push(change.rules(rule));
        }
        let mut told = |detail: &str, rule: &'static Rule| {
            changes.push(
                self.both(ChangeKind::Changed, before, after, detail)
                    .rule(rule),
            );
        };
        match (before.comparison, after.comparison) {
            (Comparison::Ordered, Comparison::Equal) => {
                told("no longer supports ranges", &SEARCH_GONE);
            }
            (Comparison::Equal, Comparison::Ordered) => told("knows ranges", &NEW_ON_THE_WIRE),
            _ => {}
        }
        match (before.null, after.null) {
            (NullTest::Allowed, NullTest::Refused) => {
                told("can no longer be searched for null", &SEARCH_GONE);
            }
            (NullTest::Refused, NullTest::Allowed) => {
                told("can be searched for null", &NEW_ON_THE_WIRE);
            }
            _ => {}
        }
        changes
    }

    fn both(
        &self,
        kind: ChangeKind,
        before: &QueryField,
        after: &QueryField,
        detail: &str,
    ) -> Change {
        self.field(kind, after, detail)
            .claim(function(self.old, before))
    }

    fn field(&self, kind: ChangeKind, field: &QueryField, detail: &str) -> Change {
        let subject = format!("{}.{}", self.new.name.wire, field.name.wire);
        Change::new(kind, subject, detail)
            .claim(function(self.old, field))
            .claim(function(self.new, field))
    }

    fn change(&self, kind: ChangeKind, subject: &str, detail: String) -> Change {
        Change::new(kind, subject, detail)
            .claim(path(self.old))
            .claim(path(self.new))
    }
}
