//! The `Retry-After` header: how long the server wants to be left alone.
//!
//! Any text gives a duration or nothing, and never one that is shorter than what the server means.

use std::time::Duration;

use http::HeaderMap;
use http::header::{DATE, RETRY_AFTER};
use jiff::Timestamp;
use jiff::fmt::rfc2822;

/// Returns the duration from the response's own date, if it has one, or from now.
pub(in crate::runtime) fn read(headers: &HeaderMap) -> Option<Duration> {
    let text = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    if is_far(text) {
        return Some(Duration::MAX);
    }
    seconds(text).or_else(|| {
        let until = date(text)?;
        let own_date = headers.get(DATE).and_then(|value| value.to_str().ok());
        let now = own_date.and_then(date).unwrap_or_else(Timestamp::now);
        Some(Duration::try_from(until.duration_since(now)).unwrap_or_default())
    })
}

/// Parses `120`, and `120.0` as some servers write it; a number beyond all limits is the longest duration.
fn seconds(text: &str) -> Option<Duration> {
    let is_number = text.starts_with(|c: char| c.is_ascii_digit())
        && text.chars().all(|c| c.is_ascii_digit() || c == '.');
    let seconds: f64 = text.parse().ok().filter(|_| is_number)?;
    Some(Duration::try_from_secs_f64(seconds).unwrap_or(Duration::MAX))
}

/// Returns `true` for a date that no clock reaches: the year 9999, as some servers write for never, or one with more
/// digits.
fn is_far(text: &str) -> bool {
    let is_year = |word: &str| {
        let digits = word.trim_start_matches('0');
        let is_number = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
        is_number && (digits.len() > 4 || digits == "9999")
    };
    let is_date = text.starts_with(|c: char| c.is_ascii_alphabetic());
    is_date && text.split([' ', ',', '-']).any(is_year)
}

/// Parses a date in one of HTTP's three forms.
fn date(text: &str) -> Option<Timestamp> {
    // A wrong day of the week is no reason to come back too early.
    let parser = rfc2822::DateTimeParser::new().relaxed_weekday(true);
    match parser.parse_timestamp(text) {
        Ok(timestamp) => Some(timestamp),
        Err(_) => parser.parse_timestamp(&modern(text)?).ok(),
    }
}

/// Converts a date in one of the two old forms, in the new one: `Sunday, 06-Nov-94 08:49:37 GMT`, `Sun Nov  6 08:49:37
/// 1994`.
fn modern(text: &str) -> Option<String> {
    let mut words = Vec::new();
    for word in text.split([' ', ',', '-']) {
        if !word.is_empty() {
            words.push(word);
        }
    }
    match words.as_slice() {
        [_, day, month, year, time, "GMT"] | [_, month, day, time, year] => {
            Some(format!("{day} {month} {year} {time} GMT"))
        }
        _ => None,
    }
}
