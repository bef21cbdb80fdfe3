//! Findings → annotations in the form of GitHub Actions: errors for what breaks, warnings for what the overlays hide.
//!
//! Invariant: an annotation is one line, whatever the description says.

use std::fmt::Write as _;

use super::findings::Findings;
use super::text::{is_breaking, verdicts};

/// A line for each thing to see.
pub(crate) fn annotations(findings: &Findings) -> String {
    let mut text = String::new();
    for (change, detail) in findings.each().filter(|(change, _)| is_breaking(change)) {
        let kind = if detail.accepted.is_some() {
            "notice"
        } else {
            "error"
        };
        let message = format!(
            "{}: {} ({})",
            change.subject,
            change.detail,
            verdicts(change)
        );
        annotate(&mut text, kind, detail.after.as_deref(), &message);
    }
    for masked in &findings.masked {
        let place = masked
            .action
            .as_ref()
            .and_then(|action| action.place.as_ref());
        let place = place.or(masked.place.as_ref());
        let place = place.map(|(file, at)| format!("{file}:{}:{}", at.line, at.column));
        let message = format!("{} hides a change: {}", by(masked), masked.detail);
        annotate(&mut text, "warning", place.as_deref(), &message);
    }
    for ailment in &findings.ailments {
        annotate(
            &mut text,
            "warning",
            ailment.place.as_deref(),
            &ailment.message,
        );
    }
    for entry in &findings.unused_acceptances {
        annotate(&mut text, "error", None, entry);
    }
    text
}

fn by(masked: &generator::Masked) -> &str {
    let action = masked.action.as_ref();
    action.map_or("an overlay", |action| &action.label)
}

fn annotate(text: &mut String, kind: &str, place: Option<&str>, message: &str) {
    let mut parts = place.into_iter().flat_map(|place| place.rsplitn(3, ':'));
    let (column, line, file) = (parts.next(), parts.next(), parts.next());
    let at = match (file, line, column) {
        (Some(file), Some(line), Some(column)) => {
            format!(" file={},line={line},col={column}", property(file))
        }
        _ => String::new(),
    };
    // Writing to a string cannot fail.
    let _ = writeln!(text, "::{kind}{at}::{}", escaped(message));
}

fn escaped(text: &str) -> String {
    text.replace('%', "%25")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

fn property(text: &str) -> String {
    escaped(text).replace(':', "%3A").replace(',', "%2C")
}
