//! JSON text into values and back, through two traits that are not generic over a format.
//!
//! Decode functions are compiled once, in the crate of the type: a caller's crate instantiates none of them.

mod base64;
mod collection;
mod error;
mod excerpt;
mod json;
mod lexer;
mod macros;
mod object;
mod patch;
mod path;
mod reader;
#[doc(hidden)]
pub mod report;
mod scalar;
pub mod serde;
mod time;
#[doc(hidden)]
pub mod union;
mod writer;

pub use self::base64::Base64;
pub use self::collection::AdditionalProperties;
pub use self::error::DecodeError;
pub(crate) use self::excerpt::of as excerpt;
pub use self::json::Json;
pub use self::object::JsonObject;
pub use self::patch::Patch;
pub use self::reader::{Kind, Reader};
pub use self::time::{Date, Timestamp};
pub use self::writer::{Absence, Writer};

/// A type that can be read from JSON.
pub trait Decode: Sized {
    /// Consumes one value.
    ///
    /// # Errors
    ///
    /// When the value is not of this type, or the text is not JSON.
    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError>;

    /// The value of the field `name` of an object that does not have it.
    ///
    /// # Errors
    ///
    /// For every type that has no value for it; `Option` gives `None`, `Patch` gives `Absent`.
    fn absent(reader: &Reader<'_>, name: &'static str) -> Result<Self, DecodeError> {
        Err(reader.missing(name))
    }
}

/// A type that can be written as JSON.
pub trait Encode {
    /// Writes one value.
    fn encode(&self, writer: &mut Writer);

    /// Whether an object leaves out a field with this value: `Option::None` and `Patch::Absent`.
    fn is_absent(&self) -> bool {
        false
    }
}

/// Reads the one value that `bytes` hold.
///
/// # Errors
///
/// When it is not a `T`, with the path of the place, or when something follows it.
pub fn decode<T: Decode>(bytes: &[u8]) -> Result<T, DecodeError> {
    let mut reader = Reader::new(bytes);
    let value = T::decode(&mut reader).map_err(|error| reader.locate(error))?;
    reader.finish().map_err(|error| reader.locate(error))?;
    Ok(value)
}

/// The JSON text of `value`.
#[must_use]
pub fn encode(value: &dyn Encode) -> Vec<u8> {
    let mut writer = Writer::new();
    value.encode(&mut writer);
    writer.into_bytes()
}

/// The value of a required field: the one that was read, or what the type says for an absent one.
///
/// # Errors
///
/// When the field is absent and its type has no value for that.
#[doc(hidden)]
pub fn required<T: Decode>(
    value: Option<T>,
    reader: &Reader<'_>,
    name: &'static str,
) -> Result<T, DecodeError> {
    match value {
        Some(value) => Ok(value),
        None => T::absent(reader, name),
    }
}
