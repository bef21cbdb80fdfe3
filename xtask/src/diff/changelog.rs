//! Findings → an entry in the form of Keep a Changelog, ready to paste.

use std::fmt::Write as _;

use generator::compare::{Change, Effect, Kind, Level};

use super::findings::Findings;

/// A heading, and what stands below it.
type Section = (&'static str, fn(&Change) -> bool);

/// The headings, in the order of the form.
const SECTIONS: [Section; 3] = [
    ("Added", |change| {
        change.kind == Kind::Added && shows(change)
    }),
    ("Changed", |change| {
        matches!(change.kind, Kind::Changed | Kind::Renamed) && shows(change)
    }),
    ("Removed", |change| {
        change.kind == Kind::Removed && shows(change)
    }),
];

/// The entry of the next version.
pub(crate) fn entry(findings: &Findings) -> String {
    let mut text = format!("## [{}]\n", findings.needed);
    for (title, belongs) in SECTIONS {
        let changes: Vec<&Change> = findings
            .report
            .changes
            .iter()
            .filter(|change| belongs(change))
            .collect();
        if changes.is_empty() {
            continue;
        }
        let _ = write!(text, "\n### {title}\n\n");
        for change in changes {
            let mark = match change.verdict(Level::Source).effect {
                Effect::Break => "**Breaking**: ",
                _ => "",
            };
            let _ = writeln!(text, "- {mark}{}: {}", named(change), change.detail);
        }
    }
    text
}

/// Whether callers of the crate notice: what only the service knows is left out.
fn shows(change: &Change) -> bool {
    !change.signatures.is_empty() || change.verdict(Level::Behaviour).effect > Effect::None
}

/// What callers know the subject by.
fn named(change: &Change) -> String {
    match change.signatures.first() {
        Some(own) => format!("`{}`", own.path),
        None => format!("`{}`", change.subject),
    }
}
