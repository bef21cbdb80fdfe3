//! Types → the property that has each, where it is the only one and the type's name does not say so.
//!
//! Invariant: a report names a property beside an enum only where the name adds something: `cf_reason` of `Reason`.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{Api, TypeDef, TypeKind};

/// The names of properties by the identifiers of their types.
pub(super) struct Properties<'a>(BTreeMap<&'a str, BTreeSet<&'a str>>);

impl<'a> Properties<'a> {
    pub(super) fn of(api: &'a Api) -> Self {
        let mut names: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        for def in &api.types {
            let TypeKind::Struct(shape) = &def.kind else {
                continue;
            };
            for field in &shape.fields {
                field.ty.visit_named(&mut |ident| {
                    names.entry(ident).or_default().insert(&field.name.wire);
                });
            }
        }
        Self(names)
    }

    /// Returns the words `` of `cf_reason` `` for a type, or nothing.
    pub(super) fn phrase(&self, def: &TypeDef) -> String {
        let names = self.0.get(def.name.ident.as_str());
        let mut names = names.into_iter().flatten();
        match (names.next(), names.next()) {
            (Some(name), None) if !plain(&def.name.wire).ends_with(&plain(name)) => {
                format!(" of `{name}`")
            }
            _ => String::new(),
        }
    }
}

/// Returns the letters and digits of a name, in lower case.
fn plain(name: &str) -> String {
    let letters = name.chars().filter(|letter| letter.is_alphanumeric());
    letters.flat_map(char::to_lowercase).collect()
}
