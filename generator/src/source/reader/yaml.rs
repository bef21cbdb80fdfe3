//! A mistake in YAML → the error about it, with help.
//!
//! Invariant: the help follows from the text around the place where the reader stopped; the words of the reader are shown
//! and decide nothing.

use super::words;
use crate::diagnostics::{Diagnostic, Position};

/// Returns the error about the mistake at which a reader stopped. `None`: it does not tell the place.
pub(super) fn diagnostic(text: &str, position: Option<Position>, message: &str) -> Diagnostic {
    if let Some(diagnostic) = control_character(text) {
        return diagnostic;
    }
    let position = position.unwrap_or(Position { line: 1, column: 1 });
    let message = format!("malformed YAML: {}", without_places(message));
    Diagnostic::error("yaml", message)
        .position(Some(position))
        .help(NodePlace::new(text, position).help())
}

/// Reports a character that YAML does not allow anywhere, of which the reader does not tell the place.
fn control_character(text: &str) -> Option<Diagnostic> {
    let mut characters = text.char_indices();
    let (offset, character) = characters.find(|(_, c)| !is_allowed(*c))?;
    let code = u32::from(character);
    let message = format!("YAML does not allow the control character U+{code:04X}");
    let error = Diagnostic::error("yaml", message)
        .position(Some(words::position(text, offset)))
        .help("remove it; in double quotes it can be written as an escape such as `\\x07`");
    Some(error)
}

fn is_allowed(character: char) -> bool {
    matches!(character, '\t' | '\n' | '\r' | ' '..='~' | '\u{85}' | '\u{a0}'..='\u{fffd}' | '\u{10000}'..)
        && character != '\u{feff}'
}

/// Returns a message without ` at line 3 column 7`: the place follows on a line of its own.
fn without_places(message: &str) -> String {
    let mut parts = message.split(" at line ");
    let mut text = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let place = |character: char| character.is_ascii_digit() || " column".contains(character);
        let rest = part.trim_start_matches(place);
        // What the pattern took too much of is the space before the next word.
        if rest.starts_with(char::is_alphabetic) {
            text.push(' ');
        }
        text.push_str(rest);
    }
    text
}

/// Text around the place where a reader stopped.
struct NodePlace<'t> {
    /// The lines above, without blank ones and comments, the nearest first.
    above: Vec<&'t str>,
    /// Part of the line before the place.
    before: &'t str,
    /// Rest of the line from the place on.
    rest: &'t str,
    is_at_end: bool,
    has_conflict: bool,
}

/// The last lines above that are looked at.
const ABOVE: usize = 200;

impl<'t> NodePlace<'t> {
    fn new(text: &'t str, position: Position) -> Self {
        let offset = words::offset(text, position).unwrap_or(text.len());
        let (start, tail) = text.split_at(offset);
        let (above, before) = start.rsplit_once('\n').unwrap_or(("", start));
        let is_told = |line: &&str| !line.trim().is_empty() && !line.trim_start().starts_with('#');
        Self {
            above: above.lines().rev().filter(is_told).take(ABOVE).collect(),
            before,
            rest: tail.lines().next().unwrap_or_default(),
            is_at_end: tail.trim().is_empty(),
            has_conflict: start.lines().chain(tail.lines().take(1)).any(is_conflict),
        }
    }

    fn line_above(&self) -> &'t str {
        self.above.first().copied().unwrap_or_default()
    }

    fn help(&self) -> String {
        let general =
            "check the indentation, the quotes and the brackets here and on the line above";
        self.by_lines()
            .or_else(|| self.by_character())
            .or_else(|| self.by_indentation())
            .unwrap_or(general)
            .to_owned()
    }

    /// Mistakes that lines as a whole show.
    fn by_lines(&self) -> Option<&'static str> {
        let has_tab = |line: &str| indentation(line).contains('\t');
        let is_blank = self.before.trim().is_empty();
        if self.has_conflict {
            Some("a merge conflict is left in the text: keep one side of it")
        } else if has_tab(self.before)
            || is_blank && has_tab(self.rest)
            || has_tab(self.line_above())
        {
            Some("indent by spaces: YAML does not allow tabs there")
        } else if self.is_at_end {
            Some(
                "the text ends too early: get the whole file, or close the quote or bracket that is open",
            )
        } else if self.line_above().starts_with('%') {
            Some("write a line `---` behind the directives")
        } else {
            None
        }
    }

    /// Mistakes that the characters at the place show.
    fn by_character(&self) -> Option<&'static str> {
        let word = self.before.rsplit([' ', '[', '{', ',']).next()?;
        let last = self.before.trim_end().chars().next_back();
        let ends_text = self.rest.starts_with([',', '}', ']', ':', '#']) || self.rest.is_empty();
        match self.rest.chars().next() {
            Some('@' | '`' | '%') => Some("put a text that begins with this character in quotes"),
            Some('\\') => Some(
                "in double quotes `\\` begins an escape: write `\\\\`, or put the text in single quotes",
            ),
            Some('*' | '&') => Some(REFERENCES),
            _ if word.starts_with(['*', '&']) => Some(REFERENCES),
            Some(':') => Some(self.colon()),
            Some('}' | ']') => Some(
                "this bracket closes another one than is open; a text with brackets goes in quotes",
            ),
            _ if matches!(last, Some('"' | '\'')) && !ends_text => Some(
                "put the whole text in quotes, and close each quote: within double quotes `\"` is written `\\\"`, \
                 within single quotes `'` is written `''`",
            ),
            _ => None,
        }
    }

    /// A colon where no key can be.
    fn colon(&self) -> &'static str {
        let above = self.line_above();
        let own = self.before.trim_start().trim_start_matches("- ");
        if own.contains(": ") {
            "put a text with `: ` in it in quotes"
        } else if is_open(above) {
            "a bracket on the line above is not closed: close it, or put a text with brackets in quotes"
        } else if indentation(self.before).len() > indentation(above).len() && above.contains(": ")
        {
            "the line is indented deeper than the one above, which has a value already: align it with that key"
        } else if !above.contains(": ") && above.contains(':') && !above.trim_end().ends_with(':') {
            "write a space behind the colon on the line above"
        } else {
            "a key cannot be here: check the indentation of this line and of the one above, and its quotes"
        }
    }

    /// Returns `true` behind a key with `|` or `>`, deeper than that.
    fn is_in_block(&self) -> bool {
        let indent = |line| indentation(line).len();
        let begins = |line: &str| {
            let end = line.trim_end().trim_end_matches(['-', '+']);
            end.ends_with(" |") || end.ends_with(" >")
        };
        let Some(key) = self.above.iter().position(|line| begins(line)) else {
            return false;
        };
        let own = indent(self.above[key]);
        let between = self.above.iter().take(key);
        key > 0 && self.before.len() > own && between.into_iter().all(|line| indent(line) > own)
    }

    /// A line that begins in a column of its own, or behind one that is no member of a mapping.
    fn by_indentation(&self) -> Option<&'static str> {
        if !self.before.trim().is_empty() {
            return None;
        }
        let above = self.line_above();
        if is_open(above) {
            return Some("a bracket on the line above is not closed");
        }
        if self.is_in_block() {
            return Some(
                "a line of a text behind `|` or `>` must be indented as far as the first of them",
            );
        }
        if !above.contains(':') && !above.trim_start().starts_with('-') {
            return Some(
                "the line above is no member of a mapping: write `key: value`, with a colon and a space",
            );
        }
        let indent = self.before.chars().count();
        let mut nearest = usize::MAX;
        for line in &self.above {
            let found = indentation(line).chars().count();
            if found == indent {
                return None;
            }
            nearest = nearest.min(found);
            if nearest < indent {
                break;
            }
        }
        Some("the line begins in another column than the members above: align it with them")
    }
}

const REFERENCES: &str =
    "`&` defines an anchor and `*` refers to one; put a text that begins with either in quotes";

fn is_conflict(line: &str) -> bool {
    ["<<<<<<< ", ">>>>>>> "]
        .iter()
        .any(|mark| line.starts_with(mark))
}

/// Returns the space that a line begins with.
fn indentation(line: &str) -> &str {
    let content = line.trim_start_matches([' ', '\t']);
    line.get(..line.len() - content.len()).unwrap_or_default()
}

/// Returns `true` if a line opens more brackets than it closes.
fn is_open(line: &str) -> bool {
    let count = |brackets: [char; 2]| line.matches(brackets).count();
    count(['{', '[']) > count(['}', ']'])
}

#[cfg(test)]
mod tests {
    use crate::source::reader::read;

    /// Returns the line, the column and the help of the only error about a text.
    fn error(text: &str) -> (usize, usize, String) {
        let errors = read(text).err().unwrap_or_default();
        let mut errors = errors.iter();
        match (errors.next(), errors.next()) {
            (Some(error), None) => {
                let place = error.position.map(|at| (at.line, at.column));
                let (line, column) = place.unwrap_or_default();
                (line, column, error.help.clone().unwrap_or_default())
            }
            other => panic!("{text}: {other:?}"),
        }
    }

    #[test]
    fn mistakes_have_a_place_and_help() {
        for (text, line, column, help) in [
            ("a:\n\tb: 1\n", 2, 1, "does not allow tabs"),
            ("a:\n  b: 1\n\tc: 1\n", 3, 1, "does not allow tabs"),
            ("a:\n  b: T\n   c: 1\n", 3, 5, "deeper than the one above"),
            ("a:\n  b: T\n c: 1\n", 3, 2, "another column"),
            ("a:\n  - b: 1\n    c: 1\n   d: 1\n", 4, 4, "another column"),
            ("a:\n  b: ä: c\n", 2, 7, "with `: ` in it"),
            ("a:\n  b:T\n  c: 1\n", 3, 4, "a space behind the colon"),
            ("a:\n  d: 1\n  b 1\nc: 1\n", 4, 1, "write `key: value`"),
            ("a: |\n  b\n c\nd: 1\n", 3, 2, "as far as the first"),
            ("a: {b\nc: 1\n", 2, 2, "a bracket on the line above"),
            ("a: [b}\n", 1, 6, "closes another one"),
            ("a: \"b\" c\n", 1, 8, "the whole text in quotes"),
            ("a: 'it's'\n", 1, 8, "the whole text in quotes"),
            ("a: \"b\nc: \"d\"\n", 2, 5, "close each quote"),
            ("a: \"b\nc: d\n", 3, 1, "ends too early"),
            ("a: @b\n", 1, 4, "begins with this character"),
            ("a: %b\n", 1, 4, "begins with this character"),
            ("a: `b`\n", 1, 4, "begins with this character"),
            ("a: *b*\n", 1, 6, "an anchor"),
            ("a: *b\n", 1, 4, "an anchor"),
            ("a: \"C:\\d\"\n", 1, 7, "single quotes"),
            (
                "a: 1\n<<<<<<< HEAD\nb: 1\n=======\nb: 2\n>>>>>>> x\n",
                3,
                1,
                "merge conflict",
            ),
            ("%YAML 1.2\na: 1\n", 2, 1, "`---`"),
            ("a: 1\n---\nb: 1\n", 2, 1, "`---` begins the next"),
            ("a: 1\nb: ä\u{7}\n", 2, 5, "as an escape"),
            ("a: {b: 1,\n", 2, 1, "ends too early"),
        ] {
            let (found_line, found_column, words) = error(text);
            assert!(words.contains(help), "{text}: {words}");
            assert_eq!((found_line, found_column), (line, column), "{text}");
        }
    }
}
