//! A schema without its name: what it is made of.

use super::facets::Facets;
use crate::lower::draft::{Enum, Struct, TypeRef, Union};
use crate::model::{Docs, Primitive, TextFormat};

/// Nesting beyond this is a circle or an attack.
pub(super) const DEEPEST: usize = 64;

/// Shape of a schema, before it is known if it gets a name.
pub(in crate::lower) enum SchemaShape {
    Struct(Struct),
    Enum(Enum),
    Union(Union),
    /// A type that needs no name.
    Plain(TypeRef),
}

/// Returns the texts of a schema; of one without any that wraps another, those of the other.
pub(super) fn docs(facets: &Facets<'_>) -> Docs {
    let own = Docs {
        summary: facets.data.title.clone(),
        description: facets.data.description.clone(),
    };
    match facets.wrapped() {
        Some(wrapped) if own == Docs::default() => docs(&Facets::new(wrapped)),
        _ => own,
    }
}

/// Returns the type of a scalar. A format that is not known changes nothing.
pub(super) fn primitive(scalar: &str, format: Option<&str>) -> TypeRef {
    TypeRef::Primitive(match (scalar, format) {
        ("boolean", _) => Primitive::Bool,
        ("integer", Some("int32" | "int16" | "int8" | "uint8" | "uint16")) => Primitive::I32,
        ("integer", Some("uint32")) => Primitive::U32,
        ("integer", Some("uint64" | "uint")) => Primitive::U64,
        ("integer", Some("int128" | "uint128")) => Primitive::I128,
        ("integer", _) => Primitive::I64,
        ("number", Some("float")) => Primitive::F32,
        ("number", Some("decimal" | "decimal128")) => Primitive::Decimal,
        ("number", _) => Primitive::F64,
        (_, Some("date-time")) => Primitive::DateTime,
        (_, Some("date")) => Primitive::Date,
        (_, Some("byte")) => Primitive::Base64,
        (_, Some("base64url")) => Primitive::Base64Url,
        (_, Some("email" | "idn-email")) => Primitive::Text(TextFormat::Email),
        (_, Some("uri" | "url" | "uri-reference" | "iri")) => Primitive::Text(TextFormat::Uri),
        (_, Some("uuid")) => Primitive::Text(TextFormat::Uuid),
        (_, Some("binary")) => Primitive::Text(TextFormat::Binary),
        _ => Primitive::Text(TextFormat::Plain),
    })
}
