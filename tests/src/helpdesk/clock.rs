//! Points in time → texts as the service writes them: in UTC, in whole seconds.
//!
//! Invariant: such texts are in the order of the times.

use jiff::{SignedDuration, Timestamp, Unit};

/// Returns the present time.
pub(super) fn now() -> String {
    text(Timestamp::now())
}

/// Returns a point in time as the service writes it.
pub(super) fn text(time: Timestamp) -> String {
    let second = time.round(Unit::Second).unwrap_or(time);
    second.to_string()
}

/// Returns the time so many days ago.
pub(super) fn days_ago(days: i64) -> String {
    text(Timestamp::now() - SignedDuration::from_hours(24 * days))
}

/// Returns a text that a caller wrote, as the service writes it: a point in time, or a date for its beginning.
pub(super) fn normal(given: &str) -> Option<String> {
    let whole = given
        .parse()
        .or_else(|_| format!("{given}T00:00:00Z").parse());
    whole.ok().map(text)
}
