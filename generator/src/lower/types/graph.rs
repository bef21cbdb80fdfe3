//! Circles in a directed graph.
//!
//! Invariant: time grows with the number of nodes and edges, and nothing recurses, however large
//! and tangled the graph is.

use std::collections::BTreeMap;

/// Edges from each key.
pub(super) type Graph<'g> = BTreeMap<&'g str, Vec<&'g str>>;

/// The nodes of a graph by circle: two nodes have the same number when each leads to the other.
pub(super) struct Circles<'g> {
    numbers: BTreeMap<&'g str, usize>,
    sizes: Vec<usize>,
}

impl<'g> Circles<'g> {
    /// Finds cycles by Kosaraju's algorithm: nodes in the order in which a walk leaves them, then walks against the
    /// arrows, beginning with the last.
    pub(super) fn new(graph: &Graph<'g>) -> Self {
        let mut backwards: Graph<'g> = Graph::new();
        for (from, targets) in graph {
            for to in targets {
                backwards.entry(to).or_default().push(from);
            }
        }
        let mut circles = Self {
            numbers: BTreeMap::new(),
            sizes: Vec::new(),
        };
        for node in order(graph).into_iter().rev() {
            circles.number(node, &backwards);
        }
        circles
    }

    /// Gives everything that leads to `node` its number, unless it has one.
    fn number(&mut self, node: &'g str, backwards: &Graph<'g>) {
        let number = self.sizes.len();
        let mut open = vec![node];
        let mut size = 0;
        while let Some(node) = open.pop() {
            if self.numbers.contains_key(node) {
                continue;
            }
            self.numbers.insert(node, number);
            size += 1;
            open.extend(backwards.get(node).into_iter().flatten());
        }
        if size > 0 {
            self.sizes.push(size);
        }
    }

    /// Returns `true` if an edge from one node to the other is part of a cycle.
    pub(super) fn are_joined(&self, from: &str, to: &str) -> bool {
        match (self.numbers.get(from), self.numbers.get(to)) {
            (Some(from), Some(to)) => from == to,
            _ => false,
        }
    }

    /// Returns `true` if a node leads to itself.
    pub(super) fn holds(&self, node: &str, graph: &Graph<'_>) -> bool {
        let size = self.numbers.get(node).map(|number| self.sizes[*number]);
        size > Some(1)
            || graph
                .get(node)
                .is_some_and(|targets| targets.contains(&node))
    }
}

/// Returns the nodes in the order in which a walk along the arrows leaves them.
fn order<'g>(graph: &Graph<'g>) -> Vec<&'g str> {
    let mut seen = std::collections::BTreeSet::new();
    let mut left = Vec::new();
    for start in graph.keys() {
        let mut way: Vec<(&str, usize)> = vec![(start, 0)];
        if !seen.insert(*start) {
            continue;
        }
        while let Some((node, next)) = way.pop() {
            match graph.get(node).and_then(|targets| targets.get(next)) {
                Some(target) => {
                    way.push((node, next + 1));
                    if seen.insert(*target) {
                        way.push((target, 0));
                    }
                }
                None => left.push(node),
            }
        }
    }
    left
}

#[cfg(test)]
mod tests {
    use super::{Circles, Graph};

    #[test]
    fn circles_are_told_from_chains() {
        let graph: Graph<'_> = [
            ("a", vec!["b"]),
            ("b", vec!["c", "d"]),
            ("c", vec!["a"]),
            ("d", vec!["e"]),
            ("e", vec!["e"]),
            ("f", vec![]),
        ]
        .into();
        let circles = Circles::new(&graph);
        assert!(circles.are_joined("a", "c") && !circles.are_joined("b", "d"));
        let holds = |node| circles.holds(node, &graph);
        assert!(holds("b") && holds("e") && !holds("d") && !holds("f"));
    }
}
