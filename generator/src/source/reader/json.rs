//! A mistake in JSON → the error about it.
//!
//! Invariant: it is at the mistake, even where the reader stops behind it.

use super::words;
use crate::diagnostics::{Diagnostic, Position};

/// Returns `true` if a text begins like JSON. YAML may have braces too, but hardly both a brace and a
/// quoted key in front.
pub(super) fn is_json(text: &str) -> bool {
    let after_brace = without_comments(text).strip_prefix('{');
    after_brace.is_some_and(|rest| without_comments(rest).starts_with(['"', '“', '”', '„']))
}

/// Returns a text without the space and the comments that it begins with: a text with comments as JavaScript has them was
/// meant as JSON.
fn without_comments(text: &str) -> &str {
    let mut text = text.trim_start();
    loop {
        let rest = if let Some(comment) = text.strip_prefix("//") {
            comment.split_once('\n')
        } else if let Some(comment) = text.strip_prefix("/*") {
            comment.split_once("*/")
        } else {
            return text;
        };
        let Some((_, rest)) = rest else {
            return text;
        };
        text = rest.trim_start();
    }
}

/// Returns the position at which a reader stopped. It counts bytes of the line.
pub(super) fn position(text: &str, error: &serde_json::Error) -> Position {
    words::position(text, offset(text, error))
}

fn offset(text: &str, error: &serde_json::Error) -> usize {
    let start = words::line_start(text, error.line()).unwrap_or_default();
    // The column of a line break is 0 on the line behind it.
    let mut offset = (start + error.column()).saturating_sub(1).min(text.len());
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    offset
}

/// Returns the error about the mistake at which a reader stopped.
pub(super) fn diagnostic(text: &str, error: &serde_json::Error) -> Diagnostic {
    let at = offset(text, error);
    if let Some(comment) = comment(text, at) {
        return comment;
    }
    let (before, rest) = text.split_at(at);
    let (message, help) = match mistake(before, rest, error) {
        Some((message, help)) => (message.to_owned(), Some(help)),
        None => (words(error), None),
    };
    let diagnostic = Diagnostic::error("json", message).position(Some(words::position(text, at)));
    match help {
        Some(help) => diagnostic.help(help),
        None => diagnostic,
    }
}

/// Returns the error about what is behind the JSON of a text.
pub(super) fn rest(text: &str, error: &serde_json::Error) -> Diagnostic {
    let at = offset(text, error);
    comment(text, at).unwrap_or_else(|| {
        Diagnostic::error("json", "the text goes on behind its JSON")
            .position(Some(words::position(text, at)))
            .help("remove what follows: a file has one description")
    })
}

/// Returns the error about a comment at which a reader stopped.
fn comment(text: &str, at: usize) -> Option<Diagnostic> {
    let comment = first_comment(text, at)?;
    let error = Diagnostic::error("json", "JSON does not allow comments")
        .position(Some(words::position(text, comment)))
        .help("remove the comment, or move it into a `description` or a `$comment`");
    Some(error)
}

/// Returns the message of a reader without the place, which follows on a line of its own.
fn words(error: &serde_json::Error) -> String {
    let text = error.to_string();
    let place = format!(" at line {} column {}", error.line(), error.column());
    let message = text.strip_suffix(&place).unwrap_or(&text);
    format!("malformed JSON: {message}")
}

/// Returns the offset of the comment at which the reader stopped.
fn first_comment(text: &str, at: usize) -> Option<usize> {
    let is_comment = |offset: usize| {
        let rest = text.get(offset..)?;
        let begins = ["//", "/*", "#"].iter().any(|mark| rest.starts_with(mark));
        begins.then_some(offset)
    };
    // Some readers stop at the second character of it.
    is_comment(at).or_else(|| is_comment(at.checked_sub(1)?))
}

fn mistake(
    before: &str,
    rest: &str,
    error: &serde_json::Error,
) -> Option<(&'static str, &'static str)> {
    if error.is_eof() || rest.trim().is_empty() {
        return Some((
            "the text ends before its JSON is complete",
            "get the whole file, or close what is open",
        ));
    }
    let first = rest.chars().next()?;
    let last = before.trim_end().chars().next_back();
    Some(match (last, first) {
        (Some(','), '}' | ']') => (
            "JSON does not allow a comma behind the last member",
            "remove the comma",
        ),
        (_, '\'' | '`' | '“' | '”' | '„' | '‘' | '’') => (
            "JSON has its texts in double quotes, `\"`",
            "write `\"` in place of this character",
        ),
        (_, '\n' | '\r') => (
            "a text is not closed on its line",
            "close it by `\"`; a line break in a text is written `\\n`",
        ),
        (_, '\t') => ("a tab is in a text", "write `\\t`"),
        (Some('{' | ','), letter) if letter.is_alphabetic() || letter == '_' => (
            "a key or a value is without quotes",
            "put it in double quotes, `\"`",
        ),
        (Some(':' | '[' | 'N' | 'I' | 'u' | 'T' | 'F'), letter) if letter.is_alphabetic() => (
            "this is no value of JSON",
            "the words of JSON are `true`, `false` and `null`; put a text in double quotes",
        ),
        (_, '"' | '{' | '[') => (
            "a comma or a colon is missing in front of this",
            "write `,` between members, and `:` behind a key",
        ),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use crate::source::reader::read;

    /// Returns the first error: line, column, and its words.
    fn error(text: &str) -> (usize, usize, String) {
        let errors = read(text).err().unwrap_or_default();
        let place = |error: &crate::Diagnostic| {
            let at = error.position?;
            let help = error.help.clone().unwrap_or_default();
            Some((at.line, at.column, format!("{}: {help}", error.message)))
        };
        errors.iter().find_map(place).unwrap_or_default()
    }

    #[test]
    fn a_comment_is_told_where_it_is() {
        for (text, line, column) in [
            ("{\n  \"ä\": 1, // one\n  \"b\": 2\n}", 2, 11),
            ("{\n  \"ä\": 1 /* one */,\n  \"b\": 2\n}", 2, 10),
            ("{ // one\n  \"a\": 1\n}", 1, 3),
            ("// one\n{\"a\": 1}", 1, 1),
            ("/* one\n two */ {\"a\": 1}", 1, 1),
            ("{\"a\": [1, # one\n2]}", 1, 11),
            ("{\"a\": // one\n2}", 1, 7),
            ("{\"a\": 2}\n// one\n", 2, 1),
        ] {
            let (found_line, found_column, words) = error(text);
            assert!(
                words.starts_with("JSON does not allow comments"),
                "{text}: {words}"
            );
            assert_eq!((found_line, found_column), (line, column), "{text}");
        }
    }

    #[test]
    fn mistakes_have_help() {
        for (text, words) in [
            ("{\"a\": 1,}", "remove the comma"),
            ("{\"a\": [1,\n]}", "remove the comma"),
            ("{\"a\": 'b'}", "double quotes"),
            ("{\"a\": “b”}", "double quotes"),
            ("{\"a\": 1, b: 2}", "in double quotes"),
            ("{\"a\": NaN}", "`true`, `false` and `null`"),
            ("{\"a\": None}", "`true`, `false` and `null`"),
            ("{\"a\": \"b\nc\"}", "not closed on its line"),
            ("{\"a\": \"b\tc\"}", "a tab is in a text"),
            ("{\"a\": \"b", "get the whole file"),
            ("{\"a\": [{\"b\": 1}", "get the whole file"),
            ("{\"a\": \"b\" \"c\": 1}", "a comma or a colon"),
            ("{\"a\": 1}\n{\"a\": 2}", "goes on behind"),
            ("{“a”: 1}", "double quotes"),
        ] {
            let (.., found) = error(text);
            assert!(found.contains(words), "{text}: {found}");
        }
    }

    #[test]
    fn columns_count_characters() {
        assert_eq!((error("{\"äöü\": x}").0, error("{\"äöü\": x}").1), (1, 9));
    }
}
