//! A walk over the fields of the model, which changes one of them and notes what should be said about it.

use std::collections::BTreeMap;

use generator::model::{Docs, Name};

/// Expected report about a change of a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Expected {
    /// A change of its own.
    Told,
    /// A change of documentation, if nothing else has changed.
    Text,
    /// Nothing of its own: where something is, or an order that nobody sees.
    Nothing,
}
pub(super) use Expected::{Nothing, Text, Told};

/// A walk over all fields that changes the one with a number.
pub(super) struct Walk {
    wanted: usize,
    /// Number of fields of one kind that are tried at the most.
    most: usize,
    next: usize,
    met: BTreeMap<&'static str, usize>,
    pub(super) hit: Option<(&'static str, Expected)>,
}

impl Walk {
    /// Returns a walk that changes the field with the number `wanted`.
    pub(super) fn to(wanted: usize, most: usize) -> Self {
        Self {
            wanted,
            most,
            next: 0,
            met: BTreeMap::new(),
            hit: None,
        }
    }

    pub(super) fn at(&mut self, label: &'static str, expected: Expected, change: impl FnOnce()) {
        let met = self.met.entry(label).or_default();
        *met += 1;
        if *met > self.most {
            return;
        }
        if self.next == self.wanted {
            change();
            self.hit = Some((label, expected));
        }
        self.next += 1;
    }

    pub(super) fn docs(&mut self, label: &'static str, docs: &mut Docs) {
        let Docs {
            summary,
            description,
        } = docs;
        self.at(label, Text, || summary.get_or_insert_default().push('!'));
        self.at(label, Text, || {
            description.get_or_insert_default().push('!');
        });
    }

    /// Changes a name on the wire and in Rust; the expectation is that of the wire name.
    pub(super) fn name(&mut self, labels: [&'static str; 2], expected: Expected, name: &mut Name) {
        let Name { wire, ident } = name;
        self.at(labels[0], expected, || wire.push('x'));
        self.at(labels[1], Told, || ident.push_str("_x"));
    }

    pub(super) fn text(&mut self, label: &'static str, expected: Expected, text: &mut String) {
        self.at(label, expected, || text.push('x'));
    }

    pub(super) fn number(&mut self, label: &'static str, expected: Expected, number: &mut u32) {
        self.at(label, expected, || *number += 7);
    }

    pub(super) fn flag(&mut self, label: &'static str, expected: Expected, flag: &mut bool) {
        self.at(label, expected, || *flag = !*flag);
    }

    /// Lists the removal of a present value and the addition of a missing one.
    pub(super) fn option<T>(
        &mut self,
        label: &'static str,
        expected: Expected,
        option: &mut Option<T>,
        other: impl FnOnce() -> T,
    ) {
        self.at(label, expected, || {
            *option = match option {
                Some(_) => None,
                None => Some(other()),
            };
        });
    }

    /// Removes an item, and changes the order.
    pub(super) fn list<T>(
        &mut self,
        label: &'static str,
        [less, order]: [Expected; 2],
        list: &mut Vec<T>,
    ) {
        if !list.is_empty() {
            self.at(label, less, || drop(list.remove(0)));
        }
        if list.len() > 1 {
            self.at(label, order, || list.reverse());
        }
    }
}
