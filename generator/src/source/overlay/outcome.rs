//! Outcome of an action → diagnostics.
//!
//! Invariant: every message names the action, and its place in the overlay.

use super::{
    merge::{Incompatible, Merged},
    nearest::Nearest,
    query::Query,
    read::Label,
};
use crate::{diagnostics::Diagnostic, source::origins::Origin};

pub(super) fn matches_nothing(
    label: &Label,
    member: &str,
    query: &Query,
    nearest: &Nearest,
) -> Diagnostic {
    let path = &nearest.path;
    let help = match &nearest.similar {
        Some(similar) => format!("the nearest that exists is `{path}`, which has `{similar}`"),
        None => format!("the nearest that exists is `{path}`"),
    };
    error(
        "overlay-unmatched",
        label,
        member,
        &format!("its `{member}` matches nothing: `{}`", query.text),
    )
    .help(help)
}

pub(super) fn copies_several(label: &Label, query: &Query, found: usize) -> Diagnostic {
    error(
        "overlay-target",
        label,
        "copy",
        &format!(
            "`copy` must match one node, `{}` matches {found}",
            query.text
        ),
    )
    .help("name the one that is meant")
}

pub(super) fn endless(label: &Label, member: &str, query: &Query) -> Diagnostic {
    error(
        "overlay-limit",
        label,
        member,
        &format!("`{}` takes too long in a document of this size", query.text),
    )
    .help("avoid `..`, above all inside filters")
}

pub(super) fn too_large(label: &Label) -> Diagnostic {
    let what = "the overlays write too many nodes";
    error("overlay-limit", label, "target", what).help("narrow the target")
}

pub(super) fn too_deep(label: &Label) -> Diagnostic {
    let what = "the result would be nested too deep";
    error("overlay-limit", label, "target", what)
        .help("make a component of the inner part, and refer to it")
}

pub(super) fn removes_everything(label: &Label) -> Diagnostic {
    let what = "the root cannot be removed";
    error("overlay-target", label, "target", what).help("select a node below `$`")
}

pub(super) fn plain_target(label: &Label) -> Diagnostic {
    let what = "in Overlay 1.0 the target of an update is an object or a list";
    error("overlay-target", label, "target", what)
        .help("select the object around the value, or write `overlay: 1.1.0` at the top")
}

pub(super) fn mixed_targets(label: &Label) -> Diagnostic {
    let what = "the target matches objects, lists or plain values beside one another";
    error("overlay-target", label, "target", what)
        .help("make an action for each kind: the standard merges into one kind at a time")
}

/// Reports a removal whose nodes a later action put back.
pub(super) fn put_back(label: &Label) -> Diagnostic {
    let message = format!("{label}: a later action restores the removed nodes");
    Diagnostic::warning("overlay-unchanged", message)
        .at(label.place())
        .help("the description already has them: remove both actions")
}

/// Reports the outcome of an update or a copy. `text` is the overlay's.
pub(super) fn of_merge(label: &Label, text: usize, merged: Merged) -> Vec<Diagnostic> {
    if !merged.incompatible.is_empty() {
        let mut errors: Vec<Diagnostic> = Vec::new();
        for incompatible in &merged.incompatible {
            let error = differs(label, text, incompatible);
            // Many targets may refuse the same value.
            if !errors.contains(&error) {
                errors.push(error);
            }
        }
        return errors;
    }
    if merged.changes_nothing() {
        return vec![unchanged(label)];
    }
    let mut repeated = merged.repeated;
    repeated.dedup();
    let repeated = repeated.iter().map(|from| repeats(label, text, from));
    repeated.collect()
}

fn differs(label: &Label, text: usize, incompatible: &Incompatible) -> Diagnostic {
    let Incompatible {
        from,
        found,
        target,
    } = incompatible;
    let message = format!("{label}: {found} cannot be merged into {target}");
    Diagnostic::error("overlay-merge", message)
        .at(place(label, text, from))
        .help("remove the present value by an action before this one")
}

fn unchanged(label: &Label) -> Diagnostic {
    let message = format!("{label} changes nothing: the description already has it");
    Diagnostic::warning("overlay-unchanged", message)
        .at(label.place())
        .help("remove it")
}

fn repeats(label: &Label, text: usize, from: &Origin) -> Diagnostic {
    let message = format!("{label} adds an item that the list already has");
    Diagnostic::warning("overlay-repeated", message)
        .at(place(label, text, from))
        .help("remove the item here")
}

/// Returns the place of a value in the overlay: its own, or that of the `copy` which brought it.
fn place(label: &Label, text: usize, from: &Origin) -> String {
    if from.text == text && from.pointer.starts_with(&label.at("update")) {
        from.pointer.clone()
    } else {
        label.at("copy")
    }
}

fn error(code: &'static str, label: &Label, member: &str, what: &str) -> Diagnostic {
    Diagnostic::error(code, format!("{label}: {what}")).at(label.at(member))
}
