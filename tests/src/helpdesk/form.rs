//! The parts of a form → the members of a body, and its files.
//!
//! Invariant: `tags[]` and `custom_fields[cf_a]` become the list and the object that the schema of the JSON has.

use serde_json::Value;

use super::{
    files::File,
    records::Object,
    refusal::{Refusal, Wrong},
};
use crate::{
    description::{Description, read},
    multipart::Part,
};

/// Returns the fields of a form as JSON of a schema, and its files.
pub(super) fn read_form(
    description: &Description,
    schema: &Value,
    parts: Vec<Part>,
) -> Result<(Object, Vec<File>), Refusal> {
    let (mut body, mut files) = (Object::new(), Vec::new());
    for part in parts {
        match part.file_name {
            None => {
                let text = String::from_utf8_lossy(&part.content).into_owned();
                put(&mut body, &steps(&part.name), text);
            }
            Some(name) => files.push(File {
                name,
                content_type: part.content_type.ok_or_else(|| {
                    let message = "It should be a/an valid file format";
                    Wrong::new(
                        part.name.trim_end_matches("[]"),
                        "datatype_mismatch",
                        message,
                    )
                })?,
                content: part.content,
            }),
        }
    }
    let typed = typed(description, schema, Value::Object(body));
    let Value::Object(body) = typed else {
        return Err(Refusal::Json);
    };
    Ok((body, files))
}

/// Returns `a[b][]` as `a`, `b` and nothing.
fn steps(name: &str) -> Vec<&str> {
    let (first, rest) = name.split_once('[').unwrap_or((name, ""));
    let inner = rest.strip_suffix(']').map(|rest| rest.split("]["));
    std::iter::once(first)
        .chain(inner.into_iter().flatten())
        .collect()
}

fn put(body: &mut Object, steps: &[&str], text: String) {
    let mut place = body.entry(steps[0]).or_insert(Value::Null);
    for step in &steps[1..] {
        if step.is_empty() {
            if !place.is_array() {
                *place = Value::Array(Vec::new());
            }
            let items = place.as_array_mut().expect("made above");
            items.push(Value::Null);
            place = items.last_mut().expect("pushed above");
        } else {
            if !place.is_object() {
                *place = Value::Object(Object::new());
            }
            let members = place.as_object_mut().expect("made above");
            place = members.entry(*step).or_insert(Value::Null);
        }
    }
    *place = text.into();
}

/// Returns a value whose texts are what the schema makes of them.
fn typed(description: &Description, schema: &Value, value: Value) -> Value {
    let schema = description.resolve(schema);
    match value {
        Value::String(text) => read(schema, &text),
        Value::Array(items) => {
            let item = |value| typed(description, &schema["items"], value);
            items.into_iter().map(item).collect()
        }
        Value::Object(members) => {
            let properties = description.properties(schema);
            let member = |(key, value): (String, Value)| {
                let property = properties.get(key.as_str()).copied();
                let value = typed(description, property.unwrap_or(&Value::Null), value);
                (key, value)
            };
            Value::Object(members.into_iter().map(member).collect())
        }
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::{Object, put, steps};

    #[test]
    fn brackets_are_lists_and_objects() {
        let mut body = Object::new();
        for (name, text) in [
            ("tags[]", "a"),
            ("tags[]", "b"),
            ("custom_fields[cf_a]", "c"),
            ("x", "d"),
        ] {
            put(&mut body, &steps(name), text.to_owned());
        }
        let written = serde_json::Value::Object(body).to_string();
        assert_eq!(
            written,
            r#"{"tags":["a","b"],"custom_fields":{"cf_a":"c"},"x":"d"}"#
        );
    }
}
