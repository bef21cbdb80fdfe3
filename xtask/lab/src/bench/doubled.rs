//! A description → one with everything twice, to see how the cost grows.
//!
//! Invariant: each half refers to itself alone, and no name of the one is one of the other's.

use serde_json::{Map, Value};

/// Goes behind the names of the second half.
const MARK: &str = "Again";

/// Returns the description with a second half. `None`: it is none.
pub(super) fn doubled(description: &Value) -> Option<Value> {
    let mut root = description.clone();
    let mut half = root.clone();
    rename(&mut half);
    let members = root.as_object_mut()?;
    let renamed = half.as_object_mut()?;
    let paths = section(renamed, "paths").into_iter();
    let paths = paths.map(|(path, item)| (format!("/again{path}"), item));
    extend(members, "paths", paths.collect());
    let mut all = section(members, "components");
    for (name, components) in section(renamed, "components") {
        if let Value::Object(components) = components {
            let components = components.into_iter();
            let components = components.map(|(name, component)| (name + MARK, component));
            extend(&mut all, &name, components.collect());
        }
    }
    extend(members, "components", all);
    Some(root)
}

fn section(members: &mut Map<String, Value>, name: &str) -> Map<String, Value> {
    match members.remove(name) {
        Some(Value::Object(section)) => section,
        _ => Map::new(),
    }
}

/// Adds to a section, which is made if it is not there.
fn extend(members: &mut Map<String, Value>, name: &str, added: Map<String, Value>) {
    match members.get_mut(name) {
        Some(Value::Object(section)) => section.extend(added),
        _ => drop(members.insert(name.to_owned(), Value::Object(added))),
    }
}

/// Gives references, operations and requirements the names of the second half.
fn rename(value: &mut Value) {
    match value {
        Value::String(text) if text.starts_with("#/components/") => {
            let steps: Vec<String> = text.split('/').map(str::to_owned).collect();
            let marked = steps.iter().enumerate().map(|(index, step)| {
                if index == 3 {
                    format!("{step}{MARK}")
                } else {
                    step.clone()
                }
            });
            *text = marked.collect::<Vec<_>>().join("/");
        }
        Value::Array(items) => items.iter_mut().for_each(rename),
        Value::Object(members) => {
            for (key, member) in members {
                match (key.as_str(), member) {
                    ("operationId", Value::String(id)) => id.push_str(MARK),
                    ("x-rust-search", search) => {
                        if let Some(Value::String(name)) = search.get_mut("type") {
                            name.push_str(MARK);
                        }
                    }
                    ("security", Value::Array(items)) => items.iter_mut().for_each(mark_keys),
                    (_, member) => rename(member),
                }
            }
        }
        _ => {}
    }
}

fn mark_keys(requirement: &mut Value) {
    if let Value::Object(members) = requirement {
        let marked = std::mem::take(members).into_iter();
        *members = marked.map(|(name, scopes)| (name + MARK, scopes)).collect();
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::doubled;

    #[test]
    fn each_half_refers_to_itself() {
        let text = json!({
            "openapi": "3.1.0",
            "paths": { "/a": { "get": { "operationId": "getA", "x": { "$ref": "#/components/schemas/A" } } } },
            "components": { "schemas": { "A": { "type": "string" } } },
        });
        let twice = doubled(&text).unwrap_or_default();
        assert_eq!(
            twice["paths"]["/again/a"]["get"]["operationId"],
            "getAAgain"
        );
        assert_eq!(
            twice["paths"]["/again/a"]["get"]["x"]["$ref"],
            "#/components/schemas/AAgain"
        );
        assert_eq!(twice["components"]["schemas"]["AAgain"]["type"], "string");
        assert_eq!(twice["paths"]["/a"]["get"]["operationId"], "getA");
    }
}
