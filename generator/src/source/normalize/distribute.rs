//! An object that is joined with a choice of objects → a choice of whole objects.
//!
//! `allOf: [base, {oneOf: [a, b]}]` says the same as `oneOf: [{allOf: [base, a]}, {allOf: [base, b]}]`, and of the
//! latter each value has the type of its own alternative. Invariant: what has several choices, or a choice of mere
//! demands, is left as it is.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};

use crate::source::{
    nodes::{Form, Node},
    unescape,
};

/// The name of an alternative that was a reference, on the object in its place.
pub(crate) const ALTERNATIVE_NAME: &str = "x-alternative-name";

/// More alternatives than that are not put together one by one.
const MOST: usize = 100;

type Keywords = Map<String, Value>;

/// The schemas that have names, as they are before anything is put together.
type Components = BTreeMap<String, Value>;

/// Puts the parts of objects into the alternatives that they are joined with.
pub(super) fn distribute(root: &mut Value) {
    let schemas = root["components"]["schemas"].as_object();
    let is_joined = |schema: &Value| {
        ["allOf", "oneOf", "anyOf", "properties"]
            .iter()
            .any(|key| schema.get(*key).is_some())
    };
    let components: Components = schemas
        .into_iter()
        .flatten()
        .filter(|(_, schema)| is_joined(schema))
        .map(|(name, schema)| (name.clone(), schema.clone()))
        .collect();
    walk(root, Node::Root, None, &components);
}

fn walk(value: &mut Value, node: Node, name: Option<&str>, components: &Components) {
    if node == Node::Schema
        && let Value::Object(keywords) = &mut *value
    {
        put_together(keywords, name, components);
    }
    let Value::Object(members) = value else {
        return;
    };
    for (key, child) in members {
        let Some((form, inner)) = node.child(key) else {
            continue;
        };
        match (form, child) {
            (Form::Map, Value::Object(named)) => {
                let is_component = node == Node::Components;
                for (name, child) in named {
                    walk(
                        child,
                        inner,
                        is_component.then_some(name.as_str()),
                        components,
                    );
                }
            }
            (Form::One, Value::Array(items)) => {
                for item in items {
                    walk(item, inner, None, components);
                }
            }
            (Form::One, child) => walk(child, inner, None, components),
            (Form::Map, _) => {}
        }
    }
}

/// Returns `true` for a keyword that stays beside the alternatives: it is about the value as a whole.
fn is_about_the_whole(keyword: &str) -> bool {
    matches!(
        keyword,
        "title"
            | "description"
            | "nullable"
            | "deprecated"
            | "default"
            | "example"
            | "discriminator"
            | "readOnly"
            | "writeOnly"
    ) || keyword.starts_with("x-")
}

/// Alternatives, and what holds for each of them besides.
struct Choice {
    keyword: &'static str,
    alternatives: Vec<Value>,
    common: Vec<Value>,
    discriminator: Option<Value>,
}

fn put_together(keywords: &mut Keywords, name: Option<&str>, components: &Components) {
    let Some(choice) = choice_of(keywords, name, components) else {
        return;
    };
    let whole: Keywords = std::mem::take(keywords)
        .into_iter()
        .filter(|(keyword, _)| is_about_the_whole(keyword))
        .collect();
    *keywords = whole;
    if let Some(discriminator) = choice.discriminator {
        keywords.entry("discriminator").or_insert(discriminator);
    }
    let alternatives = choice.alternatives.into_iter().map(|alternative| {
        let mut object = Keywords::new();
        if let Some(name) = referred(&alternative) {
            object.insert(ALTERNATIVE_NAME.to_owned(), json!(name));
        }
        for keyword in ["title", "description"] {
            if let Some(text) = alternative.get(keyword) {
                object.insert(keyword.to_owned(), text.clone());
            }
        }
        let parts: Vec<Value> = choice.common.iter().cloned().chain([alternative]).collect();
        object.insert("allOf".to_owned(), Value::Array(parts));
        Value::Object(object)
    });
    keywords.insert(choice.keyword.to_owned(), alternatives.collect());
}

/// Returns the one choice among the parts of a schema. `None`: there is none, or several, or nothing besides.
fn choice_of(keywords: &Keywords, name: Option<&str>, components: &Components) -> Option<Choice> {
    let members = keywords.get("allOf").and_then(Value::as_array);
    let members = members.map_or(&[][..], Vec::as_slice);
    let mut choices: Vec<(Option<usize>, &'static str, &Keywords)> = Vec::new();
    choices.extend(choice_in(keywords, name, components).map(|keyword| (None, keyword, keywords)));
    for (index, member) in members.iter().enumerate() {
        let target = match referred(member) {
            Some(target) => components.get(&target).and_then(Value::as_object),
            None => member.as_object(),
        };
        let found = target.and_then(|target| {
            let keyword = choice_in(target, name, components)?;
            Some((Some(index), keyword, target))
        });
        choices.extend(found);
    }
    let [(index, keyword, owner)] = choices.as_slice() else {
        return None;
    };
    let others = members
        .iter()
        .enumerate()
        .filter(|(other, _)| Some(*other) != *index);
    let mut common: Vec<Value> = others.map(|(_, member)| member.clone()).collect();
    let own = |keywords: &Keywords| -> Option<Value> {
        let rest = keywords.iter().filter(|(key, _)| {
            !is_about_the_whole(key) && !["allOf", "oneOf", "anyOf"].contains(&key.as_str())
        });
        let rest: Keywords = rest
            .map(|(key, value)| (key.clone(), value.clone()))
            .collect();
        let says_something = ["properties", "required", "additionalProperties"]
            .iter()
            .any(|key| rest.contains_key(*key));
        says_something.then_some(Value::Object(rest))
    };
    common.extend(own(keywords));
    if index.is_some() {
        common.extend(own(owner));
        let inner = owner.get("allOf").and_then(Value::as_array);
        common.extend(inner.into_iter().flatten().cloned());
    }
    if common.is_empty() {
        return None;
    }
    Some(Choice {
        keyword,
        alternatives: owner.get(*keyword)?.as_array()?.clone(),
        common,
        discriminator: owner.get("discriminator").cloned(),
    })
}

/// Returns the keyword under which a schema lists objects of which a value is one. A component that is one of them
/// itself, or that they extend, is no such choice.
fn choice_in(
    keywords: &Keywords,
    name: Option<&str>,
    components: &Components,
) -> Option<&'static str> {
    let lists = ["oneOf", "anyOf"]
        .map(|keyword| (keyword, keywords.get(keyword).and_then(Value::as_array)));
    let ([(keyword, Some(alternatives)), (_, None)] | [(_, None), (keyword, Some(alternatives))]) =
        lists
    else {
        return None;
    };
    let leads_back = |alternative: &Value| {
        let target = referred(alternative);
        let extends = target
            .as_ref()
            .and_then(|target| components.get(target))
            .and_then(|target| target.get("allOf"))
            .and_then(Value::as_array);
        name.is_some_and(|name| {
            target.as_deref() == Some(name)
                || extends.is_some_and(|parts| {
                    parts
                        .iter()
                        .any(|part| referred(part).as_deref() == Some(name))
                })
        })
    };
    let is_choice = (2..=MOST).contains(&alternatives.len())
        && alternatives.iter().all(|alternative| {
            describes_an_object(alternative, components, 0) && !leads_back(alternative)
        })
        && (keyword == "oneOf"
            || keywords.contains_key("discriminator")
            || are_told_apart(alternatives, components));
    is_choice.then_some(keyword)
}

/// Returns `true` if a schema describes properties, itself or by what it joins.
fn describes_an_object(schema: &Value, components: &Components, depth: usize) -> bool {
    const DEEPEST: usize = 8;
    if depth > DEEPEST {
        return false;
    }
    if let Some(target) = referred(schema) {
        let target = components.get(&target);
        return target.is_some_and(|target| describes_an_object(target, components, depth + 1));
    }
    let has_properties = schema["properties"]
        .as_object()
        .is_some_and(|named| !named.is_empty());
    let parts = schema.get("allOf").and_then(Value::as_array);
    has_properties
        || parts.is_some_and(|parts| {
            parts
                .iter()
                .any(|part| describes_an_object(part, components, depth + 1))
        })
}

/// Returns `true` if a property of each of the objects has a value that no other one of them has.
fn are_told_apart(alternatives: &[Value], components: &Components) -> bool {
    let properties = |schema: &Value| -> Keywords {
        let schema = referred(schema)
            .and_then(|name| components.get(&name))
            .unwrap_or(schema);
        schema["properties"]
            .as_object()
            .cloned()
            .unwrap_or_default()
    };
    let only = |schema: &Value| match schema["enum"].as_array().map(Vec::as_slice) {
        Some([only]) => Some(only.to_string()),
        _ => None,
    };
    let all: Vec<Keywords> = alternatives.iter().map(properties).collect();
    let Some(first) = all.first() else {
        return false;
    };
    first.keys().any(|name| {
        let mut seen = BTreeSet::new();
        all.iter().all(|properties| {
            let value = properties.get(name).and_then(only);
            value.is_some_and(|value| seen.insert(value))
        })
    })
}

/// Returns the name of the component that a schema refers to, if it is nothing else.
fn referred(schema: &Value) -> Option<String> {
    let name = schema
        .get("$ref")?
        .as_str()?
        .strip_prefix("#/components/schemas/")?;
    Some(unescape(name))
}
