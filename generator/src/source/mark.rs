//! Positions in a text → excerpts with a mark.
//!
//! Invariant: the text is passed over once when the places are asked for in its order, even if
//! it is a single line of megabytes.

use crate::diagnostics::{Diagnostics, Excerpt, Position};

/// Gives every diagnostic about `file` that has a position the line that it is about. `length`
/// tells how many characters are marked.
pub(super) fn mark(
    diagnostics: &mut Diagnostics,
    file: &str,
    text: &str,
    length: impl Fn(Position) -> usize,
) {
    let mut cursor = Cursor::new(text);
    for diagnostic in diagnostics.iter_mut() {
        let unmarked = diagnostic.excerpt.is_none() && diagnostic.file.as_deref() == Some(file);
        let Some(position) = diagnostic.position.filter(|_| unmarked) else {
            continue;
        };
        diagnostic.excerpt = Excerpt::new(text, cursor.offset(position), length(position));
    }
}

/// A place in a text, known as a position and as an offset.
struct Cursor<'t> {
    text: &'t str,
    at: Position,
    offset: usize,
}

impl<'t> Cursor<'t> {
    fn new(text: &'t str) -> Self {
        Self {
            text,
            at: Position { line: 1, column: 1 },
            offset: 0,
        }
    }

    /// Returns the offset of a position, or that of the end of its line.
    fn offset(&mut self, position: Position) -> usize {
        if position < self.at {
            *self = Self::new(self.text);
        }
        while self.at.line < position.line {
            let Some(end) = self.text[self.offset..].find('\n') else {
                break;
            };
            self.offset += end + 1;
            self.at = Position {
                line: self.at.line + 1,
                column: 1,
            };
        }
        while self.at < position {
            let Some(next) = self.text[self.offset..].chars().next() else {
                break;
            };
            if next == '\n' {
                break;
            }
            self.offset += next.len_utf8();
            self.at.column += 1;
        }
        self.offset
    }
}

#[cfg(test)]
mod tests {
    use super::{Cursor, Position};

    #[test]
    fn positions_become_offsets_in_any_order() {
        let mut cursor = Cursor::new("aä\nb\n");
        let mut offset = |line, column| cursor.offset(Position { line, column });
        assert_eq!(offset(2, 1), 4);
        assert_eq!(offset(1, 3), 3);
        assert_eq!(offset(1, 9), 3);
        assert_eq!(offset(2, 2), 5);
        assert_eq!(offset(9, 9), 6);
    }
}
