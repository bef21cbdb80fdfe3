//! The events of a reader → an untyped tree.
//!
//! Invariant: every key and value of the text is in the tree, in the order of the text; of a key that is twice in one
//! mapping the first is, and it is noted.

use std::{cell::RefCell, fmt};

use serde::de::{
    self, DeserializeSeed, Deserializer, EnumAccess, MapAccess, SeqAccess, VariantAccess,
};
use serde_json::{Map, Number, Value};

use crate::source::limits::Budget;

/// One reading of a text.
pub(super) struct Reading {
    pub(super) budget: Budget,
    /// Keys that are met again in their mappings.
    pub(super) duplicates: RefCell<Vec<String>>,
}

impl Reading {
    pub(super) fn new(text: &str) -> Self {
        Self {
            budget: Budget::of(text),
            duplicates: RefCell::default(),
        }
    }
}

/// A tree that keeps what `serde_json`'s own reader loses or refuses: keys that are no strings,
/// duplicate keys, integers of any size, numbers that are not finite, tags.
#[derive(Clone, Copy)]
pub(super) struct Tree<'r>(pub(super) &'r Reading);

impl<'de> DeserializeSeed<'de> for Tree<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> de::Visitor<'de> for Tree<'_> {
    type Value = Value;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("any value")
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(Value::from(value))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(Value::from(value))
    }

    // JSON has no integers beyond 64 bits that `serde_json` could hold: such a number only ever
    // bounds a range, where the nearest double says the same.
    #[allow(
        clippy::cast_precision_loss,
        reason = "the nearest double is what is wanted"
    )]
    fn visit_i128<E: de::Error>(self, value: i128) -> Result<Value, E> {
        self.visit_f64(value as f64)
    }

    #[allow(
        clippy::cast_precision_loss,
        reason = "the nearest double is what is wanted"
    )]
    fn visit_u128<E: de::Error>(self, value: u128) -> Result<Value, E> {
        self.visit_f64(value as f64)
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(Number::from_f64(value).map_or_else(|| Value::String(value.to_string()), Value::Number))
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(Value::String(value.to_owned()))
    }

    fn visit_string<E>(self, value: String) -> Result<Value, E> {
        Ok(Value::String(value))
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_none<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        self.0.budget.nested(|| {
            let mut list = Vec::new();
            while let Some(item) = items.next_element_seed(self)? {
                self.0.budget.take(&item)?;
                list.push(item);
            }
            Ok(Value::Array(list))
        })
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Value, A::Error> {
        self.0.budget.nested(|| {
            let mut object = Map::new();
            while let Some(key) = members.next_key_seed(Key)? {
                self.0.budget.take(&Value::Null)?;
                let value = members.next_value_seed(self)?;
                self.0.budget.take(&value)?;
                if object.contains_key(&key) {
                    self.0.duplicates.borrow_mut().push(key);
                } else {
                    object.insert(key, value);
                }
            }
            Ok(Value::Object(merge(object)))
        })
    }

    /// Removes a tag, which has no meaning: `!tag value` is `value`.
    fn visit_enum<A: EnumAccess<'de>>(self, tagged: A) -> Result<Value, A::Error> {
        let (_, content) = tagged.variant_seed(self)?;
        content.newtype_variant_seed(self)
    }
}

/// A key as it is written: `200:` is the key `"200"`, and `1.10:` the key `"1.10"`.
struct Key;

impl<'de> DeserializeSeed<'de> for Key {
    type Value = String;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<String, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl de::Visitor<'_> for Key {
    type Value = String;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a key that is text")
    }

    fn visit_str<E>(self, key: &str) -> Result<String, E> {
        Ok(key.to_owned())
    }
}

/// Resolves YAML's merge key: members of `<<` stand in for members that the mapping lacks.
fn merge(mut object: Map<String, Value>) -> Map<String, Value> {
    let Some(merged) = object.shift_remove("<<") else {
        return object;
    };
    let sources = match merged {
        Value::Array(sources) => sources,
        source => vec![source],
    };
    for source in sources {
        if let Value::Object(members) = source {
            for (key, value) in members {
                object.entry(key).or_insert(value);
            }
        }
    }
    object
}
