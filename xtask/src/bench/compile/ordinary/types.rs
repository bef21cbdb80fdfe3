//! Uses of types → Rust types as text.

use generator::model::{Primitive, TypeRef};

/// A type as it stands in a field or an answer.
pub(super) fn owned(ty: &TypeRef) -> String {
    match ty {
        TypeRef::Primitive(primitive) => primitive_type(*primitive).to_owned(),
        TypeRef::Named(ident) => ident.clone(),
        TypeRef::List(item) => format!("Vec<{}>", owned(item)),
        TypeRef::Map(item) => format!("std::collections::BTreeMap<String, {}>", owned(item)),
        TypeRef::FreeForm => "crate::JsonObject".to_owned(),
        TypeRef::Json => "crate::Json".to_owned(),
        TypeRef::Nullable(inner) => format!("Option<{}>", owned(inner)),
        TypeRef::Boxed(inner) => format!("Box<{}>", owned(inner)),
    }
}

/// A type as it stands in an argument.
pub(super) fn borrowed(ty: &TypeRef) -> String {
    match ty {
        TypeRef::Primitive(Primitive::Text(_)) => "&str".to_owned(),
        TypeRef::Primitive(Primitive::Base64) => "&crate::Base64".to_owned(),
        TypeRef::List(item) => format!("&[{}]", borrowed(item)),
        other => owned(other),
    }
}

fn primitive_type(primitive: Primitive) -> &'static str {
    match primitive {
        Primitive::Bool => "bool",
        Primitive::I32 => "i32",
        Primitive::I64 => "i64",
        Primitive::U32 => "u32",
        Primitive::U64 => "u64",
        Primitive::F32 => "f32",
        Primitive::F64 => "f64",
        Primitive::DateTime => "crate::Timestamp",
        Primitive::Date => "crate::Date",
        Primitive::Base64 => "crate::Base64",
        Primitive::File => "crate::Attachment",
        Primitive::Text(_) => "String",
    }
}
