//! Pairs of schemas under `allOf`, `oneOf` and `anyOf`, and values of them that may lose nothing.
//!
//! Invariant: a value fits the combination by the rules of JSON Schema, or it is not tried.

use std::fmt::Write as _;

use generator::Generated;
use serde_json::{Map, Value, json};

use super::generate;

/// Name of the crate.
pub(crate) const NAME: &str = "pair_matrix";

const COMBINATORS: [&str; 3] = ["allOf", "oneOf", "anyOf"];

/// A schema and two values of it.
struct Kind {
    name: &'static str,
    schema: Value,
    values: [Value; 2],
}

fn kinds() -> Vec<Kind> {
    let kind = |name, schema, values| Kind {
        name,
        schema,
        values,
    };
    let text = json!({ "type": "string" });
    let whole = json!({ "type": "integer" });
    vec![
        kind("text", text.clone(), [json!("5"), json!("true")]),
        kind(
            "instant",
            json!({ "type": "string", "format": "date-time" }),
            [
                json!("2026-01-31T12:00:00Z"),
                json!("1969-12-31T23:59:59.5Z"),
            ],
        ),
        kind("whole", whole.clone(), [json!(5), json!(-7)]),
        kind(
            "number",
            json!({ "type": "number" }),
            [json!(1.5), json!(-0.25)],
        ),
        kind(
            "flag",
            json!({ "type": "boolean" }),
            [json!(true), json!(false)],
        ),
        kind(
            "colour",
            json!({ "type": "string", "enum": ["red", "blue"] }),
            [json!("red"), json!("blue")],
        ),
        kind(
            "nullable",
            json!({ "type": ["string", "null"] }),
            [json!("null"), Value::Null],
        ),
        kind(
            "texts",
            json!({ "type": "array", "items": text }),
            [json!([]), json!(["1", "b"])],
        ),
        kind(
            "wholes",
            json!({ "type": "object", "additionalProperties": whole }),
            [json!({}), json!({ "x": 1 })],
        ),
        kind(
            "named",
            json!({ "$ref": "#/components/schemas/Named" }),
            [json!({ "name": "5" }), json!({ "name": "a", "size": 3 })],
        ),
        kind(
            "inline",
            json!({ "type": "object", "required": ["id"], "properties": { "id": whole, "tags": { "type": "array", "items": text } } }),
            [json!({ "id": 1 }), json!({ "id": 2, "tags": ["t"] })],
        ),
        kind(
            "anything",
            json!({}),
            [json!([1, { "a": null }]), json!("x")],
        ),
    ]
}

fn pair_name(combinator: &str, one: &Kind, other: &Kind) -> String {
    format!("{combinator} {} {}", one.name, other.name)
}

fn all_name(combinator: &str, one: &Kind) -> String {
    format!("all {combinator} of {}", one.name)
}

pub(crate) fn crate_of_all() -> Generated {
    generate(NAME, &description())
}

fn description() -> Value {
    let mut schemas = json!({
        "Named": { "type": "object", "required": ["name"], "properties": { "name": { "type": "string" }, "size": { "type": "integer" } } },
    });
    let mut paths = json!({});
    let kinds = kinds();
    for combinator in COMBINATORS {
        for one in &kinds {
            let mut properties = Map::new();
            for other in &kinds {
                let name = pair_name(combinator, one, other);
                let reference = json!({ "$ref": format!("#/components/schemas/{name}") });
                schemas[&name] = json!({ combinator: [one.schema, other.schema] });
                let items = json!({ "type": "array", "items": reference });
                properties.insert(format!("with {}", other.name), items);
            }
            schemas[all_name(combinator, one)] =
                json!({ "type": "object", "properties": properties });
            let all =
                json!({ "$ref": format!("#/components/schemas/{}", all_name(combinator, one)) });
            let all = json!({ "application/json": { "schema": all } });
            paths[format!("/{combinator}/{}", one.name)] = json!({ "put": {
                "operationId": format!("put {combinator} of {}", one.name),
                "tags": ["Pairs"],
                "requestBody": { "content": all },
                "responses": { "200": { "description": "The same.", "content": all } },
            } });
        }
    }
    json!({
        "openapi": "3.1.0",
        "info": { "title": "Pairs", "version": "1" },
        "paths": paths,
        "components": { "schemas": schemas },
    })
}

/// Returns the values that fit both schemas, as far as this is plain to see.
fn joined(one: &Kind, other: &Kind) -> Vec<Value> {
    let values = one.values.iter().zip(&other.values);
    match (one.name, other.name) {
        (a, b) if a == b => one.values.to_vec(),
        ("anything", _) | ("text" | "nullable", "instant" | "colour") => other.values.to_vec(),
        (_, "anything") | ("instant" | "colour", "text" | "nullable") => one.values.to_vec(),
        ("text", "nullable") | ("nullable", "text") => vec![json!("null")],
        ("whole", "number") | ("number", "whole") => vec![json!(5)],
        ("named", "inline") | ("inline", "named") => values.map(|(a, b)| merged(a, b)).collect(),
        _ => Vec::new(),
    }
}

fn merged(one: &Value, other: &Value) -> Value {
    let members = [one, other]
        .into_iter()
        .filter_map(Value::as_object)
        .flatten();
    Value::Object(
        members
            .map(|(name, value)| (name.clone(), value.clone()))
            .collect(),
    )
}

/// Returns the program that reads and writes the values of every pair.
pub(crate) fn program(generated: &Generated) -> String {
    let kinds = kinds();
    let mut checks = String::new();
    for combinator in COMBINATORS {
        for (one, other) in kinds
            .iter()
            .flat_map(|one| kinds.iter().map(move |other| (one, other)))
        {
            let name = pair_name(combinator, one, other);
            let values = match combinator {
                "allOf" => joined(one, other),
                _ => [&one.values[..], &other.values].concat(),
            };
            let all = all_name(combinator, one);
            let mut types = generated.api.types.iter();
            let found = types.find(|def| def.name.wire == all).unwrap();
            for value in values {
                let body = json!({ format!("with {}", other.name): [value] }).to_string();
                let ident = &found.name.ident;
                let _ = writeln!(
                    checks,
                    "    check::<models::{ident}>(&mut wrong, {name:?}, {body:?});"
                );
            }
        }
    }
    format!("{HEAD}\nfn main() {{\n    let mut wrong = Vec::new();\n{checks}{END}}}\n")
}

const HEAD: &str = r#"//! Values of pairs of schemas.

use cases::pair_matrix::models;
use cases::runtime::{Decode, Encode, Json, codec};

/// Returns `true` if two values are the same to every reader of JSON, to which `5` and `5.0` are one number.
fn is_same(one: &Json, other: &Json) -> bool {
    match (one, other) {
        (Json::Number(one), Json::Number(other)) => one.as_f64() == other.as_f64(),
        (Json::Array(one), Json::Array(other)) => {
            one.len() == other.len() && one.iter().zip(other).all(|(one, other)| is_same(one, other))
        }
        (Json::Object(one), Json::Object(other)) => {
            one.len() == other.len()
                && one.iter().all(|(name, one)| other.get(name).is_some_and(|other| is_same(one, other)))
        }
        _ => one == other,
    }
}

fn check<T: Decode + Encode>(wrong: &mut Vec<String>, name: &str, json: &str) {
    let expected: Json = codec::decode(json.as_bytes()).unwrap();
    match codec::decode::<T>(json.as_bytes()) {
        Err(error) => wrong.push(format!("{name}: {json}: {error}")),
        Ok(value) => {
            let written: Json = codec::decode(&codec::encode(&value)).unwrap();
            if !is_same(&written, &expected) {
                wrong.push(format!("{name}: {json} is written as {written}"));
            }
        }
    }
}
"#;

const END: &str = r#"    assert!(wrong.is_empty(), "{} values are wrong:\n{}", wrong.len(), wrong.join("\n"));
"#;
