//! A request that is a form, against the sample that it was made from and the description.
//!
//! Invariant: every part is accounted for, in the order of the sample, files after the fields.

use serde_json::Value;

use tests::description::{Description, Media};

use super::calls::FILE_NAME;
use crate::multipart::{Part, field, file, parts};

/// Judges the body of a form.
pub(crate) fn judge(
    description: &Description,
    media: &Media<'_>,
    wanted: &Value,
    content_type: &str,
    body: &[u8],
) -> Result<(), String> {
    if let Some(mistake) = description.mistake(media.schema, wanted) {
        return Err(format!("{mistake} in {wanted}"));
    }
    let schema = description.resolve(media.schema);
    let (mut expected, mut files) = (Vec::new(), Vec::new());
    for (name, value) in wanted.as_object().into_iter().flatten() {
        let property = description.resolve(&schema["properties"][name]);
        match value {
            Value::Array(items) if is_file(description.resolve(&property["items"])) => {
                files.extend(items.iter().map(|item| part_of_file(name, item)));
            }
            one if is_file(property) => files.push(part_of_file(name, one)),
            other => fields(media, name, other, &mut expected),
        }
    }
    expected.append(&mut files);
    let sent = parts(content_type, body);
    if sent == expected {
        return Ok(());
    }
    Err(format!("{expected:?} was sent as {sent:?}"))
}

fn is_file(schema: &Value) -> bool {
    schema["format"] == "binary" || schema["contentMediaType"].is_string()
}

fn part_of_file(name: &str, content: &Value) -> Part {
    let content = content.as_str().expect("the content of a file");
    file(name, FILE_NAME, "text/csv", content.as_bytes())
}

fn fields(media: &Media<'_>, name: &str, value: &Value, parts: &mut Vec<Part>) {
    match value {
        Value::Object(members) if media.brackets => {
            for (key, value) in members {
                fields(media, &format!("{name}[{key}]"), value, parts);
            }
        }
        Value::Array(items) if media.brackets => {
            for item in items {
                fields(media, &format!("{name}[]"), item, parts);
            }
        }
        Value::Array(items) => {
            for item in items {
                parts.push(json_or_text(name, item));
            }
        }
        other => parts.push(json_or_text(name, other)),
    }
}

fn json_or_text(name: &str, value: &Value) -> Part {
    match value {
        Value::Null => field(name, ""),
        Value::String(text) => field(name, text),
        Value::Array(_) | Value::Object(_) => Part {
            content_type: Some("application/json".to_owned()),
            ..field(name, &value.to_string())
        },
        scalar => field(name, &scalar.to_string()),
    }
}
