//! A value of JSON and a type of the model → the Rust expression of that value, as a caller writes it.
//!
//! Invariant: every member is a field that the type has; a value that the type keeps without knowing it is refused.

use std::cell::Cell;

use generator::model::{
    Alternative, Field, Presence, Primitive, Struct, Tag, TypeDef, TypeKind, TypeRef, Union, Usage,
    Value as Listed,
};
use serde_json::{Map, Value};

use super::document::Document;
use super::gap::Gap;
use super::suite::File;
use super::wire::resolve;
use crate::calls::primitive_type;

/// Writer of expressions.
pub(super) struct Values<'a> {
    pub(super) document: &'a Document,
    pub(super) usage: Usage,
    /// `true` after a value of which the description says no more than that it is JSON.
    pub(super) is_open: Cell<bool>,
}

impl<'a> Values<'a> {
    pub(super) fn new(document: &'a Document, usage: Usage) -> Self {
        Self {
            document,
            usage,
            is_open: Cell::new(false),
        }
    }

    /// Returns the expression of a value.
    pub(super) fn of(&self, ty: &TypeRef, value: &Value) -> Result<String, Gap> {
        match ty {
            TypeRef::Nullable(_) if value.is_null() => Ok("None".to_owned()),
            TypeRef::Nullable(inner) => Ok(format!("Some({})", self.of(inner, value)?)),
            TypeRef::Boxed(inner) => Ok(format!("Box::new({})", self.of(inner, value)?)),
            TypeRef::Json => self.untyped("api::Json", value),
            TypeRef::FreeForm if value.is_object() => self.untyped("api::JsonObject", value),
            TypeRef::List(item) => {
                let items = value.as_array().ok_or_else(|| other("a list", value))?;
                let items = items.iter().map(|one| self.of(item, one));
                Ok(format!(
                    "vec![{}]",
                    items.collect::<Result<Vec<_>, _>>()?.join(", ")
                ))
            }
            TypeRef::Map(item) => {
                let members = value.as_object().ok_or_else(|| other("an object", value))?;
                let members = members.iter().map(|(name, one)| {
                    let value = self.of(item, one)?;
                    Ok(format!("({name:?}.to_owned(), {value})"))
                });
                let members = members.collect::<Result<Vec<_>, Gap>>()?;
                Ok(format!(
                    "std::collections::BTreeMap::from([{}])",
                    members.join(", ")
                ))
            }
            TypeRef::Primitive(primitive) => primitive_value(*primitive, value),
            TypeRef::Named(name) => self.named(name, value),
            TypeRef::FreeForm => Err(other("an object", value)),
        }
    }

    fn untyped(&self, ty: &str, value: &Value) -> Result<String, Gap> {
        if !self.document.is_typed() {
            return Err(Gap::Manual(format!(
                "`{value}` is any JSON value in the crate"
            )));
        }
        self.is_open.set(true);
        Ok(typed(ty, value))
    }

    fn named(&self, name: &str, value: &Value) -> Result<String, Gap> {
        let whole = format!("api::models::{name}");
        let def = self.document.api.type_named(name);
        let def = def.ok_or_else(|| Gap::Failed(format!("there is no type `{name}`")))?;
        match &def.kind {
            TypeKind::Alias(ty) => self.of(ty, value),
            TypeKind::Enum(list) => {
                let variant = list.variants.iter().find(|variant| match &variant.value {
                    Listed::Text(text) => value.as_str() == Some(text),
                    Listed::Integer(number) => value.as_i64() == Some(*number),
                });
                match variant {
                    Some(variant) => Ok(format!("{whole}::{}", variant.ident)),
                    None if if list.is_integer() {
                        value.is_i64()
                    } else {
                        value.is_string()
                    } =>
                    {
                        Ok(typed(&whole, value))
                    }
                    None => Err(other("one of the listed values", value)),
                }
            }
            TypeKind::Union(union) => self.union(&whole, union, value),
            TypeKind::Struct(shape) => self.object(&whole, def, shape, value),
        }
    }

    fn union(&self, whole: &str, union: &Union, value: &Value) -> Result<String, Gap> {
        let tag = union.tag.as_ref().and_then(|tag| value.get(tag));
        let is_tagged = |one: &&Alternative| {
            one.tags.iter().any(|known| match (known, tag) {
                (Tag::Text(text), Some(tag)) => tag.as_str() == Some(text),
                (Tag::Integer(number), Some(tag)) => tag.as_i64() == Some(*number),
                (Tag::Boolean(flag), Some(tag)) => tag.as_bool() == Some(*flag),
                _ => false,
            })
        };
        let written = |one: &Alternative| {
            let value = self.of(&one.ty, value)?;
            Ok(format!("{whole}::{}({value})", one.name.ident))
        };
        if let Some(one) = union.alternatives.iter().find(is_tagged) {
            // The union writes a tag that the alternative has no field for.
            let mut content = value.clone();
            if let (Some(tag), Some(members)) = (&union.tag, content.as_object_mut())
                && !self.has_field(&one.ty, tag)
            {
                members.remove(tag);
            }
            let content = self.of(&one.ty, &content)?;
            return Ok(format!("{whole}::{}({content})", one.name.ident));
        }
        if let Some(other) = union.alternatives.iter().find(|one| one.is_for_others()) {
            return written(other);
        }
        if union.tag.is_some() {
            return Err(Gap::Manual(format!(
                "`{value}` has no known discriminator, and is any JSON value in the crate"
            )));
        }
        let mut gap = other("one of the alternatives", value);
        // An enum takes any text, so listed values alone are looked for first.
        let exact = union
            .alternatives
            .iter()
            .filter(|one| self.is_listed(&one.ty, value));
        for one in exact.chain(&union.alternatives) {
            match written(one) {
                Ok(text) => return Ok(text),
                Err(found) => gap = found,
            }
        }
        Err(gap)
    }

    /// Returns `true` for an object with a field of this name.
    fn has_field(&self, ty: &TypeRef, wire: &str) -> bool {
        let TypeRef::Named(name) = resolve(&self.document.api, ty) else {
            return false;
        };
        match self.document.api.type_named(name).map(|def| &def.kind) {
            Some(TypeKind::Struct(shape)) => {
                shape.fields.iter().any(|field| field.name.wire == wire)
            }
            _ => true,
        }
    }

    /// Returns `true` for a value that an enum lists.
    fn is_listed(&self, ty: &TypeRef, value: &Value) -> bool {
        let TypeRef::Named(name) = ty else {
            return false;
        };
        match self.document.api.type_named(name).map(|def| &def.kind) {
            Some(TypeKind::Enum(list)) => {
                list.variants.iter().any(|variant| match &variant.value {
                    Listed::Text(text) => value.as_str() == Some(text),
                    Listed::Integer(number) => value.as_i64() == Some(*number),
                })
            }
            _ => false,
        }
    }

    /// Returns an object with every member set by the name of its field.
    fn object(
        &self,
        whole: &str,
        def: &TypeDef,
        shape: &Struct,
        value: &Value,
    ) -> Result<String, Gap> {
        let members = value.as_object().ok_or_else(|| other("an object", value))?;
        if self.usage == Usage::Request {
            self.check_required(def, shape, members)?;
        }
        let mut set = String::new();
        for (name, value) in members {
            let field = shape.fields.iter().find(|field| field.name.wire == *name);
            match (field, &shape.additional) {
                (Some(field), _) => set.push_str(&self.assignment(field, value)?),
                (None, Some(additional)) => {
                    self.of(&additional.ty, value)?;
                }
                (None, None) => {
                    let name = &def.name.ident;
                    return Err(Gap::Manual(format!("`{name}` has no field for `{value}`")));
                }
            }
        }
        Ok(format!(
            "{{ let mut value = {}; {set}value }}",
            typed(whole, value)
        ))
    }

    fn check_required(
        &self,
        def: &TypeDef,
        shape: &Struct,
        members: &Map<String, Value>,
    ) -> Result<(), Gap> {
        let missing = shape.fields.iter().find(|field| {
            field.presence_in(self.usage) == Presence::Required
                && !members.contains_key(&field.name.wire)
        });
        match missing {
            Some(field) => Err(Gap::Failed(format!(
                "`{}` is required in `{}`, and absent in the scenario",
                field.name.wire, def.name.ident
            ))),
            None => Ok(()),
        }
    }

    /// Returns the statement that sets a field. What is null or empty is there already.
    fn assignment(&self, field: &Field, value: &Value) -> Result<String, Gap> {
        let is_empty = value.as_array().is_some_and(Vec::is_empty)
            || value.as_object().is_some_and(Map::is_empty);
        if value.is_null() && !field.ty.is_nullable() {
            return Err(Gap::Failed(format!("`{}` cannot be null", field.name.wire)));
        }
        let written = self.of(field.ty.without_null(), value);
        if value.is_null() || is_empty {
            return Ok(String::new());
        }
        Ok(format!(
            "value.{} = ({}).into(); ",
            field.name.ident, written?
        ))
    }

    /// Returns a form with files, of which no JSON can be read: every field is written out.
    pub(super) fn form(
        &self,
        name: &str,
        shape: &Struct,
        parts: &Map<String, Value>,
        files: &[File],
    ) -> Result<String, Gap> {
        let mut fields = Vec::new();
        for field in &shape.fields {
            let wire = &field.name.wire;
            let own: Vec<String> = files
                .iter()
                .filter(|file| file.field == *wire)
                .map(attachment)
                .collect();
            let value = match (field.is_file(), &field.ty, parts.get(wire)) {
                (true, TypeRef::List(_), _) => format!("vec![{}]", own.join(", ")),
                (true, _, _) => match own.into_iter().next() {
                    Some(file) => format!("({file}).into()"),
                    None => "Default::default()".to_owned(),
                },
                (false, ty, Some(value)) => {
                    let ty = resolve(&self.document.api, ty);
                    format!("({}).into()", self.of(ty, &part(ty, value))?)
                }
                (false, _, None) => "Default::default()".to_owned(),
            };
            fields.push(format!("{}: {value}", field.name.ident));
        }
        let known = |wire: &str| shape.fields.iter().any(|field| field.name.wire == wire);
        let names = parts.keys().map(String::as_str);
        let mut names = names.chain(files.iter().map(|file| file.field.as_str()));
        if let Some(unknown) = names.find(|name| !known(name)) {
            return Err(Gap::Manual(format!(
                "`{name}` has no field for the part `{unknown}`"
            )));
        }
        let additional = shape.additional.iter();
        fields.extend(additional.map(|one| format!("{}: Default::default()", one.ident)));
        Ok(format!("api::models::{name} {{ {} }}", fields.join(", ")))
    }
}

/// Returns the value of a part, which is a text where the field is one.
fn part(ty: &TypeRef, value: &Value) -> Value {
    match (ty, value) {
        (TypeRef::Primitive(Primitive::Text(_)), Value::Number(number)) => {
            number.to_string().into()
        }
        (_, value) => value.clone(),
    }
}

fn attachment(file: &File) -> String {
    format!(
        "api::Attachment::from_bytes({:?}, {}).with_content_type({:?})",
        file.name,
        bytes(&file.bytes),
        file.media_type
    )
}

/// Returns the expression of bytes.
pub(super) fn bytes(content: &[u8]) -> String {
    format!("b\"{}\".to_vec()", content.escape_ascii())
}

fn primitive_value(primitive: Primitive, value: &Value) -> Result<String, Gap> {
    let ty = primitive_type(primitive);
    let fits = match primitive {
        Primitive::Bool => value.is_boolean(),
        Primitive::I32 | Primitive::I64 | Primitive::U32 | Primitive::U64 | Primitive::I128 => {
            value.is_i64() || value.is_u64()
        }
        Primitive::F32 | Primitive::F64 => value.is_number(),
        Primitive::Decimal => value.is_number() || value.is_string(),
        _ => value.is_string(),
    };
    let is_unpadded = |text: &str| !text.len().is_multiple_of(4) || text.contains(['-', '_']);
    match (primitive, value.as_str()) {
        (Primitive::Base64, Some(text)) if is_unpadded(text) => Err(Gap::Inexpressible(format!(
            "the document says that `{text}` is base64 in its usual alphabet"
        ))),
        _ if !fits => Err(other(&format!("`{ty}`"), value)),
        (Primitive::Text(_), Some(text)) => Ok(format!("{text:?}.to_owned()")),
        // Days, a type of another crate, are no JSON by themselves.
        (Primitive::Date, Some(text)) => Ok(format!("{text:?}.parse::<api::Date>().unwrap()")),
        _ => Ok(typed(ty, value)),
    }
}

/// Returns the expression that reads a value of a type.
fn typed(ty: &str, value: &Value) -> String {
    format!("typed::<{ty}>({:?})", value.to_string())
}

fn other(expected: &str, value: &Value) -> Gap {
    Gap::Failed(format!("`{value}` is not {expected}"))
}

#[cfg(test)]
mod tests {
    use generator::{FileTree, Input, Settings, Source, model::Usage};
    use serde_json::json;

    use super::{Gap, Values};
    use crate::conformance::document::Document;

    #[test]
    fn what_a_type_does_not_know_is_refused() {
        let text = "openapi: 3.1.0\ninfo: { title: A, version: '1' }\npaths: {}\ncomponents:\n  schemas:\n    \
             Cat: { type: object, required: [name], properties: { name: { type: string } } }\n";
        let source = Source {
            name: "a.yaml".to_owned(),
            text: text.to_owned(),
        };
        let settings = Settings::for_crate("a").unwrap();
        let document = Document {
            specification: String::new(),
            package: String::new(),
            api: Input::new(&source, &settings).model().unwrap().api,
            tree: FileTree::default(),
            notes: Vec::new(),
            untyped: Vec::new(),
            left_out: Vec::new(),
        };
        let values = Values::new(&document, Usage::Request);
        let cat = |value| values.named("Cat", &value);
        assert!(
            cat(json!({ "name": "Tom" }))
                .unwrap()
                .contains("value.name = (\"Tom\".to_owned()).into();")
        );
        assert!(matches!(
            cat(json!({ "name": "Tom", "age": 5 })),
            Err(Gap::Manual(_))
        ));
        assert!(matches!(cat(json!({ "name": 5 })), Err(Gap::Failed(_))));
        assert!(matches!(cat(json!({})), Err(Gap::Failed(_))));
    }
}
