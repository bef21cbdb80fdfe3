//! A query that matches nothing → how far it gets, and what is there instead.
//!
//! Invariant: what is suggested exists in the tree.

use serde_json::Value;

use super::query::{Query, node};
use crate::source::similar;

/// Longest prefix of a query that matches.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Nearest {
    /// The longest beginning of the query that matches something.
    pub(super) path: String,
    /// A member there whose name is like the one that is missing.
    pub(super) similar: Option<String>,
}

/// Returns the nearest that exists; at worst the root.
pub(super) fn nearest(query: &Query, root: &Value, nodes: usize) -> Nearest {
    let text = query.text.as_str();
    let ends = segments(text);
    for (index, end) in ends.iter().enumerate().rev() {
        let path = &text[..*end];
        let found = Query::parse(path)
            .ok()
            .and_then(|query| query.locations(root, nodes))
            .unwrap_or_default();
        if found.is_empty() {
            continue;
        }
        let next = ends.get(index + 1).map(|next| &text[*end..*next]);
        let members = found
            .iter()
            .filter_map(|location| node(root, location)?.as_object())
            .flat_map(serde_json::Map::keys)
            .map(String::as_str);
        return Nearest {
            path: path.to_owned(),
            similar: next
                .and_then(name)
                .and_then(|name| similar(name, members))
                .map(str::to_owned),
        };
    }
    Nearest {
        path: "$".to_owned(),
        similar: None,
    }
}

/// Ends of the segments of a query, the root's first.
fn segments(text: &str) -> Vec<usize> {
    let mut ends = Vec::new();
    let mut depth = 0_usize;
    let mut quote = None;
    let mut before = ' ';
    let mut escaped = false;
    for (index, character) in text.char_indices() {
        let begins = depth == 0 && quote.is_none() && before != '.' && ".[".contains(character);
        if begins {
            ends.push(index);
        }
        match (quote, character) {
            (Some(_), _) if escaped => escaped = false,
            (Some(_), '\\') => escaped = true,
            (Some(open), _) if open == character => quote = None,
            (None, '\'' | '"') => quote = Some(character),
            (None, '[' | '(') => depth += 1,
            (None, ']' | ')') => depth = depth.saturating_sub(1),
            _ => {}
        }
        before = character;
    }
    ends.push(text.len());
    ends
}

/// Returns the name that a segment asks for, if it asks for one name.
fn name(segment: &str) -> Option<&str> {
    let bracketed = segment
        .strip_prefix("..")
        .unwrap_or(segment)
        .strip_prefix('[')
        .and_then(|rest| rest.strip_suffix(']'));
    let Some(inner) = bracketed else {
        return Some(segment.trim_start_matches('.'));
    };
    let quote = inner
        .chars()
        .next()
        .filter(|first| "'\"".contains(*first))?;
    let name = inner.strip_prefix(quote)?.strip_suffix(quote)?;
    (!name.contains(quote)).then_some(name)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{super::query::Query, nearest, segments};

    #[test]
    fn queries_are_cut_between_their_segments() {
        let text = "$.paths['/a.[b]'].get..x[?(@.y['z'] == ']')]";
        let parts: Vec<&str> = segments(text).iter().map(|end| &text[..*end]).collect();
        assert_eq!(
            parts,
            [
                "$",
                "$.paths",
                "$.paths['/a.[b]']",
                "$.paths['/a.[b]'].get",
                "$.paths['/a.[b]'].get..x",
                text
            ]
        );
    }

    #[test]
    fn what_is_there_is_suggested() {
        let root = json!({"paths": {"/tickets": {"get": {}}, "/contacts": {}}});
        let nearest = |text: &str| {
            let found = nearest(&Query::parse(text).unwrap(), &root, 6);
            (found.path, found.similar)
        };
        assert_eq!(
            nearest("$.paths['/tickts'].get"),
            ("$.paths".to_owned(), Some("/tickets".to_owned()))
        );
        assert_eq!(nearest("$.paths.*.post.x"), ("$.paths.*".to_owned(), None));
        assert_eq!(nearest("$[3]"), ("$".to_owned(), None));
    }
}
