//! Searching and joining text.
//!
//! What the standard library has for this is generic in the kinds of text, and every crate compiles copies of it, of a
//! thousand lines each; these are for places where speed does not matter.

/// Returns the offset of `part`, which is not empty, in `text`.
pub(in crate::runtime) fn find(text: &str, part: &str) -> Option<usize> {
    let mut windows = text.as_bytes().windows(part.len().max(1));
    windows.position(|window| window == part.as_bytes())
}

/// Returns `true` if `sign`, an ASCII character, is in `text`.
pub(in crate::runtime) fn has(text: &str, sign: u8) -> bool {
    text.as_bytes().contains(&sign)
}

/// Appends `part`, after `separator` unless the text is empty.
pub(in crate::runtime) fn append(text: &mut String, separator: &str, part: &str) {
    if !text.is_empty() {
        text.push_str(separator);
    }
    text.push_str(part);
}
