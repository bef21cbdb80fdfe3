//! A text of YAML → one that the reader with positions accepts as well.
//!
//! That reader refuses a closing bracket that is the first on its line and no deeper than the key of the list or mapping,
//! which the other reader, and most of the world, accept. Invariant: nothing moves but what is on these lines, and that can
//! be moved back.

use std::{collections::BTreeSet, fmt::Write as _};

use crate::diagnostics::Position;

/// Spaces in front of such a bracket: deeper than any key.
const SPACES: usize = 200;

/// A text with more space in front of some lines.
pub(super) struct Padded {
    pub(super) text: String,
    /// Numbers of these lines, counted from 1.
    lines: BTreeSet<usize>,
}

impl Padded {
    /// Returns `None` for a text without such lines.
    pub(super) fn new(text: &str) -> Option<Self> {
        let mut padded = Self {
            text: String::with_capacity(text.len()),
            lines: BTreeSet::new(),
        };
        for (index, line) in text.split_inclusive('\n').enumerate() {
            if line.trim_start().starts_with(['}', ']']) {
                padded.lines.insert(index + 1);
                // Writing to a string cannot fail.
                let _ = write!(padded.text, "{:SPACES$}", "");
            }
            padded.text.push_str(line);
        }
        (!padded.lines.is_empty()).then_some(padded)
    }

    /// Turns a position in the padded text into the one in the text.
    pub(super) fn move_back(&self, position: &mut Position) {
        if self.lines.contains(&position.line) {
            position.column = position.column.saturating_sub(SPACES).max(1);
        }
    }
}
