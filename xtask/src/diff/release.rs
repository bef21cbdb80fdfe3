//! `cargo xtask release-check`: what changed since the last release, the settings and CHANGELOG.md →
//! whether the next release may be made.
//!
//! Invariant: nothing is written without `--write`, and then CHANGELOG.md alone.

use std::fmt::Write as _;
use std::path::Path;

use super::changelog;
use super::findings::Findings;
use super::git::Repository;
use super::keep::kept;
use super::sides::Texts;
use super::text;
use crate::args::ReleaseCheckArgs;
use crate::failure::Failure;
use crate::input::InputFile;
use crate::replace;
use crate::terminal::{Completion, Outcome};
use crate::workspace::{self, CHANGELOG};

/// Checks the version and the changelog.
pub(crate) fn run(args: &ReleaseCheckArgs) -> Result<Outcome, Failure> {
    check(&workspace::root(), args)
}

pub(super) fn check(root: &Path, args: &ReleaseCheckArgs) -> Result<Outcome, Failure> {
    let repository = Repository::at(root)?;
    let new = Texts::of_folder(root)?.keeping(kept(&repository, root).as_ref());
    let commit = repository.last_release(args.base.as_deref())?;
    let old = Texts::of_commit(&repository, &commit, &new)?;
    let findings = Findings::new(&old, &new)?;
    let is_itself = commit.hash == repository.commit("HEAD")?.hash;
    if is_itself && findings.report.changes.is_empty() {
        return Err(Failure::new(format!(
            "`{}` is what is here, so nothing was compared",
            commit.label
        ))
        .help("fetch the tags of releases (git fetch --tags --unshallow), or name the last release: --base REV"));
    }
    let log = InputFile::of_workspace(root, CHANGELOG);
    let known = if log.path.is_file() {
        log.read()?.text
    } else {
        changelog::HEAD.to_owned()
    };
    let mut report = text::summary(&findings);
    let mut verdict = Completion::Done;
    if findings.misfits() > 0 {
        report.push_str("Fix the overlays before the release\n");
        verdict = Completion::Stale;
    }
    if findings.is_version_too_low() {
        verdict = Completion::Stale;
    }
    let next = findings.next();
    if changelog::has_entry(&known, next) {
        let _ = writeln!(report, "{CHANGELOG} has an entry for {next}");
    } else if args.write {
        let text = changelog::with_entry(&known, &changelog::entry(&findings));
        replace::file(&log.path, &text)
            .map_err(|error| Failure::io(format_args!("cannot write `{CHANGELOG}`"), &error))?;
        let _ = writeln!(
            report,
            "{CHANGELOG}: the entry for {next} is written; put it into your words"
        );
    } else {
        let _ = writeln!(
            report,
            "{CHANGELOG} has no entry for {next}: `cargo xtask release-check --write` writes one"
        );
        verdict = Completion::Stale;
    }
    Ok(Outcome { report, verdict })
}
