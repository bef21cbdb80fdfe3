//! The members of a JSON object as fields of a form.
//!
//! Every member that JSON would carry is there; null, for which forms have no word, is an empty text.

use super::FormStyle;
use crate::runtime::codec::{self, Json};

/// A field of a form.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Field {
    pub(super) name: String,
    pub(super) text: String,
    /// Whether the text is JSON.
    pub(super) json: bool,
}

/// The fields for the JSON text `body`; none for an empty one.
///
/// # Errors
///
/// When it is not an object, with a message.
pub(super) fn fields(body: &[u8], style: FormStyle) -> Result<Vec<Field>, String> {
    let mut fields = Vec::new();
    if body.is_empty() {
        return Ok(fields);
    }
    let Ok(Json::Object(members)) = codec::decode(body) else {
        return Err(String::from("only an object can be sent along with files"));
    };
    for (name, value) in &members {
        match style {
            FormStyle::Brackets => bracketed(name.clone(), value, &mut fields),
            FormStyle::Plain => plain(name, value, &mut fields),
        }
    }
    Ok(fields)
}

fn bracketed(name: String, value: &Json, fields: &mut Vec<Field>) {
    match value {
        Json::Object(members) => {
            for (key, value) in members {
                bracketed(format!("{name}[{key}]"), value, fields);
            }
        }
        Json::Array(items) if items.is_empty() => fields.push(text(format!("{name}[]"), "")),
        Json::Array(items) => {
            for item in items {
                bracketed(format!("{name}[]"), item, fields);
            }
        }
        scalar => fields.push(text(name, &scalar_text(scalar))),
    }
}

fn plain(name: &str, value: &Json, fields: &mut Vec<Field>) {
    match value {
        Json::Array(items) => {
            for item in items {
                plain_item(name, item, fields);
            }
        }
        item => plain_item(name, item, fields),
    }
}

fn plain_item(name: &str, item: &Json, fields: &mut Vec<Field>) {
    if item.is_object() || item.is_array() {
        fields.push(Field {
            json: true,
            ..text(name.to_owned(), &item.to_string())
        });
    } else {
        fields.push(text(name.to_owned(), &scalar_text(item)));
    }
}

fn text(name: String, text: &str) -> Field {
    Field {
        name,
        text: text.to_owned(),
        json: false,
    }
}

fn scalar_text(value: &Json) -> String {
    match value {
        Json::Null => String::new(),
        Json::String(text) => text.clone(),
        other => other.to_string(),
    }
}
