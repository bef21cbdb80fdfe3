//! Describes what stands at a place in a text, for error messages: its kind and a few characters of it.
//!
//! The answer is one line of bounded length, whatever the text holds.

use super::Reader;

/// How many characters of a value an error message shows.
const LENGTH: usize = 60;

/// Names the JSON value at the start of `text`; `truncated` says that the text was cut at a byte that is not UTF-8.
pub(super) fn describe(text: &str, truncated: bool) -> String {
    let value = short_value(text);
    let excerpt = of(value.unwrap_or(text));
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

/// The first characters of `text`, on one line.
pub(crate) fn of(text: &str) -> String {
    let mut excerpt: String = text.chars().take(LENGTH).map(printable).collect();
    if text.chars().nth(LENGTH).is_some() {
        excerpt.push('…');
    }
    excerpt
}

/// The JSON value at the start of `text` without what follows it, if it is short enough to be shown whole.
fn short_value(text: &str) -> Option<&str> {
    let end = text
        .char_indices()
        .nth(LENGTH + 1)
        .map_or(text.len(), |(end, _)| end);
    let mut reader = Reader::new(text.get(..end)?.as_bytes());
    reader.skip_value().ok()?;
    text.get(..reader.position())
}

fn printable(character: char) -> char {
    if character.is_control() {
        ' '
    } else {
        character
    }
}
