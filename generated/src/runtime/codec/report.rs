//! Tells tracing where a server says what its description does not: values unknown to an enum, null in vain.
//!
//! Each finding is told once per process, at debug, and never fails a call; without the feature there is nothing here.

/// Tells that the enum `name` has no variant for `value`.
#[cfg(feature = "tracing")]
#[cold]
pub fn unknown(name: &'static str, value: &dyn std::fmt::Display) {
    let value = super::excerpt(&value.to_string());
    if first_time(name, &value) {
        tracing::debug!(r#enum = name, %value, "a value that the API description does not name");
    }
}

/// As with the feature, but nothing.
#[cfg(not(feature = "tracing"))]
#[inline]
pub fn unknown(_: &'static str, _: &dyn std::fmt::Display) {}

/// Tells that the member `key` of the type `name` is null, if that is what comes next.
#[cfg(feature = "tracing")]
pub(super) fn null(reader: &mut super::Reader<'_>, name: &'static str, key: &str) {
    if reader.peek() == super::Kind::Null && first_time(name, key) {
        tracing::debug!(
            r#type = name,
            field = key,
            "a null that the API description rules out"
        );
    }
}

/// Whether `what` was not told about the type `name` before. Past a number of findings, nothing is new.
#[cfg(feature = "tracing")]
fn first_time(name: &'static str, what: &str) -> bool {
    use std::collections::BTreeSet;
    use std::sync::{Mutex, PoisonError};

    const ENOUGH: usize = 1000;
    static TOLD: Mutex<BTreeSet<(&str, String)>> = Mutex::new(BTreeSet::new());

    let mut told = TOLD.lock().unwrap_or_else(PoisonError::into_inner);
    told.len() < ENOUGH && told.insert((name, what.to_owned()))
}
