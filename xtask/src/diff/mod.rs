//! `cargo xtask diff`: a description before and after → what the update means for callers of the
//! crate, for people, for pull requests and for tools.

mod accepted;
mod causes;
pub(crate) mod changelog;
mod findings;
mod generated;
mod git;
mod github;
mod health;
pub(crate) mod json;
mod keep;
pub(crate) mod markdown;
mod release;
mod sides;
#[cfg(test)]
mod tests;
pub(crate) mod text;
mod version;

pub(crate) use self::findings::Findings;
pub(crate) use self::git::Repository;
pub(crate) use self::keep::{kept, names_of_last_commit};
pub(crate) use self::release::run as release_check;
pub use self::sides::{Files, Texts};

use generator::FileTree;

use crate::args::{DiffArgs, DiffFormat};
use crate::failure::Failure;
use crate::terminal::{Completion, Outcome};
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
        DiffFormat::Github => github::annotations(&findings),
    };
    let is_broken = || {
        let mut each = findings.each();
        each.any(|(change, detail)| detail.needs_attention(change))
    };
    let is_stale = args.check && (is_broken() || !findings.unused_acceptances.is_empty());
    Ok(Outcome {
        report,
        verdict: if is_stale {
            Completion::Stale
        } else {
            Completion::Done
        },
    })
}

/// Makes the report for a pull request, and says how many changes it has.
pub fn report(old: &Texts, new: &Texts) -> Result<usize, Failure> {
    let findings = Findings::new(old, new)?;
    drop(markdown::report(&findings));
    Ok(findings.report.changes.len())
}

/// Returns the one-screen summary against the last commit, for the end of `cargo xtask codegen`. `None`
/// where there is nothing to compare with, or nothing to tell. The crate is that of the working tree.
pub(crate) fn since_last_commit(written: &FileTree) -> Option<String> {
    let (old, new) = last_commit_and_now()?;
    // Nothing is read to find out that nothing is new.
    if old.committed.as_ref() == Some(written) && old.describes_the_same(&new) {
        return None;
    }
    let findings = Findings::new(&old, &new).ok()?;
    let has_news = !findings.report.changes.is_empty() || !findings.masked.is_empty();
    has_news.then(|| text::report(&findings, false))
}

fn last_commit_and_now() -> Option<(Texts, Texts)> {
    let root = workspace::root();
    let repository = Repository::at(&root).ok()?;
    let new = Texts::of_folder(&root).ok()?;
    let new = new.keeping(kept(&repository, &root).as_ref());
    let commit = repository.commit("HEAD").ok()?;
    let old = Texts::of_commit(&repository, &commit, &new).ok()?;
    Some((old, new))
}

fn compare(args: &DiffArgs) -> Result<Findings, Failure> {
    let root = workspace::root();
    if let [old, new] = args.descriptions.as_slice() {
        let old = Texts::given(args.before(old))?;
        let new = Texts::given(args.after(new))?;
        return Findings::new(&old, &new);
    }
    let mut new = Texts::of_folder(&root)?;
    let old = match (&args.old, &args.base) {
        (Some(file), _) => Texts::of_file(file, &new)?,
        (None, base) => {
            let repository = Repository::at(&root)?;
            new = new.keeping(kept(&repository, &root).as_ref());
            let commit = repository.base(base.as_deref())?;
            Texts::of_commit(&repository, &commit, &new)?
        }
    };
    Findings::new(&old, &new)
}
