//! HTML in a text → tags and the text between them.
//!
//! Invariant: nothing is lost but comments: what is no tag is text.

use pulldown_cmark::{Event, Parser};

/// A part of a piece of HTML.
pub(super) enum Part<'h> {
    Text(String),
    Tag(Tag<'h>),
}

/// A tag, with the text that it was.
pub(super) struct Tag<'h> {
    /// In small letters.
    pub(super) name: String,
    pub(super) is_end: bool,
    attributes: &'h str,
    pub(super) source: &'h str,
}

/// Returns the parts of a piece of HTML.
pub(super) fn parts(html: &str) -> Vec<Part<'_>> {
    let mut parts = Vec::new();
    let mut rest = html;
    while let Some(start) = rest.find('<') {
        let (before, marked) = rest.split_at(start);
        parts.push(Part::Text(decoded(before)));
        if let Some(comment) = marked.strip_prefix("<!--") {
            rest = comment.split_once("-->").map_or("", |(_, after)| after);
        } else if let Some(tag) = Tag::at_start(marked) {
            rest = &marked[tag.source.len()..];
            parts.push(Part::Tag(tag));
        } else {
            parts.push(Part::Text("<".to_owned()));
            rest = &marked[1..];
        }
    }
    parts.push(Part::Text(decoded(rest)));
    parts
}

impl<'h> Tag<'h> {
    fn at_start(text: &'h str) -> Option<Self> {
        let end = text.find('>')?;
        let source = &text[..=end];
        let inside = source[1..end].trim_end_matches('/');
        let (is_end, inside) = match inside.strip_prefix('/') {
            Some(inside) => (true, inside),
            None => (false, inside),
        };
        let length = inside
            .find(|character: char| !character.is_ascii_alphanumeric())
            .unwrap_or(inside.len());
        let (name, attributes) = inside.split_at(length);
        let is_name = name.starts_with(|first: char| first.is_ascii_alphabetic())
            && (attributes.is_empty() || attributes.starts_with(char::is_whitespace));
        is_name.then(|| Self {
            name: name.to_ascii_lowercase(),
            is_end,
            attributes,
            source,
        })
    }

    /// Returns the value of an attribute in quotes: `href="…"`.
    pub(super) fn attribute(&self, name: &str) -> Option<String> {
        let mut rest = self.attributes;
        loop {
            let (before, after) = rest.split_once('=')?;
            let quote = after.trim_start().chars().next()?;
            if quote != '"' && quote != '\'' {
                rest = after;
                continue;
            }
            let (value, after) = after.trim_start()[1..].split_once(quote)?;
            if before.trim().eq_ignore_ascii_case(name) {
                return Some(decoded(value));
            }
            rest = after;
        }
    }
}

/// Returns a text with the characters that `&amp;`, `&#38;` and the like stand for.
fn decoded(text: &str) -> String {
    let mut decoded = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('&') {
        decoded.push_str(before);
        let character = after
            .split_once(';')
            .and_then(|(name, after)| Some((entity(name)?, after)));
        if let Some((character, after)) = character {
            decoded.push_str(&character);
            rest = after;
        } else {
            decoded.push('&');
            rest = after;
        }
    }
    decoded.push_str(rest);
    decoded
}

/// Returns the character of a name such as `amp`. The parser of Markdown knows all of them.
fn entity(name: &str) -> Option<String> {
    const LONGEST: usize = 32;
    let is_name =
        name.len() <= LONGEST && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '#');
    let text = is_name.then(|| format!("&{name};"))?;
    let shown: String = Parser::new(&text)
        .filter_map(|event| match event {
            Event::Text(text) => Some(text.to_string()),
            _ => None,
        })
        .collect();
    (shown != text).then_some(shown)
}
