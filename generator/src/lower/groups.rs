//! Tags and paths → the groups of operations.
//!
//! Invariant: an operation with a tag is in the group of the first one, whatever its path.

use openapiv3::Operation;

use super::{
    context::Context,
    names::words,
    path_item::{all_operations, operations},
};

/// The group of operations that have no tag, and whose path has no word to take one from.
const UNTAGGED: &str = "default";

/// The groups of a description.
pub(super) struct Groups<'d> {
    /// The tags that operations or the description have.
    tags: Vec<&'d str>,
    /// Number of steps that the paths of all operations without a tag begin with.
    common: usize,
}

impl<'d> Groups<'d> {
    pub(super) fn new(context: &Context<'d>) -> Self {
        let description = context.description;
        let declared = description.tags.iter().map(|tag| tag.name.as_str());
        let used = all_operations(description, context.further)
            .filter_map(|operation| operation.tags.first().map(String::as_str));
        let is_untagged = |operation: &Operation| operation.tags.is_empty();
        let paths = description.paths.paths.iter().filter(|(path, item)| {
            let mut own = item.as_item().into_iter().flat_map(operations);
            let mut further = context.further.of(path);
            own.any(|(_, operation)| is_untagged(operation))
                || further.any(|(_, operation)| is_untagged(operation))
        });
        let paths: Vec<Vec<&str>> = paths.map(|(path, _)| steps(path)).collect();
        Self {
            tags: declared.chain(used).collect(),
            common: common_steps(&paths),
        }
    }

    /// Returns the tag of an operation, or else the first word of its path behind what all paths begin with and behind
    /// a version.
    pub(super) fn tag(&self, operation: &Operation, path: &str) -> String {
        if let Some(tag) = operation.tags.first() {
            return tag.clone();
        }
        let steps = steps(path);
        let is_literal = |step: &&str| !step.contains('{');
        let is_noun = |step: &&str| is_literal(step) && !is_version(step);
        let own = steps.iter().skip(self.common).copied();
        let group = own
            .clone()
            .find(is_noun)
            .or_else(|| steps.iter().copied().rfind(is_noun))
            .or_else(|| steps.iter().copied().find(is_literal))
            .map_or(UNTAGGED, noun);
        let same = self.tags.iter().find(|tag| words(tag) == words(group));
        (*same.unwrap_or(&group)).to_owned()
    }
}

fn steps(path: &str) -> Vec<&str> {
    let sent = path.split(['?', '#']).next().unwrap_or(path);
    sent.split('/').filter(|step| !step.is_empty()).collect()
}

/// Returns the number of steps that all paths begin with, and that leave each of them a word of its own.
fn common_steps(paths: &[Vec<&str>]) -> usize {
    let [first, others @ ..] = paths else {
        return 0;
    };
    let alike = |other: &Vec<&str>| {
        first
            .iter()
            .zip(other)
            .take_while(|(one, two)| one == two)
            .count()
    };
    let Some(common) = others.iter().map(alike).min() else {
        return 0;
    };
    let has_word = |size: usize| {
        let is_word = |step: &&str| !step.contains('{') && !is_version(step);
        paths.iter().all(|steps| steps[size..].iter().any(is_word))
    };
    (1..=common).rev().find(|size| has_word(*size)).unwrap_or(0)
}

/// Returns the noun in a step of a path: `tickets` of `tickets.json`, and of `tickets:search`.
fn noun(step: &str) -> &str {
    let end = step.find([':', '.']).filter(|end| *end > 0);
    end.map_or(step, |end| &step[..end])
}

/// Returns `true` for the version of an interface, or the word in front of it: `v1`, `v2.1beta`, `2024-10-21`, `api`.
fn is_version(step: &str) -> bool {
    const PREFIXES: [&str; 3] = ["api", "apis", "rest"];
    let number = step.strip_prefix(['v', 'V']).unwrap_or(step);
    let is_number = number.starts_with(|first: char| first.is_ascii_digit());
    let is_sign = |letter: char| letter.is_ascii_digit() || matches!(letter, '.' | '-' | '_');
    let rest = number.trim_start_matches(is_sign);
    let stage = rest.trim_end_matches(is_sign);
    let is_stage = matches!(
        stage,
        "" | "alpha" | "beta" | "rc" | "preview" | "p" | "a" | "b"
    );
    PREFIXES.contains(&step.to_ascii_lowercase().as_str()) || (is_number && is_stage)
}

#[cfg(test)]
mod tests {
    use super::{common_steps, is_version, noun, steps};

    #[test]
    fn versions_are_no_groups() {
        for step in [
            "v1",
            "V2",
            "v1.1",
            "v1beta1",
            "2024-10-21",
            "2.0",
            "v1alpha",
            "api",
            "REST",
        ] {
            assert!(is_version(step), "{step}");
        }
        for step in ["vault", "v", "1password", "apidocs", "customers", "{id}"] {
            assert!(!is_version(step), "{step}");
        }
    }

    #[test]
    fn paths_keep_a_word_of_their_own() {
        for (paths, expected) in [
            (&["/crm/v3/contacts", "/crm/v3/deals/{id}"][..], 2),
            (&["/accounts/{id}/rules", "/accounts/{id}/zones"], 2),
            (
                &["/shop/items", "/shop/items/{id}", "/shop/items/{id}/notes"],
                1,
            ),
            (&["/items", "/items/{id}"], 0),
            (&["/a/b/c"], 0),
            (&["/a", "/b"], 0),
            (&[], 0),
        ] {
            let paths: Vec<Vec<&str>> = paths.iter().map(|path| steps(path)).collect();
            assert_eq!(common_steps(&paths), expected, "{paths:?}");
        }
    }

    #[test]
    fn nouns_are_without_formats_and_verbs() {
        assert_eq!(noun("tickets.json"), "tickets");
        assert_eq!(noun("tickets:search"), "tickets");
        assert_eq!(noun("users.list"), "users");
        assert_eq!(noun(".well-known"), ".well-known");
    }
}
