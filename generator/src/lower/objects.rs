//! Objects, and `allOf`: several schemas that say something about one object.
//!
//! Invariant: a property keeps the place where it is described, so what several objects share
//! through a reference is one type.

use std::collections::BTreeSet;

use openapiv3::AdditionalProperties as Additional;
use serde_json::Value;

use super::{
    Lowering, chosen,
    components::{SCHEMAS, component_name},
    facets::{Facets, SchemaRef},
    place::Place,
    schemas::{DEEPEST, Shape, docs},
};
use crate::model::{AdditionalProperties, Docs, Field, Name, Presence, Struct, TypeRef};

/// What several schemas say about one object.
#[derive(Default)]
struct Members<'d> {
    properties: Vec<Property<'d>>,
    required: Vec<&'d str>,
    additional: Option<(&'d Additional, Place)>,
    /// Whether something was joined that is no object.
    is_mixed: bool,
    /// The references on the way to the schema that is being joined.
    way: Vec<&'d str>,
    /// Every reference that was joined; what is reached on two ways is joined once.
    joined: BTreeSet<&'d str>,
}

/// A property with the place where it is described.
struct Property<'d> {
    name: &'d str,
    schema: SchemaRef<'d>,
    place: Place,
}

impl<'d> Members<'d> {
    /// Adds what one schema says; of a property that is there already, the later word counts.
    fn add(&mut self, facets: &Facets<'d>, place: &Place) {
        for (name, schema) in &facets.properties {
            let property = Property {
                name,
                schema: *schema,
                place: place.property(name),
            };
            match self.properties.iter_mut().find(|known| known.name == *name) {
                Some(known) => *known = property,
                None => self.properties.push(property),
            }
        }
        self.required
            .extend(facets.required.iter().map(String::as_str));
        if let Some(additional) = facets.additional {
            self.additional = Some((additional, place.values()));
        }
        let is_object = matches!(facets.implied_type(), None | Some("object"));
        self.is_mixed |= !is_object || !facets.alternatives.is_empty();
    }
}

impl<'d> Lowering<'d> {
    pub(super) fn object(&mut self, facets: &Facets<'d>, place: &Place, depth: usize) -> Shape {
        if !facets.alternatives.is_empty() {
            let message = "`oneOf` and `anyOf` beside properties are not typed; \
                           what only they describe is left out";
            self.warn("untyped", message, &place.pointer);
        }
        let mut members = Members::default();
        members.add(facets, place);
        self.structure(members, depth)
    }

    /// An object of all that its members say, or the one type that they wrap.
    pub(super) fn all_of(&mut self, facets: &Facets<'d>, place: &Place, depth: usize) -> Shape {
        let adds_nothing = facets.properties.is_empty()
            && facets.required.is_empty()
            && facets.alternatives.is_empty();
        if let ([only], true) = (facets.all_of, adds_nothing) {
            let only = self.nested_type(only.into(), &place.member("allOf", 0), depth + 1);
            return Shape::Plain(only);
        }
        let mut members = Members::default();
        self.collect(facets, place, &mut members, depth);
        if members.is_mixed {
            return Shape::Plain(self.json("`allOf` joins more than objects", place));
        }
        self.structure(members, depth)
    }

    /// Gathers what a schema says, after everything that it joins.
    fn collect(
        &mut self,
        facets: &Facets<'d>,
        place: &Place,
        members: &mut Members<'d>,
        depth: usize,
    ) {
        if depth > DEEPEST {
            members.is_mixed = true;
            return;
        }
        for (index, member) in facets.all_of.iter().enumerate() {
            let at = place.member("allOf", index);
            match member.into() {
                SchemaRef::Item(item) => self.collect(&Facets::new(item), &at, members, depth + 1),
                SchemaRef::Reference(reference) => self.join(reference, &at, members, depth),
            }
        }
        members.add(facets, place);
    }

    /// Gathers what a component says, at the component's own place.
    fn join(&mut self, reference: &'d str, at: &Place, members: &mut Members<'d>, depth: usize) {
        if members.way.contains(&reference) {
            self.joins_itself(reference, &at.pointer);
            return;
        }
        let target = component_name(reference, SCHEMAS)
            .and_then(|name| Some((self.components.schema(reference)?, name)));
        let Some((schema, name)) = target else {
            self.unresolved(reference, &at.pointer);
            return;
        };
        if !members.joined.insert(reference) {
            return;
        }
        members.way.push(reference);
        let place = self.component_place(&name);
        self.collect(&Facets::new(schema), &place, members, depth + 1);
        members.way.pop();
    }

    fn structure(&mut self, members: Members<'d>, depth: usize) -> Shape {
        let additional = match members.additional {
            None | Some((Additional::Any(false), _)) => None,
            Some((Additional::Any(true), _)) => Some(TypeRef::Json),
            Some((Additional::Schema(schema), place)) => {
                Some(self.nested_type(schema.as_ref().into(), &place, depth + 1))
            }
        };
        if members.properties.is_empty() {
            return Shape::Plain(match additional {
                None | Some(TypeRef::Json) => TypeRef::FreeForm,
                Some(values) => TypeRef::Map(Box::new(values)),
            });
        }
        let fields = members
            .properties
            .into_iter()
            .map(|property| {
                let is_required = members.required.contains(&property.name);
                self.field(&property, is_required, depth)
            })
            .collect();
        Shape::Struct(Struct {
            fields,
            additional: additional.map(|ty| AdditionalProperties {
                ident: String::new(),
                ty,
            }),
        })
    }

    fn field(&mut self, property: &Property<'d>, is_required: bool, depth: usize) -> Field {
        let ty = self.nested_type(property.schema, &property.place, depth + 1);
        let chosen = match property.schema {
            SchemaRef::Item(item) => self.chosen_name(
                item.schema_data.extensions.get(chosen::NAME),
                &property.place.pointer,
            ),
            SchemaRef::Reference(_) => String::new(),
        };
        let (docs, default, deprecated) = match property.schema {
            SchemaRef::Item(item) => {
                let data = &item.schema_data;
                let default = data.default.as_ref().map(Value::to_string);
                (docs(&Facets::new(item)), default, data.deprecated)
            }
            SchemaRef::Reference(_) => (Docs::default(), None, false),
        };
        Field {
            name: Name {
                wire: property.name.to_owned(),
                ident: chosen,
            },
            ty,
            presence: if is_required {
                Presence::Required
            } else {
                Presence::Optional
            },
            default,
            docs,
            deprecated,
        }
    }
}
