//! Properties of one object before and after.
//!
//! Invariant: a property is the same when its name on the wire is.

use super::{Pair, deprecation, path};
use crate::{
    compare::{
        Change, ChangeKind, Location,
        limits::{default_detail, limits},
        rules::{
            DEFAULT_CHANGED, DEPRECATED, LIMITS_CHANGED, NEW_ON_THE_WIRE, READ_ALIKE,
            RECEIVED_FIELD_GONE, RECEIVED_FIELD_OPTIONAL, RECEIVED_LESS, RECEIVED_NULL,
            RECEIVED_TYPE_CHANGED, SENT_FIELD_GONE, SENT_FIELD_REQUIRED, SENT_NULL_REFUSED,
            SENT_TYPE_CHANGED, TAKEN_ALIKE, TEXT_CHANGED,
        },
        wire::format_rule,
        words::from_to,
    },
    model::{Absence, AdditionalProperties, Field, Presence, Struct, Usage},
    source::escape,
};

impl Pair<'_> {
    pub(super) fn fields(&self, old: &Struct, new: &Struct) -> Vec<Change> {
        let mut changes = Vec::new();
        // The names of fields that others have become: they are told with those.
        let mut taken: Vec<&str> = Vec::new();
        for before in &old.fields {
            let same = new
                .fields
                .iter()
                .find(|after| after.name.wire == before.name.wire);
            if let Some(after) = same {
                changes.extend(self.field(before, after));
                continue;
            }
            let successor = renamed(before, old, new);
            let successor = successor.filter(|(after, _)| !taken.contains(&&*after.name.wire));
            taken.extend(successor.map(|(after, _)| &*after.name.wire));
            changes.push(self.removed(before, successor));
        }
        let is_known = |after: &Field| {
            let mut before = old.fields.iter();
            before.any(|before| before.name.wire == after.name.wire)
        };
        for after in &new.fields {
            if !is_known(after) && !taken.contains(&&*after.name.wire) {
                changes.push(self.added(after));
            }
        }
        if old.dependent != new.dependent {
            let detail = "other values are checked beside those of the fields that they depend on";
            let change = self.change(ChangeKind::Changed, &self.new.name.wire, detail);
            changes.push(change.rule(&LIMITS_CHANGED));
        }
        changes.extend(self.additional(old.additional.as_ref(), new.additional.as_ref()));
        changes
    }

    fn about(&self, kind: ChangeKind, field: &Field, detail: impl Into<String>) -> Change {
        let subject = format!("{}.{}", self.new.name.wire, field.name.wire);
        let change = self
            .change(kind, subject, detail)
            .claim(format!("{}.{}", path(self.old), field.name.ident))
            .claim(format!("{}.{}", path(self.new), field.name.ident));
        Change {
            before: change
                .before
                .filter(|_| kind != ChangeKind::Added)
                .map(|place| property(&place.0, field)),
            after: change
                .after
                .filter(|_| kind != ChangeKind::Removed)
                .map(|place| property(&place.0, field)),
            ..change
        }
    }

    fn removed(&self, field: &Field, renamed: Option<(&Field, &str)>) -> Change {
        let received = match field.presence_in(Usage::Response) {
            Presence::Required => &RECEIVED_FIELD_GONE,
            Presence::Optional => &RECEIVED_LESS,
        };
        let rules = self.by_direction(Some(&SENT_FIELD_GONE), Some(received));
        match renamed {
            Some((after, evidence)) => {
                let detail = format!(
                    "the field seems to be `{}` now: {evidence}",
                    after.name.wire
                );
                let change = self.about(ChangeKind::Renamed, field, detail).rules(rules);
                Change {
                    after: Some(property(&self.new.pointer, after)),
                    ..change
                }
                .rule(&NEW_ON_THE_WIRE)
                .claim(format!("{}.{}", path(self.new), after.name.ident))
            }
            None => self
                .about(ChangeKind::Removed, field, "the field is gone")
                .rules(rules),
        }
    }

    fn added(&self, field: &Field) -> Change {
        let sent = match field.presence_in(Usage::Request) {
            Presence::Required => &SENT_FIELD_REQUIRED,
            Presence::Optional => &NEW_ON_THE_WIRE,
        };
        let rules = self.by_direction(Some(sent), Some(&NEW_ON_THE_WIRE));
        self.about(ChangeKind::Added, field, "the field is new")
            .rules(rules)
    }

    fn field(&self, before: &Field, after: &Field) -> Vec<Change> {
        let mut changes = Vec::new();
        if !self
            .renames
            .same(before.ty.without_null(), after.ty.without_null())
        {
            let sent = !self.renames.is_still_understood(&before.ty, &after.ty);
            let received = if self.renames.still_understands(&before.ty, &after.ty) {
                let is_less = self.renames.receives_less(&before.ty, &after.ty);
                is_less.then_some(&RECEIVED_LESS)
            } else {
                Some(&RECEIVED_TYPE_CHANGED)
            };
            let rules = self.by_direction(sent.then_some(&SENT_TYPE_CHANGED), received);
            let change = self.about(ChangeKind::Changed, after, from_to(&before.ty, &after.ty));
            changes.push(
                change
                    .rules(rules)
                    .rules(format_rule(&before.ty, &after.ty)),
            );
        }
        changes.extend(self.presence(before, after));
        if before.absence != after.absence {
            let detail = match after.absence {
                Absence::Empty => "is an object without members where it is absent",
                Absence::Distinct => "is told from an object without members where it is absent",
            };
            changes.push(
                self.about(ChangeKind::Changed, after, detail)
                    .rule(&READ_ALIKE),
            );
        }
        changes.extend(self.nullability(before, after));
        if before.name.ident != after.name.ident {
            let detail = format!("was called `{}`", before.name.ident);
            let claim = format!("{}.{}", path(self.old), before.name.ident);
            changes.push(self.about(ChangeKind::Renamed, after, detail).claim(claim));
        }
        if before.deprecated != after.deprecated {
            let change = self.about(ChangeKind::Changed, after, deprecation(after.deprecated));
            changes.push(change.rule(&DEPRECATED));
        }
        if let Some((detail, rule)) = limits(&before.limits, &after.limits, self.old.usage) {
            changes.push(self.about(ChangeKind::Changed, after, detail).rule(rule));
        }
        if before.default != after.default {
            let detail = default_detail(before.default.as_deref(), after.default.as_deref());
            let rule = if self.old.usage.is_sent() {
                &DEFAULT_CHANGED
            } else {
                &TEXT_CHANGED
            };
            changes.push(self.about(ChangeKind::Changed, after, detail).rule(rule));
        }
        changes
    }

    /// Compares the presence in requests and in responses, which `readOnly` and `writeOnly` tell apart.
    fn presence(&self, before: &Field, after: &Field) -> Option<Change> {
        let in_direction = |usage| (before.presence_in(usage), after.presence_in(usage));
        let sent = match in_direction(Usage::Request) {
            (Presence::Required, Presence::Optional) => Some(&NEW_ON_THE_WIRE),
            (Presence::Optional, Presence::Required) => Some(&SENT_FIELD_REQUIRED),
            _ => None,
        };
        let received = match in_direction(Usage::Response) {
            (Presence::Required, Presence::Optional) => Some(&RECEIVED_FIELD_OPTIONAL),
            (Presence::Optional, Presence::Required) => Some(&READ_ALIKE),
            _ => None,
        };
        let rules = self.by_direction(sent, received);
        let is_stricter = match (before.presence, after.presence) {
            (Presence::Optional, Presence::Required) => true,
            (Presence::Required, Presence::Optional) => false,
            _ if rules.is_empty() => return None,
            _ => rules.contains(&&SENT_FIELD_REQUIRED) || rules.contains(&&READ_ALIKE),
        };
        let detail = if is_stricter {
            "is required"
        } else {
            "is no longer always there"
        };
        Some(self.about(ChangeKind::Changed, after, detail).rules(rules))
    }

    fn nullability(&self, before: &Field, after: &Field) -> Option<Change> {
        let (detail, rules) = match (before.ty.is_nullable(), after.ty.is_nullable()) {
            // What is optional is read from null, too.
            (false, true) => (
                "can be null",
                match before.presence_in(Usage::Response) {
                    Presence::Required => {
                        self.by_direction(Some(&NEW_ON_THE_WIRE), Some(&RECEIVED_NULL))
                    }
                    Presence::Optional => {
                        self.by_direction(Some(&NEW_ON_THE_WIRE), Some(&READ_ALIKE))
                    }
                },
            ),
            (true, false) => (
                "cannot be null any more",
                self.by_direction(Some(&SENT_NULL_REFUSED), Some(&READ_ALIKE)),
            ),
            _ => return None,
        };
        Some(self.about(ChangeKind::Changed, after, detail).rules(rules))
    }

    fn additional(
        &self,
        before: Option<&AdditionalProperties>,
        after: Option<&AdditionalProperties>,
    ) -> Option<Change> {
        let (detail, rules) = match (before, after) {
            // A field of another name is told from the code.
            (Some(before), Some(after)) if self.renames.same(&before.ty, &after.ty) => {
                return None;
            }
            (None, None) => return None,
            (None, Some(_)) => ("has further properties".to_owned(), vec![&NEW_ON_THE_WIRE]),
            (Some(_), None) => (
                "has no further properties any more".to_owned(),
                self.by_direction(Some(&SENT_FIELD_GONE), Some(&RECEIVED_LESS)),
            ),
            (Some(before), Some(after)) => {
                let sent = !self.renames.takes_body(&before.ty, &after.ty);
                let received = !self.renames.reads_body(&before.ty, &after.ty);
                (
                    format!(
                        "the type of its further properties {}",
                        from_to(&before.ty, &after.ty)
                    ),
                    self.by_direction(
                        Some(if sent {
                            &SENT_TYPE_CHANGED
                        } else {
                            &TAKEN_ALIKE
                        }),
                        Some(if received {
                            &RECEIVED_TYPE_CHANGED
                        } else {
                            &READ_ALIKE
                        }),
                    ),
                )
            }
        };
        Some(
            self.change(ChangeKind::Changed, &self.new.name.wire, detail)
                .rules(rules),
        )
    }
}

/// Returns the property of a schema, or the schema where the property is elsewhere.
fn property(pointer: &str, field: &Field) -> Location {
    let name = escape(&field.name.wire);
    Location(format!("{pointer}/properties/{name}"))
}

/// Returns the new field that a field which is gone has most likely become, with what speaks for it: the only one that
/// is new, of the same type, and described or spelled like it. A place in the list is no evidence.
fn renamed<'a>(gone: &Field, old: &Struct, new: &'a Struct) -> Option<(&'a Field, &'static str)> {
    let is_new = |field: &&Field| {
        let mut before = old.fields.iter();
        let known = before.any(|before| before.name.wire == field.name.wire);
        !known && field.ty == gone.ty && field.presence == gone.presence
    };
    let evidence = |field: &'a Field| {
        let same_text = field.docs == gone.docs && !gone.docs.is_empty();
        let alike = strsim::normalized_levenshtein(&letters(field), &letters(gone)) >= SIMILAR;
        match (same_text, alike) {
            (true, _) => Some((field, "the same type and description")),
            (_, true) => Some((field, "the same type and a similar name")),
            _ => None,
        }
    };
    let mut candidates = new.fields.iter().filter(is_new).filter_map(evidence);
    let first = candidates.next()?;
    candidates.next().is_none().then_some(first)
}

/// From this share of common letters on, one name may be another spelling of the other.
const SIMILAR: f64 = 0.7;

/// Returns a name without case and separators.
fn letters(field: &Field) -> String {
    let letters = field
        .name
        .wire
        .chars()
        .filter(|letter| letter.is_alphanumeric());
    letters.flat_map(char::to_lowercase).collect()
}
