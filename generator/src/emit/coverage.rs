//! The part of `README.md` that says how much of the service is typed.
//!
//! Invariant: every operation of the model is counted once.

use std::fmt::Write as _;

use super::{docs::inline, types::plain};
use crate::model::{Api, Coverage, Operation, Resource};

/// ```text
/// | operations | how much is typed |
/// |---|---|
/// | 80 | everything |
/// | 2 | a part: … |
/// ```
///
/// `None` where everything that is known is typed.
pub(super) fn section(api: &Api) -> Option<String> {
    let all: Vec<(&Resource, &Operation)> = api
        .resources
        .iter()
        .flat_map(|resource| resource.operations.iter().map(move |one| (resource, one)))
        .collect();
    let with = |wanted: fn(Coverage<'_>) -> bool| {
        let found = all
            .iter()
            .filter(move |(_, operation)| wanted(api.coverage(operation)));
        found.copied().collect::<Vec<_>>()
    };
    let typed = with(|coverage| coverage == Coverage::Typed);
    let partly = with(|coverage| matches!(coverage, Coverage::Partly(_)));
    let holding = with(|coverage| coverage == Coverage::HoldsJson);
    if partly.is_empty() && holding.is_empty() && api.left_out.is_empty() {
        return None;
    }
    let mut text = format!(
        "## How much is typed\n\n| operations | what is known of them |\n|---|---|\n\
         | {} | everything is typed; custom fields are maps |\n",
        typed.len()
    );
    let rows = [
        (holding.len(), "some value is JSON of any shape, see below"),
        (partly.len(), "a part is typed and the rest JSON, see below"),
        (api.left_out.len(), "known to exist and left out, see below"),
    ];
    for (count, what) in rows.iter().filter(|(count, _)| *count > 0) {
        let _ = writeln!(text, "| {count} | {what} |");
    }
    if !holding.is_empty() {
        let calls: Vec<String> = holding.iter().map(|one| call(*one)).collect();
        let _ = write!(text, "\nJSON of any shape: {}.\n", calls.join(", "));
    }
    let partly = partly.iter().filter_map(|one| {
        let reason = one.1.partly_typed.as_deref()?;
        Some((call(*one), reason))
    });
    text.push_str(&reasons("typed in part", partly));
    let left_out = api.left_out.iter();
    let left_out = left_out.map(|one| (format!("`{}`", one.operation), one.reason.as_str()));
    text.push_str(&reasons("left out", left_out));
    Some(text)
}

/// A table of what and why; nothing for none.
fn reasons<'r>(what: &str, rows: impl Iterator<Item = (String, &'r str)>) -> String {
    let rows: Vec<String> = rows
        .map(|(call, reason)| format!("| {call} | {} |\n", cell(reason)))
        .collect();
    if rows.is_empty() {
        return String::new();
    }
    format!("\n| {what} | why |\n|---|---|\n{}", rows.concat())
}

/// A text on one line that keeps to its column.
fn cell(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    inline(&words.join(" ")).replace('|', "\\|")
}

fn call((resource, operation): (&Resource, &Operation)) -> String {
    format!(
        "`{}().{}`",
        resource.name.ident,
        plain(&operation.name.ident)
    )
}
