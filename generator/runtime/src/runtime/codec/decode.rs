//! JSON text into values, through a trait that is not generic over a format.
//!
//! Decode functions are compiled once, in the crate of the type: a caller's crate instantiates none of them.

use std::borrow::Cow;

use super::error::DecodeError;
use super::reader::Reader;
use super::report::Finding;
#[cfg(feature = "testing")]
use super::sampler::Sampler;
use super::sieve::UndecodableRecord;

/// A type that can be read from JSON.
///
/// Values are read in place, through `&mut dyn Decode` where there are many types: what reads a record or a list is
/// then compiled once, and not once per type.
pub trait Decode {
    /// Returns a value to read into; what it is does not matter.
    fn blank() -> Self
    where
        Self: Sized;

    /// Consumes one value and puts it in place of this one, which is of no use after an error.
    ///
    /// # Errors
    ///
    /// When the value is not of this type, or the text is not JSON.
    fn read(&mut self, reader: &mut Reader<'_>) -> Result<(), DecodeError>;

    /// Takes note that the field `name`, whose value this is, is not in its object.
    ///
    /// # Errors
    ///
    /// For every type that has no value for it; `Option` becomes `None`, `Patch` becomes `Absent`.
    fn absent(&mut self, reader: &Reader<'_>, name: &'static str) -> Result<(), DecodeError> {
        Err(reader.missing(name))
    }

    /// Fills the value with made-up content, and returns true; false if there is none, because a record would be part
    /// of itself. Without an implementation, the value stays as it is.
    #[cfg(feature = "testing")]
    fn fill(&mut self, _: &mut Sampler) -> bool {
        true
    }

    /// Consumes one value.
    ///
    /// # Errors
    ///
    /// Those of [`Decode::read`].
    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError>
    where
        Self: Sized,
    {
        let mut value = Self::blank();
        value.read(reader)?;
        Ok(value)
    }
}

/// Reads the one value that `bytes` hold.
///
/// # Errors
///
/// When it is not a `T`, with the path of the place, or when something follows it.
pub fn decode<T: Decode>(bytes: &[u8]) -> Result<T, DecodeError> {
    let mut value = T::blank();
    decode_into(bytes, &mut value)?;
    Ok(value)
}

/// Reads the one value that `bytes` hold into `value`.
///
/// # Errors
///
/// Those of [`decode`].
pub(super) fn decode_into(bytes: &[u8], value: &mut dyn Decode) -> Result<(), DecodeError> {
    let text = text_of(bytes);
    let mut reader = Reader::of(&text);
    let read = value.read(&mut reader);
    read.and_then(|()| reader.finish())
        .map_err(|error| reader.locate(error))
}

/// Reads as [`decode_into`], but without the records that do not fit, which are returned: those of the list that `bytes`
/// hold, or of a list that the object which they hold cannot do without.
///
/// # Errors
///
/// Those of [`decode`] beyond that.
pub(in crate::runtime) fn decode_sifted(
    bytes: &[u8],
    value: &mut dyn Decode,
) -> Result<Vec<UndecodableRecord>, DecodeError> {
    let text = text_of(bytes);
    let mut reader = Reader::of(&text);
    reader.sieve.is_open = true;
    let read = reader.sift(value);
    read.and_then(|()| reader.finish())
        .map_err(|error| reader.locate(error))?;
    Ok(reader.take_undecodable())
}

/// Returns the text that `bytes` hold; U+FFFD stands in for what is not UTF-8.
pub(in crate::runtime) fn text_of(bytes: &[u8]) -> Cow<'_, str> {
    // The lossy conversion takes one byte at a time, a quarter of the time of decoding: it is left for text that needs it.
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Cow::Borrowed(text);
    }
    Finding::invalid_text("bytes that are not UTF-8").report();
    String::from_utf8_lossy(bytes)
}

/// Returns `true` if the value in `bytes` begins like an array.
pub(in crate::runtime) fn is_array(bytes: &[u8]) -> bool {
    let mut bytes = bytes.iter();
    bytes.find(|byte| !byte.is_ascii_whitespace()) == Some(&b'[')
}

/// Returns the text of an object with `value`, which is JSON, as its member `name`.
pub(in crate::runtime) fn in_object(name: &str, value: &[u8]) -> Vec<u8> {
    let name = serde_json::Value::from(name).to_string();
    [b"{", name.as_bytes(), b":", value, b"}"].concat()
}
