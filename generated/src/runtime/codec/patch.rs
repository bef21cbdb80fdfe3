//! The three states of a field in an update: leave alone, clear, set.
//!
//! `Absent` never reaches the text of an object, `Null` always does.

use super::{Decode, DecodeError, Encode, Reader, Writer};

/// A field of an update: absent (leave the value alone), null (clear it) or a value (set it).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Patch<T> {
    /// The field is not sent: the server keeps what it has.
    #[default]
    Absent,
    /// The field is sent as `null`: the server clears it.
    Null,
    /// The field is sent with this value.
    Value(T),
}

impl<T> Patch<T> {
    /// Returns the value, if there is one.
    #[must_use]
    pub fn value(&self) -> Option<&T> {
        match self {
            Self::Value(value) => Some(value),
            Self::Absent | Self::Null => None,
        }
    }
}

impl<T> From<T> for Patch<T> {
    fn from(value: T) -> Self {
        Self::Value(value)
    }
}

impl<T: Decode> Decode for Patch<T> {
    fn blank() -> Self {
        Self::Absent
    }

    fn read(&mut self, reader: &mut Reader<'_>) -> Result<(), DecodeError> {
        *self = if reader.take_null()? {
            Self::Null
        } else {
            Self::Value(T::decode(reader)?)
        };
        Ok(())
    }

    fn absent(&mut self, _: &Reader<'_>, _: &'static str) -> Result<(), DecodeError> {
        *self = Self::Absent;
        Ok(())
    }

    #[cfg(feature = "testing")]
    fn fill(&mut self, sampler: &mut super::Sampler) -> bool {
        let mut value = T::blank();
        *self = if value.fill(sampler) {
            Self::Value(value)
        } else {
            Self::Absent
        };
        true
    }
}

impl<T: Encode> Encode for Patch<T> {
    fn encode(&self, writer: &mut Writer) {
        match self {
            Self::Value(value) => value.encode(writer),
            Self::Absent | Self::Null => writer.null(),
        }
    }

    fn is_absent(&self) -> bool {
        matches!(self, Self::Absent)
    }
}

super::serde::bridge!(Patch<T>, T);
