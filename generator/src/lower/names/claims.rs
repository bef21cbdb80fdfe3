//! Names that things of one namespace want → identifiers, of which no two are equal.
//!
//! Invariant: the outcome depends on the set of wishes, not on their order.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    case::{Kind, identifier},
    free::claim,
    order::{Closeness, closeness},
};
use crate::lower::draft::Name;

/// The identifiers of one namespace that are taken.
#[derive(Default)]
pub(super) struct Namespace {
    taken: BTreeSet<String>,
}

/// The identifier that something gets if it is free.
pub(super) struct Wish {
    pub(super) ident: String,
    pub(super) otherwise: Otherwise,
}

/// The identifier that something gets if its first choice is taken.
pub(super) enum Otherwise {
    /// The first choice with this behind it, and after that a number.
    Suffix(&'static str),
    /// Another name, with a suffix if that is taken too.
    Name(String, &'static str),
}

impl Wish {
    pub(super) fn new(ident: String, suffix: &'static str) -> Self {
        Self {
            ident,
            otherwise: Otherwise::Suffix(suffix),
        }
    }
}

impl Namespace {
    /// A namespace in which some names are assigned already.
    pub(super) fn beside(names: impl IntoIterator<Item = String>) -> Self {
        Self {
            taken: names.into_iter().collect(),
        }
    }

    /// Takes names for good.
    pub(super) fn reserve(&mut self, names: impl IntoIterator<Item = String>) {
        self.taken.extend(names);
    }

    /// Assigns identifiers to wishes, those of the lowest rank first; they are in the order of the wishes.
    pub(super) fn assign<R: Ord>(
        &mut self,
        wishes: impl IntoIterator<Item = (R, Wish)>,
    ) -> Vec<String> {
        let mut order: Vec<(usize, (R, Wish))> = wishes.into_iter().enumerate().collect();
        order.sort_by(|(_, (left, _)), (_, (right, _))| left.cmp(right));
        let assigned: BTreeMap<usize, String> = order
            .into_iter()
            .map(|(index, (_, wish))| (index, self.claim(wish)))
            .collect();
        assigned.into_values().collect()
    }

    /// Assigns one identifier.
    pub(super) fn claim(&mut self, wish: Wish) -> String {
        let (ident, suffix) = match wish.otherwise {
            Otherwise::Name(name, suffix) if self.taken.contains(&wish.ident) => (name, suffix),
            Otherwise::Name(_, suffix) | Otherwise::Suffix(suffix) => (wish.ident, suffix),
        };
        claim(ident, suffix, &mut self.taken)
    }
}

/// The spelling that an identifier is made of: what a person chose, else that of the description.
pub(super) fn preferred(name: &Name) -> &str {
    name.ident.as_deref().unwrap_or(&name.wire)
}

/// The order in which names are assigned: what a person chose comes first, then what is spelled most like its identifier.
pub(super) fn rank(name: &Name, kind: Kind) -> (bool, Closeness) {
    let ident = identifier(preferred(name), kind);
    (name.ident.is_none(), closeness(&name.wire, &ident))
}
