//! The manifest of the crate, before and after.
//!
//! Invariant: the version is what the comparison leads to, and no change.

use super::{
    Change, ChangeKind,
    rules::{CRATE_RENAMED, MANIFEST_CHANGED, RUST_VERSION_RAISED, Rule},
};
use crate::model::Package;

pub(super) fn package(before: &Package, after: &Package) -> Vec<Change> {
    let mut changes = Vec::new();
    let mut told = |kind: ChangeKind, detail: String, rule: &'static Rule| {
        changes.push(Change::new(kind, "[package]", detail).rule(rule));
    };
    if before.name != after.name {
        let detail = format!("the crate was called `{}`", before.name);
        told(ChangeKind::Renamed, detail, &CRATE_RENAMED);
    }
    if before.rust_version != after.rust_version {
        let (old, new) = (&before.rust_version, &after.rust_version);
        let rule = if numbers(old) < numbers(new) {
            &RUST_VERSION_RAISED
        } else {
            &MANIFEST_CHANGED
        };
        told(
            ChangeKind::Changed,
            format!("Rust {new} is needed, and {old} was"),
            rule,
        );
    }
    let mut texts = Vec::new();
    for (name, is_same) in [
        ("description", before.description == after.description),
        ("license", before.license == after.license),
        ("repository", before.repository == after.repository),
        ("keywords", before.keywords == after.keywords),
        ("categories", before.categories == after.categories),
    ] {
        if !is_same {
            texts.push(name);
        }
    }
    if !texts.is_empty() {
        let detail = format!("says something else: {}", texts.join(", "));
        told(ChangeKind::Changed, detail, &MANIFEST_CHANGED);
    }
    changes
}

/// Returns the numbers of a version, which compare as versions do.
fn numbers(version: &str) -> Vec<u64> {
    version
        .split('.')
        .map(|number| number.parse().unwrap_or_default())
        .collect()
}
