//! serde's two traits for every type of the codec, by way of JSON text, so that a type has one description of its form.
//!
//! Only these few functions are generic over serde's formats; a type adds two calls and no visitor.

use std::cell::RefCell;

pub use serde_core::de::DeserializeOwned;
use serde_core::de::Error as _;
use serde_core::ser::{SerializeMap as _, SerializeSeq as _};
pub use serde_core::{Deserialize, Deserializer, Serialize, Serializer};

use super::{Decode, DecodeError, Encode, Json, JsonKind, Reader};

/// Serializes what `value` writes as JSON.
///
/// # Errors
///
/// Those of the serializer.
pub fn serialize<S: Serializer>(value: &dyn Encode, serializer: S) -> Result<S::Ok, S::Error> {
    let text = super::encode(value);
    let mut reader = Reader::new(&text);
    Transcode(RefCell::new(&mut reader)).serialize(serializer)
}

/// Deserializes any value of JSON's shapes and reads it as a `T`.
///
/// # Errors
///
/// Those of the deserializer, and those of `T` with their path.
pub fn deserialize<'de, T: Decode, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    let text = super::encode(&Json::deserialize(deserializer)?);
    super::decode(&text).map_err(D::Error::custom)
}

/// Hands the next value of a reader to a serializer; good for one use.
struct Transcode<'a, 'de>(RefCell<&'a mut Reader<'de>>);

impl Serialize for Transcode<'_, '_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let reader = &mut **self.0.borrow_mut();
        match reader.peek() {
            JsonKind::Object => transcode_object(reader, serializer),
            JsonKind::Array => transcode_array(reader, serializer),
            JsonKind::String => {
                serializer.serialize_str(&reader.string("a string").map_err(custom)?)
            }
            _ => Json::decode(reader).map_err(custom)?.serialize(serializer),
        }
    }
}

fn transcode_object<S: Serializer>(
    reader: &mut Reader<'_>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    let mut map = serializer.serialize_map(None)?;
    reader.begin_object().map_err(custom)?;
    while let Some(key) = reader.next_key().map_err(custom)? {
        map.serialize_entry(&*key, &Transcode(RefCell::new(reader)))?;
    }
    map.end()
}

fn transcode_array<S: Serializer>(
    reader: &mut Reader<'_>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    let mut items = serializer.serialize_seq(None)?;
    reader.begin_array().map_err(custom)?;
    while reader.next_item().map_err(custom)? {
        items.serialize_element(&Transcode(RefCell::new(reader)))?;
    }
    items.end()
}

fn custom<E: serde_core::ser::Error>(error: DecodeError) -> E {
    E::custom(error)
}

/// Implements serde's two traits for a type of the codec.
#[macro_export]
#[doc(hidden)]
macro_rules! bridge_to_serde {
    ($type:ty $(, $parameter:ident)?) => {
        impl$(<$parameter: $crate::runtime::codec::Encode>)? $crate::runtime::codec::serde::Serialize for $type {
            fn serialize<S: $crate::runtime::codec::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::std::result::Result<S::Ok, S::Error> {
                $crate::runtime::codec::serde::serialize(self, serializer)
            }
        }

        impl<'de $(, $parameter: $crate::runtime::codec::Decode)?>
            $crate::runtime::codec::serde::Deserialize<'de> for $type
        {
            fn deserialize<D: $crate::runtime::codec::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::std::result::Result<Self, D::Error> {
                $crate::runtime::codec::serde::deserialize(deserializer)
            }
        }
    };
}

pub(super) use bridge_to_serde as bridge;
