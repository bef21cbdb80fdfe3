//! A description → the part of it around some groups of operations, small enough to be compiled
//! hundreds of times.
//!
//! Invariant: whatever a kept operation refers to is kept.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

/// The methods of a path item.
pub(super) const METHODS: [&str; 8] = [
    "get", "put", "post", "delete", "options", "head", "patch", "trace",
];

/// Returns the groups that have operations, in the order of the description.
pub(super) fn tags(description: &Value) -> Vec<String> {
    let mut tags: Vec<String> = Vec::new();
    for item in members(&description["paths"]).flat_map(|(_, item)| members(item)) {
        if let Some(tag) = item.1["tags"][0].as_str()
            && !tags.iter().any(|known| known == tag)
        {
            tags.push(tag.to_owned());
        }
    }
    tags
}

/// Returns the operations of some groups, and what they refer to.
pub(super) fn around(description: &Value, tags: &[String]) -> Value {
    let is_wanted = |tag: &Value| tags.iter().any(|wanted| tag == wanted);
    let mut slice = description.clone();
    if let Some(paths) = slice["paths"].as_object_mut() {
        for (_, item) in paths.iter_mut() {
            if let Some(item) = item.as_object_mut() {
                item.retain(|key, value| {
                    !METHODS.contains(&key.as_str()) || is_wanted(&value["tags"][0])
                });
            }
        }
        let has_operation = |item: &Value| METHODS.iter().any(|method| item.get(method).is_some());
        paths.retain(|_, item| has_operation(item));
    }
    // What refers to operations that are not kept would be an error.
    for key in ["webhooks", "x-rust-plans", "x-rust-left-out"] {
        if let Some(root) = slice.as_object_mut() {
            root.shift_remove(key);
        }
    }
    forget_other_operations(&mut slice);
    keep_reachable(&mut slice);
    slice
}

/// Takes away what names an operation of another group.
fn forget_other_operations(slice: &mut Value) {
    let kept: BTreeSet<String> = members(&slice["paths"])
        .flat_map(|(_, item)| members(item))
        .filter_map(|(_, operation)| Some(operation["operationId"].as_str()?.to_owned()))
        .collect();
    let paths = slice["paths"].as_object_mut().into_iter().flatten();
    for (_, item) in paths {
        for (_, operation) in item.as_object_mut().into_iter().flatten() {
            let polled = operation["x-rust-poll"]["operation"].as_str();
            if polled.is_some_and(|polled| !kept.contains(polled))
                && let Some(operation) = operation.as_object_mut()
            {
                operation.shift_remove("x-rust-poll");
            }
        }
    }
}

/// Takes away components that nothing refers to.
fn keep_reachable(slice: &mut Value) {
    let mut wanted = BTreeSet::new();
    references(&slice["paths"], &mut wanted);
    loop {
        let before = wanted.len();
        for reference in wanted.clone() {
            if let Some(target) = reference.strip_prefix('#').and_then(|at| slice.pointer(at)) {
                references(target, &mut wanted);
            }
        }
        if wanted.len() == before {
            break;
        }
    }
    let sections = slice["components"].as_object_mut().into_iter().flatten();
    for (section, components) in sections.filter(|(section, _)| *section != "securitySchemes") {
        if let Some(components) = components.as_object_mut() {
            components.retain(|name, _| wanted.contains(&format!("#/components/{section}/{name}")));
        }
    }
}

fn references(value: &Value, found: &mut BTreeSet<String>) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| references(item, found)),
        Value::Object(members) => {
            for (key, value) in members {
                match value {
                    Value::String(reference) if key == "$ref" => {
                        found.insert(reference.clone());
                    }
                    other => references(other, found),
                }
            }
        }
        _ => {}
    }
}

/// Returns the members of an object; of anything else, none.
pub(super) fn members(value: &Value) -> impl Iterator<Item = (&String, &Value)> {
    value.as_object().into_iter().flat_map(Map::iter)
}
