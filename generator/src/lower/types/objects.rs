//! Objects, and `allOf`: several schemas that say something about one value.
//!
//! Invariant: what can be joined is joined; what cannot is JSON, with a warning.

use openapiv3::AdditionalProperties as Additional;
use serde_json::Value;

use crate::lower::draft::{AdditionalProperties, Field, Name, Struct, TypeRef};
use crate::lower::{
    names::{Kind, chosen},
    place::Place,
    types::builder::TypeBuilder,
    types::{
        facets::{Facets, SchemaRef},
        limits::limits,
        members::{Members, Property},
        scalars::Member,
        shape::{Shape, docs},
    },
};
use crate::{
    model::{Docs, Presence},
    source::extension,
};

impl<'d> TypeBuilder<'d> {
    pub(super) fn object(&mut self, facets: &Facets<'d>, place: &Place, depth: usize) -> Shape {
        let members = self.members(facets, place, depth);
        self.joined(members, place, depth)
    }

    /// An object of all that its members say, or the one type that they wrap.
    pub(super) fn all_of(&mut self, facets: &Facets<'d>, place: &Place, depth: usize) -> Shape {
        let adds_nothing = facets.properties.is_empty()
            && facets.required.is_empty()
            && facets.alternatives.is_empty()
            && matches!(facets.additional, None | Some(Additional::Any(false)));
        if let ([only], true) = (facets.all_of, adds_nothing) {
            let only = self.nested_type(only.into(), &place.member("allOf", 0), depth + 1);
            return Shape::Plain(only);
        }
        let members = self.members(facets, place, depth);
        self.joined(members, place, depth)
    }

    fn joined(&mut self, members: Members<'d>, place: &Place, depth: usize) -> Shape {
        if members.is_cut {
            return Shape::Plain(self.json("the schema is nested too deep", place));
        }
        if members.others.is_empty() {
            return self.structure(members, place, depth);
        }
        let is_object = !members.properties.is_empty() || members.additional.is_some();
        let most_precise = if is_object {
            None
        } else {
            self.most_precise(&members.others)
        };
        match most_precise {
            Some(Member { schema, place }) => {
                Shape::Plain(self.nested_type(*schema, place, depth + 1))
            }
            None => Shape::Plain(self.json("`allOf` joins more than objects", place)),
        }
    }

    fn structure(&mut self, mut members: Members<'d>, place: &Place, depth: usize) -> Shape {
        let additional = match members.additional.take() {
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
        if additional.is_none() {
            self.add_undescribed(&mut members, place);
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
            additional: additional.map(|ty| AdditionalProperties { ident: None, ty }),
            unknown: None,
        })
    }

    /// Adds the properties that are required and that nothing describes: whoever sends the object has to send them.
    /// In answers they are often missing, for the name is one of another version or misspelt.
    fn add_undescribed(&mut self, members: &mut Members<'d>, place: &Place) {
        for name in std::mem::take(&mut members.required) {
            if members.properties.iter().any(|known| known.name == name) {
                members.required.push(name);
            } else {
                let message = format!(
                    "`{name}` is required and not described; it is typed as a JSON value that can be missing"
                );
                self.context
                    .reporter
                    .warn_in("untyped", message, &place.pointer, name);
                members.properties.push(Property {
                    name,
                    described: Vec::new(),
                    text: None,
                });
            }
        }
    }

    fn field(&mut self, property: &Property<'d>, is_required: bool, depth: usize) -> Field {
        let ty = self.property_type(property, depth);
        let item = property
            .described
            .iter()
            .rev()
            .find_map(|described| match described.schema {
                SchemaRef::Item(item) => Some((item, &described.place.pointer)),
                SchemaRef::Reference(_) => None,
            });
        let chosen = match item {
            Some((item, pointer)) => {
                let members = &item.schema_data.extensions;
                let keys = self
                    .context
                    .reporter
                    .read(|found| extension::Schema::read(members, pointer, found));
                chosen(keys.name, Kind::Field, &self.context.reporter)
            }
            None => None,
        };
        let limits = item.map_or_else(Vec::new, |(item, _)| limits(SchemaRef::Item(item)));
        let (mut docs, default, example, deprecated) = match item {
            Some((item, _)) => {
                let data = &item.schema_data;
                let default = data.default.as_ref().map(Value::to_string);
                let example = data.example.as_ref().map(Value::to_string);
                (docs(&Facets::new(item)), default, example, data.deprecated)
            }
            None => (Docs::default(), None, None, false),
        };
        if let Some(text) = property.text {
            docs.description = Some(text.to_owned());
        }
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
            example,
            limits,
            docs,
            deprecated,
        }
    }

    fn property_type(&mut self, property: &Property<'d>, depth: usize) -> TypeRef {
        match property.described.as_slice() {
            [only] => self.nested_type(only.schema, &only.place, depth + 1),
            several => {
                let first = several.first().map(|member| member.place.clone());
                let Some(place) = first else {
                    return TypeRef::Json;
                };
                let accepts_null = several
                    .iter()
                    .any(|member| self.accepts_null(member.schema, 0));
                let shape = self.one_of(several.to_vec(), None, &place, depth);
                let place = place.member("oneOf", 0);
                let ty = match shape {
                    Shape::Plain(ty) => ty,
                    shape => self.name_shape(&place, shape),
                };
                if accepts_null { ty.nullable() } else { ty }
            }
        }
    }
}
