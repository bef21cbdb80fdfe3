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

/// Reads choices of texts, of as many levels as there are. `None`: the shape is not known.
///
/// - `["Hardware", "Software"]`
/// - `{"Hardware": {"Printer": ["Toner"]}}`, and the same with lists of such objects at any level
/// - `[{"id": 1, "value": "Hardware", "choices": [...]}]`, with a `label` or a `name` where there is no `value`
/// - `[["Hardware", "Hardware", [["Printer", "Printer"]]]]`: what is shown, what is sent, and the next level
pub(super) fn texts(value: &Value) -> Option<Vec<Choice>> {
    let mut choices = Vec::new();
    match value {
        Value::Null => {}
        Value::Array(items) => {
            for item in items {
                match item {
                    Value::Null => {}
                    Value::Object(members) if is_deleted(members) => {}
                    Value::Object(members) => match value_of(members) {
                        // An entry for no choice at all.
                        Some(Value::Null) => {}
                        Some(value) => add(&mut choices, record(value, members)?),
                        None => extend(&mut choices, level(members)?),
                    },
                    Value::Array(parts) => add(&mut choices, listed(parts)?),
                    plain => add(&mut choices, leaf(plain)?),
                }
            }
        }
        Value::Object(members) => extend(&mut choices, level(members)?),
        _ => return None,
    }
    Some(choices)
}

/// Reads the choices of a field that has one level, which may also be an object by label or by number. `None`: the shape
/// is not known.
///
/// - `{"Hardware": 17}`
/// - `{"17": "Hardware"}`, `{"Hardware (new)": "Hardware"}`
/// - `{"17": ["Hardware", "Hardware for customers"]}`
pub(super) fn texts_of_one_level(value: &Value) -> Option<Vec<Choice>> {
    let Value::Object(members) = value else {
        return texts(value);
    };
    let mut choices = Vec::new();
    for (key, value) in members {
        match value {
            Value::Number(_) => add(&mut choices, choice(key.clone())),
            Value::String(text) => add(&mut choices, choice(text.clone())),
            Value::Array(names) if is_number(key) => add(&mut choices, leaf(names.first()?)?),
            _ => extend(&mut choices, level(members)?),
        }
    }
    Some(choices)
}

fn is_number(key: &str) -> bool {
    !key.is_empty() && key.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_deleted(members: &Map<String, Value>) -> bool {
    members.get("deleted").and_then(Value::as_bool) == Some(true)
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

fn choice(text: String) -> Choice {
    let children = Vec::new();
    Choice { text, children }
}

fn leaf(value: &Value) -> Option<Choice> {
    match value {
        Value::String(text) => Some(choice(text.clone())),
        Value::Number(_) | Value::Bool(_) => Some(choice(value.to_string())),
        _ => None,
    }
}

/// Returns what a choice that is an object has on the wire. `None`: the object is none.
fn value_of(members: &Map<String, Value>) -> Option<&Value> {
    let text = |name: &str| members.get(name).filter(|value| value.is_string());
    let value = members.get("value").or_else(|| text("label"));
    value.or_else(|| text("name"))
}

fn record(value: &Value, members: &Map<String, Value>) -> Option<Choice> {
    let choice = leaf(value)?;
    let children = members.get("choices").map_or(Some(Vec::new()), texts)?;
    Some(Choice { children, ..choice })
}

/// Reads a choice that is a list: the text that is shown, that on the wire unless it is a number, and those of the next
/// level.
fn listed(parts: &[Value]) -> Option<Choice> {
    let shown = leaf(parts.first()?)?;
    let text = match parts.get(1) {
        Some(Value::String(text)) => text.clone(),
        None | Some(Value::Number(_) | Value::Null) => shown.text,
        Some(_) => return None,
    };
    let below = parts.iter().skip(2).find(|part| part.is_array());
    let children = below.map_or(Some(Vec::new()), texts)?;
    Some(Choice { text, children })
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
/// - `[{"value": 2, "label": "Open"}]`, `[{"status_id": 2, "name": "Open", "customer_display_name": "Being processed"}]`
/// - `[["Open", 2]]`, `[[2, ["Open", "Being processed"]]]`
pub(super) fn codes(value: &Value) -> Option<Vec<Code>> {
    let mut codes = match value {
        Value::Null => Vec::new(),
        Value::Object(members) => {
            let codes = members.iter().map(|(key, value)| of_member(key, value));
            codes.collect::<Option<Vec<Code>>>()?
        }
        Value::Array(items) => {
            let is_kept = |item: &&Value| !item.as_object().is_some_and(is_deleted);
            let codes = items.iter().filter(is_kept).map(of_item);
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

fn of_item(item: &Value) -> Option<Code> {
    match item {
        Value::Array(pair) => match pair.as_slice() {
            [Value::String(name), number] => Some(code(whole(number)?, name, None)),
            [number, names] => of_member(&whole(number)?.to_string(), names),
            _ => None,
        },
        record => of_record(record),
    }
}

fn of_record(record: &Value) -> Option<Code> {
    let find = |names: &[&str]| {
        let mut names = names.iter();
        names.find_map(|name| record.get(name).and_then(Value::as_str))
    };
    let value = record.get("value");
    // A value that is a number is the code, whatever else has an ID.
    let number = match value.and_then(Value::as_i64) {
        Some(number) => number,
        None => whole(record.get("status_id").or_else(|| record.get("id"))?)?,
    };
    let name = value
        .and_then(Value::as_str)
        .or_else(|| find(&["label", "name"]))?;
    let for_customers = find(&["label_for_customers", "customer_display_name"]);
    Some(code(number, name, for_customers))
}

/// Returns a whole number, which may be in quotes.
fn whole(value: &Value) -> Option<i64> {
    let quoted = || value.as_str()?.parse().ok();
    value.as_i64().or_else(quoted)
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

    use super::{codes, texts, texts_of_one_level};

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
        let labelled = json!([
            {"label": "A", "choices": [{"name": "a", "choices": [{"label": "x", "value": "1"}, {"label": "2"}]}]},
            {"label": "B (new)", "value": "B", "choices": [{"value": "b"}, {"value": "c", "deleted": true}]},
        ]);
        let pairs = json!([
            ["A", "A", [["a", "a", [["1", "1"], ["2", 2]]]]],
            ["B (new)", "B", [["b", "b", []]]],
        ]);
        for shape in [maps, lists, records, labelled, pairs] {
            assert_eq!(read(&shape), tree, "{shape}");
        }
        assert_eq!(
            read(&json!(["A", null, "B", "A", 3])),
            Some("A B 3".to_owned())
        );
        let ids = json!([["A", "A", 1_001_777_432], ["B", 7]]);
        assert_eq!(read(&ids), Some("A B".to_owned()));
        let empty = json!([{"label": "--", "value": null}, {"label": "A", "value": "A"}]);
        assert_eq!(read(&empty), Some("A".to_owned()));
        assert_eq!(read(&Value::Null), Some(String::new()));
    }

    #[test]
    fn a_shape_that_is_not_known_gives_nothing() {
        assert_eq!(read(&json!([{"title": "A", "position": 1}])), None);
        assert_eq!(read(&json!([[]])), None);
        assert_eq!(read(&json!([["A", {}]])), None);
        assert_eq!(read(&json!({"A": 1})), None);
        assert_eq!(read(&json!("A")), None);
        assert_eq!(codes(&json!(["A"])), None);
        assert_eq!(codes(&json!({"two": ["A"]})), None);
    }

    /// Where there is one level, what an object leads to is no choice below another.
    #[test]
    fn one_level_may_be_an_object_by_label_or_number() {
        let read = |value: &Value| {
            let choices = texts_of_one_level(value)?;
            let texts = choices.into_iter().map(|choice| choice.text);
            Some(texts.collect::<Vec<_>>().join(" "))
        };
        for shape in [
            json!({"A": 17, "B": 18}),
            json!({"17": "A", "18": "B"}),
            json!({"A (new)": "A", "B": "B"}),
            json!({"1": ["A", "For customers"], "2": ["B", "B"]}),
            json!({"A": [], "B": null}),
            json!(["A", "B"]),
        ] {
            assert_eq!(read(&shape), Some("A B".to_owned()), "{shape}");
        }
        assert_eq!(read(&json!({"1": []})), None);
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
        for shape in [
            json!([{"id": 12, "value": "Parts"}, {"id": 2, "value": "Open"}]),
            json!([{"id": 4711, "value": 12, "label": "Parts"}, {"value": 2, "label": "Open"}]),
            json!([{"status_id": 12, "name": "Parts"}, {"status_id": "2", "name": "Open"}]),
            json!([["Parts", 12], ["Open", 2]]),
            json!([[12, ["Parts", "Wait"]], [2, "Open"], {"id": 9, "value": "Old", "deleted": true}]),
        ] {
            assert_eq!(numbers(&shape), expected, "{shape}");
        }
    }
}
