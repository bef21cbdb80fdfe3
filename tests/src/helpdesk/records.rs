//! Objects by their IDs, as JSON.
//!
//! Invariant: an ID is given once, and IDs grow in the order of creation.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::clock;

/// The members of an object.
pub(super) type Object = Map<String, Value>;

/// Everything of one kind.
#[derive(Debug)]
pub(super) struct Records {
    next: i64,
    items: BTreeMap<i64, Object>,
}

impl Records {
    /// Creates an empty store whose IDs begin at `first`.
    pub(super) fn from(first: i64) -> Self {
        Self {
            next: first,
            items: BTreeMap::new(),
        }
    }

    /// Keeps an object under a new ID, with the time as its creation and its last change unless it has them.
    pub(super) fn add(&mut self, mut object: Object) -> Object {
        let id = self.next;
        self.next += 1;
        let now = clock::now();
        object.insert("id".to_owned(), json!(id));
        for key in ["created_at", "updated_at"] {
            object.entry(key).or_insert_with(|| json!(now));
        }
        self.items.insert(id, object.clone());
        object
    }

    /// Returns the object with this ID.
    pub(super) fn get(&self, id: i64) -> Option<&Object> {
        self.items.get(&id)
    }

    /// Lets `change` change an object, and notes the time.
    pub(super) fn change(&mut self, id: i64, change: impl FnOnce(&mut Object)) -> Option<Object> {
        let object = self.items.get_mut(&id)?;
        change(object);
        object.insert("updated_at".to_owned(), json!(clock::now()));
        Some(object.clone())
    }

    /// Removes an object; tells whether it was there.
    pub(super) fn remove(&mut self, id: i64) -> bool {
        self.items.remove(&id).is_some()
    }

    /// Returns all records, in the order of their IDs.
    pub(super) fn iter(&self) -> impl DoubleEndedIterator<Item = &Object> {
        self.items.values()
    }

    /// Returns those with this value of a member.
    pub(super) fn with(&self, key: &str, value: &Value) -> Vec<&Object> {
        let items = self.items.values();
        items.filter(|item| item.get(key) == Some(value)).collect()
    }
}

/// Returns an object written as [`json!`] writes it.
pub(super) fn object(value: Value) -> Object {
    match value {
        Value::Object(object) => object,
        other => panic!("no object: {other}"),
    }
}

/// Puts the members of a change in place of those that are there; members of members one by one.
pub(super) fn merge(object: &mut Object, change: &Object) {
    for (key, value) in change {
        match (object.get_mut(key), value) {
            (Some(Value::Object(inner)), Value::Object(more)) => inner.extend(more.clone()),
            _ => {
                object.insert(key.clone(), value.clone());
            }
        }
    }
}

/// Returns a number in an object.
pub(super) fn number(object: &Object, key: &str) -> Option<i64> {
    object.get(key).and_then(Value::as_i64)
}

/// Returns a text in an object.
pub(super) fn text<'o>(object: &'o Object, key: &str) -> Option<&'o str> {
    object.get(key).and_then(Value::as_str)
}
