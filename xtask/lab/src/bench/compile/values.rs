//! Types → expressions of them, for programs that are compiled and never run.
//! Both clients give their types the same names, so an expression fits either.

use generator::model::{Api, Presence, Primitive, TypeKind, TypeRef};

/// Returns an expression of a type, in a program that calls the client `api`.
pub(super) fn value(api: &Api, ty: &TypeRef) -> String {
    match ty {
        TypeRef::Primitive(primitive) => primitive_value(*primitive).to_owned(),
        TypeRef::Named(ident) => named_value(api, ident),
        TypeRef::List(item) => format!("vec![{}]", value(api, item)),
        TypeRef::Map(_) => "std::collections::BTreeMap::new()".to_owned(),
        TypeRef::FreeForm => "api::JsonObject::default()".to_owned(),
        TypeRef::Json => "api::Json::Null".to_owned(),
        TypeRef::Nullable(_) => "None".to_owned(),
        TypeRef::Boxed(inner) => format!("Box::new({})", value(api, inner)),
    }
}

/// Returns the same where the client borrows it: text and encoded bytes.
pub(super) fn argument(api: &Api, ty: &TypeRef) -> String {
    match ty {
        TypeRef::Primitive(Primitive::Text(_)) => "\"text\"".to_owned(),
        TypeRef::Primitive(Primitive::Base64 | Primitive::Base64Url | Primitive::Decimal) => {
            format!("&{}", value(api, ty))
        }
        TypeRef::List(item) => format!("[{}]", argument(api, item)),
        other => value(api, other),
    }
}

fn primitive_value(primitive: Primitive) -> &'static str {
    match primitive {
        Primitive::Bool => "true",
        Primitive::I32 | Primitive::I64 | Primitive::U32 | Primitive::U64 | Primitive::I128 => "42",
        Primitive::F32 | Primitive::F64 => "1.5",
        Primitive::DateTime => "api::Timestamp::UNIX_EPOCH",
        Primitive::Date => "api::Date::constant(2026, 1, 31)",
        Primitive::Decimal => "\"1.50\".parse::<api::Decimal>().unwrap()",
        Primitive::Base64Url => "api::Base64Url::from(vec![1, 2, 3])",
        Primitive::Base64 => "api::Base64::from(vec![1, 2, 3])",
        Primitive::File => "api::Attachment::from_bytes(\"names.csv\", \"Jane\")",
        Primitive::Text(_) => "\"text\".to_owned()",
    }
}

fn named_value(api: &Api, ident: &str) -> String {
    let path = format!("api::models::{ident}");
    match api.type_named(ident).map(|def| &def.kind) {
        Some(TypeKind::Alias(ty)) => value(api, ty),
        Some(TypeKind::Enum(shape)) => match shape.variants.first() {
            Some(variant) => format!("{path}::{}", variant.ident),
            None => format!("{path}::default()"),
        },
        Some(TypeKind::Union(shape)) => match shape.alternatives.first() {
            Some(first) => format!("{path}::{}({})", first.name.ident, value(api, &first.ty)),
            None => format!("{path}::default()"),
        },
        Some(TypeKind::Struct(shape)) => {
            let fields = shape.fields.iter();
            let required = fields.filter(|field| field.presence == Presence::Required);
            let values: Vec<String> = required.map(|field| value(api, &field.ty)).collect();
            if values.is_empty() {
                format!("{path}::default()")
            } else {
                format!("{path}::new({})", values.join(", "))
            }
        }
        None => format!("{path}::default()"),
    }
}
