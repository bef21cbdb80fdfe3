//! The words of a paragraph → lines of Markdown.
//!
//! Invariant: a line begins with nothing that would make it anything but a line of the paragraph.

use super::words::may_begin_line;

/// A part of a paragraph.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Piece {
    /// Markdown that no line break may divide, joined to what is beside it.
    Solid(String),
    /// The mark that opens or closes emphasis.
    Mark(Style),
    Space,
    /// The end of a line that has to stay one.
    Break,
}

/// Emphasis.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Style {
    Strong,
    Emphasis,
    Strikethrough,
}

impl Style {
    fn mark(self) -> &'static str {
        match self {
            Self::Strong => "**",
            Self::Emphasis => "*",
            Self::Strikethrough => "~~",
        }
    }
}

/// Margins of a paragraph.
pub(super) struct Frame<'f> {
    /// Prefix of the first line.
    pub(super) first: &'f str,
    /// Prefix of the others.
    pub(super) rest: &'f str,
    /// Columns of a line.
    pub(super) width: usize,
    /// Conversion of a word that begins a paragraph, or a line that has to stay one.
    pub(super) start: fn(&str) -> String,
}

/// Returns the lines that are broken where they become too long.
pub(super) fn lines(pieces: &[Piece], frame: &Frame<'_>) -> Vec<String> {
    let mut lines = Lines {
        done: Vec::new(),
        line: frame.first.to_owned(),
        is_fresh: true,
        frame,
    };
    for words in pieces.split(|piece| *piece == Piece::Break) {
        let words: Vec<String> = words
            .split(|piece| *piece == Piece::Space)
            .map(joined)
            .filter(|word| !word.is_empty())
            .collect();
        if !words.is_empty() {
            lines.end("\\");
            let mut words = words.into_iter();
            if let Some(first) = words.next() {
                lines.push(&(frame.start)(&first));
            }
            words.for_each(|word| lines.push(&word));
        }
    }
    lines.end("");
    lines.done
}

/// Returns the pieces of a word. Two code spans are set apart, for they would become one.
fn joined(pieces: &[Piece]) -> String {
    let mut word = String::new();
    for piece in pieces {
        match piece {
            Piece::Solid(text) => {
                if word.ends_with('`') && text.starts_with('`') {
                    word.push(' ');
                }
                word.push_str(text);
            }
            Piece::Mark(style) => word.push_str(style.mark()),
            Piece::Space | Piece::Break => {}
        }
    }
    word
}

struct Lines<'f> {
    done: Vec<String>,
    line: String,
    is_fresh: bool,
    frame: &'f Frame<'f>,
}

impl Lines<'_> {
    fn push(&mut self, word: &str) {
        let needed = self.line.chars().count() + 1 + word.chars().count();
        if !self.is_fresh && needed > self.frame.width && may_begin_line(word) {
            self.end("");
        }
        if !self.is_fresh {
            self.line.push(' ');
        }
        self.line.push_str(word);
        self.is_fresh = false;
    }

    /// Ends the line if there is something in it.
    fn end(&mut self, mark: &str) {
        if !self.is_fresh {
            self.line.push_str(mark);
            let next = self.frame.rest.to_owned();
            self.done.push(std::mem::replace(&mut self.line, next));
            self.is_fresh = true;
        }
    }
}
