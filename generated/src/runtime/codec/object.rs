//! JSON objects whose members no description names, such as custom fields.
//!
//! Members are read as any type on demand, by the same rules as everything else: a quoted id is an id.

use std::collections::BTreeMap;
use std::fmt;
use std::ops::Index;

use serde_core::de::DeserializeOwned;

use super::collection::write_entries;
use super::{AdditionalProperties, Decode, DecodeError, Encode, Json, Reader, Writer, json};

/// A JSON object with members of any kind, such as the fields that an account has added of its own.
///
/// ```text
/// let floor: Option<i64> = fields.get("cf_floor")?;
/// let fields = JsonObject::new().with("cf_floor", &3_i64);
/// ```
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct JsonObject(serde_json::Map<String, Json>);

impl JsonObject {
    /// Creates an object without members.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Returns the member `name` as a `T`; `None` if it is absent or null.
    ///
    /// # Errors
    ///
    /// When it is something else than a `T`.
    pub fn get<T: Decode>(&self, name: &str) -> Result<Option<T>, DecodeError> {
        match self.raw(name) {
            None | Some(Json::Null) => Ok(None),
            Some(value) => super::decode(&super::encode(value))
                .map(Some)
                .map_err(|error| error.below(name)),
        }
    }

    /// Decodes like [`Self::get`], into a type of the caller's own that implements serde's `Deserialize`.
    ///
    /// # Errors
    ///
    /// When it is something else than a `T`.
    pub fn get_with_serde<T: DeserializeOwned>(
        &self,
        name: &str,
    ) -> Result<Option<T>, DecodeError> {
        match self.raw(name) {
            None | Some(Json::Null) => Ok(None),
            Some(value) => T::deserialize(value)
                .map(Some)
                .map_err(|error| DecodeError::new("another value", error.to_string()).below(name)),
        }
    }

    /// Returns the member `name` as it is; `Some` of a null if it is null.
    #[must_use]
    pub fn raw(&self, name: &str) -> Option<&Json> {
        self.0.get(name)
    }

    /// Sets the member `name` to what `value` writes as JSON, such as a number, a date or a generated type.
    pub fn set(&mut self, name: impl Into<String>, value: &dyn Encode) -> &mut Self {
        self.0.insert(name.into(), to_json(value));
        self
    }

    /// Returns the same object with the member `name` set, for building one in an expression.
    #[must_use]
    pub fn with(mut self, name: impl Into<String>, value: &dyn Encode) -> Self {
        self.set(name, value);
        self
    }

    /// Sets the member `name` to a JSON value, and gives what it was before.
    pub fn insert(&mut self, name: impl Into<String>, value: impl Into<Json>) -> Option<Json> {
        self.0.insert(name.into(), value.into())
    }

    /// Takes the member `name` out.
    pub fn remove(&mut self, name: &str) -> Option<Json> {
        self.0.remove(name)
    }

    /// Returns `true` if there is a member `name`, even if it is null.
    #[must_use]
    pub fn contains(&self, name: &str) -> bool {
        self.raw(name).is_some()
    }

    /// Returns the number of members.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Returns `true` if there are no members.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Returns the members, by name.
    #[must_use]
    pub fn iter(&self) -> serde_json::map::Iter<'_> {
        self.0.iter()
    }

    /// Returns the members as the map of `serde_json`, to be changed in any way.
    pub fn as_map_mut(&mut self) -> &mut serde_json::Map<String, Json> {
        &mut self.0
    }

    /// Returns the members as the map of `serde_json`.
    #[must_use]
    pub fn into_map(self) -> serde_json::Map<String, Json> {
        self.0
    }
}

/// Encodes `value` and reads it back; null if that nests too deep to be read.
fn to_json(value: &dyn Encode) -> Json {
    super::decode(&super::encode(value)).unwrap_or_default()
}

impl Index<&str> for JsonObject {
    type Output = Json;

    /// Returns the member `name` as it is; null if it is absent.
    fn index(&self, name: &str) -> &Json {
        self.raw(name).unwrap_or(&Json::Null)
    }
}

impl fmt::Debug for JsonObject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(&self.0).finish()
    }
}

impl From<serde_json::Map<String, Json>> for JsonObject {
    fn from(members: serde_json::Map<String, Json>) -> Self {
        Self(members)
    }
}

impl<V: Into<Json>> From<BTreeMap<String, V>> for JsonObject {
    fn from(members: BTreeMap<String, V>) -> Self {
        members.into_iter().collect()
    }
}

impl<K: Into<String>, V: Into<Json>, const N: usize> From<[(K, V); N]> for JsonObject {
    fn from(members: [(K, V); N]) -> Self {
        members.into_iter().collect()
    }
}

impl From<JsonObject> for Json {
    fn from(object: JsonObject) -> Self {
        Self::Object(object.0)
    }
}

impl TryFrom<Json> for JsonObject {
    type Error = DecodeError;

    fn try_from(value: Json) -> Result<Self, DecodeError> {
        match value {
            Json::Object(members) => Ok(Self(members)),
            other => super::decode(&super::encode(&other)),
        }
    }
}

impl<K: Into<String>, V: Into<Json>> FromIterator<(K, V)> for JsonObject {
    fn from_iter<I: IntoIterator<Item = (K, V)>>(members: I) -> Self {
        let mut object = Self::new();
        object.extend(members);
        object
    }
}

impl<K: Into<String>, V: Into<Json>> Extend<(K, V)> for JsonObject {
    fn extend<I: IntoIterator<Item = (K, V)>>(&mut self, members: I) {
        for (name, value) in members {
            self.insert(name, value);
        }
    }
}

impl IntoIterator for JsonObject {
    type Item = (String, Json);
    type IntoIter = serde_json::map::IntoIter;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl<'a> IntoIterator for &'a JsonObject {
    type Item = (&'a String, &'a Json);
    type IntoIter = serde_json::map::Iter<'a>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.iter()
    }
}

impl Decode for JsonObject {
    fn blank() -> Self {
        Self::new()
    }

    fn read(&mut self, reader: &mut Reader<'_>) -> Result<(), DecodeError> {
        self.0 = json::members(reader)?;
        Ok(())
    }
}

impl Encode for JsonObject {
    fn encode(&self, writer: &mut Writer) {
        writer.begin_object();
        write_entries(&self.0, writer);
        writer.end_object();
    }
}

impl AdditionalProperties for JsonObject {
    fn read_field(&mut self, key: &str, reader: &mut Reader<'_>) -> Result<(), DecodeError> {
        let value = Json::decode(reader)?;
        self.insert(key, value);
        Ok(())
    }

    fn write_fields(&self, writer: &mut Writer) {
        write_entries(&self.0, writer);
    }
}

crate::bridge_to_serde!(JsonObject);
