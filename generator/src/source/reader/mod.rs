//! Text → untyped tree, whatever it describes.
//!
//! Invariant: what is said about a text is decided by the text and by the place where its reader stopped, never by the words
//! of the reader.

mod json;
mod survey;
mod tree;
mod words;
mod yaml;

use serde::de::DeserializeSeed as _;
use serde_json::Value;

pub(super) use self::words::foreign_number;
use self::{
    survey::Survey,
    tree::{Reading, Tree},
};
use super::limits::{self, Limit};
use crate::diagnostics::{Diagnostic, Diagnostics, Excerpt, Position};

/// Parses a text. JSON is YAML too, but its own reader is many times faster, and says more about mistakes.
pub(crate) fn read(text: &str) -> Result<Value, Diagnostics> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if let Some(diagnostic) = limits::too_deep(text) {
        return Err(diagnostic.into());
    }
    let reading = Reading::new(text);
    let root = if json::is_json(text) {
        read_json(text, &reading)
    } else {
        read_yaml(text, &reading)
    };
    let root = root?;
    let keys = reading.duplicates.into_inner();
    if keys.is_empty() {
        Ok(root)
    } else {
        Err(duplicates(text, &keys))
    }
}

fn read_json(text: &str, reading: &Reading) -> Result<Value, Diagnostics> {
    let mut reader = serde_json::Deserializer::from_str(text);
    let root = Tree(reading).deserialize(&mut reader);
    let root = root.map_err(|error| match reading.budget.exceeded() {
        Some(limit) => {
            let position = json::position(text, &error);
            limit.diagnostic().position(Some(position))
        }
        None => json::diagnostic(text, &error),
    })?;
    reader.end().map_err(|error| json::rest(text, &error))?;
    Ok(root)
}

fn read_yaml(text: &str, reading: &Reading) -> Result<Value, Diagnostics> {
    let reader = serde_yaml::Deserializer::from_str(text);
    let mut root = Tree(reading)
        .deserialize(reader)
        .map_err(|error| Diagnostics::from(yaml_error(text, &error, reading.budget.exceeded())))?;
    // The reader takes numbers for decimal ones that have another base. A text without any is not read again.
    if words::has_foreign_numbers(text) {
        for (pointer, number) in Survey::of(text).foreign_numbers {
            if let Some(value) = root.pointer_mut(&pointer).filter(|value| value.is_number()) {
                *value = Value::String(number);
            }
        }
    }
    Ok(root)
}

fn yaml_error(text: &str, error: &serde_yaml::Error, exceeded: Option<Limit>) -> Diagnostic {
    let position = error.location().map(|location| Position {
        line: location.line(),
        column: location.column(),
    });
    if let Some(limit) = exceeded {
        return limit.diagnostic().position(position);
    }
    let survey = Survey::of(text);
    if survey.repeats_too_much() {
        return Limit::Aliases.diagnostic().position(position);
    }
    match survey.second_document {
        Some(second) if position.is_none() => {
            Diagnostic::error("yaml", "the text has more than one document")
                .position(Some(second))
                .help("keep one document: `---` begins the next")
        }
        _ => yaml::diagnostic(text, position, &error.to_string()),
    }
}

/// Reports keys at their second occurrence and further ones.
fn duplicates(text: &str, keys: &[String]) -> Diagnostics {
    let error = |key: &str| {
        Diagnostic::error("duplicate-key", format!("duplicate key `{key}`"))
            .help("remove one of the two, or merge their values")
    };
    let mut diagnostics = Diagnostics::default();
    for (key, at) in Survey::of(text).duplicates {
        let mut diagnostic = error(&key).position(Some(at.position));
        diagnostic.excerpt = words::offset(text, at.position)
            .and_then(|offset| Excerpt::new(text, offset, at.length));
        diagnostics.push(diagnostic);
    }
    // Keys that are the same only as text, such as `1` and `0x1`.
    if diagnostics.is_empty() {
        diagnostics.extend(keys.iter().map(|key| error(key).at("")));
    }
    diagnostics
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use serde_json::json;

    use super::read;

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
    fn numbers_of_other_bases_are_texts() {
        let tree = read("a: [0x10, -0o7, '0x10', 010, 16]\nb: 0b1\nc: a 0x10\n");
        assert_eq!(
            tree.map_err(|error| error.to_string()),
            Ok(json!({"a": ["0x10", "-0o7", "0x10", "010", 16], "b": "0b1", "c": "a 0x10"}))
        );
    }

    fn code(text: &str) -> Option<&'static str> {
        let errors = read(text).err();
        errors.and_then(|errors| errors.iter().next().map(|error| error.code))
    }

    #[test]
    fn only_a_text_beyond_a_limit_is_too_large() {
        let json = |depth: usize| format!("{}{{}}{}", "{\"a\":".repeat(depth), "}".repeat(depth));
        let yaml = |depth: usize| format!("{}0{}", "[".repeat(depth), "]".repeat(depth));
        assert_eq!(code(&json(119)), None);
        assert_eq!(code(&json(120)), Some("too-large"));
        assert_eq!(code(&yaml(120)), None);
        assert_eq!(code(&yaml(121)), Some("too-large"));
        // What a text quotes is no limit that it exceeds.
        let twice = |key: &str| code(&format!("{{a: 1, {key}: 1, {key}: 2}}"));
        assert_eq!(twice("recursion limit exceeded"), Some("duplicate-key"));
        assert_eq!(twice("repetition limit exceeded"), Some("duplicate-key"));
        assert_eq!(
            code("a: 1\nb: &repetition-limit-exceeded [*no]\n"),
            Some("yaml")
        );
    }

    #[test]
    fn aliases_of_aliases_are_too_large() {
        let mut text = String::from("a0: &a0 [x]\n");
        for level in 1..9 {
            let aliases = format!("*a{},", level - 1).repeat(10);
            let _ = writeln!(text, "a{level}: &a{level} [{aliases}]");
        }
        assert_eq!(code(&text), Some("too-large"));
    }

    #[test]
    fn every_duplicate_is_told_where_it_is() {
        let places = |text: &str| {
            let errors = read(text).err().unwrap_or_default();
            let place = |error: &crate::Diagnostic| {
                let at = error.position.map(|at| (at.line, at.column));
                (error.message.clone(), at)
            };
            errors.iter().map(place).collect::<Vec<_>>()
        };
        let duplicate =
            |key: &str, line, column| (format!("duplicate key `{key}`"), Some((line, column)));
        assert_eq!(
            places("a: 1\nb: {c: 1, d: 2, c: 3}\na: 2\nb: {}\n"),
            [
                duplicate("c", 2, 17),
                duplicate("a", 3, 1),
                duplicate("b", 4, 1)
            ]
        );
        let json = "{\n\t\"a\": {\"b\": 1,\n\t\"b\": [{\"b\": 2}]},\n\t\"a\": null}";
        assert_eq!(places(json), [duplicate("b", 3, 2), duplicate("a", 4, 2)]);
    }
}
