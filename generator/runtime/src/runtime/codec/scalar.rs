//! Booleans, numbers and text.
//!
//! Whole numbers are read from numbers, quoted numbers and floats without a fraction; never rounded. Text is read from
//! numbers, too, as they are spelled.

use std::borrow::Cow;

use super::{Decode, DecodeError, Encode, JsonKind, Reader, Writer};

impl Decode for bool {
    fn blank() -> Self {
        false
    }

    fn read(&mut self, reader: &mut Reader<'_>) -> Result<(), DecodeError> {
        *self = reader.boolean()?;
        Ok(())
    }

    #[cfg(feature = "testing")]
    fn fill(&mut self, _: &mut super::Sampler) -> bool {
        *self = true;
        true
    }
}

impl Encode for bool {
    fn encode(&self, writer: &mut Writer) {
        writer.boolean(*self);
    }
}

impl Decode for String {
    fn blank() -> Self {
        Self::new()
    }

    fn read(&mut self, reader: &mut Reader<'_>) -> Result<(), DecodeError> {
        *self = reader.text("a string")?.into_owned();
        Ok(())
    }

    #[cfg(feature = "testing")]
    fn fill(&mut self, sampler: &mut super::Sampler) -> bool {
        sampler.text().clone_into(self);
        true
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
            fn blank() -> Self {
                0
            }

            fn read(&mut self, reader: &mut Reader<'_>) -> Result<(), DecodeError> {
                let whole = integer(reader, $expected)?;
                *self = whole.try_into().map_err(|_| reader.mismatch($expected))?;
                Ok(())
            }

            #[cfg(feature = "testing")]
            fn fill(&mut self, _: &mut super::Sampler) -> bool {
                *self = 1;
                true
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

impl Decode for i128 {
    fn blank() -> Self {
        0
    }

    fn read(&mut self, reader: &mut Reader<'_>) -> Result<(), DecodeError> {
        let text = number_text(reader, "an integer")?;
        let whole = text.parse().ok();
        let whole = whole.or_else(|| whole_number(&text).map(Self::from));
        *self = whole.ok_or_else(|| reader.mismatch("an integer of 128 bits"))?;
        Ok(())
    }

    #[cfg(feature = "testing")]
    fn fill(&mut self, _: &mut super::Sampler) -> bool {
        *self = 1;
        true
    }
}

impl Encode for i128 {
    fn encode(&self, writer: &mut Writer) {
        writer.raw(self.to_string().as_bytes());
    }
}

/// Returns a whole number of any kind that there is.
fn integer(reader: &mut Reader<'_>, expected: &'static str) -> Result<i128, DecodeError> {
    if let Some(number) = reader.short_integer() {
        return Ok(number.into());
    }
    let text = number_text(reader, expected)?;
    let number = text.parse::<i64>().ok().map(i128::from);
    let number = number.or_else(|| text.parse::<u64>().ok().map(i128::from));
    number
        .or_else(|| whole_number(&text).map(i128::from))
        .ok_or_else(|| reader.mismatch(expected))
}

/// Returns the text of a number, or of a string that is taken for one.
fn number_text<'de>(
    reader: &mut Reader<'de>,
    expected: &'static str,
) -> Result<Cow<'de, str>, DecodeError> {
    match reader.peek() {
        JsonKind::String => {
            reader.tolerance.deviate();
            reader.string(expected)
        }
        _ => reader.number(expected).map(Cow::Borrowed),
    }
}

/// The number below which a float holds every whole number: the next one, 2^53 + 1, is read as this.
const EXACT: f64 = 9_007_199_254_740_992.0;

/// Returns `true` if a float is written with the digits of a whole number.
fn is_exact(whole: i128, float: f64) -> bool {
    format!("{float:.0}").parse() == Ok(whole)
}

/// Returns the value of a float's text, if it is whole and small enough that a float holds it exactly.
fn whole_number(text: &str) -> Option<i64> {
    let number: f64 = text.parse().ok()?;
    if number.fract() != 0.0 || number.abs() >= EXACT {
        return None;
    }
    #[allow(
        clippy::cast_possible_truncation,
        reason = "whole and within 53 bits, as was just checked"
    )]
    Some(number as i64)
}

impl Decode for f64 {
    fn blank() -> Self {
        0.0
    }

    fn read(&mut self, reader: &mut Reader<'_>) -> Result<(), DecodeError> {
        let text = number_text(reader, "a number")?;
        let number = text.parse().ok().filter(|number: &f64| number.is_finite());
        *self = number.ok_or_else(|| reader.mismatch("a number"))?;
        if self.abs() >= EXACT
            && text
                .parse::<i128>()
                .is_ok_and(|whole| !is_exact(whole, *self))
        {
            reader.tolerance.deviate();
        }
        Ok(())
    }

    #[cfg(feature = "testing")]
    fn fill(&mut self, _: &mut super::Sampler) -> bool {
        *self = 1.5;
        true
    }
}

impl Encode for f64 {
    fn encode(&self, writer: &mut Writer) {
        writer.float(*self);
    }
}

impl Decode for f32 {
    fn blank() -> Self {
        0.0
    }

    fn read(&mut self, reader: &mut Reader<'_>) -> Result<(), DecodeError> {
        let text = number_text(reader, "a number")?;
        let number = text.parse().ok().filter(|number: &f32| number.is_finite());
        *self = number.ok_or_else(|| reader.mismatch("a number of 32 bits"))?;
        Ok(())
    }

    #[cfg(feature = "testing")]
    fn fill(&mut self, _: &mut super::Sampler) -> bool {
        *self = 1.5;
        true
    }
}

impl Encode for f32 {
    fn encode(&self, writer: &mut Writer) {
        // Through serde_json as an f32: widened to f64, 0.1 would be written with seventeen digits.
        writer.json(self);
    }
}
