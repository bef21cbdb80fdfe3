//! Lists in a query or a cookie, as encoded text.
//!
//! An empty list is no text at all, so the parameter is omitted.

use std::borrow::Cow;

use super::{ListStyle, encode, join_encoded, pair};
use crate::runtime::text;

/// Returns the encoded query text of a list: nothing for an empty one.
pub(in crate::runtime) fn query_list(
    name: &str,
    style: ListStyle,
    values: &[Cow<'_, str>],
) -> Option<String> {
    if values.is_empty() {
        return None;
    }
    Some(match style {
        ListStyle::Repeated => repeated(name, values, "&"),
        _ => format!("{}={}", encode(name), join_encoded(style, values)),
    })
}

/// Returns the encoded cookie text of a list: nothing for an empty one.
pub(in crate::runtime) fn cookie_list(
    name: &str,
    style: ListStyle,
    values: &[Cow<'_, str>],
) -> Option<String> {
    match style {
        ListStyle::Repeated if !values.is_empty() => Some(repeated(name, values, "; ")),
        _ => query_list(name, style, values),
    }
}

fn repeated(name: &str, values: &[Cow<'_, str>], separator: &str) -> String {
    let mut joined = String::new();
    for value in values {
        text::append(&mut joined, separator, &pair(name, value));
    }
    joined
}
