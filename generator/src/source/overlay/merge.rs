//! The standard's merge: objects with objects, lists behind lists, plain values in place of
//! plain values.
//!
//! Invariant: where each written node comes from is noted beside it.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use crate::source::{
    origins::{Origin, Origins},
    shape::kind_of,
};

/// Result of merging into one target.
#[derive(Debug, Default)]
pub(super) struct Merged {
    /// `true` if the target has changed.
    pub(super) changed: bool,
    /// Items that the list they went behind had already, by where they come from.
    pub(super) repeated: Vec<Origin>,
    /// Values that the standard does not merge.
    pub(super) incompatible: Vec<Incompatible>,
}

impl Merged {
    /// Returns `true` if the target already had all values.
    pub(super) fn changes_nothing(&self) -> bool {
        !self.changed && self.incompatible.is_empty()
    }
}

/// A value that does not go with what it is merged into.
#[derive(Debug)]
pub(super) struct Incompatible {
    /// Origin of the value.
    pub(super) from: Origin,
    pub(super) found: &'static str,
    pub(super) target: &'static str,
}

/// A value to merge, with where it comes from.
#[derive(Clone, Copy, Debug)]
pub(super) struct Update<'u> {
    pub(super) value: &'u Value,
    pub(super) from: &'u Origins,
}

impl Merged {
    /// Merges into a target of an action, where a list also takes a single item.
    pub(super) fn merge(&mut self, target: &mut Value, origins: &mut Origins, update: Update<'_>) {
        match target {
            Value::Array(items) if !update.value.is_array() => {
                let item = (update.value, update.from.clone());
                self.append(items, origins, [item].into_iter());
            }
            target => self.value(target, origins, update),
        }
    }

    fn value(&mut self, target: &mut Value, origins: &mut Origins, update: Update<'_>) {
        match (target, update.value) {
            (Value::Object(members), Value::Object(_)) => self.members(members, origins, update),
            (Value::Array(items), Value::Array(added)) => {
                let from = |index: usize| update.from.child(&index.to_string());
                let added = added.iter().enumerate();
                let added = added.map(|(index, item)| (item, from(index)));
                self.append(items, origins, added);
            }
            (target, value) if is_plain(target) && is_plain(value) => {
                self.changed |= target != value;
                *target = value.clone();
                *origins = update.from.clone();
            }
            (target, value) => self.incompatible.push(Incompatible {
                from: update.from.own().clone(),
                found: kind_of(value),
                target: kind_of(target),
            }),
        }
    }

    fn members(
        &mut self,
        members: &mut Map<String, Value>,
        origins: &mut Origins,
        update: Update<'_>,
    ) {
        for (key, value) in update.value.as_object().into_iter().flatten() {
            let from = &update.from.child(key);
            if let Some(member) = members.get_mut(key) {
                self.value(member, origins.child_mut(key), Update { value, from });
            } else {
                members.insert(key.clone(), value.clone());
                origins.set(key, from.clone());
                self.changed = true;
            }
        }
    }

    /// Puts items with where they come from behind those that a list has.
    fn append<'u>(
        &mut self,
        items: &mut Vec<Value>,
        origins: &mut Origins,
        added: impl Iterator<Item = (&'u Value, Origins)>,
    ) {
        // As text, for values have no order: comparing each with each would take for ever.
        let known: BTreeSet<String> = items.iter().map(Value::to_string).collect();
        for (item, from) in added {
            if known.contains(&item.to_string()) {
                self.repeated.push(from.own().clone());
            } else {
                self.changed = true;
            }
            origins.set(&items.len().to_string(), from);
            items.push(item.clone());
        }
    }
}

fn is_plain(value: &Value) -> bool {
    !value.is_object() && !value.is_array()
}
