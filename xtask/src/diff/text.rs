//! Findings → one screen of plain text: the verdict, the figures, and what breaks by name.

use std::fmt::Write as _;

use generator::Position;
use generator::compare::{Change, Effect, Level, Release};

use super::findings::{Detail, Findings};
use crate::terminal::{count, grouped};

/// So many changes of one kind are named before the rest is only counted.
const NAMED: usize = 12;

/// Returns the whole report; with `all`, every change is told.
pub(crate) fn report(findings: &Findings, all: bool) -> String {
    let mut text = summary(findings);
    let breaking: Vec<_> = findings
        .each()
        .filter(|(change, _)| is_breaking(change))
        .collect();
    list(
        &mut text,
        "Breaks",
        &breaking,
        if all { usize::MAX } else { NAMED },
    );
    if all {
        let rest: Vec<_> = findings
            .each()
            .filter(|(change, _)| !is_breaking(change))
            .collect();
        list(&mut text, "Everything else", &rest, usize::MAX);
    }
    text
}

/// Returns the verdict and the figures.
pub(crate) fn summary(findings: &Findings) -> String {
    let mut text = String::new();
    let release = findings.report.release();
    // Writing to a string cannot fail.
    let _ = writeln!(
        text,
        "Compared with {}: {}",
        findings.base,
        verdict(findings)
    );
    if release != Release::None {
        let advice = if findings.is_version_too_low() {
            format!(
                "raise `version` in spec/codegen.toml, which says {}",
                findings.planned
            )
        } else {
            format!(
                "spec/codegen.toml says {}, which is enough",
                findings.planned
            )
        };
        let _ = writeln!(
            text,
            "Next release: {} ({}, after {}); {advice}",
            findings.needed,
            release.as_str(),
            findings.released
        );
    }
    for level in Level::ALL {
        if let Some(line) = level_line(findings, level) {
            let _ = writeln!(text, "  {line}");
        }
    }
    let _ = writeln!(text, "  {}", coverage(findings));
    if let Some(line) = shifts(findings) {
        let _ = writeln!(text, "  {line}");
    }
    overlays(&mut text, findings);
    masked(&mut text, findings);
    for entry in &findings.unused_acceptances {
        let _ = writeln!(text, "  {entry}");
    }
    text
}

/// Changes that the overlays hide, which no other row tells.
fn masked(text: &mut String, findings: &Findings) {
    if findings.masked.is_empty() {
        return;
    }
    let changes = count(findings.masked.len(), "change");
    let _ = writeln!(
        text,
        "  {changes} of the description that the overlays hide from the crate:"
    );
    for one in &findings.masked {
        let _ = writeln!(text, "    {}", one.detail);
        let _ = writeln!(text, "      {} {}", one.pointer, placed(one.place.as_ref()));
        if let Some(action) = &one.action {
            let _ = writeln!(
                text,
                "      by {} {}",
                action.label,
                placed(action.place.as_ref())
            );
        }
    }
}

/// `(file:line:column)`
pub(crate) fn placed(place: Option<&(String, Position)>) -> String {
    let text = |(file, at): &(String, Position)| format!("({file}:{}:{})", at.line, at.column);
    place.map(text).unwrap_or_default()
}

/// Describes the numbers of added and removed items.
fn shifts(findings: &Findings) -> Option<String> {
    let report = &findings.report;
    let parts = [("operation", &report.operations), ("field", &report.fields)];
    let parts = parts.into_iter().filter_map(|(name, shift)| {
        let (gained, lost) = (shift.gained.len(), shift.lost.len());
        (gained + lost > 0)
            .then(|| format!("{} gained and {} lost", count(gained, name), grouped(lost)))
    });
    let parts: Vec<String> = parts.collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}

fn overlays(text: &mut String, findings: &Findings) {
    if findings.misfits() > 0 {
        let _ = writeln!(
            text,
            "  `cargo xtask codegen` refuses {} of the overlays, which the comparison omits",
            count(findings.misfits(), "action")
        );
    }
    if findings.left_out_before > 0 {
        let _ = writeln!(
            text,
            "  {} of the overlays omitted of what is compared with: it has not what they correct",
            count(findings.left_out_before, "action")
        );
    }
    for ailment in &findings.ailments {
        let place = ailment.place.as_deref().unwrap_or("overlay");
        let _ = writeln!(
            text,
            "  {}: {place}: {}",
            ailment.state.title(),
            ailment.message
        );
    }
}

/// Summarizes the result in a few words.
pub(crate) fn verdict(findings: &Findings) -> String {
    let breaks = |level| findings.count(level, Effect::Break);
    let (source, wire) = (breaks(Level::Source), breaks(Level::Wire));
    // A name that means something else compiles, and does harm all the same.
    let rebound = breaks(Level::Behaviour);
    match (source + rebound, wire, findings.report.release()) {
        (0, 0, Release::None) => "nothing changed for callers".to_owned(),
        (0, 0, _) => "callers compile as before, and the released crate keeps working".to_owned(),
        (0, wire, _) => format!(
            "callers compile as before; {} the released crate cannot cope with",
            count(wire, "change")
        ),
        (1, _, _) => "1 change breaks callers".to_owned(),
        (source, _, _) => format!("{} break callers", count(source, "change")),
    }
}

fn level_line(findings: &Findings, level: Level) -> Option<String> {
    let parts: Vec<String> = [Effect::Break, Effect::Difference, Effect::Addition]
        .into_iter()
        .filter_map(|effect| match findings.count(level, effect) {
            0 => None,
            number => Some(count(number, effect.as_str())),
        })
        .collect();
    (!parts.is_empty()).then(|| format!("{}: {}", level.as_str(), parts.join(", ")))
}

/// Describes the coverage before and after.
pub(crate) fn coverage(findings: &Findings) -> String {
    let before = findings.report.before.figures();
    let after = findings.report.after.figures();
    let figures = before.iter().zip(after).map(|((name, old), (_, new))| {
        if *old == new {
            count(new, name.trim_end_matches('s'))
        } else {
            format!("{old} → {new} {name}")
        }
    });
    figures.collect::<Vec<_>>().join(", ")
}

pub(crate) fn is_breaking(change: &Change) -> bool {
    let breaks = |level| change.verdict(level).effect == Effect::Break;
    Level::ALL.into_iter().any(breaks)
}

fn list(text: &mut String, title: &str, changes: &[(&Change, &Detail)], most: usize) {
    if changes.is_empty() {
        return;
    }
    let _ = writeln!(text, "\n{title}:");
    for (change, detail) in changes.iter().take(most) {
        one(text, change, detail);
    }
    if changes.len() > most {
        let _ = writeln!(
            text,
            "  … and {}: --all shows them",
            count(changes.len() - most, "more change")
        );
    }
}

/// ```text
///   removed Ticket.subject: the field is gone
///     source break (item-removed), wire difference (received-less)
///     spec/freshdesk.yaml:212:9
///     - pub subject: String
/// ```
fn one(text: &mut String, change: &Change, detail: &Detail) {
    let _ = writeln!(
        text,
        "  {} {}: {}",
        change.kind.as_str(),
        change.subject,
        change.detail
    );
    let _ = writeln!(
        text,
        "    {}; from the {}",
        verdicts(change),
        change.cause.as_str()
    );
    if let Some(line) = operations(change) {
        let _ = writeln!(text, "    {line}");
    }
    let places = [&detail.before, &detail.after].into_iter().flatten();
    let places: Vec<&str> = places.map(String::as_str).collect();
    if !places.is_empty() {
        let _ = writeln!(text, "    {}", places.join(" → "));
    }
    if let Some(reason) = &detail.accepted {
        let _ = writeln!(text, "    accepted: {reason}");
    } else if let Some(advice) = change.advice() {
        let _ = writeln!(text, "    {advice}");
    }
    if let Some(own) = change.signatures.first() {
        for (sign, signature) in [('-', &own.before), ('+', &own.after)] {
            if let Some(signature) = signature {
                let _ = writeln!(text, "    {sign} {signature}");
            }
        }
    }
}

/// `affects 49 operations: GET /tickets, …` `None`: what it affects stands in its subject.
pub(crate) fn operations(change: &Change) -> Option<String> {
    /// So many are named.
    const NAMED: usize = 3;
    let number = change.operations.len();
    if number == 0
        || change
            .operations
            .iter()
            .any(|one| change.subject.starts_with(one))
    {
        return None;
    }
    let named: Vec<&str> = change
        .operations
        .iter()
        .take(NAMED)
        .map(String::as_str)
        .collect();
    let more = if number > NAMED { ", …" } else { "" };
    Some(format!(
        "affects {}: {}{more}",
        count(number, "operation"),
        named.join(", ")
    ))
}

/// Returns `source break (item-removed), wire difference (received-less)`
pub(crate) fn verdicts(change: &Change) -> String {
    let parts = Level::ALL.into_iter().filter_map(|level| {
        let verdict = change.verdict(level);
        let rule = verdict.rule?;
        Some(format!(
            "{} {} ({})",
            level.as_str(),
            verdict.effect.as_str(),
            rule.id
        ))
    });
    parts.collect::<Vec<_>>().join(", ")
}
