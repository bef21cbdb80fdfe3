//! Uses of types → what a report calls them.

use crate::model::{Primitive, TextFormat, TypeRef};

/// A type as Rust writes it, and null as OpenAPI does.
pub(super) fn words(ty: &TypeRef) -> String {
    match ty {
        TypeRef::Primitive(primitive) => scalar(*primitive).to_owned(),
        TypeRef::Named(ident) => ident.clone(),
        TypeRef::List(item) => format!("Vec<{}>", words(item)),
        TypeRef::Map(value) => format!("BTreeMap<String, {}>", words(value)),
        TypeRef::FreeForm => "JsonObject".to_owned(),
        TypeRef::Json => "Json".to_owned(),
        TypeRef::Nullable(inner) => format!("{} or null", words(inner)),
        TypeRef::Boxed(inner) => words(inner),
    }
}

/// Both types of a change.
pub(super) fn from_to(before: &TypeRef, after: &TypeRef) -> String {
    format!("was `{}` and is `{}`", words(before), words(after))
}

fn scalar(primitive: Primitive) -> &'static str {
    match primitive {
        Primitive::Bool => "bool",
        Primitive::I32 => "i32",
        Primitive::I64 => "i64",
        Primitive::U32 => "u32",
        Primitive::U64 => "u64",
        Primitive::I128 => "i128",
        Primitive::F32 => "f32",
        Primitive::F64 => "f64",
        Primitive::DateTime => "Timestamp",
        Primitive::Date => "Date",
        Primitive::Decimal => "Decimal",
        Primitive::Base64 => "Base64",
        Primitive::Base64Url => "Base64Url",
        Primitive::File => "Attachment",
        Primitive::Text(TextFormat::Plain) => "String",
        Primitive::Text(TextFormat::Email) => "String (email)",
        Primitive::Text(TextFormat::Uri) => "String (uri)",
        Primitive::Text(TextFormat::Uuid) => "String (uuid)",
        Primitive::Text(TextFormat::Binary) => "String (binary)",
    }
}
