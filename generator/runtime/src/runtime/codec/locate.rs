//! Works out the JSON path of an offset by reading the document once more.
//!
//! Runs only after an error, and stops where the text stops making sense: the path is then that of the place.

use std::fmt::Write as _;

use super::error::{DecodeError, push_key};
use super::excerpt::{self, LENGTH};
use super::reader::{JsonKind, Reader};

impl Reader<'_> {
    /// Works out the path of an error that this reader, or a clone of it, came upon, and what is there.
    ///
    /// [`decode`](super::decode) does this; only who calls [`Decode::decode`](super::Decode::decode) alone needs to.
    #[must_use]
    #[cold]
    pub fn locate(&self, error: DecodeError) -> DecodeError {
        let path = path_of(self.rewound(), &error);
        let found = describe(self.text_from(error.offset()), self.is_truncated());
        error.located(path, found)
    }

    /// Works like [`Self::locate`], with the path in the value that starts at `start`, and without reading what is
    /// before it.
    #[cold]
    pub(super) fn locate_below(&self, error: DecodeError, start: usize) -> DecodeError {
        let found = describe(self.text_from(error.offset()), self.is_truncated());
        let value = Reader::of(self.text_from(start));
        let path = path_of(value, &error.clone().moved_back(start));
        error.located(path, found)
    }
}

/// Returns the path of the place that `error` is about, in the document that `reader` is at the start of.
fn path_of(mut reader: Reader<'_>, error: &DecodeError) -> String {
    let mut path = String::from("$");
    descend(&mut reader, error.offset(), &mut path);
    if let Some(name) = error.missing_field() {
        push_key(&mut path, name);
    }
    path
}

/// Extends `path`, which leads to the next value of `reader`, with the steps from there to `target`.
fn descend(reader: &mut Reader<'_>, target: usize, path: &mut String) {
    match reader.peek() {
        JsonKind::Object if reader.start() < target => descend_object(reader, target, path),
        JsonKind::Array if reader.start() < target => descend_array(reader, target, path),
        _ => {}
    }
}

fn descend_object(reader: &mut Reader<'_>, target: usize, path: &mut String) {
    let mut more = reader.begin_object().is_ok();
    while more && let Ok(Some(key)) = reader.next_key() {
        let mut value = reader.clone();
        more = reader.skip_value().is_ok();
        if holds(reader, target) || !more {
            push_key(path, &key);
            return descend(&mut value, target, path);
        }
    }
}

fn descend_array(reader: &mut Reader<'_>, target: usize, path: &mut String) {
    let mut more = reader.begin_array().is_ok();
    let mut index = 0_usize;
    while more && let Ok(true) = reader.next_item() {
        let mut value = reader.clone();
        more = reader.skip_value().is_ok();
        if holds(reader, target) || !more {
            push_index(path, index);
            return descend(&mut value, target, path);
        }
        index += 1;
    }
}

/// Returns `true` if `target` lies before the end of the value that was just skipped.
fn holds(reader: &Reader<'_>, target: usize) -> bool {
    target < reader.position()
}

fn push_index(path: &mut String, index: usize) {
    // Writing to a string cannot fail.
    let _ = write!(path, "[{index}]");
}

/// Names the JSON value at the start of `text`; `truncated` says that the text was cut at a byte that is not UTF-8.
fn describe(text: &str, truncated: bool) -> String {
    let value = short_value(text);
    let excerpt = excerpt::of(value.unwrap_or(text));
    match text.as_bytes().first() {
        None if truncated => String::from("bytes that are not UTF-8"),
        None => String::from("the end of the text"),
        Some(b'{') => format!("the object {excerpt}"),
        Some(b'[') => format!("the array {excerpt}"),
        Some(b'"') => format!("the string {excerpt}"),
        Some(b'-' | b'0'..=b'9') => format!("the number {excerpt}"),
        _ if value.is_some() => excerpt,
        _ => format!("`{excerpt}`"),
    }
}

/// Returns the JSON value at the start of `text` without what follows it, if it is short enough to be shown whole.
fn short_value(text: &str) -> Option<&str> {
    let end = text
        .char_indices()
        .nth(LENGTH + 1)
        .map_or(text.len(), |(end, _)| end);
    let mut reader = Reader::of(text.get(..end)?);
    reader.skip_value().ok()?;
    text.get(..reader.position())
}
