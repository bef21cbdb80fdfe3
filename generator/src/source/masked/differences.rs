//! Two descriptions → the nodes that differ, by paths which find their counterparts in other trees.
//!
//! Invariant: texts and examples make no difference, and neither does the order of anything.

use serde_json::Value;

use crate::source::{Names, escape, items::identity, member_names::structure};

/// A difference between two descriptions.
#[derive(Clone, Debug)]
pub(super) struct Difference<'v> {
    pub(super) path: Vec<Step<'v>>,
    /// The names of the members of the node.
    pub(super) names: Names,
    /// `None`: the node is new.
    pub(super) old: Option<&'v Value>,
    /// `None`: the node is gone.
    pub(super) new: Option<&'v Value>,
}

/// A step of a path.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Step<'v> {
    Member(&'v str),
    /// An item of a list by what it is known by, with its place where it was found.
    Known(Vec<&'v Value>, usize),
    /// An item that is known by nothing but its place.
    Item(usize),
}

/// A node of a tree, with the steps of its pointer.
pub(super) fn resolve<'t>(root: &'t Value, path: &[Step<'_>]) -> Option<(Vec<String>, &'t Value)> {
    let mut steps = Vec::with_capacity(path.len());
    let mut node = root;
    for step in path {
        let (step, child) = match step {
            Step::Member(name) => ((*name).to_owned(), node.get(*name)?),
            Step::Item(index) => (index.to_string(), node.get(*index)?),
            Step::Known(wanted, _) => {
                let mut items = node.as_array()?.iter().enumerate();
                let is_it = |item: &Value| identity(item).is_some_and(|found| found == *wanted);
                let (index, item) = items.find(|(_, item)| is_it(item))?;
                (index.to_string(), item)
            }
        };
        steps.push(step);
        node = child;
    }
    Some((steps, node))
}

/// The pointer of a path in the tree that it was found in.
pub(super) fn pointer(path: &[Step<'_>]) -> String {
    let mut pointer = String::new();
    for step in path {
        pointer.push('/');
        match step {
            Step::Member(name) => pointer.push_str(&escape(name)),
            Step::Known(_, index) | Step::Item(index) => pointer.push_str(&index.to_string()),
        }
    }
    pointer
}

/// Everything that differs, in the order of the old description and then of the new one.
pub(super) fn differences<'v>(old: &'v Value, new: &'v Value) -> Vec<Difference<'v>> {
    let mut walk = DifferenceReader {
        path: Vec::new(),
        found: Vec::new(),
    };
    walk.value(old, new, Names::Keywords);
    walk.found
}

struct DifferenceReader<'v> {
    path: Vec<Step<'v>>,
    found: Vec<Difference<'v>>,
}

impl<'v> DifferenceReader<'v> {
    fn tell(&mut self, old: Option<&'v Value>, new: Option<&'v Value>, names: Names) {
        self.found.push(Difference {
            path: self.path.clone(),
            names,
            old,
            new,
        });
    }

    fn value(&mut self, old: &'v Value, new: &'v Value, names: Names) {
        match (old, new) {
            (Value::Object(_), Value::Object(_)) => self.members(old, new, names),
            (Value::Array(old), Value::Array(new)) => self.items(old, new),
            _ if old == new => {}
            _ => self.tell(Some(old), Some(new), names),
        }
    }

    fn members(&mut self, old: &'v Value, new: &'v Value, names: Names) {
        for (name, value) in old.as_object().into_iter().flatten() {
            if names.is_for_readers(name, value) {
                continue;
            }
            self.path.push(Step::Member(name));
            match new.get(name) {
                Some(other) => self.value(value, other, names.below(name)),
                None => self.tell(Some(value), None, names.below(name)),
            }
            self.path.pop();
        }
        for (name, value) in new.as_object().into_iter().flatten() {
            if old.get(name).is_none() && !names.is_for_readers(name, value) {
                self.path.push(Step::Member(name));
                self.tell(None, Some(value), names.below(name));
                self.path.pop();
            }
        }
    }

    fn items(&mut self, old: &'v [Value], new: &'v [Value]) {
        let find = |list: &'v [Value], item: &Value, place: usize| match identity(item) {
            Some(name) => list
                .iter()
                .find(|other| identity(other).as_ref() == Some(&name)),
            None => list.get(place).filter(|other| identity(other).is_none()),
        };
        let step = |item: &'v Value, place: usize| match identity(item) {
            Some(name) => Step::Known(name, place),
            None => Step::Item(place),
        };
        for (place, item) in old.iter().enumerate() {
            self.path.push(step(item, place));
            match find(new, item, place) {
                Some(other) => self.value(item, other, Names::Keywords),
                None => self.tell(Some(item), None, Names::Keywords),
            }
            self.path.pop();
        }
        for (place, item) in new.iter().enumerate() {
            if find(old, item, place).is_none() {
                self.path.push(step(item, place));
                self.tell(None, Some(item), Names::Keywords);
                self.path.pop();
            }
        }
    }
}

/// Tells whether a node has all that another one has: the overlays may have added something.
pub(super) fn covers(node: &Value, other: &Value, names: Names) -> bool {
    match (node, other) {
        (Value::Object(members), Value::Object(others)) => others
            .iter()
            .filter(|(name, value)| !names.is_for_readers(name, value))
            .all(|(name, value)| {
                let member = members.get(name);
                member.is_some_and(|member| covers(member, value, names.below(name)))
            }),
        (Value::Array(items), Value::Array(others)) => others.iter().all(|other| {
            items
                .iter()
                .any(|item| covers(item, other, Names::Keywords))
        }),
        (node, other) => structure(node, names) == structure(other, names),
    }
}
