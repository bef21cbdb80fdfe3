//! Nodes out of the tree.
//!
//! Invariant: what stays keeps its order, and its place in its text.

use serde_json::Value;

use super::query::{Location, Step, node_mut, pointer_steps};
use crate::source::Document;

/// Members removed from an object. Items of lists have no stable position to compare later.
#[derive(Debug)]
pub(super) struct Removed {
    pub(super) location: Location,
    pub(super) value: Value,
}

/// Takes out the nodes at sorted locations, the last first, so that none moves before its turn.
pub(super) fn remove(document: &mut Document, locations: Vec<Location>) -> Vec<Removed> {
    let mut removed = Vec::new();
    for location in locations.into_iter().rev() {
        let Some((step, above)) = location.split_last() else {
            continue;
        };
        let Some(parent) = node_mut(&mut document.root, above) else {
            continue;
        };
        let origins = document.origins.at_mut(&pointer_steps(above));
        match (parent, step) {
            (Value::Object(members), Step::Member(key)) => {
                origins.remove_member(key);
                if let Some(value) = members.shift_remove(key) {
                    removed.push(Removed { location, value });
                }
            }
            (Value::Array(items), Step::Item(index)) if *index < items.len() => {
                origins.remove_item(*index, items.len());
                items.remove(*index);
            }
            _ => {}
        }
    }
    removed
}
