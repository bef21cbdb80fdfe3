//! A description → every change of one property, enum value or type in it, as a vendor may make it.
//!
//! Invariant: a change names the place that it is made at, and changes nothing else.

use serde_json::{Value, json};

/// A change of one place.
pub(super) struct Change {
    pub(super) kind: MaskedKind,
    /// The place, as a JSON pointer: of the property, of the list of values, or of the type.
    pub(super) pointer: String,
    /// The place of a value in its list.
    item: usize,
}

/// Kinds of changes.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum MaskedKind {
    RemovedProperty,
    RenamedValue,
    ChangedType,
}

impl MaskedKind {
    pub(super) const ALL: [Self; 3] =
        [Self::RemovedProperty, Self::RenamedValue, Self::ChangedType];

    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::RemovedProperty => "removed properties",
            Self::RenamedValue => "renamed values",
            Self::ChangedType => "changed types",
        }
    }
}

/// Every change that can be made, in the order of the description.
pub(super) fn all(root: &Value) -> Vec<Change> {
    let mut found = Vec::new();
    below(root, "", &mut found);
    found
}

fn below(node: &Value, at: &str, found: &mut Vec<Change>) {
    match node {
        Value::Object(members) => {
            for (name, value) in members {
                let pointer = format!("{at}/{}", escape(name));
                let mut tell = |kind, pointer: &str, item| {
                    found.push(Change {
                        kind,
                        pointer: pointer.to_owned(),
                        item,
                    });
                };
                match (&**name, value) {
                    ("properties", Value::Object(properties)) if !at.ends_with("/properties") => {
                        for name in properties.keys() {
                            let property = format!("{pointer}/{}", escape(name));
                            tell(MaskedKind::RemovedProperty, &property, 0);
                        }
                    }
                    ("enum", Value::Array(values)) => {
                        for item in 0..values.len() {
                            tell(MaskedKind::RenamedValue, &pointer, item);
                        }
                    }
                    ("type", Value::String(_) | Value::Array(_))
                        if at.ends_with("/schema")
                            || at.ends_with("/items")
                            || at.contains("/properties/")
                            || at.contains("/schemas/") =>
                    {
                        tell(MaskedKind::ChangedType, &pointer, 0);
                    }
                    _ => {}
                }
                below(value, &pointer, found);
            }
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                below(item, &format!("{at}/{index}"), found);
            }
        }
        _ => {}
    }
}

impl Change {
    /// The description after the change. `None`: it is no description any more.
    pub(super) fn made(&self, root: &Value) -> Option<Value> {
        let mut root = root.clone();
        let (owner, key) = self.pointer.rsplit_once('/')?;
        let key = key.replace("~1", "/").replace("~0", "~");
        match self.kind {
            MaskedKind::RemovedProperty => {
                root.pointer_mut(owner)?
                    .as_object_mut()?
                    .shift_remove(&key)?;
                let schema = owner.rsplit_once('/')?.0;
                let required = root.pointer_mut(schema)?.get_mut("required");
                if let Some(Value::Array(names)) = required {
                    names.retain(|name| *name != *key);
                }
            }
            MaskedKind::RenamedValue => {
                let value = root.pointer_mut(&self.pointer)?.get_mut(self.item)?;
                *value = match value {
                    Value::Number(_) => json!(4711),
                    _ => json!("renamed_value"),
                };
            }
            MaskedKind::ChangedType => {
                let ty = root.pointer_mut(&self.pointer)?;
                *ty = if *ty == "boolean" {
                    json!("string")
                } else {
                    json!("boolean")
                };
            }
        }
        Some(root)
    }
}

fn escape(key: &str) -> String {
    key.replace('~', "~0").replace('/', "~1")
}
