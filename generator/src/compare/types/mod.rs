//! Named types before and after.
//!
//! Invariant: what a difference means on the wire depends on the direction in which the type
//! travels; a type that nobody uses means nothing there.

mod fields;
mod properties;
mod values;

use std::collections::{BTreeMap, BTreeSet};

use self::properties::Properties;
use super::{
    Change, ChangeKind,
    renames::Renames,
    rules::{DEPRECATED, READ_ALIKE, RECEIVED_TYPE_CHANGED, Rule, SENT_TYPE_CHANGED, TAKEN_ALIKE},
    wire::format_rule,
    words::{from_to, words},
};
use crate::model::{Api, TypeDef, TypeKind, TypeRef, Usage};

pub(super) fn types(before: &Api, after: &Api, renames: &Renames<'_>) -> Vec<Change> {
    let mut changes = Vec::new();
    // Looked up once for each type, of which there may be thousands.
    let by_name: BTreeMap<&str, &TypeDef> = after
        .types
        .iter()
        .map(|def| (def.name.ident.as_str(), def))
        .collect();
    let properties = [before, after].map(Properties::of);
    for old in &before.types {
        match by_name.get(renames.of_type(&old.name.ident)) {
            Some(new) => {
                let pair = Pair {
                    renames,
                    properties: &properties,
                    old,
                    new,
                };
                changes.extend(pair.changes());
            }
            None => changes.push(
                Change::new(ChangeKind::Removed, &old.name.wire, "the type is gone")
                    .claim(path(old))
                    .stood_at(&old.pointer),
            ),
        }
    }
    let known: BTreeSet<&str> = before
        .types
        .iter()
        .map(|def| renames.of_type(&def.name.ident))
        .collect();
    let added = after
        .types
        .iter()
        .filter(|new| !known.contains(new.name.ident.as_str()));
    changes.extend(added.map(|new| {
        Change::new(ChangeKind::Added, &new.name.wire, "the type is new")
            .claim(path(new))
            .stands_at(&new.pointer)
    }));
    changes
}

/// Describes the new state of a deprecation.
pub(super) fn deprecation(is: bool) -> &'static str {
    if is {
        "is deprecated"
    } else {
        "is no longer deprecated"
    }
}

/// Returns the path of a type in the public API.
fn path(def: &TypeDef) -> String {
    format!("models::{}", def.name.ident)
}

/// The kind of a type in words.
fn kind(kind: &TypeKind) -> String {
    match kind {
        TypeKind::Struct(_) => "an object with properties".to_owned(),
        TypeKind::Enum(_) => "an enum".to_owned(),
        TypeKind::Union(_) => "a union".to_owned(),
        TypeKind::Alias(ty) => format!("`{}`", words(ty)),
    }
}

/// One type on both sides.
struct Pair<'a> {
    renames: &'a Renames<'a>,
    /// The properties of each type, before and after.
    properties: &'a [Properties<'a>; 2],
    old: &'a TypeDef,
    new: &'a TypeDef,
}

impl Pair<'_> {
    fn changes(&self) -> Vec<Change> {
        let mut changes = Vec::new();
        if self.old.name.ident != self.new.name.ident {
            let detail = format!("was called `{}`", self.old.name.ident);
            changes.push(self.change(ChangeKind::Renamed, &self.new.name.wire, detail));
        }
        if self.old.deprecated != self.new.deprecated {
            let detail = deprecation(self.new.deprecated);
            let change = self.change(ChangeKind::Changed, &self.new.name.wire, detail);
            changes.push(change.rule(&DEPRECATED));
        }
        match (&self.old.kind, &self.new.kind) {
            (TypeKind::Struct(old), TypeKind::Struct(new)) => {
                changes.extend(self.fields(old, new));
            }
            (TypeKind::Enum(old), TypeKind::Enum(new)) => changes.extend(self.variants(old, new)),
            (TypeKind::Union(old), TypeKind::Union(new)) => {
                changes.extend(self.alternatives(old, new));
            }
            (TypeKind::Alias(old), TypeKind::Alias(new)) => changes.extend(self.alias(old, new)),
            _ => {
                let detail = format!(
                    "the type was {} and is {}",
                    kind(&self.old.kind),
                    kind(&self.new.kind)
                );
                let change = self.change(ChangeKind::Changed, &self.new.name.wire, detail);
                let [sent, received] = self
                    .renames
                    .is_of_alike_kind(&self.old.kind, &self.new.kind);
                let sent = if sent {
                    &TAKEN_ALIKE
                } else {
                    &SENT_TYPE_CHANGED
                };
                let received = if received {
                    &READ_ALIKE
                } else {
                    &RECEIVED_TYPE_CHANGED
                };
                changes.push(change.rules(self.by_direction(Some(sent), Some(received))));
            }
        }
        changes
    }

    fn alias(&self, old: &TypeRef, new: &TypeRef) -> Option<Change> {
        if self.renames.same(old, new) {
            return None;
        }
        let sent = !self.renames.is_still_understood(old, new);
        let received = !self.renames.still_understands(old, new);
        let null = old.is_nullable() != new.is_nullable();
        let rules = self.by_direction(
            (sent || (null && old.is_nullable())).then_some(&SENT_TYPE_CHANGED),
            (received || (null && new.is_nullable())).then_some(&RECEIVED_TYPE_CHANGED),
        );
        let detail = from_to(old, new);
        let change = self.change(ChangeKind::Changed, &self.new.name.wire, detail);
        Some(change.rules(rules).rules(format_rule(old, new)))
    }

    /// Returns a change that explains what differs in the type's own declaration and methods.
    fn change(
        &self,
        kind: ChangeKind,
        subject: impl Into<String>,
        detail: impl Into<String>,
    ) -> Change {
        Change::new(kind, subject, detail)
            .claim(path(self.old))
            .claim(path(self.new))
            .stood_at(&self.old.pointer)
            .stands_at(&self.new.pointer)
    }

    /// Returns the rules that apply, given how the released crate uses the type.
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
}
