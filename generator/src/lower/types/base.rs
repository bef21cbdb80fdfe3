//! A base that other schemas extend → its children, and the alternative for values that are of none of them.
//!
//! Invariant: such a value has the fields of the base, of which the one that tells the children apart may be absent.

use crate::lower::draft::{Alternative, Name};
use crate::lower::{
    components::{SCHEMAS, component_name},
    place::Place,
    types::builder::TypeBuilder,
    types::{
        facets::{Branch, Facets, SchemaRef},
        scalars::Member,
        shape::SchemaShape,
    },
};
use crate::{
    model::{Docs, Tag},
    source::escape,
};

/// Name of the alternative.
const BASE: &str = "base";

impl<'d> TypeBuilder<'d> {
    /// Returns `true` if the alternatives of a component extend it, so that what it says besides is theirs.
    pub(super) fn is_base_of_its_alternatives(&self, facets: &Facets<'d>, place: &Place) -> bool {
        let Some(name) = component_name(&format!("#{}", place.pointer), SCHEMAS) else {
            return false;
        };
        let extends = |branch: &Branch<'d>| {
            let joined = self.view(branch.schema).map(|facets| facets.all_of);
            let mut joined = joined.unwrap_or_default().iter();
            joined.any(|part| SchemaRef::from(part).component().as_ref() == Some(&name))
        };
        facets.alternatives.iter().any(extends)
    }

    /// Returns `true` if a union is that of a base and its children.
    pub(super) fn is_base(&self, facets: &Facets<'d>, place: &Place) -> bool {
        is_family(Some(facets)) || self.is_base_of_its_alternatives(facets, place)
    }

    /// Finds the schemas that extend the one at a place, if a discriminator distinguishes them. `None`: it is no base,
    /// or there is nothing to tell apart.
    pub(super) fn children(&self, facets: &Facets<'d>, place: &Place) -> Option<Vec<Member<'d>>> {
        facets.data.discriminator.as_ref()?;
        let name = component_name(&format!("#{}", place.pointer), SCHEMAS)?;
        let members = self.family(facets, &name).into_iter().enumerate();
        let members: Vec<Member<'d>> = members
            .map(|(index, schema)| Member {
                schema,
                place: place.member("oneOf", index),
            })
            .collect();
        (!members.is_empty()).then_some(members)
    }

    /// Returns the schemas that extend a base, and the base itself, if a mapping gives it values of its own.
    pub(super) fn family(&self, facets: &Facets<'d>, name: &str) -> Vec<SchemaRef<'d>> {
        let references = self.families.children(name).unwrap_or_default().iter();
        let mut family: Vec<SchemaRef<'d>> = references
            .map(|reference| SchemaRef::Reference(reference))
            .collect();
        if !family.is_empty() && self.is_alternative_of_itself(facets, name) {
            let base = self.context.components.schema(&reference_to(name));
            family.extend(base.map(SchemaRef::Item));
        }
        family
    }

    /// Returns `true` if a mapping, its own or that of a base with the same property, names a base itself.
    fn is_alternative_of_itself(&self, facets: &Facets<'d>, name: &str) -> bool {
        let Some(own) = &facets.data.discriminator else {
            return false;
        };
        let names_it = |data: &openapiv3::SchemaData| {
            data.discriminator.as_ref().is_some_and(|other| {
                other.property_name == own.property_name
                    && other.mapping.values().any(|target| {
                        *target == name || component_name(target, SCHEMAS).as_deref() == Some(name)
                    })
            })
        };
        let components = self.context.description.components.iter();
        let mut schemas = components.flat_map(|components| components.schemas.values());
        schemas.any(|schema| {
            schema
                .as_item()
                .is_some_and(|schema| names_it(&schema.schema_data))
        })
    }

    /// Returns the alternative of a base for values of `property` that stand for none of its children, and for none at
    /// all. `None`: the base has no fields.
    pub(super) fn base_alternative(
        &mut self,
        facets: &Facets<'d>,
        property: &str,
        place: &Place,
        depth: usize,
    ) -> Option<Alternative> {
        let own = facets.without_alternatives();
        let mut members = self.members(&own, place, depth);
        members.required.retain(|name| *name != property);
        let shape = self.joined(members, place, depth);
        let SchemaShape::Struct(_) = shape else {
            return None;
        };
        let at = place.beside(format!("{}/discriminator", place.pointer), BASE);
        let text = format!(
            "`{}` whose `{property}` is missing or has an unknown value.",
            place.name
        );
        Some(Alternative {
            name: Name::derived(BASE.to_owned()),
            ty: self.documented(&at, shape, Docs::described(Some(text))),
            tags: vec![Tag::Others],
            docs: Docs::default(),
        })
    }
}

/// Returns `true` if a union is that of the children of a base, and grows with them.
pub(super) fn is_family(facets: Option<&Facets<'_>>) -> bool {
    facets
        .is_some_and(|facets| facets.alternatives.is_empty() && facets.data.discriminator.is_some())
}

fn reference_to(name: &str) -> String {
    format!("{SCHEMAS}{}", escape(name))
}
