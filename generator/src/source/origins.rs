//! Source text of each node of a tree.
//!
//! A node without an entry comes from where its parent comes from, one step further down, so a
//! tree that no overlay touched needs no entries at all. Invariant: entries exist only on the
//! ways to what an overlay wrote.

use std::collections::BTreeMap;

use serde_json::Value;

use super::pointer::{escape, steps};

/// A place in one of the texts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Origin {
    /// 0 for the description, then the overlays in their order.
    pub(crate) text: usize,
    /// JSON pointer in the text.
    pub(crate) pointer: String,
}

impl Origin {
    fn below(&self, step: &str) -> Self {
        Self {
            text: self.text,
            pointer: format!("{}/{}", self.pointer, escape(step)),
        }
    }
}

/// Origin of a node and everything below it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Origins {
    /// The place of the node itself.
    own: Origin,
    /// The children that come from elsewhere, or that have such children.
    below: BTreeMap<String, Origins>,
}

impl Origins {
    /// Creates a node that is with all its children at one place of a text.
    pub(crate) fn new(text: usize, pointer: impl Into<String>) -> Self {
        Self {
            own: Origin {
                text,
                pointer: pointer.into(),
            },
            below: BTreeMap::new(),
        }
    }

    /// Returns the origin of the node itself.
    pub(super) fn own(&self) -> &Origin {
        &self.own
    }

    /// Returns the origin of the node at a pointer; for a node that does not exist, the origin that it would have.
    pub(crate) fn of(&self, pointer: &str) -> Origin {
        self.at(&steps(pointer).collect::<Vec<_>>()).own
    }

    /// Returns the origins of the node at the end of the steps and everything below it.
    pub(super) fn at(&self, steps: &[String]) -> Self {
        let mut node = self;
        for (index, step) in steps.iter().enumerate() {
            let Some(child) = node.below.get(step) else {
                let mut own = node.own.clone();
                for step in &steps[index..] {
                    own = own.below(step);
                }
                return Self {
                    own,
                    below: BTreeMap::new(),
                };
            };
            node = child;
        }
        node.clone()
    }

    /// The first place of the node, or of one below it, that is in another text. Entries of what is gone again do not count.
    pub(super) fn first_of_others(&self, text: usize, node: &Value) -> Option<Origin> {
        if self.own.text != text {
            return Some(self.own.clone());
        }
        let child = |step: &str| match node {
            Value::Array(items) => step
                .parse::<usize>()
                .ok()
                .and_then(|index| items.get(index)),
            node => node.get(step),
        };
        let mut below = self.below.iter();
        below.find_map(|(step, origins)| origins.first_of_others(text, child(step)?))
    }

    /// Returns the origins of a child.
    pub(super) fn child(&self, step: &str) -> Self {
        self.at(&[step.to_owned()])
    }

    /// Returns the entry of a child, to be changed.
    pub(super) fn child_mut(&mut self, step: &str) -> &mut Self {
        let own = &self.own;
        self.below.entry(step.to_owned()).or_insert_with(|| Self {
            own: own.below(step),
            below: BTreeMap::new(),
        })
    }

    /// Returns the entry at the end of the steps, to be changed.
    pub(super) fn at_mut(&mut self, steps: &[String]) -> &mut Self {
        steps.iter().fold(self, |node, step| node.child_mut(step))
    }

    /// Notes that a child is written anew.
    pub(super) fn set(&mut self, step: &str, origins: Self) {
        self.below.insert(step.to_owned(), origins);
    }

    /// Forgets a member that is gone.
    pub(super) fn remove_member(&mut self, key: &str) {
        self.below.remove(key);
    }

    /// Forgets an item that is gone; the items behind it move up. `length` counts it.
    pub(super) fn remove_item(&mut self, index: usize, length: usize) {
        for later in index + 1..length {
            let moved = self.child(&later.to_string());
            self.set(&(later - 1).to_string(), moved);
        }
        self.below.remove(&length.saturating_sub(1).to_string());
    }
}

#[cfg(test)]
mod tests {
    use super::{Origin, Origins};

    fn origin(text: usize, pointer: &str) -> Origin {
        Origin {
            text,
            pointer: pointer.to_owned(),
        }
    }

    #[test]
    fn what_nobody_wrote_is_where_it_stands() {
        let origins = Origins::new(0, "");
        assert_eq!(origins.of("/paths/~1a/get"), origin(0, "/paths/~1a/get"));
    }

    #[test]
    fn what_was_written_leads_into_the_overlay() {
        let mut origins = Origins::new(0, "");
        let paths = origins.at_mut(&["paths".to_owned()]);
        paths.set("/a", Origins::new(1, "/actions/0/update"));
        assert_eq!(
            origins.of("/paths/~1a/get"),
            origin(1, "/actions/0/update/get")
        );
        assert_eq!(origins.of("/paths/~1b"), origin(0, "/paths/~1b"));
    }

    #[test]
    fn items_move_up_with_where_they_come_from() {
        let mut origins = Origins::new(0, "");
        origins.set("3", Origins::new(1, "/x"));
        origins.remove_item(1, 4);
        assert_eq!(origins.of("/0"), origin(0, "/0"));
        assert_eq!(origins.of("/1/name"), origin(0, "/2/name"));
        assert_eq!(origins.of("/2"), origin(1, "/x"));
    }
}
