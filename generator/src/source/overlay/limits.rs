//! Limits on the cost of an overlay.
//!
//! Invariant: every limit is many times what a real overlay needs, and is checked before the
//! work is done.

use serde_json::Value;

/// Longest query, in bytes.
pub(super) const QUERY_BYTES: usize = 1_000;

/// Deepest nesting of brackets and parentheses in a query.
pub(super) const QUERY_DEPTH: usize = 24;

/// Number of steps that a query may take, by [`steps`].
pub(super) const STEPS: usize = 1_000_000_000;

/// Number of nodes that all actions together may write.
pub(super) const WRITTEN: usize = 200_000;

/// Greatest depth of the tree: the greatest that a text may have to be read at all.
pub(super) const DEPTH: usize = 128;

/// Returns the deepest nesting of brackets and parentheses in a query, those in its strings included.
pub(super) fn query_depth(query: &str) -> usize {
    let (mut depth, mut deepest) = (0_usize, 0);
    for character in query.chars() {
        match character {
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.saturating_sub(1),
            _ => {}
        }
        deepest = deepest.max(depth);
    }
    deepest
}

/// Returns the largest number of nodes that a query visits in a tree of so many nodes.
///
/// Each `..` goes through everything below. Behind one another they meet each node once for
/// each of its ancestors; in a filter, once more for every node that is filtered.
pub(super) fn steps(query: &str, nodes: usize) -> usize {
    let descents = u32::try_from(query.matches("..").count()).unwrap_or(u32::MAX);
    let again = if query.contains('?') { nodes } else { DEPTH };
    nodes.saturating_mul(again.saturating_pow(descents.saturating_sub(1)))
}

/// Returns the number of nodes of a tree.
pub(super) fn nodes(value: &Value) -> usize {
    match value {
        Value::Object(members) => 1 + members.values().map(nodes).sum::<usize>(),
        Value::Array(items) => 1 + items.iter().map(nodes).sum::<usize>(),
        _ => 1,
    }
}

/// Returns the number of levels of a tree.
pub(super) fn depth(value: &Value) -> usize {
    match value {
        Value::Object(members) => 1 + members.values().map(depth).max().unwrap_or(0),
        Value::Array(items) => 1 + items.iter().map(depth).max().unwrap_or(0),
        _ => 1,
    }
}
