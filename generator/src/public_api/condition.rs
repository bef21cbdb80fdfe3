//! `#[cfg(…)]` attributes → the condition under which an item exists.
//!
//! Invariant: a condition is a disjunction of conjunctions, so equal conditions are equal values in whatever order
//! they are written.

use std::{collections::BTreeSet, fmt};

use proc_macro2::{TokenStream, TokenTree};
use syn::{Attribute, Meta};

use super::spelling::spelled;

/// The most alternatives that are kept apart; a longer condition is one opaque predicate.
const MOST_ALTERNATIVES: usize = 256;

/// Condition under which an item is compiled.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Condition {
    /// Sets of predicates, one of which has to hold as a whole. None: never.
    alternatives: BTreeSet<BTreeSet<Predicate>>,
}

/// A predicate such as `feature = "blocking"`, or its opposite.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Predicate {
    text: String,
    negated: bool,
}

impl Default for Condition {
    fn default() -> Self {
        Self::always()
    }
}

impl Condition {
    pub(super) fn always() -> Self {
        Self {
            alternatives: BTreeSet::from([BTreeSet::new()]),
        }
    }

    fn never() -> Self {
        Self {
            alternatives: BTreeSet::new(),
        }
    }

    fn predicate(text: &str, negated: bool) -> Self {
        let text = text.to_owned();
        Self {
            alternatives: BTreeSet::from([BTreeSet::from([Predicate { text, negated }])]),
        }
    }

    /// Returns the condition that all `cfg` attributes state together.
    pub(super) fn of(attributes: &[Attribute]) -> Self {
        let mut all = Self::always();
        for attribute in attributes.iter().filter(|one| one.path().is_ident("cfg")) {
            if let Meta::List(list) = &attribute.meta {
                all = all.and(&Self::read(&list.tokens, false));
            }
        }
        all
    }

    /// Reads what is between the parentheses of a `cfg`.
    pub(super) fn read(tokens: &TokenStream, negated: bool) -> Self {
        let mut parts = tokens.clone().into_iter();
        let (Some(TokenTree::Ident(word)), Some(TokenTree::Group(group)), None) =
            (parts.next(), parts.next(), parts.next())
        else {
            return Self::predicate(&spelled(tokens.clone()), negated);
        };
        let inner = listed(group.stream());
        let inner = inner.iter();
        match (word.to_string().as_str(), negated) {
            ("not", _) => Self::read(&group.stream(), !negated),
            ("any", false) | ("all", true) => inner.fold(Self::never(), |sum, part| {
                sum.or(&Self::read(part, negated))
            }),
            ("all", false) | ("any", true) => inner.fold(Self::always(), |product, part| {
                product.and(&Self::read(part, negated))
            }),
            _ => Self::predicate(&spelled(tokens.clone()), negated),
        }
    }

    pub(super) fn and(&self, other: &Self) -> Self {
        // Nearly every item exists always.
        if self.is_always() {
            return other.clone();
        }
        if other.is_always() {
            return self.clone();
        }
        if self.alternatives.len() * other.alternatives.len() > MOST_ALTERNATIVES {
            return Self::predicate(&format!("all({self}, {other})"), false);
        }
        let pairs = self.alternatives.iter().flat_map(|one| {
            let others = other.alternatives.iter();
            others.map(move |another| one.union(another).cloned().collect())
        });
        Self::simplified(&pairs.collect())
    }

    pub(super) fn or(&self, other: &Self) -> Self {
        if self.is_always() || other.is_always() {
            return Self::always();
        }
        let both = self.alternatives.union(&other.alternatives);
        Self::simplified(&both.cloned().collect())
    }

    /// Omits alternatives that contradict themselves, and those that another one covers.
    fn simplified(alternatives: &BTreeSet<BTreeSet<Predicate>>) -> Self {
        let holds = |set: &BTreeSet<Predicate>| {
            let opposite = |one: &Predicate| Predicate {
                text: one.text.clone(),
                negated: !one.negated,
            };
            !set.iter().any(|one| set.contains(&opposite(one)))
        };
        let possible: Vec<&BTreeSet<Predicate>> =
            alternatives.iter().filter(|set| holds(set)).collect();
        let covered = |set: &BTreeSet<Predicate>| {
            let mut others = possible.iter();
            others.any(|other| *other != set && other.is_subset(set))
        };
        let kept = possible.iter().filter(|set| !covered(set));
        Self {
            alternatives: kept.copied().cloned().collect(),
        }
    }

    /// Returns `true` if the item exists whatever features are enabled.
    #[must_use]
    pub fn is_always(&self) -> bool {
        self.alternatives.iter().any(BTreeSet::is_empty)
    }

    /// Returns `true` if the item exists in no build of a caller: for example, only in tests of the crate itself.
    pub(super) fn is_never(&self) -> bool {
        let is_test = |one: &Predicate| !one.negated && matches!(&*one.text, "test" | "doctest");
        self.alternatives.iter().all(|set| set.iter().any(is_test))
    }

    /// Returns `true` if `other` holds wherever this condition does.
    #[must_use]
    pub fn implies(&self, other: &Self) -> bool {
        let covered = |set: &BTreeSet<Predicate>| {
            let mut others = other.alternatives.iter();
            others.any(|other| other.is_subset(set))
        };
        self.alternatives.iter().all(covered)
    }

    /// Returns `true` if it holds where just these features are turned on.
    #[must_use]
    pub fn holds_with(&self, features: &[&str]) -> bool {
        let is_on = |text: &str| {
            features
                .iter()
                .any(|name| text == format!("feature = {name:?}"))
        };
        let holds = |one: &Predicate| is_on(&one.text) != one.negated;
        self.alternatives.iter().any(|set| set.iter().all(holds))
    }
}

impl fmt::Display for Condition {
    /// Writes what is between the parentheses of a `cfg`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let predicate = |one: &Predicate| {
            if one.negated {
                format!("not({})", one.text)
            } else {
                one.text.clone()
            }
        };
        let all = |set: &BTreeSet<Predicate>| {
            let parts: Vec<String> = set.iter().map(predicate).collect();
            match &*parts {
                [one] => one.clone(),
                several => format!("all({})", several.join(", ")),
            }
        };
        let parts: Vec<String> = self.alternatives.iter().map(all).collect();
        match &*parts {
            [one] => f.write_str(one),
            several => write!(f, "any({})", several.join(", ")),
        }
    }
}

/// Returns the elements between commas.
fn listed(tokens: TokenStream) -> Vec<TokenStream> {
    let mut parts = vec![TokenStream::new()];
    for token in tokens {
        match (&token, parts.last_mut()) {
            (TokenTree::Punct(punct), _) if punct.as_char() == ',' => {
                parts.push(TokenStream::new());
            }
            (_, Some(part)) => part.extend([token]),
            (_, None) => {}
        }
    }
    parts.retain(|part| !part.is_empty());
    parts
}

#[cfg(test)]
mod tests {
    use quote::quote;

    use super::Condition;

    #[test]
    fn order_and_nesting_make_no_difference() {
        let one = Condition::read(&quote!(any(feature = "a", all(feature = "b", unix))), false);
        let same = Condition::read(&quote!(any(all(unix, feature = "b"), feature = "a")), false);
        assert_eq!(one, same);
        assert_eq!(
            one.to_string(),
            "any(feature = \"a\", all(feature = \"b\", unix))"
        );
        let negated = Condition::read(&quote!(not(any(unix, not(feature = "a")))), false);
        assert_eq!(negated.to_string(), "all(feature = \"a\", not(unix))");
    }

    #[test]
    fn wider_conditions_are_told_from_narrower_ones() {
        let narrow = Condition::read(&quote!(feature = "a"), false);
        let wide = Condition::read(&quote!(any(feature = "a", feature = "b")), false);
        assert!(narrow.implies(&wide) && !wide.implies(&narrow));
        assert!(wide.implies(&Condition::always()) && !Condition::always().implies(&wide));
        assert!(narrow.and(&wide) == narrow && narrow.or(&wide) == wide);
        assert!(Condition::read(&quote!(all(test, unix)), false).is_never());
        assert!(!Condition::read(&quote!(any(test, unix)), false).is_never());
    }
}
