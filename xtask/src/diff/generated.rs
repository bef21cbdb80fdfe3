//! `cargo xtask diff --generated`: the crate of a commit, and what the generator of now makes of
//! that commit's description → what the generator itself changed.
//!
//! Invariant: no change of the description shows here.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::Path;

use similar::TextDiff;

use super::git::Repository;
use super::sides::Texts;
use crate::failure::Failure;
use crate::terminal::{Completion, Outcome, count};
use crate::workspace::{self, GENERATED};

pub(super) fn run(base: Option<&str>) -> Result<Outcome, Failure> {
    compare(&workspace::root(), base)
}

pub(super) fn compare(root: &Path, base: Option<&str>) -> Result<Outcome, Failure> {
    let repository = Repository::at(root)?;
    let commit = repository.base(base)?;
    let now = Texts::of_folder(root)?;
    let then = Texts::of_commit(&repository, &commit, &now)?;
    let made = generator::Input::new(&then.description, &then.settings)
        .overlays(&then.overlays)
        .generate()?;
    let committed = repository.files(&commit, GENERATED)?;
    if committed.is_empty() {
        return Err(Failure::new(format!(
            "`{}` has no {GENERATED}/ to compare with",
            commit.label
        ))
        .help("name a later revision: --base REV"));
    }
    let mut paths: BTreeSet<&str> = committed.keys().map(String::as_str).collect();
    paths.extend(made.tree.iter().map(|(path, _)| path));
    let mut report = String::new();
    let mut changed = 0;
    for path in paths {
        let before = committed.get(path).map_or("", String::as_str);
        let after = made.tree.get(path).unwrap_or_default();
        if before != after {
            changed += 1;
            report.push_str(&difference(path, before, after));
        }
    }
    // Writing to a string cannot fail.
    let _ = writeln!(
        report,
        "The generator changes {} of the crate at {}, the description being what it was.",
        count(changed, "file"),
        commit.label
    );
    Ok(Outcome {
        report,
        verdict: Completion::Done,
    })
}

/// Returns one file as a unified diff.
fn difference(path: &str, before: &str, after: &str) -> String {
    let label = format!("{GENERATED}/{path}");
    let difference = TextDiff::from_lines(before, after);
    let mut unified = difference.unified_diff();
    unified.context_radius(3).header(&label, &label).to_string()
}
