//! Columns and widths of text.
//!
//! The names in brackets are those of rustfmt's settings. Invariant: a width is counted in characters.

/// The longest line [`max_width`].
pub(super) const MAX: usize = 100;
/// One level of indentation [`tab_spaces`].
pub(super) const TAB: usize = 4;

/// Where something is written.
#[derive(Clone, Copy, Debug)]
pub(super) struct At {
    /// The indentation of the line.
    pub(super) indent: usize,
    /// The column of the first character.
    pub(super) column: usize,
    /// How many characters have to fit behind the last one.
    pub(super) tail: usize,
}

impl At {
    /// A line of its own.
    pub(super) fn line(indent: usize, tail: usize) -> Self {
        Self {
            indent,
            column: indent,
            tail,
        }
    }

    pub(super) fn inner(self, tail: usize) -> Self {
        Self::line(self.indent + TAB, tail)
    }

    /// Behind so many characters.
    pub(super) fn after(self, characters: usize) -> Self {
        Self {
            column: self.column + characters,
            ..self
        }
    }

    pub(super) fn before(self, characters: usize) -> Self {
        Self {
            tail: self.tail + characters,
            ..self
        }
    }

    pub(super) fn width(self) -> usize {
        MAX.saturating_sub(self.column + self.tail)
    }
}

pub(super) fn newline(indent: usize) -> String {
    format!("\n{}", " ".repeat(indent))
}

pub(super) fn first_line(text: &str) -> &str {
    text.split('\n').next().unwrap_or_default()
}

pub(super) fn last_line(text: &str) -> &str {
    text.rsplit('\n').next().unwrap_or_default()
}

pub(super) fn width(text: &str) -> usize {
    text.chars().count()
}

/// Texts, as many on a line as fit with their commas. Once there are two lines, rustfmt keeps a column free.
pub(super) fn filled(texts: &[String], indent: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for (index, text) in texts.iter().enumerate() {
        let is_last = index + 1 == texts.len();
        let most = if is_last && lines.len() == 1 {
            MAX
        } else {
            MAX - 1
        };
        match lines.last_mut() {
            Some(line) if indent + width(line) + 2 + width(text) < most => {
                line.push_str(", ");
                line.push_str(text);
            }
            _ => lines.push(text.clone()),
        }
    }
    lines
}
