//! JSON of any shape, for what a description leaves open.
//!
//! The text is read by the same reader as everything else, so nesting limit and errors are the same.

use serde_json::Number;

use super::{Decode, DecodeError, Encode, JsonObject, Kind, Reader, Writer};

/// Any JSON value.
pub type Json = serde_json::Value;

impl Decode for Json {
    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        match reader.peek() {
            Kind::Null => Option::<bool>::decode(reader).map(|_| Self::Null),
            Kind::Boolean => reader.boolean().map(Self::Bool),
            Kind::String => String::decode(reader).map(Self::String),
            Kind::Array => Vec::decode(reader).map(Self::Array),
            Kind::Object => JsonObject::decode(reader).map(Self::from),
            Kind::Number | Kind::Invalid => number(reader),
        }
    }
}

fn number(reader: &mut Reader<'_>) -> Result<Json, DecodeError> {
    let text = reader.number("a JSON value")?;
    exact(text)
        .map(Json::Number)
        .ok_or_else(|| reader.mismatch("a number that fits 64 bits"))
}

/// The number that `text` names. Not by way of `serde_json`, which rounds floats inexactly unless a feature is on.
fn exact(text: &str) -> Option<Number> {
    // An integer has no negative zero, a float does.
    let whole = text
        .parse::<i64>()
        .map(Number::from)
        .or_else(|_| text.parse::<u64>().map(Number::from));
    match whole {
        Ok(number) if text != "-0" => Some(number),
        _ => text.parse().ok().and_then(Number::from_f64),
    }
}

impl Encode for Json {
    fn encode(&self, writer: &mut Writer) {
        writer.json(self);
    }
}
