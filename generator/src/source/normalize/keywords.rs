//! Keywords of JSON Schema that 3.0 does not have, or says in another way.
//!
//! Invariant: one that says which values fit, and of which no type is made, is warned of.

use serde_json::{Map, Value, json};

use super::pass::Pass;
use crate::{
    diagnostics::Diagnostic,
    source::{
        Pointer,
        reader::foreign_number,
        shape::{self, NodeShape},
    },
};

type Keywords = Map<String, Value>;

/// Prepares keywords before their types are read: what only 2020-12 has becomes what 3.0 has.
pub(super) fn prepare(pass: &mut Pass, keywords: &mut Keywords, at: &Pointer<'_>) {
    unread(pass, keywords, at);
    foreign_numbers(pass, keywords, at);
    empty_lists(pass, keywords, at);
    nothing_but_null(pass, keywords, at);
    rest(keywords, "unevaluatedProperties", "additionalProperties");
    rest(keywords, "unevaluatedItems", "items");
    patterns(pass, keywords, at);
    discriminator(pass, keywords, at);
}

/// Assumes a type for schemas without one, by their keywords.
pub(super) fn settle(pass: &mut Pass, keywords: &mut Keywords, at: &Pointer<'_>) {
    quoted_integers(pass, keywords, at);
    narrowed(keywords);
    type_of_branches(keywords);
    assumed(pass, keywords, at);
}

/// Conditions and references that depend on where they are met.
fn unread(pass: &mut Pass, keywords: &mut Keywords, at: &Pointer<'_>) {
    let unread = [
        "if",
        "then",
        "else",
        "dependentSchemas",
        "dependencies",
        "$dynamicRef",
        "$recursiveRef",
    ];
    for keyword in unread {
        if keywords.shift_remove(keyword).is_some() && !["then", "else"].contains(&keyword) {
            let message = format!("`{keyword}` is not supported: its constraints are not typed");
            pass.diagnostics.push(
                Diagnostic::warning("ignored-keyword", message)
                    .at(at.key(keyword).to_string())
                    .help("describe the properties beside it, or the alternatives by `oneOf`"),
            );
        }
    }
}

/// Numbers with another base, or with zeros in front, where a number is wanted: readers of YAML do not agree on them.
fn foreign_numbers(pass: &mut Pass, keywords: &Keywords, at: &Pointer<'_>) {
    let is_number = |ty: &Value| *ty == json!("integer") || *ty == json!("number");
    let wants_number = match keywords.get("type") {
        Some(Value::Array(types)) => {
            types.iter().any(is_number) && !types.contains(&json!("string"))
        }
        Some(ty) => is_number(ty),
        None => false,
    };
    let values = ["enum", "const", "default"].into_iter();
    let limits = shape::LIMITS.iter();
    let limits = limits.filter(|(_, shape)| matches!(shape, NodeShape::Number | NodeShape::Count));
    let keys = values
        .filter(|_| wants_number)
        .chain(limits.map(|(keyword, _)| *keyword));
    for key in keys {
        let at = at.key(key);
        match keywords.get(key) {
            Some(Value::Array(items)) => {
                for (index, item) in items.iter().enumerate() {
                    foreign_number_at(pass, item, &at.index(index));
                }
            }
            Some(value) => foreign_number_at(pass, value, &at),
            None => {}
        }
    }
}

fn foreign_number_at(pass: &mut Pass, value: &Value, at: &Pointer<'_>) {
    let Some((text, (base, decimal))) = value
        .as_str()
        .and_then(|text| Some((text, foreign_number(text)?)))
    else {
        return;
    };
    let message = format!("`{text}` is no number: octal, hexadecimal and binary ones are not JSON");
    pass.diagnostics.push(
        Diagnostic::error("foreign-number", message)
            .at(at.to_string())
            .help(format!("write {decimal} if the number is {base}")),
    );
}

/// Lists that would have to hold something.
fn empty_lists(pass: &mut Pass, keywords: &mut Keywords, at: &Pointer<'_>) {
    for keyword in ["type", "enum", "allOf", "oneOf", "anyOf"] {
        if matches!(keywords.get(keyword), Some(Value::Array(list)) if list.is_empty()) {
            keywords.shift_remove(keyword);
            let message = format!("`{keyword}` lists nothing; it is ignored");
            pass.diagnostics
                .push(Diagnostic::warning("empty-list", message).at(at.key(keyword).to_string()));
        }
    }
}

/// Sets `keyword` for all members that are not described otherwise, unless it is set already.
fn rest(keywords: &mut Keywords, keyword: &str, standing: &str) {
    if let Some(schema @ Value::Object(_)) = keywords.shift_remove(keyword) {
        keywords.entry(standing).or_insert(schema);
    }
}

/// Properties whose names follow patterns are further properties of one of their types. Where others may be
/// beside them, and names are described as well, those keep any value.
fn patterns(pass: &mut Pass, keywords: &mut Keywords, at: &Pointer<'_>) {
    let Some(Value::Object(patterns)) = keywords.shift_remove("patternProperties") else {
        return;
    };
    let mut schemas: Vec<Value> = Vec::new();
    let further = keywords.get("additionalProperties");
    let described = further.filter(|further| further.is_object()).cloned();
    for schema in patterns.into_values().chain(described) {
        if !schemas.contains(&schema) {
            schemas.push(schema);
        }
    }
    let is_open = matches!(further, None | Some(Value::Bool(true)));
    let further = match schemas.as_slice() {
        [] => return,
        _ if is_open && keywords.contains_key("properties") => {
            let message =
                "the properties of these patterns are typed as JSON values, like all others";
            pass.diagnostics.push(
                Diagnostic::warning("untyped", message)
                    .at(at.key("patternProperties").to_string())
                    .help("say `additionalProperties: false` if there are no others"),
            );
            Value::Bool(true)
        }
        [only] => only.clone(),
        _ => json!({ "anyOf": schemas }),
    };
    keywords.insert("additionalProperties".to_owned(), further);
}

/// The schema of values that a discriminator's mapping does not name, which `openapiv3` has no word for.
pub(crate) const DEFAULT_MAPPING: &str = "x-default-mapping";

/// Requires a discriminator to name its property.
fn discriminator(pass: &mut Pass, keywords: &mut Keywords, at: &Pointer<'_>) {
    let at = at.key("discriminator");
    let Some(Value::Object(found)) = keywords.get_mut("discriminator") else {
        return;
    };
    shape::warn_unknown(found, shape::DISCRIMINATOR, &at, &mut pass.diagnostics);
    if let Some(Value::Object(mapping)) = found.get_mut("mapping") {
        mapping.retain(|text, target| {
            if !target.is_string() {
                let at = at.key("mapping");
                let kind = shape::kind_of(target);
                pass.diagnostics
                    .push(shape::wrong(&at.key(text), "the name of a schema", kind));
            }
            target.is_string()
        });
    } else {
        found.shift_remove("mapping");
    }
    match found.shift_remove("defaultMapping") {
        Some(Value::String(target)) => {
            found.insert(DEFAULT_MAPPING.to_owned(), Value::String(target));
        }
        Some(other) => pass.diagnostics.push(shape::wrong(
            &at.key("defaultMapping"),
            "the name of a schema",
            shape::kind_of(&other),
        )),
        None => {}
    }
    if !found.get("propertyName").is_some_and(Value::is_string) {
        let message = "the discriminator has no `propertyName`; it is ignored";
        pass.diagnostics.push(
            Diagnostic::warning("ignored-discriminator", message)
                .at(at.to_string())
                .help("add a line `propertyName: …`"),
        );
        keywords.shift_remove("discriminator");
    }
}

/// Converts whole numbers in quotes among the values of an integer.
fn quoted_integers(pass: &mut Pass, keywords: &mut Keywords, at: &Pointer<'_>) {
    if keywords.get("type").and_then(Value::as_str) != Some("integer") {
        return;
    }
    let Some(Value::Array(values)) = keywords.get_mut("enum") else {
        return;
    };
    let number = |value: &Value| value.as_str().and_then(|text| text.parse::<i64>().ok());
    if values.iter().any(Value::is_string)
        && values
            .iter()
            .all(|value| value.is_i64() || number(value).is_some())
    {
        for value in values {
            if let Some(number) = number(value) {
                *value = json!(number);
            }
        }
        let message = "the values of this integer are in quotes; they are read as numbers";
        pass.diagnostics.push(
            Diagnostic::warning("quoted-value", message)
                .at(at.key("enum").to_string())
                .help("write them without quotes"),
        );
    }
}

/// Moves a list of values beside `allOf` into it, as one more constraint.
fn narrowed(keywords: &mut Keywords) {
    if !matches!(keywords.get("allOf"), Some(Value::Array(_))) || !keywords.contains_key("enum") {
        return;
    }
    let about = ["enum", "type", "format"];
    let moved: Keywords = keywords
        .iter()
        .filter(|(key, _)| about.contains(&key.as_str()) || key.starts_with("x-enum"))
        .map(|(key, value)| (key.clone(), value.clone()))
        .collect();
    keywords.retain(|key, _| !moved.contains_key(key));
    if let Some(Value::Array(members)) = keywords.get_mut("allOf") {
        members.push(Value::Object(moved));
    }
}

/// Keywords by which a branch says itself what it is.
const OF_ITS_OWN: [&str; 9] = [
    "$ref",
    "type",
    "allOf",
    "oneOf",
    "anyOf",
    "const",
    "properties",
    "items",
    "nullable",
];

/// Applies a scalar type beside alternatives to each that has none.
fn type_of_branches(keywords: &mut Keywords) {
    let Some(ty) = keywords
        .get("type")
        .and_then(Value::as_str)
        .map(str::to_owned)
    else {
        return;
    };
    if ty == "object" || ty == "array" {
        return;
    }
    for keyword in ["oneOf", "anyOf"] {
        let Some(Value::Array(branches)) = keywords.get_mut(keyword) else {
            continue;
        };
        for branch in branches.iter_mut().filter_map(Value::as_object_mut) {
            if !OF_ITS_OWN
                .iter()
                .any(|keyword| branch.contains_key(*keyword))
            {
                branch.insert("type".to_owned(), json!(ty));
            }
        }
    }
}

/// Keywords that are about values of one type only.
const ABOUT: [(&str, &str); 15] = [
    ("pattern", "string"),
    ("minLength", "string"),
    ("maxLength", "string"),
    ("contentEncoding", "string"),
    ("minimum", "number"),
    ("maximum", "number"),
    ("exclusiveMinimum", "number"),
    ("exclusiveMaximum", "number"),
    ("multipleOf", "number"),
    ("minItems", "array"),
    ("maxItems", "array"),
    ("uniqueItems", "array"),
    ("minProperties", "object"),
    ("maxProperties", "object"),
    ("required", "object"),
];

/// Formats of texts and numbers that say what type is meant.
const FORMATS: [(&str, &str); 13] = [
    ("date", "string"),
    ("date-time", "string"),
    ("time", "string"),
    ("email", "string"),
    ("uri", "string"),
    ("url", "string"),
    ("uuid", "string"),
    ("byte", "string"),
    ("binary", "string"),
    ("int32", "integer"),
    ("int64", "integer"),
    ("float", "number"),
    ("double", "number"),
];

/// Assumes the type of a schema without one from its keywords. Among the members of `allOf` and the like it only
/// narrows what the others say.
fn assumed(pass: &mut Pass, keywords: &mut Keywords, at: &Pointer<'_>) {
    let says_more = OF_ITS_OWN.iter().chain(&["enum", "additionalProperties"]);
    let is_known = says_more
        .filter(|keyword| **keyword != "nullable")
        .any(|keyword| keywords.contains_key(*keyword));
    if is_known || at.is_member() {
        return;
    }
    let excludes = |schema: &Value| schema.as_object().is_some_and(|not| !not.is_empty());
    if keywords.get("not").is_some_and(excludes) {
        let message = "the schema only excludes values; it is typed as a JSON value";
        pass.diagnostics
            .push(Diagnostic::warning("untyped", message).at(at.to_string()));
        return;
    }
    let format = keywords.get("format").and_then(Value::as_str);
    let by_format = FORMATS.iter().find(|(name, _)| Some(*name) == format);
    let by_format = by_format.map(|(_, ty)| ("format", *ty));
    let by_keyword = || {
        ABOUT
            .into_iter()
            .find(|(name, _)| keywords.contains_key(*name))
    };
    let Some((keyword, ty)) = by_format.or_else(by_keyword) else {
        return;
    };
    let message = format!("missing `type`; `{ty}` is assumed because of `{keyword}`");
    pass.diagnostics.push(
        Diagnostic::warning("assumed-type", message)
            .at(at.to_string())
            .help(format!("add a line `type: {ty}`")),
    );
    keywords.insert("type".to_owned(), json!(ty));
}

/// Warns of a schema that `null` alone fits, for which there is no type, unless it is one of several.
fn nothing_but_null(pass: &mut Pass, keywords: &Keywords, at: &Pointer<'_>) {
    let null = json!("null");
    let is_null = match (keywords.get("type"), keywords.get("enum")) {
        (Some(Value::Array(types)), _) => types.iter().all(|ty| *ty == null),
        (Some(ty), _) => *ty == null,
        (None, Some(Value::Array(values))) => {
            !values.is_empty() && values.iter().all(Value::is_null)
        }
        (None, _) => keywords.get("const").is_some_and(Value::is_null),
    };
    if is_null && !at.is_member() {
        let message = "the schema only allows `null`; it is typed as a JSON value";
        pass.diagnostics
            .push(Diagnostic::warning("untyped", message).at(at.to_string()));
    }
}
