//! A description → its keywords, and itself with one of them changed.
//!
//! Invariant: prose, data and names of the author's are no keywords.

use generator::MemberNames;
use serde_json::{Map, Value, json};

use super::reasons::is_meaningless;

/// Keys whose values are prose or data.
const DATA: [&str; 6] = [
    "description",
    "summary",
    "title",
    "example",
    "examples",
    "info",
];

/// Keys whose value is a schema.
const SCHEMAS: [&str; 7] = [
    "additionalProperties",
    "items",
    "itemSchema",
    "not",
    "schema",
    "unevaluatedItems",
    "unevaluatedProperties",
];

/// Keys whose value is a list of schemas.
const LISTS_OF_SCHEMAS: [&str; 4] = ["allOf", "anyOf", "oneOf", "prefixItems"];

/// Returns the pointers of all keywords: members of mappings that are no prose, no data, and no names of the author's.
pub(super) fn gather(root: &Value) -> Vec<String> {
    let mut found = Vec::new();
    gather_in(root, "", MemberNames::Keywords, &mut found);
    found
}

fn gather_in(value: &Value, at: &str, kind: MemberNames, found: &mut Vec<String>) {
    match value {
        Value::Object(members) => {
            for (key, child) in members {
                let pointer = format!("{at}/{}", key.replace('~', "~0").replace('/', "~1"));
                let is_keyword = kind == MemberNames::Keywords;
                let is_data = DATA.contains(&key.as_str()) || key.starts_with("x-");
                if is_keyword && (is_data || is_meaningless(&pointer)) {
                    continue;
                }
                if is_keyword {
                    found.push(pointer.clone());
                }
                if is_keyword
                    && matches!(key.as_str(), "default" | "enum" | "const")
                    && !child.is_object()
                {
                    continue;
                }
                let inner = if child.is_object() {
                    kind.below(key)
                } else {
                    MemberNames::Keywords
                };
                gather_in(child, &pointer, inner, found);
            }
        }
        Value::Array(items) => {
            // The members of a requirement of credentials are names of schemes.
            let is_security = at.ends_with("/security");
            let inner = if is_security {
                MemberNames::Author
            } else {
                MemberNames::Keywords
            };
            for (index, child) in items.iter().enumerate() {
                gather_in(child, &format!("{at}/{index}"), inner, found);
            }
        }
        _ => {}
    }
}

/// Returns the description without a keyword, and with other values of it.
pub(super) fn changes(root: &Value, pointer: &str) -> Vec<Value> {
    let Some((owner, key)) = pointer.rsplit_once('/') else {
        return Vec::new();
    };
    let key = key.replace("~1", "/").replace("~0", "~");
    let with = |change: &dyn Fn(&mut Map<String, Value>)| {
        let mut changed = root.clone();
        if let Some(Value::Object(members)) = changed.pointer_mut(owner) {
            change(members);
        }
        changed
    };
    let mut changed = vec![with(&|members| {
        members.remove(&key);
    })];
    let value = root.pointer(pointer).unwrap_or(&Value::Null);
    for other in others(&key, value) {
        changed.push(with(&|members| {
            members.insert(key.clone(), other.clone());
        }));
    }
    changed
}

/// Returns other values of a keyword.
fn others(key: &str, value: &Value) -> Vec<Value> {
    let object = json!({"type": "object", "properties": {"reading": {"type": "integer"}}});
    match value {
        Value::Bool(_) | Value::Object(_) if SCHEMAS.contains(&key) => vec![object],
        Value::Bool(flag) => vec![json!(!flag)],
        Value::Number(number) => number
            .as_f64()
            .map(|number| json!(number + 1.0))
            .into_iter()
            .collect(),
        Value::String(text) if key == "type" => {
            vec![json!(if text == "string" {
                "boolean"
            } else {
                "string"
            })]
        }
        Value::String(text) => vec![json!(format!("{text}x"))],
        Value::Array(items) => {
            let fewer = items.iter().skip(1).cloned().collect();
            let other = items.first().and_then(Value::as_str).map(|first| {
                let first = [json!(format!("{first}x"))];
                [&first, items.get(1..).unwrap_or_default()].concat()
            });
            let more = LISTS_OF_SCHEMAS
                .contains(&key)
                .then(|| [items.as_slice(), &[object]].concat());
            let all = more.into_iter().chain(other).chain([fewer]);
            all.map(Value::Array).collect()
        }
        Value::Object(_) | Value::Null => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{changes, gather};

    #[test]
    fn keywords_are_told_from_names_and_prose() {
        let root = json!({"info": {"title": "t"}, "paths": {"/title": {"get": {"deprecated": true, "summary": "s"}}}});
        assert_eq!(
            gather(&root),
            [
                "/paths",
                "/paths/~1title/get",
                "/paths/~1title/get/deprecated"
            ]
        );
        let changed = changes(&root, "/paths/~1title/get/deprecated");
        assert_eq!(changed.len(), 2);
        assert_eq!(changed[1]["paths"]["/title"]["get"]["deprecated"], false);
    }

    #[test]
    fn a_schema_and_a_list_have_other_values() {
        let tags = changes(&json!({"tags": ["a", "b"]}), "/tags");
        assert!(tags.contains(&json!({"tags": ["ax", "b"]})));
        let root = json!({"schema": {"type": "string"}, "required": ["a", "b"], "oneOf": []});
        let schemas = changes(&root, "/schema");
        assert_eq!(schemas[1]["schema"]["type"], "object");
        assert_eq!(changes(&root, "/required")[2]["required"], json!(["b"]));
        assert_eq!(changes(&root, "/oneOf").len(), 3);
    }
}
