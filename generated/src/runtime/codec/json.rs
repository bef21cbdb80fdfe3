//! JSON of any shape, for what a description leaves open.
//!
//! The text is checked by the same reader as everything else, so nesting limit and errors are the same; what is right is
//! then read by `serde_json`, in a function that is compiled there already.

use super::{Decode, DecodeError, Encode, Kind, Reader, Writer};

/// Any JSON value.
pub type Json = serde_json::Value;

impl Decode for Json {
    fn blank() -> Self {
        Self::Null
    }

    fn read(&mut self, reader: &mut Reader<'_>) -> Result<(), DecodeError> {
        let mut again = reader.clone();
        let text = reader.value()?;
        let Ok(value) = text.parse() else {
            unfit(&mut again)?;
            return Err(reader.mismatch("a JSON value"));
        };
        *self = value;
        Ok(())
    }
}

/// The error for JSON that is well-formed and yet no value: it is about the first number that nothing can hold.
#[cold]
fn unfit(reader: &mut Reader<'_>) -> Result<(), DecodeError> {
    match reader.peek() {
        Kind::Object => {
            reader.begin_object()?;
            while reader.next_key()?.is_some() {
                unfit(reader)?;
            }
            Ok(())
        }
        Kind::Array => {
            reader.begin_array()?;
            while reader.next_item()? {
                unfit(reader)?;
            }
            Ok(())
        }
        Kind::Number => f64::decode(reader)
            .map(drop)
            .map_err(|_| reader.mismatch("a number that fits 64 bits")),
        _ => reader.skip_value(),
    }
}

impl Encode for Json {
    fn encode(&self, writer: &mut Writer) {
        writer.json(self);
    }
}
