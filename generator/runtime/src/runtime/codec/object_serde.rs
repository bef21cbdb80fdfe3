//! Members of JSON objects into types of the caller's own, by serde.
//!
//! Invariant: an error names the member that does not fit.

use serde_core::de::value::{MapAccessDeserializer, StringDeserializer};
use serde_core::de::{DeserializeOwned, DeserializeSeed, MapAccess};
use serde_core::ser::Serialize;

use super::{DecodeError, Json, JsonObject};

impl JsonObject {
    /// Returns the members as a `T`, such as a struct that derives serde's `Deserialize`.
    ///
    /// # Errors
    ///
    /// Fails if a member does not fit its field, or a required one is missing; the error names it.
    pub fn deserialize<T: DeserializeOwned>(&self) -> Result<T, DecodeError> {
        let mut open = None;
        let members = Members {
            left: self.iter(),
            value: None,
            open: &mut open,
        };
        T::deserialize(MapAccessDeserializer::new(members)).map_err(|error| {
            let error = DecodeError::new("another value", error.to_string());
            match open {
                Some(name) => error.below(&name),
                None => error,
            }
        })
    }
}

impl JsonObject {
    /// The members of `value`, such as a struct that derives serde's `Serialize`.
    ///
    /// # Errors
    ///
    /// Fails if it is written as anything but an object, or not at all.
    pub fn serialize<T: Serialize + ?Sized>(value: &T) -> Result<Self, DecodeError> {
        let written = serde_json::to_value(value)
            .map_err(|error| DecodeError::new("an object", error.to_string()))?;
        Self::try_from(written)
    }
}

/// A field that is an object, or may be absent.
#[doc(hidden)]
pub trait ObjectField {
    /// Returns the object, if there is one.
    fn object(&self) -> Option<&JsonObject>;
}

impl ObjectField for JsonObject {
    fn object(&self) -> Option<&JsonObject> {
        Some(self)
    }
}

impl ObjectField for Option<JsonObject> {
    fn object(&self) -> Option<&JsonObject> {
        self.as_ref()
    }
}

/// Returns the object in the field `name` as a `T`. An absent one has no members.
///
/// # Errors
///
/// Those of [`JsonObject::deserialize`], below the field.
#[doc(hidden)]
pub fn deserialize_field<T: DeserializeOwned>(
    field: &dyn ObjectField,
    name: &str,
) -> Result<T, DecodeError> {
    let result = match field.object() {
        Some(object) => object.deserialize(),
        None => JsonObject::new().deserialize(),
    };
    result.map_err(|error| error.below(name))
}

/// The members of an object on their way to serde.
struct Members<'a> {
    /// Those that were not given yet.
    left: serde_json::map::Iter<'a>,
    /// The value that belongs to the key which was given last.
    value: Option<&'a Json>,
    /// The name of the member whose value is being read.
    open: &'a mut Option<String>,
}

impl<'de> MapAccess<'de> for Members<'_> {
    type Error = serde_json::Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, Self::Error> {
        let Some((name, value)) = self.left.next() else {
            *self.open = None;
            return Ok(None);
        };
        self.value = Some(value);
        *self.open = Some(name.clone());
        seed.deserialize(StringDeserializer::new(name.clone()))
            .map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(
        &mut self,
        seed: V,
    ) -> Result<V::Value, Self::Error> {
        let value = self.value.take().cloned().unwrap_or_default();
        let value = seed.deserialize(value)?;
        *self.open = None;
        Ok(value)
    }
}

/// Gives a record whose field is an object the function that reads it as a type of the caller's own.
///
/// ```text
/// object_field!(Widget, custom_fields, custom_fields_as);
/// ```
#[macro_export]
#[doc(hidden)]
macro_rules! object_field {
    ($name:ident, $field:ident, $function:ident) => {
        impl $name {
            #[doc = ::std::concat!("Returns `", ::std::stringify!($field), "` as a `T`, such as a struct that derives serde's `Deserialize`.")]
            ///
            /// # Errors
            ///
            /// Fails if a member does not fit its field in `T`, or a required one is missing; the error names it.
            pub fn $function<T: $crate::runtime::codec::serde::DeserializeOwned>(
                &self,
            ) -> ::std::result::Result<T, $crate::runtime::DecodeError> {
                $crate::runtime::codec::deserialize_field(&self.$field, ::std::stringify!($field))
            }
        }
    };
}
