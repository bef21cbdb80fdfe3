//! A number → a description of as many operations on as many types of 16 fields, so
//! that figures of different generators and releases have something in common that
//! no service changes.

use generator::Source;
use serde_json::{Map, Value, json};

/// The operations of a group, each on a type of its own.
pub(super) const GROUP: usize = 4;

/// The kinds of fields that all types have, by the beginnings of their names.
const FIELDS: [(&str, &str, Option<&str>); 14] = [
    ("name", "string", None),
    ("summary", "string", None),
    ("details", "string", None),
    ("email", "string", None),
    ("address", "string", None),
    ("owner_id", "integer", Some("int64")),
    ("parent_id", "integer", Some("int64")),
    ("position", "integer", Some("int32")),
    ("score", "number", None),
    ("active", "boolean", None),
    ("archived", "boolean", None),
    ("created_at", "string", Some("date-time")),
    ("updated_at", "string", Some("date-time")),
    ("due_on", "string", Some("date")),
];

/// Returns the description with `count` operations and types.
pub(super) fn description(count: usize) -> Source {
    let mut paths = Map::new();
    let mut schemas = Map::new();
    for number in 0..count {
        schemas.insert(name_of(number), schema(number, count));
        let (path, method, operation) = operation(number);
        paths.insert(path, json!({ method: operation }));
    }
    let description = json!({
        "openapi": "3.0.3",
        "info": { "title": "Made up", "version": "1.0.0" },
        "servers": [{ "url": "https://api.example.com/v1" }],
        "security": [{ "key": [] }],
        "paths": paths,
        "components": {
            "schemas": schemas,
            "securitySchemes": { "key": { "type": "http", "scheme": "bearer" } },
        },
    });
    Source {
        name: format!("{count} operations on {count} types of 16 fields"),
        text: description.to_string(),
    }
}

fn name_of(number: usize) -> String {
    format!("Record{number}")
}

fn reference(number: usize) -> Value {
    json!({ "$ref": format!("#/components/schemas/{}", name_of(number)) })
}

/// Returns an `id` that is always there, a list, and a value of each kind; the last one of them
/// is of the next type, where there is one.
fn schema(number: usize, count: usize) -> Value {
    let mut properties = Map::new();
    properties.insert(
        "id".to_owned(),
        json!({ "type": "integer", "format": "int64" }),
    );
    for (name, kind, format) in FIELDS {
        let mut property = json!({ "type": kind, "nullable": true });
        if let Some(format) = format {
            property["format"] = format.into();
        }
        properties.insert(name.to_owned(), property);
    }
    let last = if number + 1 < count && number % GROUP != GROUP - 1 {
        reference(number + 1)
    } else {
        json!({ "type": "array", "items": { "type": "string" } })
    };
    properties.insert("tags".to_owned(), last);
    json!({ "type": "object", "required": ["id"], "properties": properties })
}

/// Returns an operation to list, get, create or update, in turn.
fn operation(number: usize) -> (String, &'static str, Value) {
    let (group, record) = (number / GROUP, reference(number));
    let (method, verb, below) = match number % GROUP {
        0 => ("get", "list", ""),
        1 => ("get", "get", "/{id}"),
        2 => ("post", "create", "/new"),
        _ => ("put", "update", "/{id}/change"),
    };
    let mut parameters = Vec::new();
    if below.contains("{id}") {
        let schema = json!({ "type": "integer", "format": "int64" });
        parameters.push(json!({ "name": "id", "in": "path", "required": true, "schema": schema }));
    }
    if verb == "list" {
        for name in ["page", "per_page"] {
            parameters
                .push(json!({ "name": name, "in": "query", "schema": { "type": "integer" } }));
        }
    }
    let answer = match verb {
        "list" => json!({ "type": "array", "items": record }),
        _ => record.clone(),
    };
    let mut operation = json!({
        "operationId": format!("{verb}Group{group}"),
        "tags": [format!("group {group}")],
        "parameters": parameters,
        "responses": { "200": { "description": "Done", "content": { "application/json": { "schema": answer } } } },
    });
    if matches!(method, "post" | "put") {
        operation["requestBody"] =
            json!({ "required": true, "content": { "application/json": { "schema": record } } });
    }
    (format!("/group{group}{below}"), method, operation)
}

#[cfg(test)]
mod tests {
    use generator::{Input, Settings};

    use super::description;

    #[test]
    fn it_has_as_many_operations_and_types_as_were_asked_for() {
        let settings = Settings::for_crate("made-up").unwrap();
        let generated = Input::new(&description(80), &settings).generate().unwrap();
        assert_eq!(generated.api.operation_count(), 80);
        assert_eq!(generated.api.types.len(), 80);
        assert!(generated.warnings.is_empty(), "{:?}", generated.warnings);
    }
}
