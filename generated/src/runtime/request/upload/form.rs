//! The members of a JSON object as fields of a form.
//!
//! Every member that JSON would carry is there; null, for which forms have no word, is an empty text.

use super::layout::{FormLayout, FormPart, FormStyle};
use crate::runtime::codec::{self, Json};

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
    let Ok(Json::Object(members)) = codec::decode(body) else {
        return Err(String::from("only an object can be sent as a form"));
    };
    for (name, value) in &members {
        let start = fields.len();
        styled(name, value, layout.style_of(name), &mut fields);
        if let Some(part) = layout.part(name) {
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

fn styled(name: &str, value: &Json, style: FormStyle, fields: &mut Vec<Field>) {
    match style {
        FormStyle::Brackets => bracketed(name, value, fields),
        FormStyle::Plain => plain(name, value, fields),
        FormStyle::Exploded => exploded(name, value, fields),
        FormStyle::Comma => joined(name, value, ",", fields),
        FormStyle::Space => joined(name, value, " ", fields),
        FormStyle::Pipe => joined(name, value, "|", fields),
        FormStyle::Json => fields.push(json_or_text(name, value)),
    }
}

fn bracketed(name: &str, value: &Json, fields: &mut Vec<Field>) {
    match value {
        Json::Object(members) => {
            for (key, value) in members {
                bracketed(&format!("{name}[{key}]"), value, fields);
            }
        }
        Json::Array(items) if items.is_empty() => fields.push(field(&format!("{name}[]"), "")),
        Json::Array(items) => {
            for item in items {
                bracketed(&format!("{name}[]"), item, fields);
            }
        }
        scalar => fields.push(field(name, &text(scalar))),
    }
}

fn plain(name: &str, value: &Json, fields: &mut Vec<Field>) {
    match value {
        Json::Array(items) => {
            for item in items {
                fields.push(json_or_text(name, item));
            }
        }
        item => fields.push(json_or_text(name, item)),
    }
}

fn exploded(name: &str, value: &Json, fields: &mut Vec<Field>) {
    match value {
        Json::Object(members) => {
            for (key, value) in members {
                plain(key, value, fields);
            }
        }
        other => plain(name, other, fields),
    }
}

/// Adds one field with everything in it; none for an empty list or object.
fn joined(name: &str, value: &Json, separator: &str, fields: &mut Vec<Field>) {
    let mut texts = Vec::new();
    match value {
        Json::Array(items) => {
            for item in items {
                texts.push(text(item));
            }
        }
        Json::Object(members) => {
            for (key, value) in members {
                texts.push(key.clone());
                texts.push(text(value));
            }
        }
        scalar => texts.push(text(scalar)),
    }
    if !texts.is_empty() {
        fields.push(field(name, &texts.join(separator)));
    }
}

fn json_or_text(name: &str, value: &Json) -> Field {
    let is_json = value.is_object() || value.is_array();
    Field {
        content_type: is_json.then_some("application/json"),
        ..field(name, &text(value))
    }
}

fn field(name: &str, text: &str) -> Field {
    Field {
        name: name.to_owned(),
        text: text.to_owned(),
        content_type: None,
        headers: &[],
    }
}

fn text(value: &Json) -> String {
    match value {
        Json::Null => String::new(),
        Json::String(text) => text.clone(),
        other => other.to_string(),
    }
}
