//! Values of one enum, and alternatives of one union, before and after.
//!
//! Invariant: a value is the same when it is spelled the same on the wire, whatever its variant is
//! called.

use super::{Pair, path};
use crate::{
    compare::{
        Change, ChangeKind,
        rules::{
            ALTERNATIVES_REORDERED, NAMED_VALUE, NEW_ON_THE_WIRE, RECEIVED_TYPE_CHANGED,
            SENT_TYPE_CHANGED, SENT_VALUE_GONE, UNKNOWN_VALUE, VALUES_REORDERED,
        },
    },
    model::{Alternative, Enum, Union, Value},
};

impl Pair<'_> {
    pub(super) fn variants(&self, old: &Enum, new: &Enum) -> Vec<Change> {
        if old.is_integer() != new.is_integer() {
            let rules = self.by_direction(Some(&SENT_TYPE_CHANGED), Some(&RECEIVED_TYPE_CHANGED));
            let detail = "has values of another type";
            return vec![
                self.change(ChangeKind::Changed, &self.new.name.wire, detail)
                    .rules(rules),
            ];
        }
        let mut changes = Vec::new();
        let [of_old, of_new] = self.properties;
        let (of_old, of_new) = (of_old.phrase(self.old), of_new.phrase(self.new));
        for before in &old.variants {
            let after = new
                .variants
                .iter()
                .find(|after| after.value == before.value);
            let Some(after) = after else {
                let rules = self.by_direction(Some(&SENT_VALUE_GONE), None);
                let change = self.value(
                    ChangeKind::Removed,
                    &before.value,
                    &before.ident,
                    &format!("the value{of_old} is gone"),
                );
                changes.push(change.rules(rules));
                continue;
            };
            if before.ident != after.ident {
                let detail = format!("was called `{}`", before.ident);
                let change = self.value(ChangeKind::Renamed, &after.value, &after.ident, &detail);
                changes.push(change.claim(format!("{}::{}", path(self.old), before.ident)));
            }
        }
        let known = |value: &Value| old.variants.iter().any(|before| before.value == *value);
        for after in new.variants.iter().filter(|after| !known(&after.value)) {
            let rules = self.by_direction(Some(&NEW_ON_THE_WIRE), Some(&UNKNOWN_VALUE));
            let detail = format!("the value{of_new} is new");
            let change = self.value(ChangeKind::Added, &after.value, &after.ident, &detail);
            let named = self.by_direction(None, Some(&NAMED_VALUE));
            changes.push(change.rules(rules).rules(named));
        }
        let common = |shape: &Enum, other: &Enum| -> Vec<Value> {
            let values = shape.variants.iter().map(|variant| variant.value.clone());
            values
                .filter(|value| other.variants.iter().any(|known| known.value == *value))
                .collect()
        };
        if common(old, new) != common(new, old) {
            let detail = "has its values in another order";
            let change = self.change(ChangeKind::Changed, &self.new.name.wire, detail);
            changes.push(change.rule(&VALUES_REORDERED));
        }
        changes
    }

    fn value(&self, kind: ChangeKind, value: &Value, ident: &str, detail: &str) -> Change {
        let value = match value {
            // Nothing would be seen of it.
            Value::Text(text) if text.trim().is_empty() => format!("{text:?}"),
            Value::Text(text) => text.clone(),
            Value::Integer(number) => number.to_string(),
        };
        self.change(kind, format!("{}::{value}", self.new.name.wire), detail)
            .claim(format!("{}::{ident}", path(self.old)))
            .claim(format!("{}::{ident}", path(self.new)))
    }

    pub(super) fn alternatives(&self, old: &Union, new: &Union) -> Vec<Change> {
        let mut changes = Vec::new();
        if old.tag != new.tag {
            let rules = self.by_direction(Some(&SENT_TYPE_CHANGED), Some(&RECEIVED_TYPE_CHANGED));
            let detail = "its alternatives are told apart in another way";
            let change = self.change(ChangeKind::Changed, &self.new.name.wire, detail);
            changes.push(change.rules(rules));
        }
        for before in &old.alternatives {
            let after = new
                .alternatives
                .iter()
                .find(|after| self.is_same(before, after));
            let Some(after) = after else {
                // What cannot be read as a known alternative is kept as JSON.
                let rules = self.by_direction(Some(&SENT_VALUE_GONE), Some(&UNKNOWN_VALUE));
                let change =
                    self.alternative(ChangeKind::Removed, before, "the alternative is gone");
                changes.push(change.rules(rules));
                continue;
            };
            if before.name.ident != after.name.ident {
                let detail = format!("was called `{}`", before.name.ident);
                let change = self.alternative(ChangeKind::Renamed, after, &detail);
                changes.push(change.claim(format!("{}::{}", path(self.old), before.name.ident)));
            }
            if before.tags != after.tags {
                let rules =
                    self.by_direction(Some(&SENT_TYPE_CHANGED), Some(&RECEIVED_TYPE_CHANGED));
                let detail = format!("is told by {}", after.tag_texts());
                changes.push(
                    self.alternative(ChangeKind::Changed, after, &detail)
                        .rules(rules),
                );
            }
        }
        let is_new = |after: &&Alternative| {
            !old.alternatives
                .iter()
                .any(|before| self.is_same(before, after))
        };
        for after in new.alternatives.iter().filter(is_new) {
            let rules = self.by_direction(Some(&NEW_ON_THE_WIRE), Some(&UNKNOWN_VALUE));
            let change = self.alternative(ChangeKind::Added, after, "the alternative is new");
            let named = self.by_direction(None, Some(&NAMED_VALUE));
            changes.push(change.rules(rules).rules(named));
        }
        if new.tag.is_none() && self.is_reordered(old, new) {
            let detail = "has its alternatives in another order";
            let change = self.change(ChangeKind::Changed, &self.new.name.wire, detail);
            changes.push(change.rule(&ALTERNATIVES_REORDERED));
        }
        changes
    }

    /// Returns `true` if the alternatives that both have are in another order.
    fn is_reordered(&self, old: &Union, new: &Union) -> bool {
        let places = old.alternatives.iter().filter_map(|before| {
            let mut alternatives = new.alternatives.iter();
            alternatives.position(|after| self.is_same(before, after))
        });
        !places.is_sorted()
    }

    fn is_same(&self, before: &Alternative, after: &Alternative) -> bool {
        self.renames.same(&before.ty, &after.ty)
    }

    fn alternative(&self, kind: ChangeKind, alternative: &Alternative, detail: &str) -> Change {
        let subject = format!("{}::{}", self.new.name.wire, alternative.name.wire);
        self.change(kind, subject, detail)
            .claim(format!("{}::{}", path(self.old), alternative.name.ident))
            .claim(format!("{}::{}", path(self.new), alternative.name.ident))
    }
}
