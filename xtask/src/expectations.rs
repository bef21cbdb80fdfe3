//! `cargo xtask overlays`: the description and its overlays → what each action finds and hides, stated in the overlays.

use std::fmt::Write as _;

use crate::args::{OverlayArgs, OverlaysArgs};
use crate::failure::Failure;
use crate::input::InputFile;
use crate::names;
use crate::overlays;
use crate::replace;
use crate::terminal::{Completion, Outcome, count};
use crate::workspace::{self, DESCRIPTION};

/// Records the expectations, or tells which actions do not state theirs.
pub(crate) fn run(args: &OverlaysArgs) -> Result<Outcome, Failure> {
    let root = workspace::root();
    let settings = names::settings(&root)?;
    let description = InputFile::of_workspace(&root, DESCRIPTION).read()?;
    let files = overlays::of_workspace(&root, &OverlayArgs::default(), &settings);
    let sources = overlays::read(&files)?;
    let recorded = generator::update::record_expectations(&description, &sources)?;
    let mut report = String::new();
    for ((file, changed), text) in files.iter().zip(&recorded.changed).zip(&recorded.texts) {
        if *changed == 0 {
            continue;
        }
        let actions = count(*changed, "action");
        // Writing to a string cannot fail.
        let _ = if args.record {
            replace::file(&file.path, text).map_err(|error| {
                Failure::io(format_args!("cannot write `{}`", file.label), &error)
            })?;
            writeln!(report, "{}: {actions} recorded", file.label)
        } else {
            writeln!(
                report,
                "{}: {actions} without a true expectation",
                file.label
            )
        };
    }
    let is_stale = !report.is_empty() && !args.record;
    if report.is_empty() {
        let overlays = count(files.len(), "overlay");
        report = format!("every action of {overlays} states what it finds in {DESCRIPTION}\n");
    } else if is_stale {
        report.push_str("`cargo xtask overlays --record` writes what they find\n");
    }
    Ok(Outcome {
        report,
        verdict: if is_stale {
            Completion::Stale
        } else {
            Completion::Done
        },
    })
}
