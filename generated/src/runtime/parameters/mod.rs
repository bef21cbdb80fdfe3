//! Values as text, and text as part of an address: percent-encoding and the styles of lists.
//!
//! Everything but RFC 3986's unreserved characters is encoded, so no value can end the part it is in.

pub mod dependent;
mod lists;
pub(in crate::runtime) mod style;

use std::borrow::Cow;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

pub(in crate::runtime) use self::lists::{cookie_list, query_list};
pub use self::style::Style;
use super::codec::{self, Base64, Base64Url, Date, Decimal, Json, Timestamp, TimestampPrecision};

/// All but letters, digits, `-`, `.`, `_` and `~`.
const RESERVED: AsciiSet = NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// A value that can be in a path, a query, a header or a cookie.
pub trait Parameter {
    /// Returns the value as text, not encoded.
    fn text(&self) -> Cow<'_, str>;

    /// Returns the value as text in a request to a service that takes timestamps in a certain precision.
    fn request_text(&self, _timestamps: TimestampPrecision) -> Cow<'_, str> {
        self.text()
    }
}

/// Serialization of several values in one parameter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ListStyle {
    /// The parameter once per value: `a=1&a=2` (in a path or a header: comma-separated).
    Repeated,
    /// `a=1,2`
    Comma,
    /// `a=1%202`
    Space,
    /// `a=1%7C2`
    Pipe,
}

impl ListStyle {
    /// Returns the separator of values in an address.
    pub(in crate::runtime) fn encoded_separator(self) -> &'static str {
        match self {
            Self::Repeated | Self::Comma => ",",
            Self::Space => "%20",
            Self::Pipe => "%7C",
        }
    }

    /// Returns the separator of values in a header.
    pub(in crate::runtime) fn plain_separator(self) -> &'static str {
        match self {
            Self::Repeated | Self::Comma => ",",
            Self::Space => " ",
            Self::Pipe => "|",
        }
    }
}

/// Percent-encodes `text` for one segment of a path, a key or a value of a query.
pub(in crate::runtime) fn encode(text: &str) -> Cow<'_, str> {
    utf8_percent_encode(text, &RESERVED).into()
}

/// The signs that have a meaning in an address, and none in a query that is not given to them: all reserved ones but those
/// which end a pair or a query, or stand for a space or for brackets.
const MEANINGLESS: &[u8] = b":/?@!$'()*,;";

/// The encoded text of a query with signs that a service takes as they are.
pub(in crate::runtime) fn with_reserved(encoded: &str) -> String {
    let mut text = String::with_capacity(encoded.len());
    let mut rest = encoded;
    while let Some((before, after)) = rest.split_once('%') {
        text.push_str(before);
        let byte = after
            .get(..2)
            .and_then(|digits| u8::from_str_radix(digits, 16).ok());
        if let Some(byte) = byte.filter(|byte| MEANINGLESS.contains(byte)) {
            text.push(char::from(byte));
            rest = after.get(2..).unwrap_or_default();
        } else {
            text.push('%');
            rest = after;
        }
    }
    text.push_str(rest);
    text
}

/// Returns `name=value`, both encoded.
pub(in crate::runtime) fn pair(name: &str, value: &str) -> String {
    format!("{}={}", encode(name), encode(value))
}

/// Returns the texts of `values`, each encoded, with the style's separator between them.
pub(in crate::runtime) fn join_encoded(style: ListStyle, values: &[Cow<'_, str>]) -> String {
    let values: Vec<Cow<str>> = values.iter().map(|value| encode(value)).collect();
    join(&values, style.encoded_separator())
}

/// Returns the texts, with `separator` between them.
///
/// In place of the standard library's `join`, of which every crate compiles a copy for each type of text.
pub(in crate::runtime) fn join(texts: &[Cow<'_, str>], separator: &str) -> String {
    let mut joined = String::new();
    for (index, text) in texts.iter().enumerate() {
        if index > 0 {
            joined.push_str(separator);
        }
        joined.push_str(text);
    }
    joined
}

/// Returns the texts of `values`.
pub(in crate::runtime) fn texts<T: Parameter>(
    values: &[T],
    timestamps: TimestampPrecision,
) -> Vec<Cow<'_, str>> {
    let texts = values.iter().map(|value| value.request_text(timestamps));
    texts.collect()
}

impl Parameter for str {
    fn text(&self) -> Cow<'_, str> {
        Cow::Borrowed(self)
    }
}

impl Parameter for String {
    fn text(&self) -> Cow<'_, str> {
        Cow::Borrowed(self)
    }
}

impl<T: Parameter + ?Sized> Parameter for &T {
    fn text(&self) -> Cow<'_, str> {
        (**self).text()
    }

    fn request_text(&self, timestamps: TimestampPrecision) -> Cow<'_, str> {
        (**self).request_text(timestamps)
    }
}

impl Parameter for Json {
    /// Returns a string as it is, anything else as JSON.
    fn text(&self) -> Cow<'_, str> {
        match self {
            Self::String(text) => Cow::Borrowed(text),
            other => Cow::Owned(other.to_string()),
        }
    }
}

/// For types whose `Display` is their text.
macro_rules! displayed {
    ($($displayed:ty),+) => {$(
        impl Parameter for $displayed {
            fn text(&self) -> Cow<'_, str> {
                Cow::Owned(self.to_string())
            }
        }
    )+};
}

displayed!(
    bool, i32, i64, i128, u32, u64, f32, f64, Date, Base64, Base64Url, Decimal
);

impl Parameter for Timestamp {
    fn text(&self) -> Cow<'_, str> {
        self.request_text(TimestampPrecision::Full)
    }

    fn request_text(&self, timestamps: TimestampPrecision) -> Cow<'_, str> {
        Cow::Owned(codec::timestamp_text(*self, timestamps))
    }
}

/// Implements what a union of scalars needs to be in a path, a query, a header or a cookie.
#[macro_export]
#[doc(hidden)]
macro_rules! scalar_union {
    ($name:ident { $($variant:ident),* $(,)? }) => {
        impl $crate::runtime::Parameter for $name {
            fn text(&self) -> ::std::borrow::Cow<'_, str> {
                match self {
                    $(Self::$variant(value) => $crate::runtime::Parameter::text(value),)*
                    Self::Other(value) => $crate::runtime::Parameter::text(value),
                }
            }

            fn request_text(
                &self,
                timestamps: $crate::runtime::TimestampPrecision,
            ) -> ::std::borrow::Cow<'_, str> {
                match self {
                    $(Self::$variant(value) => $crate::runtime::Parameter::request_text(value, timestamps),)*
                    Self::Other(value) => $crate::runtime::Parameter::text(value),
                }
            }
        }
    };
}
