//! Names of fields and objects → names of types, of which no two are equal, nor equal to one of the general crate.
//!
//! Invariant: the name of a type depends on the name of its field alone, and on what the general crate has.

use std::collections::BTreeSet;

use generator::model::Api;
use heck::ToUpperCamelCase as _;

/// Names that types can still get.
pub(super) struct TypeNames {
    taken: BTreeSet<String>,
}

impl TypeNames {
    /// Names beside those of the general crate.
    pub(super) fn beside(api: &Api) -> Self {
        let tables = [
            "types", "queries", "webhooks", "handles", "builders", "outputs",
        ];
        let known = api.names.tables().iter();
        let known = known.filter(|(table, _)| tables.iter().any(|name| table.starts_with(name)));
        let idents = known.flat_map(|(_, names)| names.values().cloned());
        Self {
            taken: idents
                .chain(api.types.iter().map(|def| def.name.ident.clone()))
                .collect(),
        }
    }

    /// Returns the name of a type for something: its own name, else that with its owner before it, else with a number.
    pub(super) fn claim(&mut self, owner: &str, name: &str) -> String {
        let plain = camel(name);
        let prefixed = format!("{owner}{plain}");
        let numbered = (2..).map(|number| format!("{prefixed}{number}"));
        let mut candidates = [plain, prefixed.clone()].into_iter().chain(numbered);
        let free = candidates.find(|name| self.taken.insert(name.clone()));
        free.unwrap_or(prefixed)
    }
}

/// Returns a name in the case of a type, of letters that every component may have.
pub(super) fn camel(name: &str) -> String {
    const LONGEST: usize = 60;
    let plain: String = name
        .chars()
        .map(|letter| {
            if letter.is_ascii_alphanumeric() {
                letter
            } else {
                ' '
            }
        })
        .collect();
    let mut name = plain.to_upper_camel_case();
    name.truncate(LONGEST);
    match name.chars().next() {
        None => "Field".to_owned(),
        Some(first) if first.is_ascii_digit() => format!("Field{name}"),
        Some(_) => name,
    }
}

/// Returns the name of a field without the mark of fields that an account has added. One of digits alone, as labels
/// in other scripts get, keeps it.
pub(super) fn without_prefix(name: &str) -> &str {
    let plain = name.strip_prefix("cf_").filter(|plain| has_letter(plain));
    plain.unwrap_or(name)
}

/// Returns the name to choose for a field in Rust. `None`: it has no letter, and the generator finds a name for it.
pub(super) fn chosen(name: &str) -> Option<&str> {
    Some(without_prefix(name)).filter(|plain| has_letter(plain))
}

fn has_letter(name: &str) -> bool {
    name.contains(|letter: char| letter.is_ascii_alphabetic())
}
