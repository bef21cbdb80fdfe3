//! A text of YAML → one that the reader with positions accepts as well.
//!
//! That reader wants lines that continue a list, a mapping or a quoted text to be deeper than the key, closing brackets
//! too; the other reader, and most of the world, do not. Invariant: nothing moves but what is on these lines, and that can
//! be moved back.

use std::collections::BTreeSet;

use saphyr_parser::Marker;

use crate::diagnostics::Position;

/// Spaces in front of such a line: deeper than any key.
const SPACES: usize = 200;

/// Number of bytes that are read again at the most.
const MOST_READ_AGAIN: usize = 50_000_000;

/// A text with more space in front of some lines.
pub(super) struct Padded {
    text: String,
    /// Numbers of these lines, counted from 1.
    lines: BTreeSet<usize>,
}

impl Padded {
    /// Reads a text, and again with more space in front of the lines that `read` stops at. It returns its result, and the
    /// place of a fault that ended it; a text that breaks off half-way still has what is before the break.
    pub(super) fn read<T>(text: &str, read: impl Fn(&str) -> (T, Option<Marker>)) -> (T, Self) {
        let mut padded = Self {
            text: String::new(),
            lines: BTreeSet::new(),
        };
        let (mut found, mut stopped) = read(text);
        if stopped.is_some() {
            text.clone_into(&mut padded.text);
            padded.pad_brackets();
            (found, stopped) = read(&padded.text);
        }
        let mut left = MOST_READ_AGAIN;
        while let Some(marker) = stopped
            && left > 0
            && padded.pad_at(marker)
        {
            left = left.saturating_sub(padded.text.len());
            (found, stopped) = read(&padded.text);
        }
        (found, padded)
    }

    /// Puts space in front of the lines that begin with a closing bracket.
    fn pad_brackets(&mut self) {
        let lines = self.text.split_inclusive('\n').zip(1..);
        let closing = lines.filter(|(line, _)| line.trim_start().starts_with(['}', ']']));
        let closing = closing.map(|(_, number)| number).collect();
        self.pad(closing);
    }

    /// Puts space in front of what the reader has stopped at: the further lines of the quoted scalar there, or else the
    /// line itself. Returns `false` if they have it already.
    fn pad_at(&mut self, marker: Marker) -> bool {
        let before = marker.line().saturating_sub(1);
        let before = self.text.split_inclusive('\n').take(before);
        let start: usize = before.map(str::len).sum();
        let line = self.text[start..].lines().next().unwrap_or_default();
        let lines = match line.char_indices().nth(marker.col()) {
            Some((column, '"' | '\'')) => {
                let breaks = line_breaks(&self.text[start + column..]);
                marker.line() + 1..=marker.line() + breaks
            }
            _ => marker.line()..=marker.line(),
        };
        let new: BTreeSet<usize> = lines.filter(|line| !self.lines.contains(line)).collect();
        let is_new = !new.is_empty();
        self.pad(new);
        is_new
    }

    fn pad(&mut self, mut new: BTreeSet<usize>) {
        let lines = self.text.split_inclusive('\n').zip(1..);
        let padded = lines.map(|(line, number)| {
            let width = if new.contains(&number) { SPACES } else { 0 };
            format!("{:width$}{line}", "")
        });
        self.text = padded.collect();
        self.lines.append(&mut new);
    }

    /// Turns a position in the padded text into the one in the text.
    pub(super) fn move_back(&self, position: &mut Position) {
        if self.lines.contains(&position.line) {
            position.column = position.column.saturating_sub(SPACES).max(1);
        }
    }
}

/// Returns the number of line breaks in the quoted scalar that `text` begins with.
fn line_breaks(text: &str) -> usize {
    let mut breaks = 0;
    let mut signs = text.chars();
    let quote = signs.next();
    while let Some(sign) = signs.next() {
        match sign {
            '\n' => breaks += 1,
            // An escaped line break is one all the same.
            '\\' if quote == Some('"') => breaks += usize::from(signs.next() == Some('\n')),
            sign if Some(sign) == quote => {
                let is_doubled = quote == Some('\'') && signs.clone().next() == quote;
                if !is_doubled {
                    break;
                }
                signs.next();
            }
            _ => {}
        }
    }
    breaks
}
