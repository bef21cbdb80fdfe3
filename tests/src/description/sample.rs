//! A schema → a value that fits it.
//!
//! Invariant: the same schema gives the same value, and a sample of everything has every property.

use serde_json::{Map, Value, json};

use super::Description;

/// Extent of a sample.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extent {
    /// Required members only.
    Minimal,
    /// Every property.
    Everything,
    /// Every property, `null` where that is allowed.
    Nulls,
}

/// Deeper than this, nothing that is optional is shown: types may hold themselves.
const DEEPEST: usize = 6;

impl Description {
    /// Returns a value of a schema, with everything in it.
    pub fn sample(&self, schema: &Value) -> Value {
        sample(self, schema, Extent::Everything)
    }
}

/// Returns a value of the schema.
pub fn sample(description: &Description, schema: &Value, extent: Extent) -> Value {
    Sampler {
        description,
        extent,
    }
    .value(schema, 0)
}

struct Sampler<'d> {
    description: &'d Description,
    extent: Extent,
}

impl Sampler<'_> {
    fn value(&self, schema: &Value, depth: usize) -> Value {
        let schema = self.description.resolve(schema);
        if self.extent == Extent::Nulls && depth > 0 && allows_null(schema) {
            return Value::Null;
        }
        if let Some(value) = listed(schema) {
            return value.clone();
        }
        if let Some(first) = first_choice(schema) {
            return self.value(first, depth);
        }
        if schema["allOf"].is_array() {
            return self.value(&self.joined(schema), depth);
        }
        match kind(schema) {
            "object" => self.object(schema, depth),
            "array" => self.array(schema, depth),
            "string" => text(schema),
            "integer" => number(schema),
            "number" => fraction(schema),
            "boolean" => json!(true),
            "null" => Value::Null,
            // Any value is allowed.
            _ => json!({"any": [1, "two", null]}),
        }
    }

    fn object(&self, schema: &Value, depth: usize) -> Value {
        let required = schema["required"].as_array();
        let is_required =
            |name: &str| required.is_some_and(|names| names.iter().any(|known| known == name));
        let everything = self.extent != Extent::Minimal && depth < DEEPEST;
        let mut object = Map::new();
        for (name, property) in schema["properties"].as_object().into_iter().flatten() {
            if everything || is_required(name) {
                object.insert(name.clone(), self.value(property, depth + 1));
            }
        }
        let additional = &schema["additionalProperties"];
        if everything && (additional.is_object() || *additional == true) {
            let value = match additional {
                Value::Object(_) => self.value(additional, depth + 1),
                _ => json!("more"),
            };
            object.insert("cf_more".to_owned(), value);
        }
        Value::Object(object)
    }

    fn array(&self, schema: &Value, depth: usize) -> Value {
        let least = schema["minItems"].as_u64().unwrap_or_default();
        let wanted = u64::from(self.extent != Extent::Minimal && depth < DEEPEST);
        (0..least.max(wanted))
            .map(|_| self.value(&schema["items"], depth + 1))
            .collect()
    }

    /// Returns the parts of an `allOf` as one schema.
    fn joined(&self, schema: &Value) -> Value {
        let mut joined = Map::new();
        let own = schema.as_object().into_iter().flatten();
        for (key, value) in own.filter(|(key, _)| *key != "allOf") {
            joined.insert(key.clone(), value.clone());
        }
        for part in schema["allOf"].as_array().into_iter().flatten() {
            let mut part = self.description.resolve(part).clone();
            if part["allOf"].is_array() {
                part = self.joined(&part);
            }
            for (key, value) in part.as_object_mut().into_iter().flatten() {
                match (joined.get_mut(key), value) {
                    (Some(Value::Object(known)), Value::Object(more)) => {
                        known.append(more);
                    }
                    (Some(Value::Array(known)), Value::Array(more)) => known.append(more),
                    (_, value) => {
                        joined.insert(key.clone(), value.take());
                    }
                }
            }
        }
        Value::Object(joined)
    }
}

fn allows_null(schema: &Value) -> bool {
    match &schema["type"] {
        Value::Array(types) => types.iter().any(|ty| ty == "null"),
        _ => ["oneOf", "anyOf"].iter().any(|key| {
            let parts = schema[key].as_array();
            parts.is_some_and(|parts| parts.iter().any(|part| part["type"] == "null"))
        }),
    }
}

/// Returns a value that the schema names.
fn listed(schema: &Value) -> Option<&Value> {
    let first = |key: &str| {
        let values = schema[key].as_array();
        values.and_then(|values| values.iter().find(|value| !value.is_null()))
    };
    // A text of a certain pattern cannot be made up; an example shows one.
    let example = schema.get("pattern").and_then(|_| first("examples"));
    schema.get("const").or_else(|| first("enum")).or(example)
}

fn first_choice(schema: &Value) -> Option<&Value> {
    ["oneOf", "anyOf"].iter().find_map(|key| {
        let parts = schema[key].as_array()?;
        parts.iter().find(|part| part["type"] != "null")
    })
}

fn kind(schema: &Value) -> &str {
    let named = match &schema["type"] {
        Value::String(name) => Some(name.as_str()),
        Value::Array(names) => names
            .iter()
            .filter_map(Value::as_str)
            .find(|name| *name != "null"),
        _ => None,
    };
    let implied = schema["properties"].is_object().then_some("object");
    named.or(implied).unwrap_or_default()
}

fn text(schema: &Value) -> Value {
    let text = match schema["format"].as_str().unwrap_or_default() {
        "date-time" => "2026-01-31T08:30:00Z",
        "date" => "2026-01-31",
        "email" => "jane@example.com",
        "uri" | "url" => "https://example.com/page",
        "uuid" => "0b0a7d3e-5f0a-4d52-9c5e-0d7f5f6f7a10",
        "byte" => "AQID",
        _ => "some text",
    };
    let longest = schema["maxLength"].as_u64().unwrap_or(u64::MAX);
    let shortest = schema["minLength"].as_u64().unwrap_or_default();
    let text: String = text
        .chars()
        .chain(std::iter::repeat('x'))
        .zip(0..longest.min(shortest.max(text.len() as u64)))
        .map(|(character, _)| character)
        .collect();
    json!(text)
}

/// Returns a whole number between the bounds.
fn number(schema: &Value) -> Value {
    let least = schema["minimum"].as_i64().unwrap_or(i64::MIN);
    let most = schema["maximum"].as_i64().unwrap_or(i64::MAX);
    json!(42_i64.clamp(least, most))
}

/// Returns a number with a fraction, between the bounds.
fn fraction(schema: &Value) -> Value {
    let least = schema["minimum"].as_f64().unwrap_or(f64::MIN);
    let most = schema["maximum"].as_f64().unwrap_or(f64::MAX);
    json!(1.5_f64.clamp(least, most))
}
