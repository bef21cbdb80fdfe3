//! Mappings under our own keys of the description, read member by member: such as hold schemas and references, whose
//! types are found on the way, and lists of which each item that is wrong is reported at its own place.
//!
//! A key with a few plain values is one struct for serde instead: those are in `source::extension`. Invariant: a member
//! of the wrong kind, or one that is not known, is an error with its place; what is read is as it should be.

use serde_json::{Map, Value};

use crate::lower::{
    Lowering,
    components::{SCHEMAS, component_name},
    place::Place,
    types::{
        facets::{Facets, SchemaRef},
        schemas::primitive,
    },
};
use crate::{diagnostics::Diagnostic, model::TypeRef, source::escape};

/// A mapping of ours, with its place.
#[derive(Clone)]
pub(super) struct Mapping<'d> {
    members: &'d Map<String, Value>,
    pub(super) at: String,
}

impl<'d> Mapping<'d> {
    /// A member that may be of any kind.
    pub(super) fn get(&self, key: &str) -> Option<&'d Value> {
        self.members.get(key)
    }

    /// The place of a member.
    pub(super) fn place(&self, key: &str) -> String {
        format!("{}/{}", self.at, escape(key))
    }
}

impl<'d> Lowering<'d> {
    /// A mapping whose members are among those that are known.
    pub(super) fn mapping(
        &mut self,
        value: &'d Value,
        at: String,
        known: &[&str],
    ) -> Option<Mapping<'d>> {
        let Some(members) = value.as_object() else {
            self.wrong_extension("this has to be a mapping", &members_help(known), &at);
            return None;
        };
        for key in members.keys().filter(|key| !known.contains(&key.as_str())) {
            let at = format!("{at}/{}", escape(key));
            let message = format!("`{key}` is not known here");
            self.wrong_extension(&message, &members_help(known), &at);
        }
        Some(Mapping { members, at })
    }

    /// A member that has to be there, and a text.
    pub(super) fn required_text(&mut self, mapping: &Mapping<'d>, key: &str) -> Option<&'d str> {
        if mapping.get(key).is_none() {
            let message = format!("`{key}` is missing here");
            self.wrong_extension(&message, &format!("add a line `{key}: …`"), &mapping.at);
        }
        self.text(mapping, key)
    }

    /// A member that is a text, if it is there.
    pub(super) fn text(&mut self, mapping: &Mapping<'d>, key: &str) -> Option<&'d str> {
        self.member(mapping, key, "a text that is not empty", |value| {
            value.as_str().filter(|text| !text.trim().is_empty())
        })
    }

    /// A member that is `true` or `false`; `false` where it is missing.
    pub(super) fn flag(&mut self, mapping: &Mapping<'d>, key: &str) -> bool {
        self.member(mapping, key, "`true` or `false`", Value::as_bool)
            .unwrap_or_default()
    }

    /// A member that is a whole number of at least one, if it is there.
    pub(super) fn count(&mut self, mapping: &Mapping<'d>, key: &str) -> Option<u32> {
        self.member(mapping, key, "a whole number from 1", |value| {
            let number = value.as_u64().filter(|number| *number > 0)?;
            u32::try_from(number).ok()
        })
    }

    /// The items of a member that is a list, with their places.
    pub(super) fn items(&mut self, mapping: &Mapping<'d>, key: &str) -> Vec<(&'d Value, String)> {
        let items = self.member(mapping, key, "a list", Value::as_array);
        let at = mapping.place(key);
        let items = items.into_iter().flatten().enumerate();
        items
            .map(|(index, item)| (item, format!("{at}/{index}")))
            .collect()
    }

    fn member<T>(
        &mut self,
        mapping: &Mapping<'d>,
        key: &str,
        expected: &str,
        read: impl Fn(&'d Value) -> Option<T>,
    ) -> Option<T> {
        let value = mapping.get(key)?;
        let read = read(value);
        if read.is_none() {
            let message = format!("`{key}` cannot have this value");
            let help = format!("write {expected}");
            self.wrong_extension(&message, &help, &mapping.place(key));
        }
        read
    }

    /// The type of a member that is a schema of single values: a reference to such a component or to a property of one,
    /// or a type with a format.
    pub(super) fn scalar(&mut self, mapping: &Mapping<'d>, key: &str) -> Option<TypeRef> {
        let at = mapping.place(key);
        let value = mapping.get(key);
        let text = |key: &str| value.and_then(|value| value.get(key)?.as_str());
        if let Some(reference) = text("$ref") {
            let ty = self.referred(reference, &at);
            let is_missing = ty == TypeRef::Json;
            return match self.types.resolve(ty.without_null()) {
                ty if self.is_scalar(ty) => Some(ty.clone()),
                // What leads nowhere is reported already.
                _ if is_missing => None,
                _ => self.no_scalar(&at),
            };
        }
        match text("type") {
            Some(ty @ ("boolean" | "integer" | "number" | "string")) => {
                Some(primitive(ty, text("format")))
            }
            _ => self.no_scalar(&at),
        }
    }

    /// The type of what a reference leads to: a component, or a property of one, such as
    /// `#/components/schemas/Pet/properties/state`.
    fn referred(&mut self, reference: &'d str, at: &str) -> TypeRef {
        let property = reference
            .split_once("/properties/")
            .and_then(|(owner, name)| {
                let schema = self.components.schema(owner)?;
                let owner = component_name(owner, SCHEMAS)?;
                let properties = Facets::new(schema).properties;
                let (name, schema) = properties.into_iter().find(|(known, _)| *known == name)?;
                Some((schema, Place::component("schemas", &owner).property(name)))
            });
        if let Some((schema, place)) = property {
            return self.type_of(schema, &place);
        }
        let place = Place {
            pointer: at.to_owned(),
            ..Place::component("schemas", reference)
        };
        self.type_of(SchemaRef::Reference(reference), &place)
    }

    fn no_scalar(&mut self, at: &str) -> Option<TypeRef> {
        let help = "write `$ref: '#/components/schemas/Name'` of such a schema, or a `type` of `boolean`, `integer`, \
                    `number` or `string` with or without a `format`";
        self.wrong_extension("this has to be a schema of single values", help, at);
        None
    }

    pub(super) fn wrong_extension(&mut self, message: &str, help: &str, at: &str) {
        let diagnostic = Diagnostic::error("extension", message).at(at).help(help);
        self.diagnostics.push(diagnostic);
    }
}

fn members_help(known: &[&str]) -> String {
    format!("the members here are `{}`", known.join("`, `"))
}
