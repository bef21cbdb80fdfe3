//! Schemas that a discriminator tells apart although no `oneOf` lists them: a base, and what extends it by `allOf`.
//!
//! Invariant: children come in the order of the description, children of children included, each once.

use std::collections::BTreeMap;

use openapiv3::{OpenAPI, ReferenceOr, Schema};

use crate::lower::{
    Lowering,
    components::{SCHEMAS, component_name},
    place::Place,
    types::{
        facets::{Facets, SchemaRef},
        scalars::Member,
    },
};
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
        let bases = schemas.iter().filter(|(_, schema)| is_base(schema));
        let children = bases
            .map(|(name, _)| {
                let found = descendants(name, &extended);
                let order = schemas.iter().map(|(name, _)| name.as_str());
                let found = order.filter(|name| found.contains(name));
                let references = found.map(|name| format!("{SCHEMAS}{}", escape(name)));
                ((*name).clone(), references.collect())
            })
            .collect();
        Self { children }
    }
}

/// The components that a schema joins by reference.
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

fn descendants<'n>(name: &str, extended: &BTreeMap<String, Vec<&'n str>>) -> Vec<&'n str> {
    let mut found: Vec<&str> = Vec::new();
    let mut open = vec![name];
    while let Some(next) = open.pop() {
        for child in extended.get(next).into_iter().flatten() {
            if !found.contains(child) && *child != name {
                found.push(child);
                open.push(child);
            }
        }
    }
    found
}

impl<'d> Lowering<'d> {
    /// What extends the schema at a place, if a discriminator tells it apart. `None`: it is no base, or there is
    /// nothing to tell apart.
    pub(in crate::lower) fn children(
        &mut self,
        facets: &Facets<'d>,
        place: &Place,
    ) -> Option<Vec<Member<'d>>> {
        facets.data.discriminator.as_ref()?;
        let name = component_name(&format!("#{}", place.pointer), SCHEMAS)?;
        let families = self.families;
        let references = families.children.get(&name)?;
        if let [only] = references.as_slice() {
            let only = only.trim_start_matches(SCHEMAS);
            let message = format!(
                "`{only}` alone extends this schema, which has a discriminator; where this schema stands, what \
                 `{only}` adds is not read"
            );
            self.warn("single-child", message, &place.pointer);
        }
        let members = references
            .iter()
            .enumerate()
            .map(|(index, reference)| Member {
                schema: SchemaRef::Reference(reference),
                place: place.member("oneOf", index),
            });
        (references.len() > 1).then(|| members.collect())
    }
}
