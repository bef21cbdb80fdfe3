//! Changes of the description, one at a time, as if the vendor had made them → what `update` makes of our text.
//!
//! A sample of them; `UPDATES=all` tries every property, value of an enum, type, parameter and operation.

use generator::Source;
use generator::update::{DifferenceKind, update};
use serde_json::{Map, Value, json};

use crate::input;

/// Every how many changes one is tried.
const SAMPLE: usize = 41;

/// Changes a member of an object.
type Make = fn(&mut Map<String, Value>, &str);

/// A change of a tree.
struct Change {
    name: String,
    make: Make,
    owner: String,
    key: String,
}

fn remove(owner: &mut Map<String, Value>, key: &str) {
    owner.shift_remove(key);
}

/// Renames the first value of an enum.
fn rename_value(owner: &mut Map<String, Value>, key: &str) {
    let value = &mut owner[key][0];
    *value = match value {
        Value::Number(_) => json!(4242),
        _ => json!("renamed: 'it'"),
    };
}

fn change_type(owner: &mut Map<String, Value>, key: &str) {
    let value = &mut owner[key];
    *value = if value == "string" {
        json!(["integer", "null"])
    } else {
        json!("string")
    };
}

fn add_parameter(owner: &mut Map<String, Value>, key: &str) {
    let list = owner[key].as_array_mut().unwrap();
    list.insert(0, json!({"name": "new", "in": "query", "description": "Theirs.", "schema": {"type": "string", "enum": ["a", "b"]}}));
}

fn add_property(owner: &mut Map<String, Value>, key: &str) {
    let properties = owner[key].as_object_mut().unwrap();
    let new = json!({"type": "object", "description": "Theirs.", "properties": {"a": {"type": "array", "items": {"type": "integer"}}}});
    properties.shift_insert(properties.len() / 2, "new".to_owned(), new);
}

/// Collects everything that can be changed below a node.
fn changes(node: &Value, at: &str, is_map_of_names: bool, found: &mut Vec<Change>) {
    let Value::Object(members) = node else {
        if let Value::Array(items) = node {
            for (place, item) in items.iter().enumerate() {
                changes(item, &format!("{at}/{place}"), false, found);
            }
        }
        return;
    };
    for (key, value) in members {
        let kinds: &[(&str, Make)] = match (&**key, value) {
            _ if is_map_of_names => &[("remove", remove)],
            ("enum", Value::Array(_)) => &[("rename a value", rename_value)],
            ("type", Value::String(_)) => &[("change the type", change_type)],
            ("parameters", Value::Array(_)) => &[("add a parameter", add_parameter)],
            ("properties", Value::Object(_)) => &[("add a property", add_property)],
            _ => &[],
        };
        found.extend(kinds.iter().map(|(name, make)| Change {
            name: format!("{name}: {at}/{key}"),
            make: *make,
            owner: at.to_owned(),
            key: key.clone(),
        }));
        let is_map = matches!(&**key, "paths" | "properties" | "schemas") && !is_map_of_names;
        let key = key.replace('~', "~0").replace('/', "~1");
        changes(value, &format!("{at}/{key}"), is_map, found);
    }
}

/// Returns the lines that only one of two texts has, in both directions.
fn differing_lines(old: &str, new: &str) -> (usize, usize) {
    let only = |text: &str, other: &str| {
        let mut others: Vec<&str> = other.lines().collect();
        text.lines()
            .filter(|line| match others.iter().position(|other| other == line) {
                Some(place) => {
                    others.swap_remove(place);
                    false
                }
                None => true,
            })
            .count()
    };
    (only(old, new), only(new, old))
}

#[test]
fn every_change_of_the_description_arrives_in_the_text_and_nothing_else() {
    let ours = input::freshdesk();
    let tree: Value = serde_yaml::from_str(&ours.text).unwrap();
    let mut all = Vec::new();
    changes(&tree, "", false, &mut all);
    assert!(all.len() > 900, "{}", all.len());
    let step = match std::env::var("UPDATES").as_deref() {
        Ok("all") => 1,
        _ => SAMPLE,
    };
    for change in all.iter().step_by(step) {
        let mut theirs = tree.clone();
        let owner = theirs.pointer_mut(&change.owner).unwrap();
        let before = owner[&change.key].to_string();
        (change.make)(owner.as_object_mut().unwrap(), &change.key);
        let theirs = Source {
            name: "theirs.json".to_owned(),
            text: theirs.to_string(),
        };
        let updated =
            update(&ours, &theirs).unwrap_or_else(|said| panic!("{}: {said}", change.name));
        let is_told = updated
            .differences
            .iter()
            .any(|difference| !matches!(difference.kind, DifferenceKind::TextToCheck(_)));
        assert!(is_told, "{}: nothing is told", change.name);
        // All of the structure is ours by now; the texts never were wanted.
        let ours_now = Source {
            name: ours.name.clone(),
            text: updated.text.clone(),
        };
        let again = update(&ours_now, &theirs).unwrap();
        assert_eq!(again.text, updated.text, "{}", change.name);
        let (gone, new) = differing_lines(&ours.text, &updated.text);
        let size = before.matches(['{', '[', ',']).count() * 3 + 12;
        assert!(
            gone <= size && new <= 12,
            "{}: {gone} lines are gone and {new} are new",
            change.name
        );
    }
}
