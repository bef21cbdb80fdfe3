//! The `use` lines of a file.
//!
//! Invariant: a file imports what its types name and nothing else, in order.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::TokenStream;
use quote::quote;

use super::{features::Scope, types::ident};
use crate::model::{Primitive, TypeRef};

/// The names that a file uses, and what needs them.
#[derive(Debug, Default)]
pub(super) struct Imports {
    names: BTreeMap<Import, Scope>,
    scope: Scope,
}

/// A name, by the module that has it; in the order of the lines.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Import {
    Map,
    Model(String),
    Query(String),
    Runtime(&'static str),
}

impl Imports {
    /// From here on, names are used by what needs `scope`.
    pub(super) fn used_by(&mut self, scope: Scope) {
        self.scope = scope;
    }

    /// Notes what a type names.
    pub(super) fn add_type(&mut self, ty: &TypeRef) {
        match ty {
            TypeRef::Primitive(Primitive::DateTime) => self.add_runtime("Timestamp"),
            TypeRef::Primitive(Primitive::Date) => self.add_runtime("Date"),
            TypeRef::Primitive(Primitive::Base64) => self.add_runtime("Base64"),
            TypeRef::Primitive(_) => {}
            TypeRef::Named(name) => self.add(Import::Model(name.clone())),
            TypeRef::Map(inner) => {
                self.add(Import::Map);
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
        self.add(Import::Runtime(name));
    }

    /// Notes a query type.
    pub(super) fn add_query(&mut self, name: &str) {
        self.add(Import::Query(name.to_owned()));
    }

    fn add(&mut self, import: Import) {
        let scope = &self.scope;
        self.names
            .entry(import)
            .and_modify(|known| known.or(scope))
            .or_insert_with(|| scope.clone());
    }

    /// Forgets types that the file itself defines.
    pub(super) fn without<'a>(mut self, defined: impl Iterator<Item = &'a str>) -> Self {
        for name in defined {
            self.names.remove(&Import::Model(name.to_owned()));
        }
        self
    }

    /// The models.
    pub(super) fn models(&self) -> BTreeSet<String> {
        let models = self.names.keys().filter_map(|import| match import {
            Import::Model(name) => Some(name.clone()),
            _ => None,
        });
        models.collect()
    }

    /// The query types.
    pub(super) fn queries(&self) -> BTreeSet<String> {
        let queries = self.names.keys().filter_map(|import| match import {
            Import::Query(name) => Some(name.clone()),
            _ => None,
        });
        queries.collect()
    }

    /// The lines, for a file beside or below `crate::models`.
    pub(super) fn into_tokens(self) -> TokenStream {
        let mut by_scope: BTreeMap<Scope, Vec<Import>> = BTreeMap::new();
        for (import, scope) in self.names {
            by_scope.entry(scope).or_default().push(import);
        }
        let lines = by_scope
            .iter()
            .flat_map(|(scope, imports)| lines(imports).map(|line| (scope.attribute(), line)))
            .map(|(attribute, line)| quote!(#attribute #line));
        quote!(#(#lines)*)
    }
}

/// A line for each module.
fn lines(imports: &[Import]) -> impl Iterator<Item = TokenStream> {
    let mut maps = None;
    let (mut models, mut queries, mut runtime) = (Vec::new(), Vec::new(), Vec::new());
    for import in imports {
        match import {
            Import::Map => {
                maps = Some(quote!(
                    use std::collections::BTreeMap;
                ));
            }
            Import::Model(name) => models.push(name.as_str()),
            Import::Query(name) => queries.push(name.as_str()),
            Import::Runtime(name) => runtime.push(*name),
        }
    }
    [
        maps,
        line(&quote!(crate::models), &models),
        line(&quote!(crate::queries), &queries),
        line(&quote!(crate::runtime), &runtime),
    ]
    .into_iter()
    .flatten()
}

/// The line for names of one module; nothing without names.
pub(super) fn line(path: &TokenStream, names: &[&str]) -> Option<TokenStream> {
    let names: Vec<_> = names.iter().map(|name| ident(name)).collect();
    match names.as_slice() {
        [] => None,
        [only] => Some(quote!(use #path::#only;)),
        _ => Some(quote!(use #path::{#(#names),*};)),
    }
}
