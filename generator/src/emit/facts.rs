//! What a description says about a value beyond its type, in words.
//!
//! Invariant: one line, which is empty when there is nothing to say.

use super::docs::code;
use crate::model::{Primitive, TextFormat, TypeRef};

/// What a description says beyond the type: the format of a text, and the server's default.
pub(super) fn facts(ty: &TypeRef, default: Option<&str>) -> String {
    let format = match innermost(ty) {
        TypeRef::Primitive(Primitive::Text(format)) => format_name(*format),
        _ => None,
    };
    let format = format.map(|format| format!("Format: `{format}`."));
    let default = default.map(|default| format!("Default: {}.", code(default)));
    let facts: Vec<String> = format.into_iter().chain(default).collect();
    facts.join(" ")
}

fn innermost(ty: &TypeRef) -> &TypeRef {
    match ty {
        TypeRef::List(inner) | TypeRef::Nullable(inner) => innermost(inner),
        other => other,
    }
}

fn format_name(format: TextFormat) -> Option<&'static str> {
    match format {
        TextFormat::Plain => None,
        TextFormat::Email => Some("email"),
        TextFormat::Uri => Some("uri"),
        TextFormat::Uuid => Some("uuid"),
        TextFormat::Binary => Some("binary"),
    }
}
