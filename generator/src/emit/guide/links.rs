//! The names of a page → where its links lead.
//!
//! A page writes [`Client::download`] and nothing more. Invariant: what is in brackets and backticks is a name of
//! the runtime, of std or, as `guide::…`, another chapter.

use std::collections::BTreeSet;

/// Returns the definitions of a page's links, a line each: `[`Client`]: crate::runtime::Client`.
pub(super) fn definitions(lines: &[String]) -> Vec<String> {
    let mut names = BTreeSet::new();
    let mut is_code = false;
    for line in lines {
        if line.starts_with("```") {
            is_code = !is_code;
        } else if !is_code {
            collect(line, &mut names);
        }
    }
    names.into_iter().map(definition).collect()
}

fn collect<'l>(line: &'l str, names: &mut BTreeSet<&'l str>) {
    let mut rest = line;
    while let Some((_, inner)) = rest.split_once("[`") {
        let Some((name, after)) = inner.split_once("`]") else {
            return;
        };
        // One with an address of its own needs no definition, and neither does what rustdoc finds.
        if !after.starts_with('(') && !name.starts_with("std::") {
            names.insert(name);
        }
        rest = after;
    }
}

fn definition(name: &str) -> String {
    let path = if name.starts_with("guide::") {
        format!("crate::{name}")
    } else {
        format!("crate::runtime::{name}")
    };
    format!("[`{name}`]: {path}")
}

#[cfg(test)]
mod tests {
    use super::definitions;

    #[test]
    fn every_name_is_defined_once() {
        let lines = [
            "See [`Client`], [`guide::errors`] and [`Client`].",
            "```text",
            "[`Code`]",
            "```",
            "[`Ticket`](crate::models::Ticket)",
        ];
        let found = definitions(&lines.map(str::to_owned));
        assert_eq!(
            found,
            [
                "[`Client`]: crate::runtime::Client",
                "[`guide::errors`]: crate::guide::errors"
            ]
        );
    }
}
