//! Schemas: JSON Schema 2020-12 as far as 3.0 can say it.

use serde_json::{Map, Value, json};

use super::{
    keywords,
    pass::{Pass, strings_only},
    values,
};
use crate::{
    diagnostics::Diagnostic,
    source::{Pointer, shape},
};

/// Key for `contentMediaType`, for which 3.0 has no keyword.
pub(crate) const CONTENT_MEDIA_TYPE: &str = "x-content-media-type";

pub(super) fn schema(pass: &mut Pass, value: &mut Value, at: &Pointer<'_>) {
    match value {
        Value::Bool(true) => *value = json!({}),
        Value::Bool(false) => {
            *value = json!({ "not": {} });
            nothing_fits(pass, at);
        }
        Value::Object(keywords) if keywords.contains_key("$ref") => {
            reference(pass, keywords, at);
        }
        _ => {}
    }
    let Some(keywords) = value.as_object_mut() else {
        let found = shape::kind_of(value);
        pass.diagnostics.push(shape::wrong(at, "a schema", found));
        return;
    };
    if !keywords.contains_key("$ref") {
        values::check(pass, keywords, at);
        keywords::prepare(pass, keywords, at);
        rewrite(pass, keywords, at);
        keywords::settle(pass, keywords, at);
        check(pass, value, at);
        children(pass, value, at);
    }
}

/// Warns of a schema that no value fits. Beside the items of a tuple and the like it says that there are no more.
fn nothing_fits(pass: &mut Pass, at: &Pointer<'_>) {
    let closes = ["items", "additionalItems", "additionalProperties", "not"];
    if at.is_keyword() && at.name().is_some_and(|name| closes.contains(&name)) {
        return;
    }
    let message = "no value matches the schema `false`; it is typed as a JSON value";
    pass.diagnostics.push(
        Diagnostic::warning("untyped", message)
            .at(at.to_string())
            .help("remove the schema"),
    );
}

/// Keeps a reference alone; one with siblings becomes an `allOf` of one beside them, because 3.0 allows only references
/// without siblings.
fn reference(pass: &mut Pass, keywords: &mut Map<String, Value>, at: &Pointer<'_>) {
    let Some(target) = keywords.shift_remove("$ref") else {
        return;
    };
    pass.check_reference(&target, &at.key("$ref"));
    let reference = json!({ "$ref": target });
    if keywords
        .keys()
        .all(|key| (key.starts_with("x-") && key != "x-rust-name") || is_annotation(key))
    {
        keywords.clear();
        keywords.insert("$ref".to_owned(), target);
        return;
    }
    match keywords.get_mut("allOf") {
        Some(Value::Array(members)) => members.insert(0, reference),
        _ => {
            keywords.insert("allOf".to_owned(), json!([reference]));
        }
    }
}

/// Keywords that say nothing which the generated crate shows beside a reference.
fn is_annotation(key: &str) -> bool {
    matches!(
        key,
        "example" | "examples" | "$comment" | "summary" | "xml" | "externalDocs"
    )
}

fn rewrite(pass: &mut Pass, keywords: &mut Map<String, Value>, at: &Pointer<'_>) {
    types(pass, keywords, at);
    constant(keywords);
    null_in_enum(keywords);
    mixed_enum(keywords);
    exclusive_bound(keywords, "minimum", "exclusiveMinimum");
    exclusive_bound(keywords, "maximum", "exclusiveMaximum");
    wide_integers(keywords);
    content(keywords);
    tuple(keywords);
    examples(keywords);
}

/// Converts `examples: [5, 6]` → `example: 5`.
fn examples(keywords: &mut Map<String, Value>) {
    if let Some(Value::Array(examples)) = keywords.get("examples")
        && let Some(first) = examples.first().cloned()
    {
        keywords.entry("example").or_insert(first);
    }
}

/// Converts `type: [string, 'null']` → `type: string, nullable: true`. Several other types are branches of a union.
fn types(pass: &mut Pass, keywords: &mut Map<String, Value>, at: &Pointer<'_>) {
    let names = match keywords.get("type") {
        None | Some(Value::Null) => Vec::new(),
        Some(Value::String(name)) => vec![name.clone()],
        Some(Value::Array(names)) if names.iter().all(Value::is_string) => names
            .iter()
            .filter_map(|name| name.as_str().map(str::to_owned))
            .collect(),
        Some(other) => {
            let found = shape::kind_of(other);
            let wrong = shape::wrong(
                &at.key("type"),
                "the name of a type or a list of names",
                found,
            );
            pass.diagnostics.push(wrong);
            Vec::new()
        }
    };
    keywords.shift_remove("type");
    check_types(pass, &names, at);
    if names.iter().any(|name| name == "null") {
        keywords.insert("nullable".to_owned(), Value::Bool(true));
    }
    let mut others = names.into_iter().filter(|name| name != "null");
    match (others.next(), others.next()) {
        (Some(only), None) => {
            keywords.insert("type".to_owned(), Value::String(only));
        }
        (Some(first), Some(second)) => {
            let all: Vec<String> = [first, second].into_iter().chain(others).collect();
            several_types(keywords, &all);
        }
        (None, _) => {}
    }
}

/// Converts `type: [string, integer]` → `anyOf` of both, each with the keywords that are about its type.
///
/// Beside `oneOf` and the like, a list of types says nothing that these do not say better.
fn several_types(keywords: &mut Map<String, Value>, types: &[String]) {
    if types.iter().all(|ty| ty == "integer" || ty == "number") {
        keywords.insert("type".to_owned(), json!("number"));
        return;
    }
    if ["allOf", "oneOf", "anyOf", "$ref"]
        .iter()
        .any(|joiner| keywords.contains_key(*joiner))
    {
        return;
    }
    let branches = types.iter().map(|ty| branch(keywords, ty)).collect();
    for (keyword, _) in ABOUT {
        keywords.shift_remove(*keyword);
    }
    keywords.insert("anyOf".to_owned(), Value::Array(branches));
}

/// Keywords that are about values of some types only.
const ABOUT: &[(&str, &[&str])] = &[
    ("format", &["string", "integer", "number"]),
    ("enum", &["string", "integer", "number", "boolean"]),
    ("const", &["string", "integer", "number", "boolean"]),
    ("pattern", &["string"]),
    ("minLength", &["string"]),
    ("maxLength", &["string"]),
    ("contentEncoding", &["string"]),
    ("contentMediaType", &["string"]),
    ("minimum", &["integer", "number"]),
    ("maximum", &["integer", "number"]),
    ("exclusiveMinimum", &["integer", "number"]),
    ("exclusiveMaximum", &["integer", "number"]),
    ("multipleOf", &["integer", "number"]),
    ("items", &["array"]),
    ("prefixItems", &["array"]),
    ("minItems", &["array"]),
    ("maxItems", &["array"]),
    ("uniqueItems", &["array"]),
    ("properties", &["object"]),
    ("patternProperties", &["object"]),
    ("additionalProperties", &["object"]),
    ("required", &["object"]),
];

/// Returns the part of a schema of several types that applies to one of them.
fn branch(keywords: &Map<String, Value>, ty: &str) -> Value {
    let about = ABOUT.iter().filter(|(_, types)| types.contains(&ty));
    let own = about.filter_map(|(keyword, _)| keywords.get_key_value(*keyword));
    let mut branch: Map<String, Value> = own
        .map(|(key, value)| (key.clone(), value.clone()))
        .collect();
    branch.insert("type".to_owned(), json!(ty));
    if let Some(Value::Array(values)) = branch.get_mut("enum") {
        values.retain(|value| is_of_type(value, ty));
        if values.is_empty() {
            branch.shift_remove("enum");
        }
    }
    Value::Object(branch)
}

fn is_of_type(value: &Value, ty: &str) -> bool {
    match value {
        Value::String(_) => ty == "string",
        Value::Bool(_) => ty == "boolean",
        Value::Number(number) => ty == "number" || (ty == "integer" && number.is_i64()),
        _ => false,
    }
}

fn check_types(pass: &mut Pass, names: &[String], at: &Pointer<'_>) {
    const KNOWN: [&str; 7] = [
        "array", "boolean", "integer", "null", "number", "object", "string",
    ];
    for name in names.iter().filter(|name| !KNOWN.contains(&name.as_str())) {
        pass.diagnostics.push(
            Diagnostic::error("unknown-type", format!("unknown type `{name}`"))
                .at(at.key("type").to_string())
                .help(format!("the types are {}", KNOWN.join(", "))),
        );
    }
}

fn constant(keywords: &mut Map<String, Value>) {
    if let Some(value) = keywords.shift_remove("const") {
        keywords.entry("enum").or_insert_with(|| json!([value]));
    }
}

/// Converts `null` among the values of an enum to nullability.
fn null_in_enum(keywords: &mut Map<String, Value>) {
    let Some(Value::Array(values)) = keywords.get_mut("enum") else {
        return;
    };
    let before = values.len();
    values.retain(|value| !value.is_null());
    let (had_null, is_empty) = (values.len() < before, values.is_empty());
    if had_null {
        keywords.insert("nullable".to_owned(), Value::Bool(true));
    }
    if is_empty {
        keywords.shift_remove("enum");
    }
}

/// Converts `exclusiveMinimum: 5` → `minimum: 5, exclusiveMinimum: true`.
fn exclusive_bound(keywords: &mut Map<String, Value>, bound: &str, exclusive: &str) {
    if let Some(limit @ Value::Number(_)) = keywords.get(exclusive).cloned() {
        keywords.insert(bound.to_owned(), limit);
        keywords.insert(exclusive.to_owned(), Value::Bool(true));
    }
}

/// Bounds of an integer that `i64` does not reach → the format that does. The bounds of `openapiv3` end there as well, so
/// the type tells them.
fn wide_integers(keywords: &mut Map<String, Value>) {
    if keywords.get("type").and_then(Value::as_str) != Some("integer") {
        return;
    }
    let bound = |keyword: &str| keywords.get(keyword).and_then(Value::as_f64);
    let (least, most) = (bound("minimum"), bound("maximum"));
    let is_beyond = |keyword: &str| {
        let bound = keywords.get(keyword);
        bound.is_some_and(|bound| bound.is_number() && !bound.is_i64())
    };
    // Of floats without a fraction, those that `i64` has room for are no reason.
    let has_room = |bound: Option<f64>| bound.is_none_or(|bound| bound.abs() < 9.2e18);
    if (!is_beyond("minimum") || has_room(least)) && (!is_beyond("maximum") || has_room(most)) {
        return;
    }
    let is_unsigned = least.is_some_and(|least| least >= 0.0);
    let is_huge =
        most.is_some_and(|most| most > 1.9e19) || least.is_some_and(|least| least < -9.3e18);
    let format = if is_unsigned && !is_huge {
        "uint64"
    } else {
        "int128"
    };
    keywords.insert("format".to_owned(), json!(format));
}

/// Converts bytes the 3.1 way → the format of 3.0, and the key that says that a text in a form is a file.
fn content(keywords: &mut Map<String, Value>) {
    if let Some(media_type @ Value::String(_)) = keywords.get("contentMediaType").cloned()
        && !keywords.contains_key("contentEncoding")
    {
        keywords.insert(CONTENT_MEDIA_TYPE.to_owned(), media_type);
    }
    let format = match keywords.get("contentEncoding").and_then(Value::as_str) {
        Some("base64") => "byte",
        Some("base64url") => "base64url",
        Some("binary" | "8bit") => "binary",
        _ if keywords.get("contentMediaType").and_then(Value::as_str)
            == Some("application/octet-stream") =>
        {
            "binary"
        }
        _ => return,
    };
    keywords.entry("format").or_insert_with(|| json!(format));
}

/// Lists whose items have schemas of their own by position hold one of these at every position.
fn tuple(keywords: &mut Map<String, Value>) {
    let (prefix, rest) = match keywords.get("items") {
        Some(Value::Array(_)) => (keywords.shift_remove("items"), "additionalItems"),
        _ => (keywords.shift_remove("prefixItems"), "items"),
    };
    let Some(Value::Array(mut items)) = prefix else {
        return;
    };
    match keywords.shift_remove(rest) {
        // A value beyond the positions that are described is kept as it is.
        None | Some(Value::Bool(_)) => {}
        Some(schema) => items.push(schema),
    }
    let items = match items.as_slice() {
        [] => json!({}),
        [only] => only.clone(),
        _ => json!({ "anyOf": items }),
    };
    keywords.insert("items".to_owned(), items);
}

/// Converts values of several types without a type → a union of these types.
fn mixed_enum(keywords: &mut Map<String, Value>) {
    let (None, Some(Value::Array(values))) = (keywords.get("type"), keywords.get("enum")) else {
        return;
    };
    let mut types: Vec<String> = Vec::new();
    for value in values {
        let ty = match value {
            Value::String(_) => "string",
            Value::Bool(_) => "boolean",
            Value::Number(number) if number.is_i64() => "integer",
            Value::Number(_) => "number",
            Value::Null | Value::Array(_) | Value::Object(_) => return,
        };
        if !types.iter().any(|known| known == ty) {
            types.push(ty.to_owned());
        }
    }
    if types.len() > 1 {
        several_types(keywords, &types);
    }
}

/// Checks what is left against the shapes of 3.0.
fn check(pass: &mut Pass, value: &mut Value, at: &Pointer<'_>) {
    let Some(keywords) = value.as_object_mut() else {
        return;
    };
    shape::check_limits(keywords, at, &mut pass.diagnostics);
    // Members that `SCHEMA` does not list are dropped by the check, so these step aside.
    strings_only(keywords, "required");
    let kept: Vec<(String, Value)> = ["type", "default", "example"]
        .into_iter()
        .chain(shape::LIMITS.iter().map(|(keyword, _)| *keyword))
        .filter_map(|keyword| keywords.shift_remove_entry(keyword))
        .collect();
    if let Some(Value::Bool(_)) = keywords.get("required") {
        keywords.shift_remove("required");
        pass.diagnostics.push(
            Diagnostic::warning(
                "ignored-required",
                "`required` must be a list here; it is ignored",
            )
            .at(at.key("required").to_string())
            .help("list the names of the required properties beside `properties`"),
        );
    }
    if let Some(keywords) = pass.members(value, shape::SCHEMA, at) {
        keywords.extend(kept);
    }
}

fn children(pass: &mut Pass, value: &mut Value, at: &Pointer<'_>) {
    let Some(keywords) = value.as_object_mut() else {
        return;
    };
    for keyword in ["properties", "allOf", "oneOf", "anyOf"] {
        pass.each(keywords, keyword, at, schema);
    }
    for keyword in ["items", "not"] {
        if let Some(child) = keywords.get_mut(keyword) {
            schema(pass, child, &at.key(keyword));
        }
    }
    match keywords.get_mut("additionalProperties") {
        None | Some(Value::Bool(_)) => {}
        Some(child) => schema(pass, child, &at.key("additionalProperties")),
    }
}
