//! Instants and calendar dates.
//!
//! Reading is lenient (no offset means UTC, no time means midnight); writing is always RFC 3339 in UTC.

use jiff::civil::DateTime;

use super::{Decode, DecodeError, Encode, Reader, Timestamp, TimestampPrecision, Writer};

/// A calendar date, such as `2015-08-24`.
pub type Date = jiff::civil::Date;

/// Returns the text of a timestamp in a request, in RFC 3339.
pub(in crate::runtime) fn timestamp_text(
    timestamp: Timestamp,
    precision: TimestampPrecision,
) -> String {
    match precision {
        TimestampPrecision::Full => timestamp.to_string(),
        TimestampPrecision::Seconds => timestamp.in_whole_seconds().to_string(),
    }
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
        let time: Result<DateTime, _> = text.parse();
        *self = match time {
            Ok(time) => Self::in_utc(time),
            Err(_) => return Err(reader.mismatch("a date and time in RFC 3339")),
        };
        reader.tolerance.deviate();
        Ok(())
    }

    #[cfg(feature = "testing")]
    fn fill(&mut self, _: &mut super::Sampler) -> bool {
        *self = Self::in_utc(jiff::civil::date(2015, 8, 24).at(11, 56, 51, 0));
        true
    }
}

impl Encode for Timestamp {
    fn encode(&self, writer: &mut Writer) {
        let text = timestamp_text(*self, writer.timestamps());
        writer.string(&text);
    }
}

super::serde::bridge!(Timestamp);

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

    #[cfg(feature = "testing")]
    fn fill(&mut self, _: &mut super::Sampler) -> bool {
        *self = Self::constant(2015, 8, 24);
        true
    }
}

impl Encode for Date {
    fn encode(&self, writer: &mut Writer) {
        writer.string(&self.to_string());
    }
}
