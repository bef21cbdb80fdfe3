//! Numbers of any precision (`format: decimal`), kept as they are written.

use std::fmt;
use std::str::FromStr;

use super::{Decode, DecodeError, Encode, JsonKind, Reader, Writer, lexer};

/// A number with all of its digits, such as `0.10`: no float is in between when it is read or written.
///
/// Two that are written in different ways differ, even if they are the same number. Its text is parsed by whatever does
/// arithmetic.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Decimal(String);

impl Decimal {
    /// Returns the number as it is written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns the nearest float.
    #[must_use]
    pub fn to_f64(&self) -> f64 {
        self.0.parse().unwrap_or(f64::NAN)
    }
}

impl Default for Decimal {
    fn default() -> Self {
        Self(String::from("0"))
    }
}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A text that is no number of JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InvalidDecimal;

impl fmt::Display for InvalidDecimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not a number such as -12.50")
    }
}

impl std::error::Error for InvalidDecimal {}

impl FromStr for Decimal {
    type Err = InvalidDecimal;

    fn from_str(text: &str) -> Result<Self, InvalidDecimal> {
        let is_number = lexer::number_length(text.as_bytes()) == Some(text.len());
        if is_number && !text.is_empty() {
            Ok(Self(text.to_owned()))
        } else {
            Err(InvalidDecimal)
        }
    }
}

impl From<i64> for Decimal {
    fn from(number: i64) -> Self {
        Self(number.to_string())
    }
}

impl Decode for Decimal {
    fn blank() -> Self {
        Self::default()
    }

    fn read(&mut self, reader: &mut Reader<'_>) -> Result<(), DecodeError> {
        if reader.peek() == JsonKind::String {
            reader.tolerance.deviate();
            let text = reader.string("a number")?;
            *self = text.parse().map_err(|_| reader.mismatch("a number"))?;
        } else {
            reader.number("a number")?.clone_into(&mut self.0);
        }
        Ok(())
    }

    #[cfg(feature = "testing")]
    fn fill(&mut self, _: &mut super::Sampler) -> bool {
        *self = Self(String::from("1.50"));
        true
    }
}

impl Encode for Decimal {
    fn encode(&self, writer: &mut Writer) {
        writer.raw(self.0.as_bytes());
    }
}

super::serde::bridge!(Decimal);
