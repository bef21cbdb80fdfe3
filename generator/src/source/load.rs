//! Text → untyped tree.
//!
//! Invariant: every key and value of the text is in the tree, in the order of the text; a key
//! that is twice in one mapping is an error, not a silent loss.

use std::fmt;

use serde::de::{
    self, DeserializeSeed, Deserializer, EnumAccess, MapAccess, SeqAccess, VariantAccess,
};
use serde_json::{Map, Number, Value};

use super::{
    limits::{self, Budget, Limit},
    locate::located,
    origins::Origins,
    text::Source,
};
use crate::diagnostics::{Diagnostic, Diagnostics, Position};

/// An untyped tree of a description.
#[derive(Clone, Debug, PartialEq)]
pub struct Document {
    pub(crate) root: Value,
    /// Source text of each node.
    pub(super) origins: Origins,
    /// Actions of overlays that were applied, in their order.
    pub(super) actions: Vec<AppliedAction>,
}

/// An action of an overlay that was applied.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct AppliedAction {
    /// The text that it stands in: 0 is the description, then the overlays in their order.
    pub(super) text: usize,
    /// Its place in the list of actions.
    pub(super) index: usize,
    /// Name in messages.
    pub(super) label: String,
    /// Locations of the nodes that it took out, as the steps of JSON pointers.
    pub(super) removed: Vec<Vec<String>>,
}

impl Document {
    /// Returns the tree.
    #[must_use]
    pub fn root(&self) -> &Value {
        &self.root
    }

    /// Returns the number of overlay actions that were applied to the description.
    #[must_use]
    pub fn actions(&self) -> usize {
        self.actions.len()
    }

    /// Returns the tree as it is.
    #[must_use]
    pub fn as_json(&self) -> &Value {
        &self.root
    }
}

/// Reads YAML or JSON.
///
/// # Errors
///
/// Reports text that is neither, with line and column, and a text that is no OpenAPI 3
/// description.
pub fn load(source: &Source) -> Result<Document, Diagnostics> {
    let root = read(&source.text).map_err(|diagnostics| located(diagnostics, source))?;
    check_version(&root).map_err(|diagnostics| located(diagnostics, source))?;
    Ok(Document {
        root,
        origins: Origins::new(0, ""),
        actions: Vec::new(),
    })
}

/// Reads YAML or JSON, whatever it describes.
///
/// # Errors
///
/// Reports text that is neither, with line and column.
pub fn read_tree(source: &Source) -> Result<Value, Diagnostics> {
    read(&source.text).map_err(|diagnostics| located(diagnostics, source))
}

/// Parses a text. JSON is YAML too, but its own reader is many times faster, and says more about mistakes.
pub(crate) fn read(text: &str) -> Result<Value, Diagnostics> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if let Some(diagnostic) = limits::too_deep(text) {
        return Err(diagnostic.into());
    }
    let budget = Budget::of(text);
    let tree = Tree(&budget);
    if is_json(text) {
        let mut reader = serde_json::Deserializer::from_str(text);
        let root = tree.deserialize(&mut reader);
        return root
            .and_then(|root| reader.end().map(|()| root))
            .map_err(|error| json_error(&error, &budget).into());
    }
    tree.deserialize(serde_yaml::Deserializer::from_str(text))
        .map_err(|error| yaml_error(&error, &budget).into())
}

/// Returns `true` if a text begins like JSON. YAML may have braces too, but hardly both a brace and a
/// quoted key in front.
fn is_json(text: &str) -> bool {
    let after_brace = text.trim_start().strip_prefix('{');
    after_brace.is_some_and(|rest| rest.trim_start().starts_with('"'))
}

fn json_error(error: &serde_json::Error, budget: &Budget) -> Diagnostic {
    let position = Position {
        line: error.line(),
        column: error.column().max(1),
    };
    let diagnostic = match budget.exceeded() {
        Some(limit) => limit.diagnostic(),
        None => Diagnostic::error("json", without_places(&error.to_string())),
    };
    diagnostic.position(Some(position))
}

fn yaml_error(error: &serde_yaml::Error, budget: &Budget) -> Diagnostic {
    let text = error.to_string();
    // The reader counts aliases itself, which its callers never see, and its errors have no kind: this one is known
    // by its text alone.
    let has_many_aliases = text == "repetition limit exceeded";
    let limit = budget
        .exceeded()
        .or(has_many_aliases.then_some(Limit::Aliases));
    let diagnostic = match limit {
        Some(limit) => limit.diagnostic(),
        None => Diagnostic::error("yaml", without_places(&text)),
    };
    diagnostic.position(read_yaml_position(error))
}

/// Returns a message without ` at line 3 column 7`: the place follows on a line of its own.
fn without_places(message: &str) -> String {
    let mut parts = message.split(" at line ");
    let mut text = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let place = |character: char| character.is_ascii_digit() || " column".contains(character);
        let rest = part.trim_start_matches(place);
        // What the pattern took too much of is the space before the next word.
        if rest.starts_with(char::is_alphabetic) {
            text.push(' ');
        }
        text.push_str(rest);
    }
    text
}

/// Returns the position at which `serde_yaml` stopped.
fn read_yaml_position(error: &serde_yaml::Error) -> Option<Position> {
    error.location().map(|location| Position {
        line: location.line(),
        column: location.column(),
    })
}

fn check_version(root: &Value) -> Result<(), Diagnostics> {
    let Some(members) = root.as_object() else {
        return Err(not_openapi("the document must be a mapping").into());
    };
    if members.contains_key("swagger") {
        return Err(
            Diagnostic::error("unsupported-version", "this is a Swagger 2 description")
                .at("/swagger")
                .help("convert it to OpenAPI 3.0, 3.1 or 3.2 first")
                .into(),
        );
    }
    match members.get("openapi") {
        None => Err(not_openapi("the document has no `openapi` member").into()),
        Some(Value::String(version)) if is_supported(version) => Ok(()),
        Some(version) => Err(Diagnostic::error(
            "unsupported-version",
            format!("OpenAPI version {version} is not supported"),
        )
        .at("/openapi")
        .help("supported are 3.0, 3.1 and 3.2, as a string such as '3.1.0'")
        .into()),
    }
}

fn is_supported(version: &str) -> bool {
    ["3.0", "3.1", "3.2"].iter().any(|supported| {
        version
            .strip_prefix(supported)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
    })
}

fn not_openapi(reason: &str) -> Diagnostic {
    Diagnostic::error(
        "not-openapi",
        format!("this is no OpenAPI description: {reason}"),
    )
    .at("")
    .help("the text must begin with a line such as `openapi: 3.1.0`")
}

/// A tree that keeps what `serde_json`'s own reader loses or refuses: keys that are no strings,
/// duplicate keys, integers of any size, numbers that are not finite, tags.
#[derive(Clone, Copy)]
struct Tree<'b>(&'b Budget);

impl<'de> DeserializeSeed<'de> for Tree<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> de::Visitor<'de> for Tree<'_> {
    type Value = Value;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("any value")
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(Value::from(value))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(Value::from(value))
    }

    // JSON has no integers beyond 64 bits that `serde_json` could hold: such a number only ever
    // bounds a range, where the nearest double says the same.
    #[allow(
        clippy::cast_precision_loss,
        reason = "the nearest double is what is wanted"
    )]
    fn visit_i128<E: de::Error>(self, value: i128) -> Result<Value, E> {
        self.visit_f64(value as f64)
    }

    #[allow(
        clippy::cast_precision_loss,
        reason = "the nearest double is what is wanted"
    )]
    fn visit_u128<E: de::Error>(self, value: u128) -> Result<Value, E> {
        self.visit_f64(value as f64)
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(Number::from_f64(value).map_or_else(|| Value::String(value.to_string()), Value::Number))
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(Value::String(value.to_owned()))
    }

    fn visit_string<E>(self, value: String) -> Result<Value, E> {
        Ok(Value::String(value))
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_none<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        self.0.nested(|| {
            let mut list = Vec::new();
            while let Some(item) = items.next_element_seed(self)? {
                self.0.take(&item)?;
                list.push(item);
            }
            Ok(Value::Array(list))
        })
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Value, A::Error> {
        self.0.nested(|| {
            let mut object = Map::new();
            while let Some(key) = members.next_key_seed(self)? {
                self.0.take(&key)?;
                let key =
                    key_text(key).ok_or_else(|| de::Error::custom("a key must be a scalar"))?;
                if object.contains_key(&key) {
                    return Err(de::Error::custom(format!("duplicate key `{key}`")));
                }
                let value = members.next_value_seed(self)?;
                self.0.take(&value)?;
                object.insert(key, value);
            }
            Ok(Value::Object(merge(object)))
        })
    }

    /// Removes a tag, which has no meaning: `!tag value` is `value`.
    fn visit_enum<A: EnumAccess<'de>>(self, tagged: A) -> Result<Value, A::Error> {
        let (_, content) = tagged.variant_seed(self)?;
        content.newtype_variant_seed(self)
    }
}

/// Converts status codes and the like to text: `200:` is the key `"200"`.
fn key_text(key: Value) -> Option<String> {
    match key {
        Value::String(text) => Some(text),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(value) => Some(value.to_string()),
        Value::Null => Some("null".to_owned()),
        Value::Array(_) | Value::Object(_) => None,
    }
}

/// Resolves YAML's merge key: members of `<<` stand in for members that the mapping lacks.
fn merge(mut object: Map<String, Value>) -> Map<String, Value> {
    let Some(merged) = object.shift_remove("<<") else {
        return object;
    };
    let sources = match merged {
        Value::Array(sources) => sources,
        source => vec![source],
    };
    for source in sources {
        if let Value::Object(members) = source {
            for (key, value) in members {
                object.entry(key).or_insert(value);
            }
        }
    }
    object
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{Source, load, read};

    #[test]
    fn keys_and_numbers_of_any_kind_survive() {
        let tree =
            read("{200: a, true: b, 3: [1, -2, 0.5, 340282366920938463463374607431768211455]}");
        assert_eq!(
            tree.map_err(|error| error.to_string()),
            Ok(json!({"200": "a", "true": "b", "3": [1, -2, 0.5, 3.402_823_669_209_385e38]}))
        );
    }

    #[test]
    fn merge_keys_and_tags_are_resolved() {
        let tree = read("a: &a {x: 1, y: 2}\nb: {<<: *a, y: 3, z: !thing 4}");
        assert_eq!(
            tree.map(|tree| tree["b"].clone())
                .map_err(|error| error.to_string()),
            Ok(json!({"y": 3, "z": 4, "x": 1}))
        );
    }

    #[test]
    fn only_a_text_beyond_a_limit_is_too_large() {
        let code = |text: &str| {
            let errors = read(text).err();
            errors.and_then(|errors| errors.iter().next().map(|error| error.code))
        };
        let json = |depth: usize| format!("{}{{}}{}", "{\"a\":".repeat(depth), "}".repeat(depth));
        let yaml = |depth: usize| format!("{}0{}", "[".repeat(depth), "]".repeat(depth));
        assert_eq!(code(&json(119)), None);
        assert_eq!(code(&json(120)), Some("too-large"));
        assert_eq!(code(&yaml(120)), None);
        assert_eq!(code(&yaml(121)), Some("too-large"));
        // What a text quotes is no limit that it exceeds.
        let twice = |key: &str| code(&format!("{{a: 1, {key}: 1, {key}: 2}}"));
        assert_eq!(twice("recursion limit exceeded"), Some("yaml"));
        assert_eq!(twice("b is nested more than c"), Some("yaml"));
    }

    #[test]
    fn errors_say_where() {
        let message = |text: &str| {
            load(&Source {
                name: "api.yaml".into(),
                text: text.into(),
            })
            .map(|_| ())
            .map_err(|error| error.to_string())
            .unwrap_err()
        };
        assert!(message("openapi: 3.1.0\ninfo: {a: 1, a: 2}").contains("duplicate key `a`"));
        assert!(message("openapi: 3.1.0\n a: [").contains("api.yaml:2:"));
        assert!(message("swagger: '2.0'").contains("api.yaml:1:1"));
        assert!(message("openapi: 2.5").contains("2.5 is not supported"));
        assert!(message("[]").contains("no OpenAPI description"));
        assert!(message("").contains("no OpenAPI description"));
    }
}
