//! Lines and characters of a text, for the help about mistakes in it.
//!
//! Invariant: columns count characters, offsets bytes.

use crate::{diagnostics::Position, source::reader::survey::is_foreign_number};

/// Returns the byte offset of a position; `None` beyond the end of its line.
pub(super) fn offset(text: &str, position: Position) -> Option<usize> {
    let start = line_start(text, position.line)?;
    let line = text.get(start..)?.lines().next().unwrap_or_default();
    let mut offsets = line.char_indices().map(|(offset, _)| offset);
    let within = offsets
        .nth(position.column.saturating_sub(1))
        .or((line.chars().count() < position.column).then_some(line.len()))?;
    Some(start + within)
}

/// Returns the position of a byte offset.
pub(super) fn position(text: &str, offset: usize) -> Position {
    let before = text.get(..offset).unwrap_or(text);
    let line = before.rsplit('\n').next().unwrap_or_default();
    Position {
        line: before.matches('\n').count() + 1,
        column: line.chars().count() + 1,
    }
}

/// Returns the byte offset at which a line begins, counted from 1.
pub(super) fn line_start(text: &str, line: usize) -> Option<usize> {
    if line <= 1 {
        return Some(0);
    }
    let mut ends = text.match_indices('\n');
    ends.nth(line - 2).map(|(end, _)| end + 1)
}

/// Returns a number of JSON for one with another base, or with zeros in front, which some readers take for octal.
/// `None`: the text is no such number.
pub(in crate::source) fn foreign_number(text: &str) -> Option<(&'static str, String)> {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    let sign = if text.starts_with('-') { "-" } else { "" };
    let based = [
        ("0x", 16, "hexadecimal"),
        ("0o", 8, "octal"),
        ("0b", 2, "binary"),
        ("0", 8, "octal"),
    ];
    based.into_iter().find_map(|(prefix, base, name)| {
        let digits = digits.strip_prefix(prefix)?;
        let number = i128::from_str_radix(digits, base).ok()?;
        digits
            .starts_with(|first: char| first.is_ascii_alphanumeric())
            .then(|| (name, format!("{sign}{number}")))
    })
}

/// Returns `true` if a text may have numbers of another base outside of its texts.
pub(super) fn has_foreign_numbers(text: &str) -> bool {
    let ends = |c: char| c.is_whitespace() || ",]}".contains(c);
    let mut starts = text.match_indices('0');
    starts.any(|(start, _)| {
        let next = text.as_bytes().get(start + 1);
        next.is_some_and(|next| b"xob".contains(next))
            && text[start..]
                .split(ends)
                .next()
                .is_some_and(is_foreign_number)
    })
}

#[cfg(test)]
mod tests {
    use super::{foreign_number, offset, position};

    #[test]
    fn positions_count_characters() {
        let text = "a: 1\näö: b\n";
        for (line, column, at) in [(1, 1, 0), (2, 3, 9), (2, 6, 12)] {
            let place = crate::Position { line, column };
            assert_eq!((offset(text, place), position(text, at)), (Some(at), place));
        }
        assert_eq!(offset(text, crate::Position { line: 9, column: 1 }), None);
    }

    #[test]
    fn numbers_of_other_bases_become_decimal() {
        let decimal = |name, number: &str| Some((name, number.to_owned()));
        assert_eq!(foreign_number("0x1F"), decimal("hexadecimal", "31"));
        assert_eq!(foreign_number("-0o17"), decimal("octal", "-15"));
        assert_eq!(foreign_number("010"), decimal("octal", "8"));
        assert_eq!(foreign_number("0b101"), decimal("binary", "5"));
        for text in ["0", "10", "0.5", "09", "0x", "1_000", "x", "-0"] {
            assert_eq!(foreign_number(text), None, "{text}");
        }
    }
}
