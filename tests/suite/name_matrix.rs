//! Every name of the runtime, of std's prelude and of Rust, wherever a description has names.
//!
//! A sample of the names is compiled in each run; `NAME_MATRIX=1`, `2` … takes another sample, and `NAME_MATRIX=all`
//! takes every name. Invariant: a name is used as a tag, an operation, a parameter, a field and an enum value, and
//! over the three crates as a struct, a union and an enum.

use std::{collections::BTreeSet, env};

use generator::{FileTree, Input, Settings, Source, runtime};
use serde_json::{Value, json};

/// One of so many names is in a sample.
const SAMPLED: usize = 8;

/// So many types name each other.
const CIRCLE: usize = 9;

/// So many names are fields of one struct; clippy rejects functions of more than a hundred lines.
const TOGETHER: usize = 60;

/// Names that std brings into scope everywhere.
const PRELUDE: [&str; 33] = [
    "AsMut",
    "AsRef",
    "Box",
    "Clone",
    "Copy",
    "Default",
    "DoubleEndedIterator",
    "Drop",
    "Eq",
    "Err",
    "ExactSizeIterator",
    "Extend",
    "Fn",
    "FnMut",
    "FnOnce",
    "From",
    "Future",
    "Into",
    "IntoFuture",
    "IntoIterator",
    "Iterator",
    "None",
    "Ok",
    "Option",
    "Ord",
    "PartialEq",
    "Result",
    "Send",
    "Some",
    "String",
    "Sync",
    "ToString",
    "Vec",
];

/// Words of Rust, and names that it treats in a way of their own.
const WORDS: [&str; 54] = [
    "Self", "abstract", "as", "async", "await", "become", "bool", "box", "break", "const",
    "continue", "core", "crate", "do", "dyn", "else", "enum", "extern", "f64", "final", "fn",
    "for", "gen", "i64", "if", "impl", "in", "let", "loop", "macro", "match", "mod", "move", "mut",
    "override", "priv", "pub", "ref", "return", "self", "static", "std", "str", "struct", "super",
    "trait", "try", "type", "union", "unsafe", "use", "where", "while", "yield",
];

/// Returns the names of this run.
fn names() -> Vec<String> {
    let found = runtime::names();
    let modules = found.items().flat_map(|item| item.module.split("::"));
    let names = found
        .items()
        .map(|item| item.name.as_str())
        .chain(modules)
        .chain(found.macros())
        .chain(found.all_methods())
        .chain(PRELUDE)
        .chain(WORDS);
    let names: BTreeSet<&str> = names.collect();
    let wanted = env::var("NAME_MATRIX").unwrap_or_default();
    let sample = wanted.parse().unwrap_or(0) % SAMPLED;
    let is_wanted = |at: &usize| wanted == "all" || at % SAMPLED == sample;
    let names = names.into_iter().enumerate();
    let names = names.filter(|(at, _)| is_wanted(at));
    names.map(|(_, name)| name.to_owned()).collect()
}

/// Returns the crate of the names in every place; of each three, one is a struct, one a union and one an enum.
pub(crate) fn everywhere() -> FileTree {
    made("every_name", &description(&names(), 0))
}

/// Returns two more crates, in which a name is another kind of type.
pub(crate) fn of_types() -> [(String, FileTree); 2] {
    [1, 2].map(|turn| {
        let name = format!("type_names_{turn}");
        let mut description = description(&names(), turn);
        description["paths"] = json!({});
        let tree = made(&name, &description);
        (name, tree)
    })
}

fn made(name: &str, description: &Value) -> FileTree {
    let source = Source {
        name: format!("{name}.json"),
        text: description.to_string(),
    };
    let settings = Settings::for_crate(name).unwrap();
    let generated = Input::new(&source, &settings)
        .generate()
        .unwrap_or_else(|errors| panic!("{errors}"));
    generated.tree
}

fn description(names: &[String], turn: usize) -> Value {
    let mut paths = serde_json::Map::new();
    let mut schemas = serde_json::Map::new();
    let text = json!({ "type": "string" });
    for (at, name) in names.iter().enumerate() {
        // Types name each other in small circles: rustdoc gives up on chains of a hundred.
        let circle = names.chunks(CIRCLE).nth(at / CIRCLE).unwrap();
        let other = |step: usize| &circle[(at + step) % circle.len()];
        let reference = json!({ "$ref": format!("#/components/schemas/{name}") });
        let body = json!({ "content": { "application/json": { "schema": reference } }, "required": at % 2 == 0 });
        paths.insert(
            format!("/{at}/{{{name}}}"),
            json!({ "post": {
                "operationId": name,
                "tags": [other(1)],
                "parameters": [
                    { "name": name, "in": "path", "required": true, "schema": text },
                    { "name": other(2), "in": "query", "schema": { "$ref": format!("#/components/schemas/{}", other(3)) } },
                ],
                "requestBody": body,
                "responses": { "200": { "description": "Done.", "content": { "application/json": { "schema": reference } } } },
            } }),
        );
        schemas.insert(
            name.clone(),
            schema(name, other(1), other(2), (at + turn) % 3),
        );
    }
    for (at, names) in names.chunks(TOGETHER).enumerate() {
        together(at, names, &mut paths, &mut schemas);
    }
    json!({
        "openapi": "3.1.0",
        "info": { "title": "Names", "version": "1" },
        "servers": [{ "url": "https://api.example.com" }],
        "paths": paths,
        "components": { "schemas": schemas },
    })
}

/// Adds a struct, an enum and an operation in which the names are beside each other.
fn together(
    at: usize,
    names: &[String],
    paths: &mut serde_json::Map<String, Value>,
    schemas: &mut serde_json::Map<String, Value>,
) {
    let text = json!({ "type": "string" });
    let fields: serde_json::Map<String, Value> = names
        .iter()
        .map(|name| (name.clone(), text.clone()))
        .collect();
    schemas.insert(
        format!("every field {at}"),
        json!({ "type": "object", "required": names, "properties": fields }),
    );
    schemas.insert(
        format!("every value {at}"),
        json!({ "type": "string", "enum": names }),
    );
    let setters: Vec<Value> = names
        .iter()
        .map(|name| json!({ "name": name, "in": "query", "schema": text }))
        .collect();
    let body = json!({ "$ref": format!("#/components/schemas/every field {at}") });
    paths.insert(
        format!("/every/{at}"),
        json!({ "post": {
            "operationId": format!("every setter {at}"),
            "tags": ["every tag"],
            "parameters": setters,
            "requestBody": { "content": { "application/json": { "schema": body } } },
            "responses": { "204": { "description": "Done." } },
        } }),
    );
}

/// Returns a type of a kind that has the names of others inside.
fn schema(name: &str, one: &str, two: &str, kind: usize) -> Value {
    let reference = |name: &str| json!({ "$ref": format!("#/components/schemas/{name}") });
    match kind {
        0 => json!({
            "type": "object",
            "required": [name],
            "properties": {
                name: { "type": "string" },
                one: { "type": "array", "items": reference(one) },
                format!("{two} at"): { "type": "string", "format": "date-time" },
            },
            "additionalProperties": { "type": "string" },
        }),
        1 => json!({ "oneOf": [
            { "type": "object", "title": one, "required": [one], "properties": { one: { "type": "string" } } },
            { "type": "object", "title": two, "required": [two], "properties": { two: reference(two) } },
            { "type": "array", "items": { "type": "integer" } },
        ] }),
        _ => json!({ "type": "string", "enum": [name, one, two] }),
    }
}
