//! `JSONPath` (RFC 9535): text → query → the locations that it matches.
//!
//! Invariant: locations are free of duplicates and sorted, whatever the order of the matches;
//! what could take for ever is refused before it runs.

use std::collections::BTreeSet;

use serde_json::Value;
use serde_json_path::{JsonPath, PathElement};

use super::limits;

/// A step of a location.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Step {
    Item(usize),
    Member(String),
}

impl Step {
    /// Returns the step as it is in a JSON pointer, not escaped.
    pub(super) fn text(&self) -> String {
        match self {
            Self::Item(index) => index.to_string(),
            Self::Member(key) => key.clone(),
        }
    }
}

/// The way from the root to a node.
pub(super) type Location = Vec<Step>;

/// Returns a location as the steps of a JSON pointer.
pub(super) fn pointer_steps(location: &[Step]) -> Vec<String> {
    location.iter().map(Step::text).collect()
}

/// A `JSONPath` query.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Query {
    /// As it is written in the overlay.
    pub(super) text: String,
    path: JsonPath,
}

/// Error in a query, with its position counted in characters from 0.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct QueryError {
    pub(super) message: String,
    pub(super) offset: usize,
}

impl Query {
    /// Reads a query.
    pub(super) fn parse(text: &str) -> Result<Self, QueryError> {
        if let Some(message) = too_large(text) {
            return Err(QueryError { message, offset: 0 });
        }
        let path = JsonPath::parse(text).map_err(|error| QueryError {
            message: message(text, error.message(), error.position()),
            offset: characters(text, error.position()),
        })?;
        Ok(Self {
            text: text.to_owned(),
            path,
        })
    }

    /// Tells whether every target stands in it by its name, so that none can go without a word.
    pub(super) fn names_its_targets(&self) -> bool {
        // A name in quotes may hold any of these signs; then its targets are looked at less closely.
        !self.text.contains(['*', '?', ':']) && !self.text.contains("..")
    }

    /// Returns the matches. `None`: evaluation could take too long in a tree with so many nodes.
    pub(super) fn locations(&self, root: &Value, nodes: usize) -> Option<Vec<Location>> {
        if limits::steps(&self.text, nodes) > limits::STEPS {
            return None;
        }
        let found = self.path.query_located(root);
        let distinct: BTreeSet<Location> = found
            .locations()
            .map(|location| location.iter().map(step).collect())
            .collect();
        Some(distinct.into_iter().collect())
    }
}

fn step(element: &PathElement<'_>) -> Step {
    match element {
        PathElement::Name(key) => Step::Member((*key).to_owned()),
        PathElement::Index(index) => Step::Item(*index),
    }
}

/// Returns the node at a location.
pub(super) fn node_mut<'v>(root: &'v mut Value, location: &[Step]) -> Option<&'v mut Value> {
    location.iter().try_fold(root, |node, step| match step {
        Step::Member(key) => node.get_mut(key),
        Step::Item(index) => node.get_mut(index),
    })
}

/// Returns the node at a location.
pub(super) fn node<'v>(root: &'v Value, location: &[Step]) -> Option<&'v Value> {
    location.iter().try_fold(root, |node, step| match step {
        Step::Member(key) => node.get(key),
        Step::Item(index) => node.get(index),
    })
}

/// Returns the reason to refuse a text without parsing it.
fn too_large(text: &str) -> Option<String> {
    if text.len() > limits::QUERY_BYTES {
        return Some(format!("it is longer than {} bytes", limits::QUERY_BYTES));
    }
    let is_deep = limits::query_depth(text) > limits::QUERY_DEPTH;
    is_deep.then(|| format!("it nests deeper than {} levels", limits::QUERY_DEPTH))
}

/// Describes the error at a position, because the parser often reports no more than a position.
fn message(text: &str, said: &str, position: usize) -> String {
    let rest = text.get(position..).unwrap_or_default();
    match said.strip_suffix("parser error") {
        None => said.to_owned(),
        Some(_) if position == 0 => "it must begin with `$`".to_owned(),
        Some(_) if rest.is_empty() => "it ends too early".to_owned(),
        Some(_) => format!("unexpected `{rest}`"),
    }
}

fn characters(text: &str, bytes: usize) -> usize {
    text.get(..bytes).map_or(0, |before| before.chars().count())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{Query, Step};

    #[test]
    fn matches_are_sorted_and_distinct() {
        let root = json!({"b": [1, 2], "a": {"x": 1}});
        let query = Query::parse("$['b', 'a', 'b'][*]").unwrap();
        let found = query.locations(&root, 6).unwrap();
        let member = |key: &str| Step::Member(key.to_owned());
        assert_eq!(
            found,
            [
                vec![member("a"), member("x")],
                vec![member("b"), Step::Item(0)],
                vec![member("b"), Step::Item(1)],
            ]
        );
    }

    #[test]
    fn mistakes_are_placed_in_characters() {
        let offset = |text: &str| Query::parse(text).unwrap_err().offset;
        assert_eq!(offset("paths"), 0);
        assert_eq!(offset("$.ü["), 3);
        assert_eq!(offset("$.paths./a"), 8);
    }

    #[test]
    fn what_could_take_for_ever_is_refused() {
        let root = json!({});
        let query = Query::parse("$..[?@..[?@..x]]").unwrap();
        assert_eq!(query.locations(&root, 100_000), None);
        assert!(Query::parse(&format!("$[?{}@{}]", "(".repeat(400), ")".repeat(400))).is_err());
    }
}
