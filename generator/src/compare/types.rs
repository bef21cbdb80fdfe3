//! Named types before and after.
//!
//! Invariant: what a difference means on the wire depends on the direction in which the type
//! travels; a type that nobody uses means nothing there.

use super::{
    Change, Kind,
    renames::Renames,
    rules::{
        DEPRECATED, NAMED_VALUE, NEW_ON_THE_WIRE, RECEIVED_FIELD_GONE, RECEIVED_FIELD_OPTIONAL,
        RECEIVED_LESS, RECEIVED_NULL, RECEIVED_TYPE_CHANGED, Rule, SENT_FIELD_GONE,
        SENT_FIELD_REQUIRED, SENT_NULL_REFUSED, SENT_TYPE_CHANGED, SENT_VALUE_GONE, UNKNOWN_VALUE,
    },
};
use crate::model::{
    AdditionalProperties, Api, Enum, Field, Presence, Struct, TypeDef, TypeKind, Usage, Value,
};

pub(super) fn types(before: &Api, after: &Api, renames: &Renames) -> Vec<Change> {
    let mut changes = Vec::new();
    for old in &before.types {
        match after.type_named(renames.of_type(&old.name.ident)) {
            Some(new) => changes.extend(Pair { renames, old, new }.changes()),
            None => changes.push(
                Change::new(Kind::Removed, &old.name.wire, "the type is gone")
                    .claim(path(old))
                    .was_at(&old.pointer),
            ),
        }
    }
    let known: Vec<&str> = before
        .types
        .iter()
        .map(|def| renames.of_type(&def.name.ident))
        .collect();
    let added = after
        .types
        .iter()
        .filter(|new| !known.contains(&new.name.ident.as_str()));
    changes.extend(added.map(|new| {
        Change::new(Kind::Added, &new.name.wire, "the type is new")
            .claim(path(new))
            .is_at(&new.pointer)
    }));
    changes
}

/// The path of a type in the surface.
fn path(def: &TypeDef) -> String {
    format!("models::{}", def.name.ident)
}

/// One type on both sides.
struct Pair<'a> {
    renames: &'a Renames,
    old: &'a TypeDef,
    new: &'a TypeDef,
}

impl Pair<'_> {
    fn changes(&self) -> Vec<Change> {
        let mut changes = Vec::new();
        if self.old.name.ident != self.new.name.ident {
            let detail = format!("was called `{}`", self.old.name.ident);
            changes.push(self.change(Kind::Renamed, &self.new.name.wire, detail));
        }
        if self.old.deprecated != self.new.deprecated {
            let detail = "the type is deprecated, or no longer is";
            let change = self.change(Kind::Changed, &self.new.name.wire, detail);
            changes.push(change.rule(&DEPRECATED));
        }
        match (&self.old.kind, &self.new.kind) {
            (TypeKind::Struct(old), TypeKind::Struct(new)) => {
                changes.extend(self.fields(old, new));
            }
            (TypeKind::Enum(old), TypeKind::Enum(new)) => changes.extend(self.variants(old, new)),
            (TypeKind::Alias(old), TypeKind::Alias(new)) if self.renames.same(old, new) => {}
            _ => {
                let detail = "the type is of another kind";
                let change = self.change(Kind::Changed, &self.new.name.wire, detail);
                changes.push(change.rules(
                    self.by_direction(Some(&SENT_TYPE_CHANGED), Some(&RECEIVED_TYPE_CHANGED)),
                ));
            }
        }
        changes
    }

    /// A change that explains what differs in the type's own declaration and methods.
    fn change(&self, kind: Kind, subject: impl Into<String>, detail: impl Into<String>) -> Change {
        Change::new(kind, subject, detail)
            .claim(path(self.old))
            .claim(path(self.new))
            .was_at(&self.old.pointer)
            .is_at(&self.new.pointer)
    }

    /// The rules that apply, given how the released crate uses the type.
    fn by_direction(
        &self,
        sent: Option<&'static Rule>,
        received: Option<&'static Rule>,
    ) -> Vec<&'static Rule> {
        let usage: Usage = self.old.usage;
        let sent = sent.filter(|_| usage.is_sent());
        let received = received.filter(|_| usage.is_received());
        sent.into_iter().chain(received).collect()
    }

    fn fields(&self, old: &Struct, new: &Struct) -> Vec<Change> {
        let mut changes = Vec::new();
        for before in &old.fields {
            match new
                .fields
                .iter()
                .find(|after| after.name.wire == before.name.wire)
            {
                Some(after) => changes.extend(self.field(before, after)),
                None => changes.push(self.removed(before, renamed(before, old, new))),
            }
        }
        let known = |after: &&Field| {
            old.fields
                .iter()
                .any(|before| before.name.wire == after.name.wire)
        };
        for after in new.fields.iter().filter(|after| !known(after)) {
            changes.push(self.added(after));
        }
        changes.extend(self.additional(old.additional.as_ref(), new.additional.as_ref()));
        changes
    }

    fn about(&self, kind: Kind, field: &Field, detail: impl Into<String>) -> Change {
        let subject = format!("{}.{}", self.new.name.wire, field.name.wire);
        let change = self
            .change(kind, subject, detail)
            .claim(format!("{}.{}", path(self.old), field.name.ident))
            .claim(format!("{}.{}", path(self.new), field.name.ident));
        Change {
            before: change.before.map(|place| property(&place.0, field)),
            after: change.after.map(|place| property(&place.0, field)),
            ..change
        }
    }

    fn removed(&self, field: &Field, renamed: Option<&Field>) -> Change {
        let received = match field.presence {
            Presence::Required => &RECEIVED_FIELD_GONE,
            Presence::Optional => &RECEIVED_LESS,
        };
        let rules = self.by_direction(Some(&SENT_FIELD_GONE), Some(received));
        match renamed {
            Some(after) => {
                let detail = format!("the field seems to be `{}` now", after.name.wire);
                self.about(Kind::Renamed, field, detail).rules(rules)
            }
            None => self
                .about(Kind::Removed, field, "the field is gone")
                .rules(rules),
        }
    }

    fn added(&self, field: &Field) -> Change {
        let sent = match field.presence {
            Presence::Required => &SENT_FIELD_REQUIRED,
            Presence::Optional => &NEW_ON_THE_WIRE,
        };
        let rules = self.by_direction(Some(sent), Some(&NEW_ON_THE_WIRE));
        self.about(Kind::Added, field, "the field is new")
            .rules(rules)
    }

    fn field(&self, before: &Field, after: &Field) -> Vec<Change> {
        let mut changes = Vec::new();
        if !self
            .renames
            .same(before.ty.without_null(), after.ty.without_null())
        {
            let rules = self.by_direction(Some(&SENT_TYPE_CHANGED), Some(&RECEIVED_TYPE_CHANGED));
            changes.push(
                self.about(Kind::Changed, after, "is of another type")
                    .rules(rules),
            );
        }
        changes.extend(self.presence(before, after));
        changes.extend(self.nullability(before, after));
        if before.name.ident != after.name.ident {
            let detail = format!("was called `{}`", before.name.ident);
            let claim = format!("{}.{}", path(self.old), before.name.ident);
            changes.push(self.about(Kind::Renamed, after, detail).claim(claim));
        }
        if before.deprecated != after.deprecated {
            let change = self.about(Kind::Changed, after, "is deprecated, or no longer is");
            changes.push(change.rule(&DEPRECATED));
        }
        changes
    }

    fn presence(&self, before: &Field, after: &Field) -> Option<Change> {
        let (detail, rules) = match (before.presence, after.presence) {
            (Presence::Required, Presence::Optional) => (
                "is no longer always there",
                self.by_direction(None, Some(&RECEIVED_FIELD_OPTIONAL)),
            ),
            (Presence::Optional, Presence::Required) => (
                "is required",
                self.by_direction(Some(&SENT_FIELD_REQUIRED), None),
            ),
            _ => return None,
        };
        Some(self.about(Kind::Changed, after, detail).rules(rules))
    }

    fn nullability(&self, before: &Field, after: &Field) -> Option<Change> {
        let (detail, rules) = match (before.ty.is_nullable(), after.ty.is_nullable()) {
            // What is optional is read from null, too.
            (false, true) => (
                "can be null",
                match before.presence {
                    Presence::Required => self.by_direction(None, Some(&RECEIVED_NULL)),
                    Presence::Optional => Vec::new(),
                },
            ),
            (true, false) => (
                "cannot be null any more",
                self.by_direction(Some(&SENT_NULL_REFUSED), None),
            ),
            _ => return None,
        };
        Some(self.about(Kind::Changed, after, detail).rules(rules))
    }

    fn additional(
        &self,
        before: Option<&AdditionalProperties>,
        after: Option<&AdditionalProperties>,
    ) -> Option<Change> {
        let (detail, rules) = match (before, after) {
            (Some(before), Some(after)) if self.renames.same(&before.ty, &after.ty) => {
                return None;
            }
            (None, None) => return None,
            (None, Some(_)) => ("has further properties", vec![&NEW_ON_THE_WIRE]),
            (Some(_), None) => (
                "has no further properties any more",
                self.by_direction(Some(&SENT_FIELD_GONE), Some(&RECEIVED_LESS)),
            ),
            (Some(_), Some(_)) => (
                "has further properties of another type",
                self.by_direction(Some(&SENT_TYPE_CHANGED), Some(&RECEIVED_TYPE_CHANGED)),
            ),
        };
        Some(
            self.change(Kind::Changed, &self.new.name.wire, detail)
                .rules(rules),
        )
    }

    fn variants(&self, old: &Enum, new: &Enum) -> Vec<Change> {
        if old.is_integer() != new.is_integer() {
            let rules = self.by_direction(Some(&SENT_TYPE_CHANGED), Some(&RECEIVED_TYPE_CHANGED));
            let detail = "has values of another type";
            return vec![
                self.change(Kind::Changed, &self.new.name.wire, detail)
                    .rules(rules),
            ];
        }
        let mut changes = Vec::new();
        for before in &old.variants {
            let after = new
                .variants
                .iter()
                .find(|after| after.value == before.value);
            let Some(after) = after else {
                let rules = self.by_direction(Some(&SENT_VALUE_GONE), None);
                let change = self.value(
                    Kind::Removed,
                    &before.value,
                    &before.ident,
                    "the value is gone",
                );
                changes.push(change.rules(rules));
                continue;
            };
            if before.ident != after.ident {
                let detail = format!("was called `{}`", before.ident);
                let change = self.value(Kind::Renamed, &after.value, &after.ident, &detail);
                changes.push(change.claim(format!("{}::{}", path(self.old), before.ident)));
            }
        }
        let known = |value: &Value| old.variants.iter().any(|before| before.value == *value);
        for after in new.variants.iter().filter(|after| !known(&after.value)) {
            let rules = self.by_direction(Some(&NEW_ON_THE_WIRE), Some(&UNKNOWN_VALUE));
            let change = self.value(Kind::Added, &after.value, &after.ident, "the value is new");
            let named = self.by_direction(None, Some(&NAMED_VALUE));
            changes.push(change.rules(rules).rules(named));
        }
        changes
    }

    fn value(&self, kind: Kind, value: &Value, ident: &str, detail: &str) -> Change {
        let value = match value {
            Value::Text(text) => text.clone(),
            Value::Integer(number) => number.to_string(),
        };
        self.change(kind, format!("{}::{value}", self.new.name.wire), detail)
            .claim(format!("{}::{ident}", path(self.old)))
            .claim(format!("{}::{ident}", path(self.new)))
    }
}

/// The property of a schema, or the schema where the property is elsewhere.
fn property(pointer: &str, field: &Field) -> super::Place {
    let name = crate::source::escape(&field.name.wire);
    super::Place(format!("{pointer}/properties/{name}"))
}

/// The new field that a field which is gone has most likely become: the only one that is new, of
/// the same type, and said to be the same or at the same place.
fn renamed<'a>(gone: &Field, old: &Struct, new: &'a Struct) -> Option<&'a Field> {
    let is_new = |field: &&Field| {
        let known = old
            .fields
            .iter()
            .any(|before| before.name.wire == field.name.wire);
        !known && field.ty == gone.ty && field.presence == gone.presence
    };
    let place = |shape: &Struct, name: &str| {
        shape
            .fields
            .iter()
            .position(|field| field.name.wire == name)
    };
    let mut candidates = new.fields.iter().filter(is_new).filter(|field| {
        let same_text = field.docs == gone.docs && !gone.docs.is_empty();
        same_text || place(old, &gone.name.wire) == place(new, &field.name.wire)
    });
    let first = candidates.next()?;
    candidates.next().is_none().then_some(first)
}
