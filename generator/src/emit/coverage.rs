//! The part of `README.md` that says how much of the service is typed.
//!
//! Invariant: every operation of the model is counted once.

use std::fmt::Write as _;

use super::{overview::cell, types::plain};
use crate::model::{Api, Coverage, Operation, Resource};

/// ```text
/// | operations | what is typed of them |
/// |---|---|
/// | 80 | everything; … |
/// | 2 | a part; … |
/// ```
///
/// `None` where everything that is known is typed.
pub(super) fn section(api: &Api) -> Option<String> {
    let all: Vec<(&Resource, &Operation)> = api
        .resources
        .iter()
        .flat_map(|resource| resource.operations.iter().map(move |one| (resource, one)))
        .collect();
    let holders = api.holders_of_json();
    let with = |wanted: fn(Coverage<'_>) -> bool| {
        let found = all
            .iter()
            .filter(|(_, operation)| wanted(Coverage::of(operation, &holders)));
        found.copied().collect::<Vec<_>>()
    };
    let typed = with(|coverage| coverage == Coverage::Typed);
    let partly = with(|coverage| matches!(coverage, Coverage::Partly(_)));
    let holding = with(|coverage| coverage == Coverage::HoldsJson);
    if partly.is_empty() && holding.is_empty() && api.left_out.is_empty() {
        return None;
    }
    let mut text = format!(
        "## Coverage\n\n| operations | types |\n|---|---|\n\
         | {} | complete; custom fields are maps |\n",
        typed.len()
    );
    let rows = [
        (
            holding.len(),
            "complete but for single values without a schema, which are JSON",
        ),
        (
            partly.len(),
            "partial; the rest of the request or response is JSON",
        ),
        (api.left_out.len(), "omitted on purpose"),
    ];
    for (count, what) in rows.iter().filter(|(count, _)| *count > 0) {
        let _ = writeln!(text, "| {count} | {what} |");
    }
    let partly = partly.iter().filter_map(|one| {
        let reason = one.1.partly_typed.as_deref()?;
        Some((call(*one), reason))
    });
    text.push_str(&reasons("partly typed", partly));
    let left_out = api.left_out.iter();
    let left_out = left_out.map(|one| (format!("`{}`", one.operation), one.reason.as_str()));
    text.push_str(&reasons("omitted", left_out));
    Some(text)
}

/// Returns a table of what and why, with a row for each reason; nothing for none.
fn reasons<'r>(what: &str, entries: impl Iterator<Item = (String, &'r str)>) -> String {
    let mut rows: Vec<(String, &str)> = Vec::new();
    for (call, reason) in entries {
        match rows.iter_mut().find(|(_, known)| *known == reason) {
            Some((calls, _)) => {
                let _ = write!(calls, ", {call}");
            }
            None => rows.push((call, reason)),
        }
    }
    if rows.is_empty() {
        return String::new();
    }
    let rows = rows.iter();
    let rows = rows.map(|(calls, reason)| format!("| {calls} | {} |\n", cell(reason)));
    let rows: Vec<String> = rows.collect();
    format!("\n| {what} | reason |\n|---|---|\n{}", rows.concat())
}

fn call((resource, operation): (&Resource, &Operation)) -> String {
    format!(
        "`{}().{}`",
        resource.name.ident,
        plain(&operation.name.ident)
    )
}
