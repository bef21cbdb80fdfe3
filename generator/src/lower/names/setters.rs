//! Variables of addresses → setters of the client's builder.
//!
//! Invariant: variables of one name have one setter, in whichever address they are.

use std::collections::BTreeMap;

use super::{
    case::{NameKind, identifier},
    claims::{Namespace, Wish},
    reserved::builder_methods,
};
use crate::model::Name;

/// The setters that are assigned.
pub(in crate::lower) struct Setters {
    namespace: Namespace,
    known: BTreeMap<String, String>,
}

impl Default for Setters {
    fn default() -> Self {
        Self {
            namespace: Namespace::beside(builder_methods()),
            known: BTreeMap::new(),
        }
    }
}

impl Setters {
    /// Returns the name of a variable, with its setter.
    pub(in crate::lower) fn name(&mut self, wire: &str) -> Name {
        let ident = self.known.entry(wire.to_owned()).or_insert_with(|| {
            let ident = identifier(wire, NameKind::Function);
            self.namespace.claim(Wish::new(wire, ident, "_variable"))
        });
        Name {
            wire: wire.to_owned(),
            ident: ident.clone(),
        }
    }
}
