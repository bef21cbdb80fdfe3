//! Schemas that a discriminator tells apart although no `oneOf` lists them: a base, and what extends it by `allOf`.
//!
//! Invariant: children come in the order of the description, each once; children of children too, but for those of a
//! child that is a base itself.

use std::collections::{BTreeMap, BTreeSet};

use openapiv3::{OpenAPI, ReferenceOr, Schema};

use super::facets::Facets;
use crate::lower::components::{SCHEMAS, component_name};
use crate::source::escape;

/// The children of every base, as references.
pub(in crate::lower) struct Families {
    children: BTreeMap<String, Vec<String>>,
}

impl Families {
    pub(in crate::lower) fn new(description: &OpenAPI) -> Self {
        let components = description.components.iter();
        let schemas: Vec<(&String, &ReferenceOr<Schema>)> = components
            .flat_map(|components| &components.schemas)
            .collect();
        let mut extended: BTreeMap<String, Vec<&str>> = BTreeMap::new();
        for (name, schema) in &schemas {
            for base in bases(schema) {
                extended.entry(base).or_default().push(name);
            }
        }
        let is_base = |schema: &ReferenceOr<Schema>| {
            schema.as_item().is_some_and(|item| {
                let facets = Facets::new(item);
                facets.data.discriminator.is_some() && facets.alternatives.is_empty()
            })
        };
        let bases: BTreeSet<&str> = schemas
            .iter()
            .filter(|(name, schema)| is_base(schema) && extended.contains_key(*name))
            .map(|(name, _)| name.as_str())
            .collect();
        let children = bases
            .iter()
            .map(|name| {
                let found = descendants(name, &extended, &bases);
                let order = schemas.iter().map(|(name, _)| name.as_str());
                let found = order.filter(|name| found.contains(name));
                let references = found.map(|name| format!("{SCHEMAS}{}", escape(name)));
                ((*name).to_owned(), references.collect())
            })
            .collect();
        Self { children }
    }

    /// References to what extends a component. `None`: it is no base.
    pub(super) fn children(&self, name: &str) -> Option<&[String]> {
        self.children.get(name).map(Vec::as_slice)
    }
}

/// Returns the components that a schema joins by reference.
fn bases(schema: &ReferenceOr<Schema>) -> Vec<String> {
    let Some(item) = schema.as_item() else {
        return Vec::new();
    };
    let joined = Facets::new(item).all_of.iter();
    joined
        .filter_map(|member| match member {
            ReferenceOr::Reference { reference } => component_name(reference, SCHEMAS),
            ReferenceOr::Item(_) => None,
        })
        .collect()
}

/// Returns the schemas that extend a base, by way of others too, but for those of a base among them: they are told
/// apart there.
fn descendants<'n>(
    name: &str,
    extended: &BTreeMap<String, Vec<&'n str>>,
    bases: &BTreeSet<&str>,
) -> Vec<&'n str> {
    let mut found: Vec<&str> = Vec::new();
    let mut open = vec![name];
    while let Some(next) = open.pop() {
        for child in extended.get(next).into_iter().flatten() {
            if !found.contains(child) && *child != name {
                found.push(child);
                if !bases.contains(child) {
                    open.push(child);
                }
            }
        }
    }
    found
}
