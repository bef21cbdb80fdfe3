//! Values → YAML as the description is written: blocks, and short lists in brackets.

use serde_json::{Map, Value};

/// The longest line with a list in brackets.
const WIDTH: usize = 88;

/// A comment for each mapping that is to get one in front of its members, by its pointer.
pub(super) type Comments<'c> = &'c dyn Fn(&str) -> Option<String>;

/// Writes values, with comments.
#[derive(Clone, Copy)]
pub(super) struct Writer<'c> {
    pub(super) comments: Comments<'c>,
}

impl Writer<'_> {
    /// Returns the member of a mapping at a column: its first line without indentation, the others with it.
    pub(super) fn member(self, name: &str, value: &Value, at: &str, column: usize) -> String {
        let key = key(name);
        let inline = format!("{key}: {}", inline(value));
        if is_inline(value, column + inline.chars().count()) {
            let comment = (self.comments)(at).map(|comment| format!("  # {comment}"));
            return inline + &comment.unwrap_or_default();
        }
        let inner = column + 2;
        format!(
            "{key}:\n{}{}",
            " ".repeat(inner),
            self.block(value, at, inner)
        )
    }

    /// Returns a value at a column, in lines: the first without indentation, the others with it.
    pub(super) fn block(self, value: &Value, at: &str, column: usize) -> String {
        let line = format!("\n{}", " ".repeat(column));
        match value {
            Value::Object(members) if !members.is_empty() => {
                let comment = (self.comments)(at).map(|comment| format!("# {comment}"));
                let members = members.iter().map(|(name, value)| {
                    let at = format!("{at}/{}", crate::source::escape(name));
                    self.member(name, value, &at, column)
                });
                let lines: Vec<String> = comment.into_iter().chain(members).collect();
                lines.join(&line)
            }
            Value::Array(items) if !is_inline(value, column + inline(value).chars().count()) => {
                let items = items.iter().enumerate().map(|(index, item)| {
                    let at = format!("{at}/{index}");
                    format!("- {}", self.block(item, &at, column + 2))
                });
                items.collect::<Vec<_>>().join(&line)
            }
            other => inline(other),
        }
    }
}

/// Returns `true` if a value is on the line of its key.
pub(super) fn is_inline(value: &Value, width: usize) -> bool {
    let is_plain = |value: &Value| !value.is_array() && !value.is_object();
    match value {
        Value::Array(items) => items.is_empty() || width <= WIDTH && items.iter().all(is_plain),
        Value::Object(members) => members.is_empty(),
        _ => true,
    }
}

/// Returns a value on one line.
pub(super) fn inline(value: &Value) -> String {
    match value {
        Value::Array(items) => {
            let items: Vec<String> = items.iter().map(inline).collect();
            format!("[{}]", items.join(", "))
        }
        Value::Object(members) => format!("{{{}}}", inline_members(members).join(", ")),
        plain => scalar(plain),
    }
}

fn inline_members(members: &Map<String, Value>) -> Vec<String> {
    let member = |(name, value): (&String, &Value)| {
        format!(
            "{}: {}",
            scalar(&Value::String(name.clone())),
            inline(value)
        )
    };
    members.iter().map(member).collect()
}

/// Returns a scalar; a text in quotes unless it can be nothing else, in a block as in brackets.
fn scalar(value: &Value) -> String {
    let Value::String(text) = value else {
        return value.to_string();
    };
    let is_word = |character: char| character.is_alphanumeric() || "_-./ ".contains(character);
    let is_ordinary = text.chars().all(is_word)
        && text.starts_with(|first: char| first.is_alphabetic() || first == '/')
        && !text.ends_with(' ')
        && !text.contains(" -")
        && serde_yaml::from_str::<Value>(text).is_ok_and(|read| read == *value);
    if is_ordinary {
        text.clone()
    } else if text.contains(|character: char| {
        character.is_control() || "\u{feff}\u{2028}\u{2029}".contains(character)
    }) {
        escaped(text)
    } else {
        format!("'{}'", text.replace('\'', "''"))
    }
}

/// Returns the key of a member in a block, where more characters mean nothing than in brackets.
fn key(name: &str) -> String {
    let member = serde_yaml::from_str::<Map<String, Value>>(&format!("{name}: 0"));
    let is_read = |member: &Map<String, Value>| member.len() == 1 && member.contains_key(name);
    let is_text = serde_yaml::from_str::<Value>(name).is_ok_and(|read| read == name);
    // Our reader takes `<<` for YAML's merge key.
    if is_text && name != "<<" && name.is_ascii() && member.is_ok_and(|member| is_read(&member)) {
        name.to_owned()
    } else {
        scalar(&Value::String(name.to_owned()))
    }
}

/// Returns a text in double quotes, without a character that YAML could take for a line break.
fn escaped(text: &str) -> String {
    let escaped = text.chars().map(|character| match character {
        '"' | '\\' => format!("\\{character}"),
        ' '..='~' => character.to_string(),
        other => format!("\\U{:08X}", u32::from(other)),
    });
    format!("\"{}\"", escaped.collect::<String>())
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::Writer;

    #[test]
    fn what_is_written_reads_as_what_it_was() {
        let long: Vec<String> = (0..40).map(|number| format!("value {number}")).collect();
        let texts = [
            "",
            "a",
            "yes",
            "null",
            "1",
            "1.0",
            "a: b",
            "a # b",
            "it's",
            "- x",
            "{a}",
            "*a",
            "&a",
            "!a",
            "%a",
            "@a",
            "`a`",
            "a\nb",
            "\ta",
            " a",
            "a ",
            "ä",
            "\u{2028}",
            "2020-01-01",
            "0x1",
            ".5",
            "~",
            "=",
            "<<",
            "a, b",
            "[",
            "/a/{b}",
            "/a b",
            "on",
            "a\u{7}",
            "\"",
            "a:",
            "?",
            "|",
            ">",
            "\\",
            "a - b",
            "\u{85}",
            "\u{feff}",
        ];
        let value = json!({
            "texts": texts.as_slice(),
            "by text": texts.iter().map(|text| ((*text).to_owned(), json!([text, {"k": text}]))).collect::<serde_json::Map<_, _>>(),
            "long": long, "none": [], "nothing": {}, "null": null,
            "nested": [[1, [2.5, true]], {"a": [{"b": [{}]}]}],
        });
        let written = Writer {
            comments: &|_| None,
        }
        .block(&value, "", 0);
        let read = serde_yaml::from_str::<Value>(&written);
        assert!(
            read.as_ref().is_ok_and(|read| *read == value),
            "{written}\n{read:?}"
        );
    }

    #[test]
    fn short_lists_of_scalars_stand_in_brackets() {
        let value = json!({"type": ["string", "null"], "enum": [2, 3], "tags": [{"name": "A"}], "none": {}, "/a/{b}": {"$ref": "#/c", "200": 1}});
        let comments = |at: &str| {
            ["/tags/0", "/none"]
                .contains(&at)
                .then(|| "New.".to_owned())
        };
        let written = Writer {
            comments: &comments,
        }
        .block(&value, "", 0);
        assert_eq!(
            written,
            "type: [string, 'null']\nenum: [2, 3]\ntags:\n  - # New.\n    name: A\nnone: {}  # New.\n/a/{b}:\n  $ref: '#/c'\n  '200': 1"
        );
    }
}
