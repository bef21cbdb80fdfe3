//! Instants and calendar dates.
//!
//! Reading is lenient (no offset means UTC, no time means midnight); writing is always RFC 3339 in UTC.

use jiff::civil::DateTime;
use jiff::tz::Offset;

use super::{Decode, DecodeError, Encode, Reader, Writer};

/// An instant, such as `2015-08-24T11:56:51Z`.
pub type Timestamp = jiff::Timestamp;

/// A calendar date, such as `2015-08-24`.
pub type Date = jiff::civil::Date;

impl Decode for Timestamp {
    fn blank() -> Self {
        Self::UNIX_EPOCH
    }

    fn read(&mut self, reader: &mut Reader<'_>) -> Result<(), DecodeError> {
        let text = reader.string("a date and time")?;
        let instant = instant(&text);
        *self = instant.ok_or_else(|| reader.mismatch("a date and time in RFC 3339"))?;
        Ok(())
    }
}

/// The instant that `text` names: with an offset, or without one and then in UTC.
fn instant(text: &str) -> Option<Timestamp> {
    if let Ok(timestamp) = text.parse() {
        return Some(timestamp);
    }
    let in_utc: DateTime = text.parse().ok()?;
    Offset::UTC.to_timestamp(in_utc).ok()
}

impl Encode for Timestamp {
    fn encode(&self, writer: &mut Writer) {
        writer.string(&self.to_string());
    }
}

impl Decode for Date {
    fn blank() -> Self {
        Self::ZERO
    }

    fn read(&mut self, reader: &mut Reader<'_>) -> Result<(), DecodeError> {
        let text = reader.string("a date")?;
        let date = text.parse();
        *self = date.map_err(|_| reader.mismatch("a date such as 2015-08-24"))?;
        Ok(())
    }
}

impl Encode for Date {
    fn encode(&self, writer: &mut Writer) {
        writer.string(&self.to_string());
    }
}
