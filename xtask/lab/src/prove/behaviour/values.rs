//! Types of the model → Rust expressions of values, as a caller writes them.
//!
//! Invariant: fields of one object have different values, so two that were exchanged are told apart.

use generator::model::{
    Api, Field, Presence, Primitive, Struct, TypeKind, TypeRef, Union, Value as Listed,
};
use serde_json::{Map, Value, json};

use crate::calls::primitive_type;

/// Objects inside each other are filled in as far as this, and then have what is required alone.
const DEPTH: usize = 3;

/// Writer of values: the round says which value of an enum is taken.
pub(super) struct Values<'a> {
    pub(super) api: &'a Api,
    pub(super) round: usize,
}

impl Values<'_> {
    /// Returns `true` if arguments of a type are borrowed.
    pub(super) fn is_borrowed(ty: &TypeRef) -> bool {
        matches!(
            ty,
            TypeRef::Primitive(
                Primitive::Text(_) | Primitive::Base64 | Primitive::Base64Url | Primitive::Decimal
            ) | TypeRef::Map(_)
        )
    }

    /// Returns a value, which is made up by the name of what has it.
    pub(super) fn of(&self, ty: &TypeRef, label: &str) -> String {
        self.value(ty, label, 0)
    }

    /// Returns the value of a body: whole, or with what is required alone.
    pub(super) fn of_body(&self, ty: &TypeRef, is_whole: bool) -> String {
        self.value(ty, "body", if is_whole { 0 } else { DEPTH })
    }

    fn value(&self, ty: &TypeRef, label: &str, depth: usize) -> String {
        match ty {
            TypeRef::Named(name) => self.named(name, label, depth),
            TypeRef::List(item) => format!("vec![{}]", self.value(item, label, depth)),
            TypeRef::Nullable(inner) => format!("Some({})", self.value(inner, label, depth)),
            TypeRef::Boxed(inner) => format!("Box::new({})", self.value(inner, label, depth)),
            TypeRef::Primitive(Primitive::File) => {
                format!("api::Attachment::from_bytes(\"{label}.txt\", \"content of {label}\")")
            }
            // Days, a type of another crate, are no JSON by themselves.
            TypeRef::Primitive(Primitive::Date) => {
                let day = self.json(ty, label, 0).to_string();
                format!("{day}.parse::<api::Date>().unwrap()")
            }
            TypeRef::Map(item) => format!(
                "std::collections::BTreeMap::from([(\"key\".to_owned(), {})])",
                self.value(item, label, depth)
            ),
            ty => read(&rust_type(ty), &self.json(ty, label, 0)),
        }
    }

    fn named(&self, name: &str, label: &str, depth: usize) -> String {
        let whole = format!("api::models::{name}");
        let Some(def) = self.api.type_named(name) else {
            return read(&whole, &Value::Null);
        };
        match &def.kind {
            TypeKind::Enum(list) => {
                let variant = &list.variants[self.round % list.variants.len()];
                format!("{whole}::{}", variant.ident)
            }
            TypeKind::Struct(shape) if shape.has_files() => self.literal(&whole, shape, depth),
            TypeKind::Struct(shape) if depth < DEPTH => self.object(name, shape, depth),
            TypeKind::Union(union) if depth < DEPTH => self.union(&whole, union, label, depth),
            TypeKind::Alias(ty) => self.value(ty, label, depth),
            TypeKind::Struct(_) | TypeKind::Union(_) => {
                let ty = TypeRef::Named(name.to_owned());
                read(&whole, &self.json(&ty, label, 0))
            }
        }
    }

    /// Returns an object with files, of which no JSON can be read: every field is written out.
    fn literal(&self, whole: &str, shape: &Struct, depth: usize) -> String {
        let mut fields: Vec<String> = shape
            .fields
            .iter()
            .map(|field| format!("{}: {}", field.name.ident, self.assigned(field, depth)))
            .collect();
        let additional = shape.additional.iter();
        fields.extend(additional.map(|one| format!("{}: Default::default()", one.ident)));
        format!("{whole} {{ {} }}", fields.join(", "))
    }

    /// Returns an object with every field set by its name.
    fn object(&self, name: &str, shape: &Struct, depth: usize) -> String {
        let whole = format!("api::models::{name}");
        let base = self.json(&TypeRef::Named(name.to_owned()), "", 0);
        let fields = shape.fields.iter().map(|field| {
            let value = self.assigned(field, depth);
            format!("value.{} = {value}; ", field.name.ident)
        });
        let set: String = fields.collect();
        format!("{{ let mut value = {}; {set}value }}", read(&whole, &base))
    }

    /// Returns a value for a field, which may be optional or nullable.
    fn assigned(&self, field: &Field, depth: usize) -> String {
        let value = self.value(field.ty.without_null(), &field.name.wire, depth + 1);
        format!("({value}).into()")
    }

    fn union(&self, whole: &str, union: &Union, label: &str, depth: usize) -> String {
        let alternative = &union.alternatives[self.round % union.alternatives.len()];
        let value = self.value(&alternative.ty, label, depth + 1);
        format!("{whole}::{}({value})", alternative.name.ident)
    }

    /// Returns a value as JSON, with what is required alone.
    fn json(&self, ty: &TypeRef, label: &str, depth: usize) -> Value {
        // Larger than any number that a description is likely to have, and within `i32`.
        let number = label
            .bytes()
            .fold(7_u32, |sum, byte| (sum * 31 + u32::from(byte)) % 1_000_003);
        match ty {
            TypeRef::Primitive(primitive) => match primitive {
                Primitive::Bool => json!(self.round % 2 == 1),
                Primitive::F32 | Primitive::F64 | Primitive::Decimal => {
                    json!(f64::from(number) + 0.5)
                }
                Primitive::DateTime => json!(format!("2024-01-02T03:{:02}:05Z", number % 60)),
                Primitive::Date => json!(format!("2024-01-{:02}", number % 28 + 1)),
                Primitive::Base64 | Primitive::Base64Url => json!("AQID"),
                Primitive::Text(_) | Primitive::File => json!(format!("text of {label}")),
                _ => json!(number),
            },
            TypeRef::Named(name) => self.named_json(name, label, depth),
            TypeRef::List(item) if depth < DEPTH => json!([self.json(item, label, depth + 1)]),
            TypeRef::List(_) => json!([]),
            TypeRef::Map(value) if depth < DEPTH => {
                json!({ "key": self.json(value, label, depth + 1) })
            }
            TypeRef::FreeForm | TypeRef::Json => json!({ "of": label }),
            TypeRef::Map(_) => json!({}),
            TypeRef::Nullable(inner) | TypeRef::Boxed(inner) => self.json(inner, label, depth),
        }
    }

    fn named_json(&self, name: &str, label: &str, depth: usize) -> Value {
        match self.api.type_named(name).map(|def| &def.kind) {
            Some(TypeKind::Enum(list)) => {
                match &list.variants[self.round % list.variants.len()].value {
                    Listed::Text(text) => json!(text),
                    Listed::Integer(number) => json!(number),
                }
            }
            Some(TypeKind::Struct(shape)) => {
                let required = shape.fields.iter();
                let required = required.filter(|field| field.presence == Presence::Required);
                let members = required.map(|field| {
                    let value = self.json(&field.ty, &field.name.wire, depth + 1);
                    (field.name.wire.clone(), value)
                });
                Value::Object(members.collect())
            }
            Some(TypeKind::Union(union)) => {
                let alternative = &union.alternatives[self.round % union.alternatives.len()];
                let mut value = self.json(&alternative.ty, label, depth + 1);
                if let (Some(tag), Some(first), Some(members)) =
                    (&union.tag, alternative.tags.first(), value.as_object_mut())
                {
                    members.insert(tag.clone(), json!(first.to_string()));
                }
                value
            }
            Some(TypeKind::Alias(ty)) => self.json(ty, label, depth + 1),
            None => Value::Object(Map::new()),
        }
    }
}

/// Returns the expression that reads a value of JSON.
fn read(ty: &str, value: &Value) -> String {
    format!("typed::<{ty}>({:?})", value.to_string())
}

/// Returns a type as callers write it.
fn rust_type(ty: &TypeRef) -> String {
    match ty {
        TypeRef::Primitive(primitive) => primitive_type(*primitive).to_owned(),
        TypeRef::Named(name) => format!("api::models::{name}"),
        TypeRef::List(item) => format!("Vec<{}>", rust_type(item)),
        TypeRef::Map(item) => format!("std::collections::BTreeMap<String, {}>", rust_type(item)),
        TypeRef::FreeForm => "api::JsonObject".to_owned(),
        TypeRef::Json => "api::Json".to_owned(),
        TypeRef::Nullable(inner) => format!("Option<{}>", rust_type(inner)),
        TypeRef::Boxed(inner) => format!("Box<{}>", rust_type(inner)),
    }
}
