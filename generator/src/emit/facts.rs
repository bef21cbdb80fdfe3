//! Constraints on a value beyond its type, in words.
//!
//! Invariant: one line, which is empty when there is nothing to say.

use super::docs::code;
use crate::model::{Limit, Primitive, TextFormat, TypeRef};

/// Describes the constraints beyond the type: the format of a text, the limits that the server enforces, and
/// its default.
pub(super) fn facts(ty: &TypeRef, limits: &[Limit], default: Option<&str>) -> String {
    let format = match innermost(ty) {
        TypeRef::Primitive(Primitive::Text(format)) => format_name(*format),
        _ => None,
    };
    let format = format.map(|format| format!("Format: `{format}`."));
    let default = default.map(|default| format!("Default: {}.", code(default)));
    let limits = limits.iter().map(limit);
    let facts: Vec<String> = format.into_iter().chain(limits).chain(default).collect();
    facts.join(" ")
}

fn limit(limit: &Limit) -> String {
    match limit {
        Limit::AtLeast(bound) => format!("At least {bound}."),
        Limit::MoreThan(bound) => format!("More than {bound}."),
        Limit::AtMost(bound) => format!("At most {bound}."),
        Limit::LessThan(bound) => format!("Less than {bound}."),
        Limit::MultipleOf(step) => format!("A multiple of {step}."),
        Limit::Length(span) => format!("Length: {span}."),
        Limit::Pattern(pattern) => format!("Pattern: {}.", code(pattern)),
        Limit::Items(span) => format!("Items: {span}."),
        Limit::Unique => "No duplicate items.".to_owned(),
        Limit::Properties(span) => format!("Entries: {span}."),
        Limit::OneOf(values) => {
            let values: Vec<String> = values.iter().map(|value| code(value)).collect();
            format!("One of {}.", values.join(", "))
        }
        Limit::Format(format) => format!("Format: {}.", code(format)),
        Limit::ReadOnly => "Read only: ignored or rejected in requests.".to_owned(),
        Limit::WriteOnly => "Write only: never in a response.".to_owned(),
    }
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
