//! Every kind of schema in every place that a description has for one.
//!
//! Invariant: a kind that a place has no type for is text or JSON there, and the crate compiles.

use generator::FileTree;
use serde_json::{Value, json};

use super::generate;

/// Name of the crate.
pub(crate) const NAME: &str = "schema_matrix";

/// Media types of a body with one value.
const BODIES: [&str; 7] = [
    "application/json",
    "application/jsonl",
    "text/plain",
    "text/event-stream",
    "application/octet-stream",
    "application/merge-patch+json",
    "*/*",
];

/// Media types of a body with a member for each value.
const FORMS: [&str; 2] = ["application/x-www-form-urlencoded", "multipart/form-data"];

pub(crate) fn crate_of_all() -> FileTree {
    generate(NAME, &description()).tree
}

/// Returns schemas by a name for each.
fn kinds() -> Vec<(&'static str, Value)> {
    let text = json!({ "type": "string" });
    let object = json!({ "type": "object", "required": ["id"], "properties": { "id": { "type": "integer" }, "note": text } });
    let named = json!({ "$ref": "#/components/schemas/Named" });
    let list = |items: &Value| json!({ "type": "array", "items": items });
    vec![
        ("text", text.clone()),
        ("bytes", json!({ "type": "string", "format": "byte" })),
        ("file", json!({ "type": "string", "format": "binary" })),
        (
            "instant",
            json!({ "type": "string", "format": "date-time" }),
        ),
        ("wide", json!({ "type": "integer", "minimum": -1e30 })),
        ("decimal", json!({ "type": "number", "format": "decimal" })),
        ("flag", json!({ "type": "boolean" })),
        ("nothing", json!({ "type": "null" })),
        (
            "colour",
            json!({ "type": "string", "enum": ["red", "blue"] }),
        ),
        ("level", json!({ "type": "integer", "enum": [1, 2] })),
        ("constant", json!({ "const": "fixed" })),
        ("only-true", json!({ "type": "boolean", "const": true })),
        ("nullable", json!({ "type": ["integer", "null"] })),
        (
            "scalars",
            json!({ "type": ["integer", "string", "boolean"] }),
        ),
        ("never", json!(false)),
        ("anything", json!({})),
        ("whatever", json!(true)),
        ("no-text", json!({ "not": text })),
        ("texts", list(&text)),
        (
            "files",
            list(&json!({ "type": "string", "format": "binary" })),
        ),
        (
            "colours",
            list(&json!({ "type": "string", "enum": ["red", "blue"] })),
        ),
        ("lists", list(&list(&text))),
        ("untyped-list", json!({ "type": "array" })),
        (
            "tuple",
            json!({ "type": "array", "prefixItems": [text, { "type": "integer" }] }),
        ),
        (
            "nullable-items",
            list(&json!({ "type": ["string", "null"] })),
        ),
        ("free", json!({ "type": "object" })),
        (
            "map",
            json!({ "type": "object", "additionalProperties": { "type": "integer" } }),
        ),
        (
            "map-of-objects",
            json!({ "type": "object", "additionalProperties": named }),
        ),
        ("object", object.clone()),
        (
            "empty-object",
            json!({ "type": "object", "properties": {}, "additionalProperties": false }),
        ),
        ("named", named.clone()),
        (
            "wrapped",
            json!({ "allOf": [named], "description": "Of a name." }),
        ),
        ("joined", json!({ "allOf": [named, object] })),
        (
            "nullable-object",
            json!({ "anyOf": [named, { "type": "null" }] }),
        ),
        ("objects", list(&named)),
        ("alternatives", json!({ "oneOf": [named, object] })),
        (
            "mixed",
            json!({ "anyOf": [text, { "type": "integer" }, named, list(&text)] }),
        ),
        ("tagged", json!({ "$ref": "#/components/schemas/Tagged" })),
        (
            "recursive",
            json!({ "$ref": "#/components/schemas/Folder" }),
        ),
        ("alias", json!({ "$ref": "#/components/schemas/Alias" })),
    ]
}

fn components() -> Value {
    let alternative = |kind: &str| json!({ "type": "object", "required": ["kind"], "properties": { "kind": { "const": kind } } });
    json!({
        "Named": { "type": "object", "required": ["name"], "properties": { "name": { "type": "string" } } },
        "Folder": { "type": "object", "properties": { "parent": { "$ref": "#/components/schemas/Folder" } } },
        "Alias": { "$ref": "#/components/schemas/Colour" },
        "Colour": { "type": "string", "enum": ["red", "green"] },
        "Cat": alternative("Cat"),
        "Dog": alternative("Dog"),
        "Tagged": {
            "oneOf": [{ "$ref": "#/components/schemas/Cat" }, { "$ref": "#/components/schemas/Dog" }],
            "discriminator": { "propertyName": "kind" },
        },
    })
}

fn description() -> Value {
    let mut paths = json!({});
    for (name, schema) in kinds() {
        paths[format!("/{name}/{{id}}")] = json!({ "get": in_parameters(name, &schema) });
        for (at, media_type) in BODIES.iter().enumerate() {
            let content = json!({ (*media_type): { "schema": schema } });
            paths[format!("/{name}/body/{at}")] =
                json!({ "post": in_bodies(name, &format!("body {at}"), &content) });
        }
        let items = json!({ "text/event-stream": { "itemSchema": schema } });
        paths[format!("/{name}/items")] = json!({ "post": in_bodies(name, "items", &items) });
        let members = json!({
            "type": "object",
            "required": ["needed"],
            "properties": { "needed": schema, "optional": schema },
            "additionalProperties": schema,
        });
        for (at, media_type) in FORMS.iter().enumerate() {
            let content = json!({ (*media_type): { "schema": members } });
            paths[format!("/{name}/form/{at}")] =
                json!({ "post": in_bodies(name, &format!("form {at}"), &content) });
        }
    }
    json!({
        "openapi": "3.2.0",
        "info": { "title": "Schemas", "version": "1" },
        "paths": paths,
        "components": { "schemas": components() },
    })
}

fn in_parameters(name: &str, schema: &Value) -> Value {
    let parameter = |name: &str, location: &str, required: bool| json!({ "name": name, "in": location, "required": required, "schema": schema });
    let styled = |style: &str| json!({ "name": style, "in": "query", "style": style, "explode": style == "deepObject", "schema": schema });
    let header = json!({ "X-Out": { "schema": schema } });
    let content = json!({ "application/json": { "schema": schema } });
    json!({
        "operationId": format!("get {name}"),
        "tags": ["Places"],
        "parameters": [
            parameter("id", "path", true),
            parameter("needed", "query", true),
            parameter("optional", "query", false),
            parameter("X-Needed", "header", true),
            parameter("X-Optional", "header", false),
            parameter("session", "cookie", true),
            parameter("theme", "cookie", false),
            styled("deepObject"),
            styled("spaceDelimited"),
            styled("pipeDelimited"),
            { "name": "json", "in": "query", "content": content },
        ],
        "responses": {
            "200": { "description": "Done.", "headers": header, "content": content },
            "400": { "description": "Wrong.", "content": content },
        },
    })
}

fn in_bodies(name: &str, place: &str, content: &Value) -> Value {
    json!({
        "operationId": format!("send {name} as {place}"),
        "tags": ["Places"],
        "requestBody": { "required": true, "content": content },
        "responses": { "200": { "description": "Done.", "content": content } },
    })
}
