//! Groups of operations before and after: the handles that the client has.
//!
//! Invariant: a group is the same when its module is, or when most of what it has is the same.

use super::{Change, ChangeKind, renames::Renames, rules::FEATURE_GONE};
use crate::model::{Api, Resource};

pub(super) fn resources(before: &Api, after: &Api, renames: &Renames<'_>) -> Vec<Change> {
    let mut changes = Vec::new();
    let mut known: Vec<&str> = Vec::new();
    for old in &before.resources {
        match successor(after, old, renames) {
            None => {
                let detail = format!("the group `client.{}()` is gone", old.name.ident);
                let change = about(ChangeKind::Removed, old, &detail, &[old]);
                changes.push(change.rule(&FEATURE_GONE));
            }
            Some(new) => {
                known.push(&new.name.ident);
                if new.name.ident != old.name.ident || new.handle != old.handle {
                    let detail = format!("was `client.{}()`", old.name.ident);
                    changes.push(about(ChangeKind::Renamed, new, &detail, &[old, new]));
                }
                if new.feature != old.feature {
                    let detail = format!("the feature `{}` was `{}`", new.feature, old.feature);
                    let change = Change::new(ChangeKind::Renamed, &new.name.wire, detail);
                    changes.push(change.rule(&FEATURE_GONE));
                }
            }
        }
    }
    let is_new = |resource: &&Resource| !known.contains(&resource.name.ident.as_str());
    for new in after.resources.iter().filter(is_new) {
        let detail = format!("the group `client.{}()` is new", new.name.ident);
        changes.push(about(ChangeKind::Added, new, &detail, &[new]));
    }
    changes
}

/// Returns a change that explains the client's method and the handle, and not what the handle can do.
fn about(kind: ChangeKind, resource: &Resource, detail: &str, both: &[&Resource]) -> Change {
    let mut change = Change::new(kind, &resource.name.wire, detail);
    for resource in both {
        let (module, handle) = (&resource.name.ident, &resource.handle);
        change = change
            .claim(format!("Client::{module}"))
            .claim(format!("resources::{module}::{handle}"));
    }
    change
}

/// Finds the successor of a group: the one of the same module, or else the new one that took the first
/// of its operations over.
fn successor<'a>(after: &'a Api, old: &Resource, renames: &Renames<'_>) -> Option<&'a Resource> {
    let by_module = after
        .resources
        .iter()
        .find(|new| new.name.ident == old.name.ident);
    by_module.or_else(|| {
        let mut operations = old.operations.iter();
        let moved = operations.find_map(|operation| renames.counterpart(after, operation));
        moved.map(|(resource, _)| resource)
    })
}
