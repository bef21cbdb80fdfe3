//! Parameters of one operation before and after.
//!
//! Invariant: path parameters are told apart by their place in the path, all others by location
//! and name.

use super::{
    Change, ChangeKind,
    limits::{default_detail, limits},
    operation_names::{builder_path, subject},
    renames::Renames,
    rules::{
        ARGUMENTS_REORDERED, DEFAULT_CHANGED, DEPRECATED, NEW_ON_THE_WIRE, PARAMETER_GONE,
        PARAMETER_MOVED, REQUIRED_PARAMETER_ADDED, SENT_TYPE_CHANGED,
    },
    types::deprecation,
    wire::format_rule,
    words::from_to,
};
use crate::model::{
    Operation, Parameter, ParameterLocation, Presence, Resource, TypeRef, Usage, Writing,
};

/// One operation on both sides, with the resources that offer it.
pub(super) struct Sides<'a> {
    pub(super) old_resource: &'a Resource,
    pub(super) old: &'a Operation,
    pub(super) new_resource: &'a Resource,
    pub(super) new: &'a Operation,
}

pub(super) fn parameters(renames: &Renames<'_>, sides: &Sides<'_>) -> Vec<Change> {
    let (old, new) = (sides.old, sides.new);
    let mut changes = Vec::new();
    for before in &old.parameters {
        match find(old, before, new) {
            Some(after) => changes.extend(
                Pair {
                    renames,
                    sides,
                    before,
                    after,
                }
                .changes(),
            ),
            None => changes.push(
                about(new, before, ChangeKind::Removed, "the parameter is gone")
                    .rule(&PARAMETER_GONE)
                    .claim(setter(sides.old_resource, old, before))
                    .stood_at(&before.pointer)
                    .stands_at(&new.pointer),
            ),
        }
    }
    let added = new
        .parameters
        .iter()
        .filter(|after| find(new, after, old).is_none());
    changes.extend(added.map(|after| {
        let rule = match after.presence {
            Presence::Required => &REQUIRED_PARAMETER_ADDED,
            Presence::Optional => &NEW_ON_THE_WIRE,
        };
        about(new, after, ChangeKind::Added, "the parameter is new")
            .rule(rule)
            .claim(setter(sides.new_resource, new, after))
            .stood_at(&old.pointer)
            .stands_at(&after.pointer)
    }));
    changes.extend(reordered(old, new));
    changes
}

/// Returns the same parameter on the other side.
fn find<'a>(from: &Operation, parameter: &Parameter, to: &'a Operation) -> Option<&'a Parameter> {
    if parameter.location == ParameterLocation::Path {
        let place = from
            .path
            .parameters()
            .position(|name| name == parameter.name.wire)?;
        let name = to.path.parameters().nth(place)?;
        return to
            .parameters
            .iter()
            .find(|other| other.location == ParameterLocation::Path && other.name.wire == name);
    }
    let same_name = |other: &&Parameter| {
        other.location != ParameterLocation::Path && other.name.wire == parameter.name.wire
    };
    let mut candidates = to.parameters.iter().filter(same_name);
    let exact = to
        .parameters
        .iter()
        .find(|other| same_name(other) && other.location == parameter.location);
    exact.or_else(|| candidates.next())
}

fn about(operation: &Operation, parameter: &Parameter, kind: ChangeKind, detail: &str) -> Change {
    let subject = format!("{} ?{}", subject(operation), parameter.name.wire);
    Change::new(kind, subject, detail)
}

/// Returns the path of a setter in the public API.
fn setter(resource: &Resource, operation: &Operation, parameter: &Parameter) -> String {
    let builder = builder_path(resource, operation);
    format!("{builder}::{}", parameter.name.ident)
}

/// One parameter on both sides.
struct Pair<'a> {
    renames: &'a Renames<'a>,
    sides: &'a Sides<'a>,
    before: &'a Parameter,
    after: &'a Parameter,
}

impl Pair<'_> {
    fn changes(&self) -> Vec<Change> {
        let (before, after) = (self.before, self.after);
        let mut changes = Vec::new();
        if before.location != after.location || self.is_listed_otherwise() {
            let change = self.change(ChangeKind::Changed, "is sent in another place or way");
            changes.push(change.rule(&PARAMETER_MOVED));
        }
        if !self.renames.same(&before.ty, &after.ty) {
            let change = self.change(ChangeKind::Changed, &from_to(&before.ty, &after.ty));
            let is_understood = self.renames.is_still_understood(&before.ty, &after.ty);
            let rule = (!is_understood).then_some(&SENT_TYPE_CHANGED);
            changes.push(change.rules(rule).rules(format_rule(&before.ty, &after.ty)));
        }
        if before.query != after.query {
            let detail = match &after.query {
                Some(query) => format!("is written as a `{query}`"),
                None => "is written as text".to_owned(),
            };
            changes.push(self.change(ChangeKind::Changed, &detail));
        }
        match (before.presence, after.presence) {
            (Presence::Optional, Presence::Required) => {
                let change = self.change(ChangeKind::Changed, "is required");
                changes.push(change.rule(&REQUIRED_PARAMETER_ADDED));
            }
            (Presence::Required, Presence::Optional) => {
                let change = self.change(ChangeKind::Changed, "is no longer required");
                changes.push(change.rule(&NEW_ON_THE_WIRE));
            }
            _ => {}
        }
        if before.name.ident != after.name.ident {
            let detail = format!("was called `{}`", before.name.ident);
            changes.push(self.change(ChangeKind::Renamed, &detail));
        }
        if before.deprecated != after.deprecated {
            let change = self.change(ChangeKind::Changed, deprecation(after.deprecated));
            changes.push(change.rule(&DEPRECATED));
        }
        if let Some((detail, rule)) = limits(&before.limits, &after.limits, Usage::Request) {
            changes.push(self.change(ChangeKind::Changed, &detail).rule(rule));
        }
        if before.default != after.default {
            let detail = default_detail(before.default.as_deref(), after.default.as_deref());
            changes.push(
                self.change(ChangeKind::Changed, &detail)
                    .rule(&DEFAULT_CHANGED),
            );
        }
        changes
    }

    fn is_listed_otherwise(&self) -> bool {
        // The style of a single text is of no effect.
        let has_style = |parameter: &Parameter| {
            matches!(parameter.ty, TypeRef::List(_))
                || matches!(parameter.writing, Writing::Styled(_))
        };
        self.before.escaping != self.after.escaping
            || has_style(self.before)
                && has_style(self.after)
                && self.before.writing != self.after.writing
    }

    fn change(&self, kind: ChangeKind, detail: &str) -> Change {
        about(self.sides.new, self.after, kind, detail)
            .claim(setter(self.sides.old_resource, self.sides.old, self.before))
            .claim(setter(self.sides.new_resource, self.sides.new, self.after))
            .stood_at(&self.before.pointer)
            .stands_at(&self.after.pointer)
    }
}

/// Reports a new order of required parameters, which are arguments.
fn reordered(old: &Operation, new: &Operation) -> Option<Change> {
    let names = |operation: &Operation, other: &Operation| -> Vec<String> {
        let required = operation.parameters.iter().filter(|parameter| {
            parameter.presence == Presence::Required
                && find(operation, parameter, other)
                    .is_some_and(|same| same.presence == Presence::Required)
        });
        required
            .map(|parameter| parameter.name.wire.clone())
            .collect()
    };
    let (before, after) = (names(old, new), names(new, old));
    let mut sorted = [before.clone(), after.clone()];
    for names in &mut sorted {
        names.sort();
    }
    let is_reordered = before != after && sorted[0] == sorted[1];
    is_reordered.then(|| {
        let detail = format!(
            "the arguments are {} and were {}",
            after.join(", "),
            before.join(", ")
        );
        Change::new(ChangeKind::Changed, subject(new), detail)
            .rule(&ARGUMENTS_REORDERED)
            .stood_at(&old.pointer)
            .stands_at(&new.pointer)
    })
}
