//! The choices of a field, in any of the shapes that the service sends → one tree of texts.
//!
//! Invariant: a text in the tree is a text of the response, in its order; a shape that is not known gives no tree.

use serde_json::{Map, Value};

/// A choice with those of the next level.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Choice {
    /// Text on the wire.
    pub(super) text: String,
    /// Choices that this one allows on the next level.
    pub(super) children: Vec<Choice>,
}

/// A number with its name, such as a status.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Code {
    /// Number on the wire.
    pub(super) number: i64,
    /// Name that agents see.
    pub(super) name: String,
    /// Name that customers see, where it is another one.
    pub(super) name_for_customers: Option<String>,
}

/// Reads choices of texts. `None`: the shape is not known.
///
/// - `["Hardware", "Software"]`
/// - `{"Hardware": {"Printer": ["Toner"]}}`, and the same with lists of such objects at any level
/// - `[{"id": 1, "value": "Hardware", "choices": [...]}]`
pub(super) fn texts(value: &Value) -> Option<Vec<Choice>> {
    let mut choices = Vec::new();
    match value {
        Value::Null => {}
        Value::Array(items) => {
            for item in items {
                match item {
                    Value::Object(members) if members.contains_key("value") => {
                        add(&mut choices, record(members)?);
                    }
                    Value::Object(members) => extend(&mut choices, level(members)?),
                    plain => add(&mut choices, leaf(plain)?),
                }
            }
        }
        Value::Object(members) => extend(&mut choices, level(members)?),
        _ => return None,
    }
    Some(choices)
}

/// Adds choices; of two with one text, the first gets what both allow.
pub(super) fn extend(choices: &mut Vec<Choice>, more: Vec<Choice>) {
    for choice in more {
        add(choices, choice);
    }
}

fn add(choices: &mut Vec<Choice>, choice: Choice) {
    match choices.iter_mut().find(|known| known.text == choice.text) {
        Some(known) => extend(&mut known.children, choice.children),
        None => choices.push(choice),
    }
}

fn leaf(value: &Value) -> Option<Choice> {
    let text = match value {
        Value::String(text) => text.clone(),
        Value::Number(_) | Value::Bool(_) => value.to_string(),
        _ => return None,
    };
    let children = Vec::new();
    Some(Choice { text, children })
}

fn record(members: &Map<String, Value>) -> Option<Choice> {
    let choice = leaf(members.get("value")?)?;
    let children = members.get("choices").map_or(Some(Vec::new()), texts)?;
    Some(Choice { children, ..choice })
}

/// Returns an object that leads from the choices of one level to those of the next.
fn level(members: &Map<String, Value>) -> Option<Vec<Choice>> {
    let choices = members.iter().map(|(text, below)| match below {
        Value::Null | Value::Array(_) | Value::Object(_) => Some(Choice {
            text: text.clone(),
            children: texts(below)?,
        }),
        _ => None,
    });
    choices.collect()
}

/// Reads choices that stand for numbers. `None`: the shape is not known.
///
/// - `{"Email": 1}`
/// - `{"2": ["Open", "Being processed"]}`
/// - `[{"id": 2, "value": "Open", "label_for_customers": "Being processed"}]`
pub(super) fn codes(value: &Value) -> Option<Vec<Code>> {
    let mut codes = match value {
        Value::Null => Vec::new(),
        Value::Object(members) => {
            let codes = members.iter().map(|(key, value)| of_member(key, value));
            codes.collect::<Option<Vec<Code>>>()?
        }
        Value::Array(items) => {
            let codes = items.iter().map(of_record);
            codes.collect::<Option<Vec<Code>>>()?
        }
        _ => return None,
    };
    codes.sort_by_key(|code| code.number);
    codes.dedup_by_key(|code| code.number);
    Some(codes)
}

fn of_member(key: &str, value: &Value) -> Option<Code> {
    match value {
        Value::Number(number) => Some(code(number.as_i64()?, key, None)),
        Value::Array(names) => {
            let name = names.first()?.as_str()?;
            let for_customers = names.get(1).and_then(Value::as_str);
            Some(code(key.parse().ok()?, name, for_customers))
        }
        Value::String(name) => Some(code(key.parse().ok()?, name, None)),
        _ => None,
    }
}

fn of_record(record: &Value) -> Option<Code> {
    let text = |name: &str| record.get(name).and_then(Value::as_str);
    let name = text("value").or_else(|| text("label"))?;
    let number = record.get("id").and_then(Value::as_i64)?;
    Some(code(number, name, text("label_for_customers")))
}

fn code(number: i64, name: &str, for_customers: Option<&str>) -> Code {
    let for_customers = for_customers.filter(|other| !other.is_empty() && *other != name);
    Code {
        number,
        name: name.to_owned(),
        name_for_customers: for_customers.map(str::to_owned),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{codes, texts};

    /// Returns the choices, those of lower levels in brackets.
    fn read(value: &Value) -> Option<String> {
        fn written(choices: &[super::Choice]) -> String {
            let each = choices.iter().map(|choice| {
                let below = written(&choice.children);
                let brackets = if below.is_empty() {
                    below
                } else {
                    format!("({below})")
                };
                format!("{}{brackets}", choice.text)
            });
            each.collect::<Vec<_>>().join(" ")
        }
        texts(value).map(|choices| written(&choices))
    }

    #[test]
    fn every_shape_gives_the_same_tree() {
        let tree = Some("A(a(1 2)) B(b)".to_owned());
        let maps = json!({"A": {"a": ["1", "2"]}, "B": {"b": []}});
        let lists = json!([{"A": [{"a": ["1", "2"]}]}, {"B": ["b"]}]);
        let records = json!([
            {"id": 1, "value": "A", "choices": [
                {"id": 3, "value": "a", "choices": [{"value": "1"}, {"value": "2", "choices": []}]},
            ]},
            {"id": 2, "value": "B", "choices": [{"value": "b"}]},
        ]);
        for shape in [maps, lists, records] {
            assert_eq!(read(&shape), tree, "{shape}");
        }
        assert_eq!(read(&json!(["A", "B", "A", 3])), Some("A B 3".to_owned()));
        assert_eq!(read(&Value::Null), Some(String::new()));
    }

    #[test]
    fn a_shape_that_is_not_known_gives_nothing() {
        assert_eq!(read(&json!([{"name": "A", "position": 1}])), None);
        assert_eq!(read(&json!({"A": 1})), None);
        assert_eq!(read(&json!("A")), None);
        assert_eq!(codes(&json!(["A"])), None);
        assert_eq!(codes(&json!({"two": ["A"]})), None);
    }

    #[test]
    fn codes_are_read_by_name_and_by_number() {
        let numbers = |value: &Value| {
            let codes = codes(value).unwrap_or_default();
            codes
                .into_iter()
                .map(|code| (code.number, code.name))
                .collect::<Vec<_>>()
        };
        let expected = [(2, "Open".to_owned()), (12, "Parts".to_owned())];
        assert_eq!(
            numbers(&json!({"12": ["Parts", "Wait"], "2": ["Open", "Open"]})),
            expected
        );
        assert_eq!(numbers(&json!({"Parts": 12, "Open": 2})), expected);
        assert_eq!(
            numbers(&json!([{"id": 12, "value": "Parts"}, {"id": 2, "value": "Open"}])),
            expected
        );
    }
}
