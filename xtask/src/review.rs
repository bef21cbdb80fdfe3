//! `cargo xtask review`: all that a pull request has to know about a change of the description, as
//! files, and whether `generated/` is what the description gives.
//!
//! Invariant: the files are written whatever the verdict, so that a failing job still shows them.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use crate::args::{CodegenArgs, ReviewArgs};
use crate::codegen;
use crate::diff::{self, Findings, Repository, Texts, changelog, json, markdown, text};
use crate::failure::Failure;
use crate::replace;
use crate::terminal::{Completion, Outcome};
use crate::workspace;

/// Compares, writes the files, and fails where the tree is stale.
pub(crate) fn run(args: &ReviewArgs) -> Result<Outcome, Failure> {
    let root = workspace::root();
    let repository = Repository::at(&root)?;
    let new = Texts::of_folder(&root)?.keeping(diff::kept(&repository, &root).as_ref());
    let commit = repository.base(args.base.as_deref())?;
    let old = Texts::of_commit(&repository, &commit, &new)?;
    let findings = Findings::new(&old, &new)?;
    let freshness = codegen::run(&CodegenArgs::check());
    let note = match &freshness {
        Ok(outcome) if outcome.verdict == Completion::Stale => {
            "`generated/` is stale: run `cargo xtask codegen` and commit what it writes."
        }
        Ok(_) => "",
        Err(_) => "`cargo xtask codegen` fails: its message is in the log of the job.",
    };
    write(&args.out, &findings, note)?;
    let verdict = freshness?.verdict;
    let mut report = text::report(&findings, false);
    let _ = writeln!(
        report,
        "The report is in {}",
        args.out.join("report.md").display()
    );
    if !note.is_empty() {
        report = format!("{report}\n{note}\n");
    }
    Ok(Outcome { report, verdict })
}

fn write(folder: &Path, findings: &Findings, note: &str) -> Result<(), Failure> {
    let mut report = markdown::report(findings);
    if !note.is_empty() {
        report = format!("{report}> {note}\n");
    }
    let labels = markdown::LABELS.join("\n") + "\n";
    let files = [
        ("report.md", report),
        ("report.json", json::report(findings)),
        ("changelog.md", changelog::entry(findings)),
        ("label", format!("{}\n", markdown::label(findings))),
        ("labels", labels),
    ];
    let failed = |path: &Path, error: &std::io::Error| {
        Failure::io(format_args!("cannot write `{}`", path.display()), error)
    };
    fs::create_dir_all(folder).map_err(|error| failed(folder, &error))?;
    for (name, text) in files {
        let path = folder.join(name);
        replace::file(&path, &text).map_err(|error| failed(&path, &error))?;
    }
    Ok(())
}
