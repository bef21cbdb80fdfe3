//! `cargo xtask diff`: a description before and after → what the update means for callers of the
//! crate, for people, for pull requests and for tools.

mod causes;
pub(crate) mod changelog;
mod findings;
mod generated;
mod git;
mod health;
pub(crate) mod json;
pub(crate) mod markdown;
mod release;
mod sides;
#[cfg(test)]
mod tests;
pub(crate) mod text;
mod version;

use generator::model::Names;

pub(crate) use self::findings::Findings;
pub(crate) use self::git::Repository;
pub(crate) use self::release::run as release_check;
pub use self::sides::Texts;
use crate::args::{DiffArgs, DiffFormat};
use crate::failure::Failure;
use crate::terminal::{Outcome, Verdict};
use crate::workspace;

/// Compares and reports.
pub(crate) fn run(args: &DiffArgs) -> Result<Outcome, Failure> {
    if args.generated {
        return generated::run(args.base.as_deref());
    }
    let findings = compare(args)?;
    let report = match args.format {
        DiffFormat::Text => text::report(&findings, args.all),
        DiffFormat::Markdown => markdown::report(&findings),
        DiffFormat::Json => json::report(&findings),
        DiffFormat::Changelog => changelog::entry(&findings),
        DiffFormat::Label => format!("{}\n", markdown::label(&findings)),
    };
    Ok(Outcome {
        report,
        verdict: Verdict::Done,
    })
}

/// Makes the report for a pull request, and says how many changes it has.
pub fn report(old: &Texts, new: &Texts) -> Result<usize, Failure> {
    let findings = Findings::new(old, new)?;
    drop(markdown::report(&findings));
    Ok(findings.report.changes.len())
}

/// Returns the one-screen summary against the last commit, for the end of `cargo xtask codegen`. `None`
/// where there is nothing to compare with, or nothing to tell.
pub(crate) fn since_last_commit() -> Option<String> {
    let (old, new) = last_commit_and_now()?;
    let findings = Findings::new(&old, &new).ok()?;
    (!findings.report.changes.is_empty()).then(|| text::report(&findings, false))
}

/// Returns the identifiers of the last commit. `None`: there is none, or nothing of the description is new since then.
pub(crate) fn names_of_last_commit() -> Option<Names> {
    let (old, new) = last_commit_and_now()?;
    if old.describes_the_same(&new) {
        return None;
    }
    Some(old.model().ok()?.api.names)
}

fn last_commit_and_now() -> Option<(Texts, Texts)> {
    let root = workspace::root();
    let new = Texts::of_folder(&root).ok()?;
    let repository = Repository::at(&root).ok()?;
    let commit = repository.commit("HEAD").ok()?;
    let old = Texts::of_commit(&repository, &commit, &new).ok()?;
    Some((old, new))
}

fn compare(args: &DiffArgs) -> Result<Findings, Failure> {
    let root = workspace::root();
    let new = Texts::of_folder(&root)?;
    let old = match (&args.old, &args.base) {
        (Some(file), _) => Texts::of_file(file, &new)?,
        (None, base) => {
            let repository = Repository::at(&root)?;
            let commit = repository.base(base.as_deref())?;
            Texts::of_commit(&repository, &commit, &new)?
        }
    };
    Findings::new(&old, &new)
}
