//! The first characters of a text, for error messages.
//!
//! The result is one line of bounded length, whatever the text holds.

/// Longest excerpt of a value in an error message, in characters.
pub(super) const LENGTH: usize = 60;

/// Returns the first characters of `text`, on one line.
pub(crate) fn of(text: &str) -> String {
    upto(LENGTH, text)
}

/// Returns the first `length` characters of `text`, on one line.
pub(crate) fn upto(length: usize, text: &str) -> String {
    let mut excerpt: String = text.chars().take(length).map(printable).collect();
    if text.chars().nth(length).is_some() {
        excerpt.push('…');
    }
    excerpt
}

fn printable(character: char) -> char {
    if character.is_control() {
        ' '
    } else {
        character
    }
}
