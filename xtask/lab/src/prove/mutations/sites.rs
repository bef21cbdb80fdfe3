//! A description → the places in it that can be changed, and how a place is changed.
//!
//! Invariant: a place is a JSON pointer to something that is there.

use fastrand::Rng;
use serde_json::{Map, Value};

use super::super::slice::METHODS;

/// Returns something in a list, or nothing where the list is empty.
pub(super) fn choose<T: Clone>(list: &[T], rng: &mut Rng) -> Option<T> {
    (!list.is_empty()).then(|| list[rng.usize(..list.len())].clone())
}

/// Returns the pointers of all operations.
pub(super) fn operations(root: &Value) -> Vec<String> {
    let mut found = Vec::new();
    for (path, item) in root["paths"].as_object().into_iter().flatten() {
        for method in METHODS.iter().filter(|method| item.get(method).is_some()) {
            found.push(format!("/paths/{}/{method}", escape(path)));
        }
    }
    found
}

pub(super) fn escape(key: &str) -> String {
    key.replace('~', "~0").replace('/', "~1")
}

/// Returns the pointers of what `inside` finds in operations.
pub(super) fn inside(root: &Value, inside: &str) -> Vec<String> {
    let all = operations(root).into_iter();
    let all = all.map(|operation| format!("{operation}{inside}"));
    all.filter(|pointer| root.pointer(pointer).is_some())
        .collect()
}

/// Returns the pointers of parameters that are written out and not in the path.
pub(super) fn parameters(root: &Value) -> Vec<String> {
    let mut found = Vec::new();
    for list in inside(root, "/parameters") {
        let count = root
            .pointer(&list)
            .and_then(Value::as_array)
            .map_or(0, Vec::len);
        let own = (0..count).map(|index| format!("{list}/{index}"));
        found.extend(own.filter(|at| {
            let parameter = root.pointer(at);
            parameter.is_some_and(|one| one["in"] == "query")
        }));
    }
    found
}

/// Returns the pointers of object schemas among the components.
pub(super) fn objects(root: &Value) -> Vec<String> {
    schemas(root, |schema| {
        schema["properties"]
            .as_object()
            .is_some_and(|properties| !properties.is_empty())
    })
}

pub(super) fn schemas(root: &Value, is_wanted: impl Fn(&Value) -> bool) -> Vec<String> {
    let all = root
        .pointer("/components/schemas")
        .and_then(Value::as_object);
    let wanted = all
        .into_iter()
        .flatten()
        .filter(|(_, schema)| is_wanted(schema));
    wanted
        .map(|(name, _)| format!("/components/schemas/{}", escape(name)))
        .collect()
}

/// Returns the pointers of properties that are written out.
pub(super) fn fields(root: &Value) -> Vec<String> {
    let mut found = Vec::new();
    for object in objects(root) {
        let properties = root.pointer(&format!("{object}/properties"));
        for (name, property) in properties.and_then(Value::as_object).into_iter().flatten() {
            if property.get("type").is_some() && property.get("enum").is_none() {
                found.push(format!("{object}/properties/{}", escape(name)));
            }
        }
    }
    found
}

/// Returns the pointers of lists of values.
pub(super) fn enums(root: &Value) -> Vec<String> {
    let mut found = schemas(root, |schema| schema["enum"].is_array());
    for object in objects(root) {
        let properties = root.pointer(&format!("{object}/properties"));
        for (name, property) in properties.and_then(Value::as_object).into_iter().flatten() {
            if property["enum"].is_array() {
                found.push(format!("{object}/properties/{}", escape(name)));
            }
        }
    }
    found
}

/// Returns the parent of a pointer, and the key in it.
pub(super) fn split(pointer: &str) -> Option<(&str, String)> {
    let (parent, key) = pointer.rsplit_once('/')?;
    Some((parent, key.replace("~1", "/").replace("~0", "~")))
}

pub(super) fn object<'v>(root: &'v mut Value, at: &str) -> Option<&'v mut Map<String, Value>> {
    root.pointer_mut(at)?.as_object_mut()
}

pub(super) fn set(root: &mut Value, at: &str, key: &str, value: Value) -> Option<()> {
    object(root, at)?.insert(key.to_owned(), value);
    Some(())
}

pub(super) fn remove(root: &mut Value, at: &str) -> Option<Value> {
    let (parent, key) = split(at)?;
    match root.pointer_mut(parent)? {
        Value::Object(members) => members.shift_remove(&key),
        Value::Array(items) => Some(items.remove(key.parse().ok()?)),
        _ => None,
    }
}

/// Gives a member another key, at its place.
pub(super) fn rename(root: &mut Value, at: &str, new: &str) -> Option<()> {
    let (parent, key) = split(at)?;
    let members = object(root, parent)?;
    let renamed = std::mem::take(members).into_iter().map(|(name, value)| {
        let name = if name == key { new.to_owned() } else { name };
        (name, value)
    });
    *members = renamed.collect();
    Some(())
}
