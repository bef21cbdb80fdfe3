//! The first characters of a text, for error messages.
//!
//! The answer is one line of bounded length, whatever the text holds.

/// How many characters of a value an error message shows.
pub(super) const LENGTH: usize = 60;

/// The first characters of `text`, on one line.
pub(crate) fn of(text: &str) -> String {
    let mut excerpt: String = text.chars().take(LENGTH).map(printable).collect();
    if text.chars().nth(LENGTH).is_some() {
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
