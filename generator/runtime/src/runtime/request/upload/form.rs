//! The members of a JSON object as fields of a form.
//!
//! Every member that JSON would carry is there; null, for which forms have no word, is an empty text.

use std::borrow::Cow;

use super::layout::{FormLayout, FormPart, FormStyle};
use crate::runtime::codec::{self, Parts, scalar_text};

/// A field of a form.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Field {
    pub(super) name: String,
    pub(super) text: String,
    /// The content type to send, if there is one.
    pub(super) content_type: Option<&'static str>,
    pub(super) headers: &'static [(&'static str, &'static str)],
}

/// Returns the fields for the JSON text `body`; none for an empty one.
///
/// # Errors
///
/// When it is not an object, with a message.
pub(super) fn fields(body: &[u8], layout: &FormLayout) -> Result<Vec<Field>, String> {
    let mut fields = Vec::new();
    if body.is_empty() {
        return Ok(fields);
    }
    let body = codec::text_of(body);
    let Parts::Members(members) = codec::parts(&body) else {
        return Err(String::from("only an object can be sent as a form"));
    };
    for (name, value) in members {
        let start = fields.len();
        styled(&name, value, layout.style_of(&name), &mut fields);
        if let Some(part) = layout.part(&name) {
            let own = fields.get_mut(start..).unwrap_or_default();
            for field in own {
                specify(field, part);
            }
        }
    }
    Ok(fields)
}

fn specify(field: &mut Field, part: &FormPart) {
    field.content_type = part.content_type.or(field.content_type);
    field.headers = part.headers;
}

fn styled(name: &str, value: &str, style: FormStyle, fields: &mut Vec<Field>) {
    match style {
        FormStyle::Brackets => bracketed(name, value, fields),
        FormStyle::Plain => plain(name, value, fields),
        FormStyle::Exploded => exploded(name, value, fields),
        FormStyle::Comma => joined(name, value, ",", fields),
        FormStyle::Space => joined(name, value, " ", fields),
        FormStyle::Pipe => joined(name, value, "|", fields),
        FormStyle::Json => fields.push(field(name, value)),
    }
}

fn bracketed(name: &str, value: &str, fields: &mut Vec<Field>) {
    match codec::parts(value) {
        Parts::Members(members) => {
            for (key, value) in members {
                bracketed(&format!("{name}[{key}]"), value, fields);
            }
        }
        Parts::Items(items) if items.is_empty() => fields.push(field(&format!("{name}[]"), "null")),
        Parts::Items(items) => {
            for item in items {
                bracketed(&format!("{name}[]"), item, fields);
            }
        }
        Parts::Null | Parts::Scalar(_) => fields.push(field(name, value)),
    }
}

fn plain(name: &str, value: &str, fields: &mut Vec<Field>) {
    match codec::parts(value) {
        Parts::Items(items) => {
            for item in items {
                fields.push(field(name, item));
            }
        }
        _ => fields.push(field(name, value)),
    }
}

fn exploded(name: &str, value: &str, fields: &mut Vec<Field>) {
    match codec::parts(value) {
        Parts::Members(members) => {
            for (key, value) in members {
                plain(&key, value, fields);
            }
        }
        _ => plain(name, value, fields),
    }
}

/// Adds one field with everything in it; none for an empty list or object.
fn joined(name: &str, value: &str, separator: &str, fields: &mut Vec<Field>) {
    let texts: Vec<Cow<'_, str>> = match codec::parts(value) {
        Parts::Items(items) => items.into_iter().map(text).collect(),
        Parts::Members(members) => {
            let pairs = members.into_iter();
            pairs.flat_map(|(key, value)| [key, text(value)]).collect()
        }
        Parts::Null | Parts::Scalar(_) => vec![text(value)],
    };
    if !texts.is_empty() {
        let text = texts.join(separator);
        fields.push(Field {
            text,
            ..field(name, "null")
        });
    }
}

/// Returns one field with a value, which is JSON unless it is a scalar.
fn field(name: &str, value: &str) -> Field {
    Field {
        name: name.to_owned(),
        text: text(value).into_owned(),
        content_type: value.starts_with(['{', '[']).then_some("application/json"),
        headers: &[],
    }
}

fn text(value: &str) -> Cow<'_, str> {
    match value {
        "null" => Cow::Borrowed(""),
        json => scalar_text(json),
    }
}
