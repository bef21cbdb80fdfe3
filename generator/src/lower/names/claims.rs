//! Names that things of one namespace want → identifiers, of which no two are equal.
//!
//! Invariant: the outcome depends on the set of wishes and on what is known from before, not on the order of the
//! wishes.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    case::{NameKind, identifier},
    free::claim,
    order::{Closeness, closeness},
};
use crate::{lower::draft::Name, model::Names};

/// The identifiers of one namespace.
#[derive(Default)]
pub(super) struct Namespace {
    taken: BTreeSet<String>,
    /// Those that are kept for what had them before, by table and name.
    held: BTreeMap<(String, String), String>,
}

impl Namespace {
    /// Returns a namespace in which some names are assigned already.
    pub(super) fn beside(names: impl IntoIterator<Item = String>) -> Self {
        Self {
            taken: names.into_iter().collect(),
            held: BTreeMap::new(),
        }
    }

    /// Takes names for good.
    pub(super) fn reserve(&mut self, names: impl IntoIterator<Item = String>) {
        self.taken.extend(names);
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

/// The identifier that something gets if it is free.
pub(super) struct Wish {
    /// Key in its table of [`Names`].
    name: String,
    ident: String,
    /// The name with the words that its neighbours share, which may come and go with these. `None`: it has no others.
    whole: Option<String>,
    otherwise: Otherwise,
    /// `true` if the settings or the description name the identifier, which counts more than its earlier name.
    is_chosen: bool,
    /// `true` if its earlier identifier may be that of something else, with which it was one.
    was_shared: bool,
}

/// The identifier that something gets if its first choice is taken.
enum Otherwise {
    /// The first choice with this behind it, and after that a number.
    Suffix(&'static str),
    /// Another name, with a suffix if that is taken too.
    Name(String, &'static str),
}

impl Wish {
    /// Creates a wish for an identifier, or for the same with a suffix.
    pub(super) fn new(name: impl Into<String>, ident: String, suffix: &'static str) -> Self {
        Self {
            name: name.into(),
            ident,
            whole: None,
            otherwise: Otherwise::Suffix(suffix),
            is_chosen: false,
            was_shared: false,
        }
    }

    /// Returns the same, but for something that may have had the identifier of something else.
    pub(super) fn perhaps_shared(mut self, may_be: bool) -> Self {
        self.was_shared = may_be;
        self
    }

    /// Returns the same, but for another name in place of the first.
    pub(super) fn or(mut self, name: String, suffix: &'static str) -> Self {
        self.otherwise = Otherwise::Name(name, suffix);
        self
    }

    /// Returns the same, for a name that may be without words in front.
    pub(super) fn of(mut self, whole: String) -> Self {
        self.whole = Some(whole);
        self
    }

    /// Returns the same, chosen by a person if the name says so.
    pub(super) fn chosen_by(mut self, name: &Name) -> Self {
        self.is_chosen = name.ident.is_some();
        self
    }

    /// Returns `true` if an identifier is one that the rule gives among other preferences: an alternative, perhaps with
    /// a number.
    fn may_be(&self, ident: &str) -> bool {
        let is_number = |rest: &str| {
            rest.chars()
                .all(|sign| sign == '_' || sign.is_ascii_digit())
        };
        let (stem, suffix) = match &self.otherwise {
            Otherwise::Suffix(suffix) => (&self.ident, suffix),
            Otherwise::Name(name, suffix) => (name, suffix),
        };
        let stem = stem.trim_start_matches("r#").trim_end_matches('_');
        let plain = ident.trim_start_matches("r#");
        let rest = plain.strip_prefix(stem);
        ident == self.ident
            || self.is_part(ident)
            || rest.is_some_and(|rest| {
                is_number(rest) || rest.strip_prefix(suffix).is_some_and(is_number)
            })
    }

    /// Returns `true` if an identifier is the last words of the name in camel case.
    fn is_part(&self, ident: &str) -> bool {
        let whole = self.whole.as_deref().unwrap_or_default();
        ident.starts_with(char::is_uppercase) && whole.ends_with(ident)
    }
}

/// Assignment of identifiers, with a record of all of them.
pub(super) struct Namer<'n> {
    known: &'n Names,
    pub(super) assigned: Names,
}

impl<'n> Namer<'n> {
    /// Creates a namer that keeps to identifiers that are known from before.
    pub(super) fn new(known: &'n Names) -> Self {
        Self {
            known,
            assigned: Names::default(),
        }
    }

    /// Keeps identifiers for what had them before, which matters where others of the namespace are assigned earlier.
    /// Of several that were one, the one that the identifier was made for keeps it, or else the first by name.
    pub(super) fn hold<R>(&self, namespace: &mut Namespace, table: &str, wishes: &[(R, Wish)]) {
        let known = wishes.iter().filter_map(|(_, wish)| {
            let ident = self.known.get(table, &wish.name)?;
            Some((!wish.may_be(ident), &wish.name, ident, wish))
        });
        let mut known: Vec<_> = known
            .filter(|(is_other, .., wish)| !wish.is_chosen && (!is_other || wish.was_shared))
            .collect();
        known.sort_by_key(|(is_other, name, ..)| (*is_other, *name));
        for (_, name, ident, _) in known {
            let key = (table.to_owned(), name.clone());
            if !namespace.held.contains_key(&key) && namespace.taken.insert(ident.to_owned()) {
                namespace.held.insert(key, ident.to_owned());
            }
        }
    }

    /// Assigns identifiers to wishes: first what a person chose, then what was before, then those of the lowest rank.
    /// They are in the order of the wishes.
    pub(super) fn assign<R: Ord>(
        &mut self,
        namespace: &mut Namespace,
        table: &str,
        wishes: Vec<(R, Wish)>,
    ) -> Vec<String> {
        let mut order: Vec<(usize, (R, Wish))> = wishes.into_iter().enumerate().collect();
        order.sort_by(|(_, (left, _)), (_, (right, _))| left.cmp(right));
        let (chosen, mut others): (Vec<_>, Vec<_>) =
            order.into_iter().partition(|(_, (_, wish))| wish.is_chosen);
        let mut assigned = BTreeMap::new();
        for (index, (_, wish)) in chosen {
            assigned.insert(index, self.one(namespace, table, wish));
        }
        for (_, wish) in &mut others {
            self.hold(namespace, table, std::slice::from_mut(wish));
        }
        for (index, (_, wish)) in others {
            assigned.insert(index, self.one(namespace, table, wish));
        }
        assigned.into_values().collect()
    }

    fn one(&mut self, namespace: &mut Namespace, table: &str, wish: Wish) -> String {
        let name = wish.name.clone();
        let held = namespace.held.remove(&(table.to_owned(), name.clone()));
        let ident = held.unwrap_or_else(|| namespace.claim(wish));
        self.assigned.insert(table, &name, &ident);
        ident
    }
}

/// Returns the spelling that an identifier is made of: what a person chose, else that of the description.
pub(super) fn preferred(name: &Name) -> &str {
    name.ident.as_deref().unwrap_or(&name.wire)
}

/// Returns the order in which names are assigned: what a person chose comes first, then what is spelled most like its
/// identifier.
pub(super) fn rank(name: &Name, kind: NameKind) -> (bool, Closeness) {
    let ident = identifier(preferred(name), kind);
    (name.ident.is_none(), closeness(&name.wire, &ident))
}
