//! The functions `match` and `search` of `JSONPath`, with each regular expression compiled once.
//!
//! Those of `serde_json_path` compile it again for each node that a filter looks at. Invariant: the results are the same.

use std::{cell::RefCell, collections::BTreeMap};

use regex::Regex;
use serde_json::Value;
use serde_json_path::functions::{LogicalType, ValueType};

/// Number of regular expressions that are kept at the most, as a filter may take them from the document.
const MOST: usize = 64;

thread_local! {
    /// The regular expressions that are compiled. `None`: malformed, which matches nothing.
    static COMPILED: RefCell<BTreeMap<String, Option<Regex>>> = const { RefCell::new(BTreeMap::new()) };
}

#[serde_json_path_macros::function(name = "match")]
fn match_whole(value: ValueType, pattern: ValueType) -> LogicalType {
    fits(&value, &pattern, |pattern| format!("(?R)^({pattern})$"))
}

#[serde_json_path_macros::function(name = "search")]
fn search_part(value: ValueType, pattern: ValueType) -> LogicalType {
    fits(&value, &pattern, |pattern| format!("(?R)({pattern})"))
}

/// Returns true if a text matches a regular expression, in the form in which that is compiled.
fn fits(
    value: &ValueType<'_>,
    pattern: &ValueType<'_>,
    form: impl Fn(&str) -> String,
) -> LogicalType {
    let (Some(Value::String(text)), Some(Value::String(pattern))) =
        (value.as_value(), pattern.as_value())
    else {
        return LogicalType::False;
    };
    let pattern = form(pattern);
    COMPILED.with_borrow_mut(|compiled| {
        if compiled.len() >= MOST && !compiled.contains_key(&pattern) {
            compiled.clear();
        }
        let regex = compiled
            .entry(pattern)
            .or_insert_with_key(|pattern| Regex::new(pattern).ok());
        regex
            .as_ref()
            .is_some_and(|regex| regex.is_match(text))
            .into()
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{super::query::Query, COMPILED};

    /// Returns the number of nodes that a query finds, and of regular expressions that it compiles.
    fn found(query: &str, root: &serde_json::Value) -> (usize, usize) {
        COMPILED.with_borrow_mut(std::collections::BTreeMap::clear);
        let found = Query::parse(query).unwrap().locations(root, 100).unwrap();
        (
            found.len(),
            COMPILED.with_borrow(std::collections::BTreeMap::len),
        )
    }

    #[test]
    fn a_regular_expression_is_compiled_once() {
        let root = json!([{"a": "bc"}, {"a": "abc"}, {"a": "b\nc"}, {"a": 1}, {"a": "xbcx"}]);
        assert_eq!(found("$[?match(@.a, 'b.?c?')]", &root), (1, 1));
        assert_eq!(found("$[?search(@.a, 'bc')]", &root), (3, 1));
        assert_eq!(
            found("$[?search(@.a, 'bc') && !match(@.a, 'bc')]", &root),
            (2, 2)
        );
        assert_eq!(found("$[?match(@.a, '(')]", &root), (0, 1));
    }

    #[test]
    fn patterns_from_the_document_are_not_kept_for_ever() {
        let items = (0..200).map(|number| json!({"text": "a7", "pattern": format!("a{number}")}));
        let root = serde_json::Value::Array(items.collect());
        let (found, kept) = found("$[?match(@.text, @.pattern)]", &root);
        assert_eq!(found, 1);
        assert!(kept <= super::MOST, "{kept}");
    }
}
