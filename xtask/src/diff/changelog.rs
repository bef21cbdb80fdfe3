//! Findings → an entry in the form of Keep a Changelog, ready to paste.

use std::fmt::Write as _;

use generator::compare::{Change, ChangeKind, Effect, Level};

use super::findings::Findings;

/// A heading, and what is below it.
type Section = (&'static str, fn(&Change) -> bool);

/// The headings, in the order of the form.
const SECTIONS: [Section; 3] = [
    ("Added", |change| {
        change.kind == ChangeKind::Added && shows(change)
    }),
    ("Changed", |change| {
        matches!(change.kind, ChangeKind::Changed | ChangeKind::Renamed) && shows(change)
    }),
    ("Removed", |change| {
        change.kind == ChangeKind::Removed && shows(change)
    }),
];

/// Head of a new changelog.
pub(super) const HEAD: &str = "\
# Changelog

Every release of the crate, in the form of [Keep a Changelog](https://keepachangelog.com/en/1.1.0/).
The crate follows [Semantic Versioning](https://semver.org/spec/v2.0.0.html).
";

/// Returns `true` if a changelog has an entry for a version.
pub(super) fn has_entry(changelog: &str, version: &str) -> bool {
    let heading = format!("## [{version}]");
    let after = |line: &str| line.strip_prefix(&heading).map(str::to_owned);
    changelog
        .lines()
        .filter_map(after)
        .any(|rest| rest.is_empty() || rest.starts_with(' '))
}

/// Returns a changelog with one more entry, before all others.
pub(super) fn with_entry(changelog: &str, entry: &str) -> String {
    let first = changelog
        .match_indices("## [")
        .map(|(at, _)| at)
        .find(|at| *at == 0 || changelog[..*at].ends_with('\n'));
    match first {
        Some(at) => format!("{}{entry}\n{}", &changelog[..at], &changelog[at..]),
        None => format!("{}\n\n{entry}", changelog.trim_end()),
    }
}

/// Returns the entry of the next version.
pub(crate) fn entry(findings: &Findings) -> String {
    let mut text = format!("## [{}]\n", findings.next());
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
            let breaks =
                [Level::Source, Level::Behaviour].map(|level| change.verdict(level).effect);
            let mark = if breaks.contains(&Effect::Break) {
                "**Breaking**: "
            } else {
                ""
            };
            let _ = writeln!(text, "- {mark}{}: {}", named(change), change.detail);
        }
    }
    text
}

/// Returns `true` if callers of the crate notice the change; those within the service are omitted.
fn shows(change: &Change) -> bool {
    !change.signatures.is_empty() || change.verdict(Level::Behaviour).effect > Effect::None
}

/// Returns the name by which callers know the subject.
fn named(change: &Change) -> String {
    match change.signatures.first() {
        Some(own) => format!("`{}`", own.path),
        None => format!("`{}`", change.subject),
    }
}
