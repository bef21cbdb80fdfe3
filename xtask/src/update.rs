//! `cargo xtask update`: a newer public description → our description and overlays brought up to date, and then the
//! crate.

use std::fmt::Write as _;

use generator::Source;
use generator::update::{Difference, DifferenceKind, Update, UpdatedOverlays};

use crate::args::{CodegenArgs, OverlayArgs, UpdateArgs};
use crate::codegen;
use crate::failure::Failure;
use crate::input::InputFile;
use crate::overlays;
use crate::replace;
use crate::report::{self, Extent};
use crate::terminal::{Completion, Outcome, count};
use crate::workspace::{self, DESCRIPTION, SETTINGS};

/// Updates, then generates; or only tells what there is to do.
pub(crate) fn run(args: &UpdateArgs) -> Result<Outcome, Failure> {
    let root = workspace::root();
    let settings = InputFile::of_workspace(&root, SETTINGS).read()?;
    let settings = generator::Settings::parse(&settings)?;
    let description = InputFile::of_workspace(&root, DESCRIPTION);
    let overlay_files = overlays::of_workspace(&root, &OverlayArgs::default(), &settings);
    let ours = description.read()?;
    let theirs = InputFile::given(&args.file).read()?;
    let overlay_sources = overlays::read(&overlay_files)?;

    let update = generator::update::update(&ours, &theirs)?;
    let updated = Source {
        name: ours.name.clone(),
        text: update.text.clone(),
    };
    let overlays = generator::update::update_overlays(&updated, &overlay_sources)?;

    let mut text = differences(&update, &ours.name, &theirs.name);
    text.push_str(&of_overlays(&overlays, &overlay_sources));
    report::tell(&overlays.diagnostics, Extent::Limited);
    let files = [&description].into_iter().chain(&overlay_files);
    let old = [&ours].into_iter().chain(&overlay_sources);
    let new = [&update.text].into_iter().chain(&overlays.texts);
    let changed: Vec<(&InputFile, &String)> = files
        .zip(old.zip(new))
        .filter(|(_, (old, new))| old.text != **new)
        .map(|(file, (_, new))| (file, new))
        .collect();
    if args.check {
        let verdict = if changed.is_empty() {
            Completion::Done
        } else {
            Completion::Stale
        };
        return Ok(Outcome {
            report: text,
            verdict,
        });
    }
    for (file, new) in changed {
        replace::file(&file.path, new)
            .map_err(|error| Failure::io(format_args!("cannot write `{}`", file.label), &error))?;
        let _ = writeln!(text, "written  {}", file.label);
    }
    let outcome = codegen::run(&CodegenArgs::default())?;
    Ok(Outcome {
        report: format!("{text}\n{}", outcome.report),
        verdict: outcome.verdict,
    })
}

/// The parts of the report: a title, and what a difference of that kind adds to its row.
type Part = (&'static str, fn(&DifferenceKind) -> Option<String>);

const PARTS: [Part; 5] = [
    ("added", |kind| {
        matches!(kind, DifferenceKind::Added).then(String::new)
    }),
    ("removed, with these texts", |kind| match kind {
        DifferenceKind::Removed(texts) => {
            let lines = texts.iter().map(|(pointer, text)| quoted(pointer, text));
            Some(lines.collect())
        }
        _ => None,
    }),
    ("changed", |kind| match kind {
        DifferenceKind::Changed(old, new) => Some(format!("\n    - {old}\n    + {new}")),
        _ => None,
    }),
    (
        "to be described in our own words; the new description has",
        |kind| match kind {
            DifferenceKind::TextWanted(text) => Some(quoted("", text)),
            _ => None,
        },
    ),
    (
        "to be checked, because the described parts have changed",
        |kind| match kind {
            DifferenceKind::TextToCheck(text) => Some(quoted("", text)),
            _ => None,
        },
    ),
];

/// Returns the differences by kind, each with its place.
fn differences(update: &Update, ours: &str, theirs: &str) -> String {
    if update.differences.is_empty() {
        return format!("{ours} has the structure of {theirs}: nothing to update\n");
    }
    let told = count(update.differences.len(), "difference");
    let mut text = format!("{ours}: {told} from {theirs}\n");
    for (title, details) in PARTS {
        let rows = update.differences.iter();
        let rows = rows.filter_map(|difference| Some((difference, details(&difference.kind)?)));
        let rows: Vec<_> = rows.collect();
        if rows.is_empty() {
            continue;
        }
        // Writing to a string cannot fail.
        let _ = writeln!(text, "\n{title}: {}", rows.len());
        for (difference, details) in rows {
            let _ = writeln!(text, "  {}{details}", placed(difference, ours));
        }
    }
    text
}

/// Returns a node and where it is.
fn placed(difference: &Difference, ours: &str) -> String {
    let pointer = &difference.pointer;
    match difference.position {
        Some(position) => format!("{pointer}  {ours}:{}", position.line),
        None => pointer.clone(),
    }
}

fn quoted(pointer: &str, text: &str) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let pointer = pointer.rsplit('/').next().unwrap_or_default();
    let name = if pointer.is_empty() {
        String::new()
    } else {
        format!("{pointer}: ")
    };
    format!("\n    {name}“{text}”")
}

fn of_overlays(updated: &UpdatedOverlays, sources: &[Source]) -> String {
    let mut text = String::new();
    for (source, removed) in sources.iter().zip(&updated.removed) {
        if *removed > 0 {
            let actions = count(*removed, "action");
            let _ = writeln!(
                text,
                "{}: {actions} removed: the description already has them",
                source.name
            );
        }
    }
    text
}
