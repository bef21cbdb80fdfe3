//! The property that tells the alternatives of a union apart, and its values.
//!
//! Invariant: a value stands for one alternative only. A property that the description does not
//! name as the discriminator counts as one where every object has it with values of its own.

use std::collections::BTreeSet;

use openapiv3::SchemaData;
use serde_json::Value;

use crate::lower::{
    components::{SCHEMAS, component_name},
    place::Place,
    types::builder::TypeBuilder,
    types::facets::{Facets, SchemaRef},
};
use crate::{
    model::Tag,
    source::{DEFAULT_MAPPING, escape},
};

/// References, `allOf` and unions in unions are followed so far in search of a property.
const DEEPEST: usize = 16;

/// A property that tells alternatives apart.
pub(super) struct Discriminator {
    pub(super) property: String,
    /// Values and the component that each stands for, in the order of the description.
    mapping: Vec<(Tag, String)>,
    /// The components that are alternatives themselves, in place of being in one.
    direct: BTreeSet<String>,
    /// Values that several alternatives list, so that they tell none of them apart.
    common: BTreeSet<Tag>,
    /// Values that the base lists, which children have from it that list none themselves.
    of_base: Vec<Tag>,
    /// The component for values that stand for no other one, and for none. `None`: there is none.
    others: Option<String>,
    /// `true` if the description names it.
    is_named: bool,
    /// The component that has it, and its data: a base may be one of its own alternatives.
    base: Option<(String, *const SchemaData)>,
}

impl<'d> TypeBuilder<'d> {
    /// Returns the discriminator of a union with these objects among its alternatives. `component` is the name of the
    /// union.
    pub(super) fn discriminator(
        &self,
        facets: Option<&Facets<'d>>,
        schemas: &[SchemaRef<'d>],
        component: Option<String>,
    ) -> Option<Discriminator> {
        let described =
            facets.and_then(|facets| Some((facets, facets.data.discriminator.as_ref()?)));
        let Some((facets, described)) = described else {
            return self.implied(schemas);
        };
        let property = &described.property_name;
        let mut kinds = schemas.iter();
        let kind = kinds.find_map(|schema| self.kind_of_property(*schema, property));
        let mapping = described
            .mapping
            .iter()
            .map(|(text, target)| (tag_of_kind(text, kind), target_name(target)));
        let references = schemas.iter().filter_map(|schema| schema.component());
        Some(Discriminator {
            property: property.clone(),
            mapping: mapping.collect(),
            direct: references.collect(),
            common: self.common_tags(schemas, property),
            of_base: self.values_of(facets, property),
            others: default_target(described).map(target_name),
            is_named: true,
            base: component.map(|name| (name, std::ptr::from_ref(facets.data))),
        })
    }

    /// Returns the values of a property that several schemas list, each in its own way.
    fn common_tags(&self, schemas: &[SchemaRef<'d>], property: &str) -> BTreeSet<Tag> {
        let (mut seen, mut common) = (BTreeSet::new(), BTreeSet::new());
        for schema in schemas {
            let listed = self.listed(*schema, property).into_iter();
            let listed: BTreeSet<Tag> = listed.collect();
            common.extend(listed.intersection(&seen).cloned());
            seen.extend(listed);
        }
        common
    }

    /// Warns of what a discriminator's mapping names and nobody describes.
    pub(super) fn check_mapping(&mut self, facets: Option<&Facets<'d>>, place: &Place) {
        let described = facets.and_then(|facets| facets.data.discriminator.as_ref());
        let default = described.and_then(default_target);
        if let Some(target) = default.filter(|target| !self.is_schema(target)) {
            let message = format!("no schema is called `{target}`; other values have no type");
            let at = format!("{}/discriminator/defaultMapping", place.pointer);
            self.context
                .reporter
                .warn("unresolved-mapping", message, &at);
        }
        for (text, target) in described.iter().flat_map(|described| &described.mapping) {
            if !self.is_schema(target) {
                let message = format!("no schema is called `{target}`; `{text}` has no meaning");
                let at = format!("{}/discriminator/mapping/{}", place.pointer, escape(text));
                self.context
                    .reporter
                    .warn("unresolved-mapping", message, &at);
            }
        }
    }

    fn is_schema(&self, target: &str) -> bool {
        let reference = format!("{SCHEMAS}{}", escape(&target_name(target)));
        self.context.components.schema(&reference).is_some()
    }

    /// Returns a property that all of the schemas have, with values that no two of them share.
    fn implied(&self, schemas: &[SchemaRef<'d>]) -> Option<Discriminator> {
        let (first, others) = schemas.split_first()?;
        if others.is_empty() {
            return None;
        }
        let candidates = self.property_names(*first, 0);
        let property = candidates.into_iter().find(|property| {
            let mut seen = BTreeSet::new();
            schemas.iter().all(|schema| {
                let tags = self.listed(*schema, property);
                !tags.is_empty() && tags.into_iter().all(|tag| seen.insert(tag))
            })
        })?;
        Some(Discriminator {
            property: property.to_owned(),
            mapping: Vec::new(),
            direct: BTreeSet::new(),
            common: BTreeSet::new(),
            of_base: Vec::new(),
            others: None,
            is_named: false,
            base: None,
        })
    }

    /// Returns the values that stand for a schema: those of the mapping and of a union in its place; else those that
    /// the schema alone lists for the property, or the name of the component.
    pub(super) fn tags(&self, by: &Discriminator, schema: SchemaRef<'d>) -> Vec<Tag> {
        let mut tags = self.tags_at(by, schema, 0);
        if by.others.is_some() && schema.component() == by.others {
            // Its name is one of the other values.
            tags.retain(|tag| by.mapping.iter().any(|(mapped, _)| mapped == tag));
            tags.push(Tag::Others);
        }
        tags
    }

    fn tags_at(&self, by: &Discriminator, schema: SchemaRef<'d>, depth: usize) -> Vec<Tag> {
        let name = match schema {
            SchemaRef::Reference(_) => schema.component(),
            SchemaRef::Item(item) => by
                .base
                .as_ref()
                .filter(|(_, data)| std::ptr::eq(*data, &raw const item.schema_data))
                .map(|(name, _)| name.clone())
                .or_else(|| Facets::new(item).alternative_name().map(str::to_owned)),
        };
        let mut covered = BTreeSet::new();
        self.cover(schema, &mut covered, 0);
        let stands = |target: &String| {
            Some(target) == name.as_ref()
                || (covered.contains(target) && !by.direct.contains(target))
        };
        let mapped = by.mapping.iter().filter(|(_, target)| stands(target));
        let mut tags: Vec<Tag> = mapped.map(|(tag, _)| tag.clone()).collect();
        // The first is the one that is written: one that the component's name has, or else the
        // first by spelling, since a mapping has no order of its own.
        let wanted = name.clone().unwrap_or_default().to_lowercase();
        let is_named = |tag: &Tag| wanted.contains(&tag.to_string().to_lowercase());
        tags.sort_by_cached_key(|tag| (!is_named(tag), tag.clone()));
        for tag in self.nested_tags(by, schema, depth) {
            if !tags.contains(&tag) {
                tags.push(tag);
            }
        }
        if !tags.is_empty() {
            return tags;
        }
        let listed = self.listed(schema, &by.property);
        let tells_nothing =
            listed == by.of_base || listed.iter().any(|tag| by.common.contains(tag));
        match name.filter(|_| by.is_named) {
            Some(name) if tells_nothing => {
                // Of values that do not tell alternatives apart, the one that is called like the schema is its own.
                let own = listed.iter().find(|tag| same_word(&tag.to_string(), &name));
                vec![own.cloned().unwrap_or(Tag::Text(name))]
            }
            _ => listed,
        }
    }

    /// Returns the values that stand for the alternatives of a union that is an alternative itself, if the same
    /// property tells them apart.
    fn nested_tags(&self, by: &Discriminator, schema: SchemaRef<'d>, depth: usize) -> Vec<Tag> {
        let (Some(facets), true) = (self.view(schema), depth < DEEPEST) else {
            return Vec::new();
        };
        let alternatives = self.alternatives_of(schema, &facets);
        let own = facets.data.discriminator.as_ref();
        if alternatives.is_empty()
            || schema.component().is_none()
            || own.is_some_and(|own| own.property_name != by.property)
        {
            return Vec::new();
        }
        let Some(inner) = self.discriminator(Some(&facets), &alternatives, schema.component())
        else {
            return Vec::new();
        };
        if inner.property != by.property {
            return Vec::new();
        }
        let alternatives = alternatives.iter();
        alternatives
            .flat_map(|alternative| self.tags_at(&inner, *alternative, depth + 1))
            .collect()
    }

    /// Collects the components that a union in the place of an alternative has among its own, at every depth.
    fn cover(&self, schema: SchemaRef<'d>, covered: &mut BTreeSet<String>, depth: usize) {
        let (Some(facets), true) = (self.view(schema), depth < DEEPEST) else {
            return;
        };
        for alternative in self.alternatives_of(schema, &facets) {
            if alternative
                .component()
                .is_some_and(|name| covered.insert(name))
            {
                self.cover(alternative, covered, depth + 1);
            }
        }
    }

    /// Returns the alternatives that a schema lists, or the children that its discriminator tells apart.
    fn alternatives_of(&self, schema: SchemaRef<'d>, facets: &Facets<'d>) -> Vec<SchemaRef<'d>> {
        if !facets.alternatives.is_empty() {
            let branches = facets.alternatives.iter();
            return branches.map(|branch| branch.schema).collect();
        }
        let name = schema.component();
        name.map_or_else(Vec::new, |name| self.family(facets, &name))
    }

    /// Returns the names of the properties with values to choose from.
    fn property_names(&self, schema: SchemaRef<'d>, depth: usize) -> Vec<&'d str> {
        let mut names = Vec::new();
        self.budget.begin();
        self.each_part(schema, depth, &mut |facets| {
            names.extend(facets.properties.iter().map(|(name, _)| *name));
        });
        names
    }

    /// Returns the values that a property of a schema lists: itself, or as one of its alternatives.
    pub(super) fn listed(&self, schema: SchemaRef<'d>, property: &str) -> Vec<Tag> {
        let own = self.own_values(schema, property);
        let Some(facets) = self.view(schema).filter(|_| own.is_empty()) else {
            return own;
        };
        let branches = facets.alternatives.iter();
        let mut found: Vec<Tag> = Vec::new();
        for branch in branches {
            let values = self.own_values(branch.schema, property);
            // An alternative that lists none may be any.
            if values.is_empty() {
                return Vec::new();
            }
            found.extend(values);
        }
        found
    }

    fn own_values(&self, schema: SchemaRef<'d>, property: &str) -> Vec<Tag> {
        let mut values = Vec::new();
        self.budget.begin();
        self.each_part(schema, 0, &mut |facets| {
            let own = facets.properties.iter();
            values.extend(
                own.filter(|(name, _)| *name == property)
                    .map(|(_, value)| *value),
            );
        });
        // The last word about a property counts.
        let mut lists = values.into_iter().rev().map(|value| self.values(value));
        lists.find(|list| !list.is_empty()).unwrap_or_default()
    }

    /// Returns the values that a schema itself lists for a property.
    fn values_of(&self, facets: &Facets<'d>, property: &str) -> Vec<Tag> {
        let own = facets.properties.iter();
        own.filter(|(name, _)| *name == property)
            .flat_map(|(_, value)| self.values(*value))
            .collect()
    }

    /// Returns the values that a schema lists.
    fn values(&self, schema: SchemaRef<'d>) -> Vec<Tag> {
        let mut tags = Vec::new();
        self.budget.begin();
        self.each_part(schema, 0, &mut |facets| {
            tags.extend(facets.values.iter().filter_map(tag));
        });
        tags
    }

    /// Returns the type of a property's values.
    fn kind_of_property(&self, schema: SchemaRef<'d>, property: &str) -> Option<&'d str> {
        let mut value = None;
        self.budget.begin();
        self.each_part(schema, 0, &mut |facets| {
            let mut own = facets.properties.iter();
            value = own
                .find(|(name, _)| *name == property)
                .map(|(_, schema)| *schema)
                .or(value);
        });
        let mut kind = None;
        self.budget.begin();
        self.each_part(value?, 0, &mut |facets| {
            kind = facets.implied_type().or(kind);
        });
        kind
    }

    /// Calls `visit` with everything that a schema joins, itself last.
    fn each_part(&self, schema: SchemaRef<'d>, depth: usize, visit: &mut impl FnMut(&Facets<'d>)) {
        let within = depth <= DEEPEST && self.budget.step(depth);
        let Some(facets) = self.view(schema).filter(|_| within) else {
            return;
        };
        for member in facets.all_of {
            self.each_part(member.into(), depth + 1, visit);
        }
        visit(&facets);
    }

    /// Returns the keywords of a schema, or of the component that it refers to.
    pub(super) fn view(&self, schema: SchemaRef<'d>) -> Option<Facets<'d>> {
        match schema {
            SchemaRef::Item(item) => Some(Facets::new(item)),
            SchemaRef::Reference(reference) => {
                self.context.components.schema(reference).map(Facets::new)
            }
        }
    }
}

/// Returns a value of a list as what tells alternatives apart.
fn tag(value: &Value) -> Option<Tag> {
    match value {
        Value::String(text) => Some(Tag::Text(text.clone())),
        Value::Number(number) => number.as_i64().map(Tag::Integer),
        Value::Bool(flag) => Some(Tag::Boolean(*flag)),
        _ => None,
    }
}

/// Returns a key of a mapping as a value of the property's type.
fn tag_of_kind(text: &str, kind: Option<&str>) -> Tag {
    let other = match kind {
        Some("integer" | "number") => text.parse().ok().map(Tag::Integer),
        Some("boolean") => text.parse().ok().map(Tag::Boolean),
        _ => None,
    };
    other.unwrap_or_else(|| Tag::Text(text.to_owned()))
}

/// Returns `true` if two names are equal except for case and punctuation.
fn same_word(left: &str, right: &str) -> bool {
    let letters = |text: &str| -> String {
        let letters = text.chars().filter(|letter| letter.is_alphanumeric());
        letters.flat_map(char::to_lowercase).collect()
    };
    letters(left) == letters(right)
}

/// Returns the schema of values that the mapping does not name.
fn default_target(described: &openapiv3::Discriminator) -> Option<&str> {
    described.extensions.get(DEFAULT_MAPPING)?.as_str()
}

/// Returns the component that a mapping names: by reference or by its bare name.
fn target_name(target: &str) -> String {
    component_name(target, SCHEMAS).unwrap_or_else(|| target.to_owned())
}
