//! Instants and calendar dates.
//!
//! Reading is lenient (no offset means UTC, no time means midnight); writing is always RFC 3339 in UTC.

use jiff::civil::DateTime;
use jiff::tz::Offset;

use super::{Decode, DecodeError, Encode, Reader, TimestampPrecision, Writer};

/// An instant, such as `2015-08-24T11:56:51Z`.
pub type Timestamp = jiff::Timestamp;

/// A calendar date, such as `2015-08-24`.
pub type Date = jiff::civil::Date;

/// The text of a timestamp in a request, in RFC 3339.
pub(in crate::runtime) fn timestamp_text(
    timestamp: Timestamp,
    precision: TimestampPrecision,
) -> String {
    let whole = match precision {
        TimestampPrecision::Full => None,
        TimestampPrecision::Seconds => Timestamp::from_second(timestamp.as_second()).ok(),
    };
    whole.unwrap_or(timestamp).to_string()
}

impl Decode for Timestamp {
    fn blank() -> Self {
        Self::UNIX_EPOCH
    }

    fn read(&mut self, reader: &mut Reader<'_>) -> Result<(), DecodeError> {
        let text = reader.string("a date and time")?;
        if let Ok(instant) = text.parse() {
            *self = instant;
            return Ok(());
        }
        // Without an offset: in UTC.
        let in_utc = text.parse::<DateTime>().ok();
        let instant = in_utc.and_then(|in_utc| Offset::UTC.to_timestamp(in_utc).ok());
        *self = instant.ok_or_else(|| reader.mismatch("a date and time in RFC 3339"))?;
        reader.tolerance.deviate();
        Ok(())
    }
}

impl Encode for Timestamp {
    fn encode(&self, writer: &mut Writer) {
        let text = timestamp_text(*self, writer.timestamps());
        writer.string(&text);
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
        if self.to_string() != text {
            reader.tolerance.deviate();
        }
        Ok(())
    }
}

impl Encode for Date {
    fn encode(&self, writer: &mut Writer) {
        writer.string(&self.to_string());
    }
}
