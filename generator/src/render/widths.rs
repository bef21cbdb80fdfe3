//! The widths that rustfmt keeps to by default, by the names of its options.

/// The longest line (`max_width`).
pub(super) const MAX: usize = 100;
/// One level of indentation (`tab_spaces`).
pub(super) const TAB: usize = 4;
/// The widest arguments on one line (`fn_call_width`).
pub(super) const CALL: usize = 60;

/// Counts the columns of a text.
pub(super) fn width(text: &str) -> usize {
    text.chars().count()
}
