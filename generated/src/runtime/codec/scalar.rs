//! Booleans, numbers and text.
//!
//! Whole numbers are read from numbers, quoted numbers and floats without a fraction; never rounded.

use std::borrow::Cow;

use super::{Decode, DecodeError, Encode, Kind, Reader, Writer};

impl Decode for bool {
    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        reader.boolean()
    }
}

impl Encode for bool {
    fn encode(&self, writer: &mut Writer) {
        writer.boolean(*self);
    }
}

impl Decode for String {
    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        reader.string("a string").map(Cow::into_owned)
    }
}

impl Encode for String {
    fn encode(&self, writer: &mut Writer) {
        writer.string(self);
    }
}

impl Encode for str {
    fn encode(&self, writer: &mut Writer) {
        writer.string(self);
    }
}

/// Both directions for whole numbers; each goes to the writer as the wide type of its sign.
macro_rules! integer {
    ($($integer:ty => $write:ident, $expected:literal;)+) => {$(
        impl Decode for $integer {
            fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
                let text = number_text(reader, $expected)?;
                if let Ok(number) = text.parse() {
                    return Ok(number);
                }
                let whole = whole_number(&text).and_then(|number| number.try_into().ok());
                whole.ok_or_else(|| reader.mismatch($expected))
            }
        }

        impl Encode for $integer {
            fn encode(&self, writer: &mut Writer) {
                writer.$write((*self).into());
            }
        }
    )+};
}

integer! {
    i32 => integer, "an integer of 32 bits";
    i64 => integer, "an integer";
    u32 => unsigned, "a non-negative integer of 32 bits";
    u64 => unsigned, "a non-negative integer";
}

/// The text of a number, or of a string that is taken for one.
fn number_text<'de>(
    reader: &mut Reader<'de>,
    expected: &'static str,
) -> Result<Cow<'de, str>, DecodeError> {
    match reader.peek() {
        Kind::String => reader.string(expected),
        _ => reader.number(expected).map(Cow::Borrowed),
    }
}

/// The value of a float's text, if it is whole and small enough that a float holds it exactly.
fn whole_number(text: &str) -> Option<i64> {
    const EXACT: f64 = 9_007_199_254_740_992.0;
    let number: f64 = text.parse().ok()?;
    if number.fract() != 0.0 || number.abs() > EXACT {
        return None;
    }
    #[allow(
        clippy::cast_possible_truncation,
        reason = "whole and within 53 bits, as was just checked"
    )]
    Some(number as i64)
}

impl Decode for f64 {
    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        let text = number_text(reader, "a number")?;
        let number = text.parse().ok().filter(|number: &f64| number.is_finite());
        number.ok_or_else(|| reader.mismatch("a number"))
    }
}

impl Encode for f64 {
    fn encode(&self, writer: &mut Writer) {
        writer.float(*self);
    }
}

impl Decode for f32 {
    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        let text = number_text(reader, "a number")?;
        let number = text.parse().ok().filter(|number: &f32| number.is_finite());
        number.ok_or_else(|| reader.mismatch("a number of 32 bits"))
    }
}

impl Encode for f32 {
    fn encode(&self, writer: &mut Writer) {
        // Through serde_json as an f32: widened to f64, 0.1 would be written with seventeen digits.
        writer.json(self);
    }
}
