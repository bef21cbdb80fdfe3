//! The property that tells the alternatives of a union apart, and its texts.
//!
//! Invariant: a text stands for one alternative only. A property that the description does not
//! name as the discriminator counts as one where every object has it with texts of its own.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::lower::{
    components::{SCHEMAS, component_name},
    place::Place,
    types::builder::TypeBuilder,
    types::facets::{Facets, SchemaRef},
};
use crate::source::escape;

/// References and `allOf` are followed so far in search of a property.
const DEEPEST: usize = 16;

/// A property that tells alternatives apart.
pub(super) struct Discriminator {
    pub(super) property: String,
    /// Texts and the component that each stands for, in the order of the description.
    mapping: Vec<(String, String)>,
    /// The texts that a base lists, which all that extend it have from it.
    shared: Vec<String>,
    /// `true` if the description names it.
    is_named: bool,
}

impl<'d> TypeBuilder<'d> {
    /// The discriminator of a union with these objects among its alternatives.
    pub(super) fn discriminator(
        &self,
        facets: Option<&Facets<'d>>,
        schemas: &[SchemaRef<'d>],
    ) -> Option<Discriminator> {
        let described = facets.and_then(|facets| facets.data.discriminator.as_ref());
        if let Some(described) = described {
            let mapping = described.mapping.iter();
            let mapping = mapping.map(|(text, target)| (text.clone(), target_name(target)));
            return Some(Discriminator {
                property: described.property_name.clone(),
                mapping: mapping.collect(),
                shared: facets.map_or_else(Vec::new, |base| {
                    self.own_texts(base, &described.property_name)
                }),
                is_named: true,
            });
        }
        self.implied(schemas)
    }

    /// Warns of what a discriminator's mapping names and nobody describes.
    pub(super) fn check_mapping(&mut self, facets: Option<&Facets<'d>>, place: &Place) {
        let described = facets.and_then(|facets| facets.data.discriminator.as_ref());
        for (text, target) in described.iter().flat_map(|described| &described.mapping) {
            let reference = format!("{SCHEMAS}{}", escape(&target_name(target)));
            if self.context.components.schema(&reference).is_none() {
                let message =
                    format!("no schema is called `{target}`; `{text}` stands for nothing");
                let at = format!("{}/discriminator/mapping/{}", place.pointer, escape(text));
                self.context
                    .reporter
                    .warn("unresolved-mapping", message, &at);
            }
        }
    }

    /// A property that all of the schemas have, with texts that no two of them share.
    fn implied(&self, schemas: &[SchemaRef<'d>]) -> Option<Discriminator> {
        let (first, others) = schemas.split_first()?;
        if others.is_empty() {
            return None;
        }
        let candidates = self.property_names(*first, 0);
        let property = candidates.into_iter().find(|property| {
            let mut seen = BTreeSet::new();
            schemas.iter().all(|schema| {
                let texts = self.texts(*schema, property, 0);
                !texts.is_empty() && texts.into_iter().all(|text| seen.insert(text))
            })
        })?;
        Some(Discriminator {
            property: property.to_owned(),
            mapping: Vec::new(),
            shared: Vec::new(),
            is_named: false,
        })
    }

    /// The texts that stand for a schema: those of the mapping, those that the schema lists for
    /// the property, or the name of the component.
    pub(super) fn tags(&self, by: &Discriminator, schema: SchemaRef<'d>) -> Vec<String> {
        let name = match schema {
            SchemaRef::Reference(reference) => component_name(reference, SCHEMAS),
            SchemaRef::Item(_) => None,
        };
        let mapped = by.mapping.iter();
        let mapped = mapped.filter(|(_, target)| Some(target) == name.as_ref());
        let mut mapped: Vec<String> = mapped.map(|(text, _)| text.clone()).collect();
        if !mapped.is_empty() {
            // The first is the one that is written: one that the component's name has, or else the
            // first by spelling, since a mapping has no order of its own.
            let name = name.unwrap_or_default().to_lowercase();
            mapped.sort_by_cached_key(|text| (!name.contains(&text.to_lowercase()), text.clone()));
            return mapped;
        }
        let listed = self.texts(schema, &by.property, 0);
        // Of the texts of a base, the one that is called like the child is the child's.
        if let Some(name) = name.as_ref().filter(|_| listed == by.shared) {
            let own = listed.iter().find(|text| same_word(text, name));
            return vec![own.unwrap_or(name).clone()];
        }
        match name {
            Some(name) if listed.is_empty() && by.is_named => vec![name],
            _ => listed,
        }
    }

    /// The names of the properties with texts to choose from.
    fn property_names(&self, schema: SchemaRef<'d>, depth: usize) -> Vec<&'d str> {
        let mut names = Vec::new();
        self.budget.begin();
        self.each_part(schema, depth, &mut |facets| {
            names.extend(facets.properties.iter().map(|(name, _)| *name));
        });
        names
    }

    /// The texts that a property of a schema can be.
    fn texts(&self, schema: SchemaRef<'d>, property: &str, depth: usize) -> Vec<String> {
        let mut texts = Vec::new();
        let mut values = Vec::new();
        self.budget.begin();
        self.each_part(schema, depth, &mut |facets| {
            let own = facets.properties.iter();
            values.extend(
                own.filter(|(name, _)| *name == property)
                    .map(|(_, value)| *value),
            );
        });
        // The last word about a property counts, as everywhere in `allOf`.
        if let Some(value) = values.pop() {
            self.budget.begin();
            self.each_part(value, depth, &mut |facets| {
                let listed = facets.values.iter().filter_map(Value::as_str);
                texts.extend(listed.map(str::to_owned));
            });
        }
        texts
    }

    /// The texts that a schema itself lists for a property.
    fn own_texts(&self, facets: &Facets<'d>, property: &str) -> Vec<String> {
        let own = facets.properties.iter();
        let mut texts = Vec::new();
        for (_, value) in own.filter(|(name, _)| *name == property) {
            self.each_part(*value, 0, &mut |facets| {
                let listed = facets.values.iter().filter_map(Value::as_str);
                texts.extend(listed.map(str::to_owned));
            });
        }
        texts
    }

    /// Calls `visit` with everything that a schema joins, itself last.
    fn each_part(&self, schema: SchemaRef<'d>, depth: usize, visit: &mut impl FnMut(&Facets<'d>)) {
        let item = match schema {
            SchemaRef::Item(item) => Some(item),
            SchemaRef::Reference(reference) => self.context.components.schema(reference),
        };
        let Some(item) = item.filter(|_| depth <= DEEPEST && self.budget.step(depth)) else {
            return;
        };
        let facets = Facets::new(item);
        for member in facets.all_of {
            self.each_part(member.into(), depth + 1, visit);
        }
        visit(&facets);
    }
}

/// Returns `true` if two names are equal except for case and punctuation.
fn same_word(left: &str, right: &str) -> bool {
    let letters = |text: &str| -> String {
        let letters = text.chars().filter(|letter| letter.is_alphanumeric());
        letters.flat_map(char::to_lowercase).collect()
    };
    letters(left) == letters(right)
}

/// The component that a mapping names: by reference or by its bare name.
fn target_name(target: &str) -> String {
    component_name(target, SCHEMAS).unwrap_or_else(|| target.to_owned())
}
