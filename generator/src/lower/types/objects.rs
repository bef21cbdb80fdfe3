//! Objects, and `allOf`: several schemas that say something about one value.
//!
//! Invariant: what can be joined is joined; what cannot is JSON, with a warning.

use openapiv3::{AdditionalProperties as Additional, ReferenceOr, Schema};
use serde_json::Value;

use crate::lower::draft::{AdditionalProperties, Field, Name, Struct, TypeRef};
use crate::lower::{
    names::{NameKind, chosen},
    place::Place,
    types::builder::TypeBuilder,
    types::{
        facets::{Facets, SchemaRef},
        limits::limits,
        members::{Members, Property, precision},
        scalars::{self, Member},
        shape::{DEEPEST, SchemaShape, docs},
    },
};
use crate::{
    model::{Absence, Docs, Limit, Presence},
    source::extension,
};

impl<'d> TypeBuilder<'d> {
    pub(super) fn object(
        &mut self,
        facets: &Facets<'d>,
        place: &Place,
        depth: usize,
    ) -> SchemaShape {
        let members = self.members(facets, place, depth);
        self.joined(members, place, depth)
    }

    /// Returns an object of all that its members say, or the one type that they wrap.
    pub(super) fn all_of(
        &mut self,
        facets: &Facets<'d>,
        place: &Place,
        depth: usize,
    ) -> SchemaShape {
        if let Some(only) = facets.only_member() {
            let member = place.member("allOf", 0);
            return match only {
                // A wrapper around one schema is that schema, and has no type of its own.
                ReferenceOr::Item(only) if depth < DEEPEST => {
                    self.shape(SchemaRef::Item(only), &member, depth + 1)
                }
                only => SchemaShape::Plain(self.nested_type(only.into(), &member, depth + 1)),
            };
        }
        let members = self.members(facets, place, depth);
        self.joined(members, place, depth)
    }

    /// Returns an object of these members, or the one type that they wrap.
    pub(super) fn joined(
        &mut self,
        members: Members<'d>,
        place: &Place,
        depth: usize,
    ) -> SchemaShape {
        if members.is_cut {
            return SchemaShape::Plain(self.json("the schema is nested too deep", place));
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
                SchemaShape::Plain(self.nested_type(*schema, place, depth + 1))
            }
            None => SchemaShape::Plain(self.json("`allOf` joins more than objects", place)),
        }
    }

    fn structure(&mut self, mut members: Members<'d>, place: &Place, depth: usize) -> SchemaShape {
        let additional = match members.additional.take() {
            None | Some((Additional::Any(false), _)) => None,
            Some((Additional::Any(true), _)) => Some(TypeRef::Json),
            Some((Additional::Schema(schema), place)) => {
                Some(self.nested_type(schema.as_ref().into(), &place, depth + 1))
            }
        };
        if members.properties.is_empty() {
            return SchemaShape::Plain(match additional {
                None if !members.is_object => TypeRef::Json,
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
                self.field(&property, is_required, place, depth)
            })
            .collect();
        SchemaShape::Struct(Struct {
            fields,
            additional: additional.map(|ty| AdditionalProperties { ident: None, ty }),
            unknown: None,
            dependent: Vec::new(),
        })
    }

    /// Adds the properties that are required and that nothing describes: requests must contain them.
    /// In responses they are often missing, for the name is one of another version or misspelt. One that is
    /// described in another case is not added: it would take the identifier of that.
    fn add_undescribed(&mut self, members: &mut Members<'d>, place: &Place) {
        for name in std::mem::take(&mut members.required) {
            if members.properties.iter().any(|known| known.name == name) {
                members.required.push(name);
                continue;
            }
            let mut known = members.properties.iter();
            let other = known.find(|known| known.name.eq_ignore_ascii_case(name));
            let typed = match other {
                Some(Property { name, .. }) => format!("`{name}` is, which stays optional"),
                None => "it is typed as an optional JSON value".to_owned(),
            };
            let is_new = other.is_none();
            let message = format!("`{name}` is required and not described; {typed}");
            self.context
                .reporter
                .warn_in("untyped", message, &place.pointer, name);
            if is_new {
                members.properties.push(Property {
                    name,
                    described: Vec::new(),
                    text: None,
                });
            }
        }
    }

    fn field(
        &mut self,
        property: &Property<'d>,
        is_required: bool,
        owner: &Place,
        depth: usize,
    ) -> Field {
        let ty = self.property_type(property, owner, depth);
        let parts = property.described.iter().flatten();
        // The last word about each fact counts.
        let items: Vec<(&'d Schema, String)> = parts.rev().flat_map(Member::wrapped).collect();
        let (mut chosen, mut absence) = (None, Absence::Distinct);
        for (item, pointer) in &items {
            let members = &item.schema_data.extensions;
            let read = |found: &mut _| extension::Schema::read(members, pointer, found);
            let keys = self.context.reporter.read(read);
            if keys.absent.is_some() {
                absence = Absence::Empty;
            }
            chosen =
                chosen.or_else(|| self::chosen(keys.name, NameKind::Field, &self.context.reporter));
        }
        let texts = items.iter().map(|(item, _)| docs(&Facets::new(item)));
        let mut docs = texts.fold(Docs::default(), |docs, other| Docs {
            summary: docs.summary.or(other.summary),
            description: docs.description.or(other.description),
        });
        if let Some(text) = property.text {
            docs.description = Some(text.to_owned());
        }
        let data = || items.iter().map(|(item, _)| &item.schema_data);
        let as_json = |value: &Value| value.to_string();
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
            absence,
            default: data().find_map(|data| data.default.as_ref().map(as_json)),
            example: data().find_map(|data| data.example.as_ref().map(as_json)),
            limits: self.limits_of(property),
            docs,
            deprecated: data().any(|data| data.deprecated),
        }
    }

    /// Limits that the schemas of a property state.
    fn limits_of(&self, property: &Property<'d>) -> Vec<Limit> {
        let parts = property.described.iter().flatten();
        let mut limits = Vec::new();
        for part in parts {
            for (item, _) in part.wrapped() {
                for limit in self::limits(SchemaRef::Item(item)) {
                    if !limits.contains(&limit) {
                        limits.push(limit);
                    }
                }
            }
            // In which direction a property travels may be said where its type is.
            let target = self.view(part.schema).map(|facets| facets.data);
            let directions = [
                (Limit::ReadOnly, target.is_some_and(|data| data.read_only)),
                (Limit::WriteOnly, target.is_some_and(|data| data.write_only)),
            ];
            for (limit, applies) in directions {
                if applies && !limits.contains(&limit) {
                    limits.push(limit);
                }
            }
        }
        limits
    }

    fn property_type(&mut self, property: &Property<'d>, owner: &Place, depth: usize) -> TypeRef {
        let place = owner.property(property.name);
        match property.described.as_slice() {
            [] => TypeRef::Json,
            [parts] => self.joined_type(parts, &place, depth),
            several => {
                let parts = several.iter().filter_map(|parts| {
                    let all = parts.iter();
                    all.max_by_key(|part| precision(part)).cloned()
                });
                let several: Vec<Member<'d>> = parts.collect();
                let first = several.first().map(|member| member.place.clone());
                let place = first.unwrap_or(place);
                let accepts_null = several
                    .iter()
                    .any(|member| self.accepts_null(member.schema, 0));
                let shape = self.one_of(several, None, &place, depth);
                let place = place.member("oneOf", 0);
                let ty = match shape {
                    SchemaShape::Plain(ty) => ty,
                    shape => self.name_shape(&place, shape),
                };
                if accepts_null { ty.nullable() } else { ty }
            }
        }
    }

    /// Returns the type of a value of which several schemas all hold: objects are one object with everything that any
    /// of them says, at every depth; of others the one that says most counts, and the last of equals.
    fn joined_type(&mut self, parts: &[Member<'d>], place: &Place, depth: usize) -> TypeRef {
        let mut telling: Vec<Member<'d>> = Vec::new();
        for part in parts.iter().filter(|part| precision(part) > 0) {
            if !telling
                .iter()
                .any(|known| self.includes(known.schema, part.schema, 0))
            {
                telling.retain(|known| !self.includes(part.schema, known.schema, 0));
                telling.push(part.clone());
            }
        }
        if telling.len() < 2 || depth > DEEPEST {
            let Some(only) = telling.last().or(parts.last()) else {
                return TypeRef::Json;
            };
            return self.nested_type(only.schema, &only.place, depth + 1);
        }
        let accepts_null = telling.iter().all(|part| self.accepts_null(part.schema, 0));
        let types = |builder: &Self, ty: &str| {
            let is_type = |part: &Member<'d>| {
                let facets = builder.view(part.schema);
                facets.is_some_and(|facets| facets.implied_type() == Some(ty))
            };
            telling.iter().all(is_type)
        };
        let ty = if telling.iter().all(|part| self.is_object(part.schema, 0)) {
            let members = self.members_of(&telling, depth + 1);
            match self.joined(members, place, depth + 1) {
                SchemaShape::Plain(ty) => ty,
                shape => self.name_shape(place, shape),
            }
        } else if types(self, "array") {
            let items: Vec<Member<'d>> = telling
                .iter()
                .filter_map(|part| {
                    let schema = self.view(part.schema)?.items?;
                    let place = part.place.items();
                    Some(Member { schema, place })
                })
                .collect();
            let items = self.joined_type(&items, &place.items(), depth + 1);
            TypeRef::List(Box::new(items))
        } else {
            let Some(most) = telling.iter().max_by_key(|part| precision(part)) else {
                return TypeRef::Json;
            };
            return self.nested_type(most.schema, &most.place, depth + 1);
        };
        if accepts_null { ty.nullable() } else { ty }
    }

    /// Returns `true` if a component is another one, or joins it, so that it says everything that the other one does.
    fn includes(&self, schema: SchemaRef<'d>, other: SchemaRef<'d>, depth: usize) -> bool {
        let (SchemaRef::Reference(reference), SchemaRef::Reference(wanted)) = (schema, other)
        else {
            return false;
        };
        if reference == wanted {
            return true;
        }
        let facets = self.view(schema).filter(|_| depth < scalars::DEEPEST);
        facets.is_some_and(|facets| {
            let mut joined = facets.all_of.iter();
            joined.any(|member| self.includes(member.into(), other, depth + 1))
        })
    }
}
