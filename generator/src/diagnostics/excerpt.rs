//! A piece of a text with a mark on it.
//!
//! Invariant: it is one line and short, however long the line of the text is.

use std::ops::Range;

/// Longest part of a line shown before the marked text, in characters.
const BEFORE: usize = 80;

/// Longest marked text that is shown, in characters.
const MARKED: usize = 80;

/// Longest part of a line shown after the marked text, in characters.
const AFTER: usize = 40;

/// Stands for what is cut off.
const CUT: char = '…';

/// A line of a text, or a part of a long one, and what is marked in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Excerpt {
    /// The line without its end; `…` is where it was cut.
    pub line: String,
    /// Marked part of `line`, in bytes; empty only at the end of the line.
    pub marked: Range<usize>,
}

impl Excerpt {
    /// Returns the line of `text` around the byte `start`, with up to `length` characters marked.
    pub(crate) fn new(text: &str, start: usize, length: usize) -> Option<Self> {
        let (before, rest) = text.split_at_checked(start)?;
        let (mut line, cut) = last(before, BEFORE);
        if cut {
            line.insert(0, CUT);
        }
        let from = line.len();
        let (marked, behind) = first(rest, length.clamp(1, MARKED));
        line.push_str(marked);
        let to = line.len();
        let (after, behind) = first(behind, AFTER);
        line.push_str(after);
        if !behind.is_empty() && !behind.starts_with(['\n', '\r']) {
            line.push(CUT);
        }
        Some(Self {
            line,
            marked: from..to,
        })
    }

    /// Returns the marked text.
    #[must_use]
    pub fn found(&self) -> &str {
        self.line.get(self.marked.clone()).unwrap_or_default()
    }

    /// Returns the column of `line` at which the mark begins, counted from 1.
    pub(crate) fn column(&self) -> usize {
        let before = self.line.get(..self.marked.start).unwrap_or_default();
        before.chars().count() + 1
    }
}

/// Returns the last `limit` characters of the last line, and whether there are more.
fn last(text: &str, limit: usize) -> (String, bool) {
    let mut starts = text.char_indices().rev();
    let mut from = text.len();
    for _ in 0..limit {
        match starts.next() {
            Some((_, '\n')) | None => return (text[from..].to_owned(), false),
            Some((index, _)) => from = index,
        }
    }
    let cut = starts.next().is_some_and(|(_, before)| before != '\n');
    (text[from..].to_owned(), cut)
}

/// Splits off up to `limit` characters of the first line, and everything behind them.
fn first(text: &str, limit: usize) -> (&str, &str) {
    let mut characters = text.char_indices().take(limit);
    let end = characters.find(|(_, character)| matches!(character, '\n' | '\r'));
    let end = end
        .or_else(|| text.char_indices().nth(limit))
        .map_or(text.len(), |(index, _)| index);
    text.split_at(end)
}

#[cfg(test)]
mod tests {
    use super::Excerpt;

    #[test]
    fn a_line_is_shown_whole() {
        let excerpt = Excerpt::new("a: 1\nbä: two\r\nc", 10, 3);
        let excerpt = excerpt.map(|excerpt| (excerpt.line.clone(), excerpt.column()));
        assert_eq!(excerpt, Some(("bä: two".to_owned(), 5)));
    }

    #[test]
    fn a_long_line_is_cut_on_both_sides() {
        let text = format!("{}{}{}", "x".repeat(500), "y".repeat(500), "z".repeat(500));
        let excerpt = Excerpt::new(&text, 500, 500).map(|excerpt| {
            let found = excerpt.found().to_owned();
            (excerpt.line.chars().count(), found, excerpt.column())
        });
        assert_eq!(excerpt, Some((80 + 80 + 40 + 2, "y".repeat(80), 82)));
    }

    #[test]
    fn the_end_of_the_text_can_be_marked() {
        let excerpt = Excerpt::new("a: [", 4, 1);
        assert_eq!(excerpt.map(|excerpt| excerpt.marked), Some(4..4));
        assert_eq!(Excerpt::new("a", 2, 1), None);
    }
}
