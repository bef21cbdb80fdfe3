//! JSON of any shape, for what a description leaves open.
//!
//! Read by the same reader as everything else, so nesting limit, numbers and errors are the same.

use serde_json::Number;

use super::{Decode, DecodeError, Encode, JsonKind, Reader, Writer};

/// Any JSON value.
pub type Json = serde_json::Value;

impl Decode for Json {
    fn blank() -> Self {
        Self::Null
    }

    fn read(&mut self, reader: &mut Reader<'_>) -> Result<(), DecodeError> {
        *self = match reader.peek() {
            JsonKind::Null => {
                reader.take_null()?;
                Self::Null
            }
            JsonKind::Boolean => Self::Bool(reader.boolean()?),
            JsonKind::Number => number(reader)?,
            JsonKind::String => Self::String(reader.string("a string")?.into_owned()),
            JsonKind::Array => Self::Array(Vec::decode(reader)?),
            JsonKind::Object => Self::Object(members(reader)?),
            JsonKind::Invalid => return Err(reader.mismatch("a JSON value")),
        };
        Ok(())
    }

    #[cfg(feature = "testing")]
    fn fill(&mut self, sampler: &mut super::Sampler) -> bool {
        *self = Self::String(sampler.text().to_owned());
        true
    }
}

/// Consumes an object. Of two members with the same name, the later one counts.
pub(super) fn members(
    reader: &mut Reader<'_>,
) -> Result<serde_json::Map<String, Json>, DecodeError> {
    let mut object = Json::Object(serde_json::Map::new());
    reader.begin_object()?;
    while let Some(key) = reader.next_key()? {
        // The map's `insert` is generic, and would be compiled here once more. This cannot fail: it is an object.
        object[&*key] = Json::decode(reader)?;
    }
    match object {
        Json::Object(members) => Ok(members),
        _ => Ok(serde_json::Map::new()),
    }
}

/// Consumes a number: a whole one if it is spelled as one and fits 64 bits, and else the nearest float.
///
/// A whole number of more than 64 bits, or a float beyond their range, becomes a string, which keeps the digits.
fn number(reader: &mut Reader<'_>) -> Result<Json, DecodeError> {
    let text = reader.number("a number")?;
    let whole = match text {
        // As a whole number it would lose its sign.
        "-0" => None,
        _ => text.parse::<i64>().map(Number::from).ok(),
    };
    let number = whole
        .or_else(|| text.parse::<u64>().map(Number::from).ok())
        .or_else(|| {
            let is_float = text.contains(['.', 'e', 'E']) || text == "-0";
            let float = is_float.then(|| text.parse().ok())??;
            Number::from_f64(float)
        });
    Ok(number.map_or_else(
        || {
            reader.tolerance.deviate();
            Json::String(text.to_owned())
        },
        Json::Number,
    ))
}

impl Encode for Json {
    fn encode(&self, writer: &mut Writer) {
        writer.json(self);
    }
}
