//! The `use` lines of a file.
//!
//! Invariant: a file imports what its types name and nothing else, in order.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::quote;

use super::types::ident;
use crate::model::{Primitive, TypeRef};

/// The names that a file uses.
#[derive(Debug, Default)]
pub(super) struct Imports {
    models: BTreeSet<String>,
    queries: BTreeSet<String>,
    runtime: BTreeSet<&'static str>,
    uses_maps: bool,
}

impl Imports {
    /// Notes what a type names.
    pub(super) fn add_type(&mut self, ty: &TypeRef) {
        match ty {
            TypeRef::Primitive(Primitive::DateTime) => self.add_runtime("Timestamp"),
            TypeRef::Primitive(Primitive::Date) => self.add_runtime("Date"),
            TypeRef::Primitive(Primitive::Base64) => self.add_runtime("Base64"),
            TypeRef::Primitive(_) => {}
            TypeRef::Named(name) => {
                self.models.insert(name.clone());
            }
            TypeRef::Map(inner) => {
                self.uses_maps = true;
                self.add_type(inner);
            }
            TypeRef::List(inner) | TypeRef::Nullable(inner) | TypeRef::Boxed(inner) => {
                self.add_type(inner);
            }
            TypeRef::FreeForm => self.add_runtime("JsonObject"),
            TypeRef::Json => self.add_runtime("Json"),
        }
    }

    /// Notes a name of the runtime.
    pub(super) fn add_runtime(&mut self, name: &'static str) {
        self.runtime.insert(name);
    }

    /// Notes a query type.
    pub(super) fn add_query(&mut self, name: &str) {
        self.queries.insert(name.to_owned());
    }

    /// Forgets types that the file itself defines.
    pub(super) fn without<'a>(mut self, defined: impl Iterator<Item = &'a str>) -> Self {
        for name in defined {
            self.models.remove(name);
        }
        self
    }

    /// The lines, for a file beside or below `crate::models`.
    pub(super) fn into_tokens(self) -> TokenStream {
        let std = self.uses_maps.then(|| {
            quote!(
                use std::collections::BTreeMap;
            )
        });
        let models = group(
            &quote!(crate::models),
            self.models.iter().map(String::as_str),
        );
        let queries = group(
            &quote!(crate::queries),
            self.queries.iter().map(String::as_str),
        );
        let runtime = group(&quote!(crate::runtime), self.runtime.iter().copied());
        quote!(#std #models #queries #runtime)
    }
}

fn group<'a>(
    path: &TokenStream,
    names: impl ExactSizeIterator<Item = &'a str>,
) -> Option<TokenStream> {
    let names: Vec<_> = names.map(ident).collect();
    match names.as_slice() {
        [] => None,
        [only] => Some(quote!(use #path::#only;)),
        _ => Some(quote!(use #path::{#(#names),*};)),
    }
}
