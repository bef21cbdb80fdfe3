//! Instants, from and to their text in RFC 3339.
//!
//! jiff does the arithmetic, but its own instants end 26 hours before those that RFC 3339 can write. Invariant: every
//! value has a text that is parsed as the same value.

use std::error::Error;
use std::fmt;
use std::ops::{Add, Sub};
use std::str::FromStr;
use std::time::Duration;

use jiff::SignedDuration;
use jiff::civil::{Date, DateTime, Time, date};

/// An instant, such as `2015-08-24T11:56:51Z`: any that RFC 3339 can write.
///
/// It is converted from [`jiff::Timestamp`] by `From` and, as those end on 30 December 9999, to it by `TryFrom`; time
/// zones and calendars are jiff's matter.
///
/// ```text
/// let since = Timestamp::now() - Duration::from_secs(24 * 60 * 60);
/// let day = jiff::Timestamp::try_from(since)?.to_zoned(jiff::tz::TimeZone::UTC).date();
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp {
    /// Not since 1970: the type without a sign leaves room for the `None` of an `Option`, which is then no larger.
    since_earliest: Duration,
}

/// The civil time of the epoch.
const EPOCH: DateTime = date(1970, 1, 1).at(0, 0, 0, 0);

/// The earliest instant, as the time since 1970.
const EARLIEST: SignedDuration = SignedDuration::from_secs(-377_705_116_800);

/// The largest offset that RFC 3339 can write.
const FARTHEST: SignedDuration = SignedDuration::from_mins(23 * 60 + 59);

impl Timestamp {
    /// The first instant of the year 1970.
    pub const UNIX_EPOCH: Self = Self {
        since_earliest: EARLIEST.unsigned_abs(),
    };

    /// The earliest one.
    pub const MIN: Self = Self {
        since_earliest: Duration::ZERO,
    };

    /// The latest one, `9999-12-31T23:59:59.999999999-23:59`.
    pub const MAX: Self = Self {
        since_earliest: Duration::new(
            253_402_387_139 + EARLIEST.unsigned_abs().as_secs(),
            999_999_999,
        ),
    };

    /// Returns the current instant.
    #[must_use]
    pub fn now() -> Self {
        jiff::Timestamp::now().into()
    }

    /// Returns the instant so many seconds after 1970 began; `None` beyond `MIN` and `MAX`.
    #[must_use]
    pub fn from_second(second: i64) -> Option<Self> {
        Self::at(SignedDuration::from_secs(second))
    }

    /// Returns the instant so many milliseconds after 1970 began; `None` beyond `MIN` and `MAX`.
    #[must_use]
    pub fn from_millisecond(millisecond: i64) -> Option<Self> {
        Self::at(SignedDuration::from_millis(millisecond))
    }

    /// Returns the number of whole seconds since 1970 began, negative before.
    #[must_use]
    pub fn as_second(self) -> i64 {
        self.since_epoch().as_secs()
    }

    /// Returns the number of whole milliseconds since 1970 began, negative before.
    #[must_use]
    pub fn as_millisecond(self) -> i64 {
        i64::try_from(self.since_epoch().as_millis()).unwrap_or(i64::MAX)
    }

    /// Returns the time from `earlier` to this instant, negative if that is later.
    #[must_use]
    pub fn duration_since(self, earlier: Self) -> SignedDuration {
        self.since_epoch() - earlier.since_epoch()
    }

    /// Returns the instant so long after 1970 began; `None` beyond `MIN` and `MAX`.
    fn at(since_epoch: SignedDuration) -> Option<Self> {
        let since_earliest = since_epoch.checked_sub(EARLIEST)?;
        let since_earliest = Duration::try_from(since_earliest).ok()?;
        Some(Self { since_earliest }).filter(|instant| *instant <= Self::MAX)
    }

    /// Returns the instant so long after 1970 began; `MIN` or `MAX` beyond them.
    fn nearest(since_epoch: SignedDuration) -> Self {
        Self::at(since_epoch).unwrap_or(if since_epoch.is_negative() {
            Self::MIN
        } else {
            Self::MAX
        })
    }

    /// Returns the time since 1970 began.
    fn since_epoch(self) -> SignedDuration {
        let since_earliest = SignedDuration::try_from(self.since_earliest);
        EARLIEST.saturating_add(since_earliest.unwrap_or(SignedDuration::MAX))
    }

    /// Returns the instant of a time in UTC.
    pub(super) fn in_utc(time: DateTime) -> Self {
        Self::nearest(time.duration_since(EPOCH))
    }

    /// Returns the same instant without a fraction of a second.
    pub(super) fn in_whole_seconds(self) -> Self {
        Self::nearest(SignedDuration::from_secs(self.as_second()))
    }

    /// Returns the time at an offset from UTC, if it is one of the years that RFC 3339 can write.
    fn at_offset(self, offset: SignedDuration) -> Option<DateTime> {
        let time = EPOCH
            .checked_add(self.since_epoch().checked_add(offset)?)
            .ok()?;
        (time.year() >= 0).then_some(time)
    }
}

impl Default for Timestamp {
    /// Returns the first instant of the year 1970.
    fn default() -> Self {
        Self::UNIX_EPOCH
    }
}

impl fmt::Display for Timestamp {
    /// Writes RFC 3339 in UTC; at another offset only where UTC has a year of five digits or before the year 0.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(time) = self.at_offset(SignedDuration::ZERO) {
            write!(f, "{time}Z")
        } else if let Some(time) = self.at_offset(-FARTHEST) {
            write!(f, "{time}-23:59")
        } else if let Some(time) = self.at_offset(FARTHEST) {
            write!(f, "{time}+23:59")
        } else {
            let time = EPOCH
                .checked_add(self.since_epoch())
                .map_err(|_| fmt::Error)?;
            write!(f, "{time}Z")
        }
    }
}

impl fmt::Debug for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for Timestamp {
    type Err = InvalidTimestamp;

    fn from_str(text: &str) -> Result<Self, InvalidTimestamp> {
        if let Some(instant) = plain(text) {
            return Ok(instant);
        }
        if let Ok(instant) = text.parse::<jiff::Timestamp>() {
            return Ok(instant.into());
        }
        rare(text).ok_or_else(|| InvalidTimestamp {
            text: super::excerpt(text),
        })
    }
}

/// Parses an instant in the form of nearly all, `2015-08-24T11:56:51Z`, which is read here in a third of the time that jiff
/// needs for any form.
fn plain(text: &str) -> Option<Timestamp> {
    #[rustfmt::skip]
    let [y1, y2, y3, y4, b'-', mo1, mo2, b'-', d1, d2, b'T', h1, h2, b':', mi1, mi2, b':', s1, s2, b'Z'] = text.as_bytes() else {
        return None;
    };
    let year = number([y1, y2])? * 100 + number([y3, y4])?;
    let narrow = |digits| i8::try_from(number(digits)?).ok();
    let date = Date::new(year, narrow([mo1, mo2])?, narrow([d1, d2])?).ok()?;
    let time = Time::new(narrow([h1, h2])?, narrow([mi1, mi2])?, narrow([s1, s2])?, 0).ok()?;
    Some(Timestamp::in_utc(date.to_datetime(time)))
}

/// Parses a number of two digits.
fn number(digits: [&u8; 2]) -> Option<i16> {
    let [tens, ones] = digits.map(|digit| digit.is_ascii_digit().then(|| i16::from(digit - b'0')));
    Some(tens? * 10 + ones?)
}

/// Returns an instant that jiff's do not reach, or one with more digits than nanoseconds have, which are cut off.
fn rare(text: &str) -> Option<Timestamp> {
    let (time, offset) = if let Some(time) = text.strip_suffix(['Z', 'z']) {
        (time, SignedDuration::ZERO)
    } else {
        let (time, offset) = text.split_at_checked(text.len().checked_sub("+00:00".len())?)?;
        (time, self::offset(offset)?)
    };
    let digits = time.split_once('.').map_or("", |(_, fraction)| fraction);
    let excess = digits.len().saturating_sub("nanosecs.".len());
    let is_fraction = digits.bytes().all(|byte| byte.is_ascii_digit());
    let time = time.get(..time.len() - excess).filter(|_| is_fraction)?;
    let time = Timestamp::in_utc(time.parse().ok()?);
    Timestamp::at(time.since_epoch().checked_sub(offset)?)
}

/// Parses an offset such as `+05:30`.
fn offset(text: &str) -> Option<SignedDuration> {
    let (hours, minutes) = text.get(1..)?.split_once(':')?;
    let [hours, minutes] = [hours, minutes].map(|digits| digits.parse::<u8>().ok());
    let (hours, minutes) = (
        hours.filter(|hours| *hours < 24)?,
        minutes.filter(|minutes| *minutes < 60)?,
    );
    let offset = SignedDuration::from_mins(i64::from(hours) * 60 + i64::from(minutes));
    match text.as_bytes().first()? {
        b'+' => Some(offset),
        b'-' => Some(-offset),
        _ => None,
    }
}

/// A text that is no instant in RFC 3339.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvalidTimestamp {
    text: String,
}

impl fmt::Display for InvalidTimestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = &self.text;
        write!(
            f,
            "expected a date and time with an offset, such as 2015-08-24T11:56:51Z, found `{text}`"
        )
    }
}

impl Error for InvalidTimestamp {}

impl From<jiff::Timestamp> for Timestamp {
    fn from(instant: jiff::Timestamp) -> Self {
        Self::nearest(instant.as_duration())
    }
}

impl TryFrom<Timestamp> for jiff::Timestamp {
    type Error = jiff::Error;

    /// Fails for an instant after 30 December 9999, 22:00 UTC.
    fn try_from(instant: Timestamp) -> Result<Self, jiff::Error> {
        Self::from_duration(instant.since_epoch())
    }
}

/// Ends at [`Timestamp::MIN`] and [`Timestamp::MAX`].
impl Add<SignedDuration> for Timestamp {
    type Output = Self;

    fn add(self, duration: SignedDuration) -> Self {
        Self::nearest(self.since_epoch().saturating_add(duration))
    }
}

/// Ends at [`Timestamp::MIN`] and [`Timestamp::MAX`].
impl Sub<SignedDuration> for Timestamp {
    type Output = Self;

    fn sub(self, duration: SignedDuration) -> Self {
        Self::nearest(self.since_epoch().saturating_sub(duration))
    }
}

/// Ends at [`Timestamp::MAX`].
impl Add<Duration> for Timestamp {
    type Output = Self;

    fn add(self, duration: Duration) -> Self {
        self + SignedDuration::try_from(duration).unwrap_or(SignedDuration::MAX)
    }
}

/// Ends at [`Timestamp::MIN`].
impl Sub<Duration> for Timestamp {
    type Output = Self;

    fn sub(self, duration: Duration) -> Self {
        self - SignedDuration::try_from(duration).unwrap_or(SignedDuration::MAX)
    }
}
