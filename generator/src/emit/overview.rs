//! The resources of the API → a table of them, for the front page and the README.

use super::docs::inline;
use crate::model::{Api, Resource};

/// A row for each resource, whose first cell is what `link` makes of it.
///
/// ```text
/// | resource | operations | |
/// |---|---|---|
/// | `tickets()` | 26 | Support requests from creation to closure |
/// ```
pub(super) fn resources(api: &Api, link: impl Fn(&Resource) -> String) -> Vec<String> {
    let head = ["| resource | operations | |", "|---|---|---|"].map(str::to_owned);
    let rows = api.resources.iter().map(|resource| {
        let docs = &resource.docs;
        let text = docs.summary.as_deref().or(docs.description.as_deref());
        format!(
            "| {} | {} | {} |",
            link(resource),
            resource.operations.len(),
            cell(first_sentence(text.unwrap_or_default()))
        )
    });
    head.into_iter().chain(rows).collect()
}

/// `client.tickets()` without the client, as code.
pub(super) fn handle(resource: &Resource) -> String {
    format!("`{}()`", resource.name.ident)
}

/// A text on one line that keeps to its cell of a table.
pub(super) fn cell(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    inline(&words.join(" ")).replace('|', "\\|")
}

/// The text up to the first full stop that ends a sentence, without it.
fn first_sentence(text: &str) -> &str {
    let paragraph = text.split("\n\n").next().unwrap_or_default().trim();
    let end = paragraph
        .match_indices(". ")
        .map(|(at, _)| at)
        .find(|at| !paragraph[..*at].ends_with(|last: char| last.is_ascii_uppercase()));
    paragraph[..end.unwrap_or(paragraph.len())].trim_end_matches('.')
}
