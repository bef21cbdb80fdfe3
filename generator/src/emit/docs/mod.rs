//! Texts of the description → doc comments.
//!
//! Invariant: whatever the text, the comment raises no warning of rustdoc or clippy, runs no
//! code, has no HTML and no link that nobody meant, and ends nowhere but at its end: text is split into lines, and
//! each becomes the string of a `#[doc]` attribute. The finished comment is read again as rustdoc reads it.

mod convert;
mod html;
mod paragraph;
mod reading;
mod words;
mod writer;

use std::ops::Range;

use proc_macro2::TokenStream;
use pulldown_cmark::{Event, Parser};
use quote::quote;

pub(super) use self::convert::inline;
pub(crate) use self::words::is_direction;
use self::{
    convert::{Converted, as_literal, blocks, printable},
    paragraph::{Frame, Piece, lines},
    reading::{CodeBlock, Reading},
    words::{is_address, span},
};

/// The longest line of a comment, indentation and slashes included.
const LINE: usize = 100;

/// A doc comment that is being put together: paragraphs with blank lines between.
#[derive(Debug, Default)]
pub(super) struct Doc {
    lines: Vec<String>,
    width: usize,
    /// The blocks of code that are meant to be there.
    code: Vec<CodeBlock>,
    /// Targets of the description's links.
    links: Vec<String>,
    /// Lines that are examples of our own.
    examples: Vec<Range<usize>>,
}

impl Doc {
    /// Returns a comment at this indentation, in columns.
    pub(super) fn at(indent: usize) -> Self {
        Self {
            width: LINE - indent - "/// ".len(),
            ..Self::default()
        }
    }

    /// Adds a text of the description, as paragraphs.
    pub(super) fn text(mut self, text: &str) -> Self {
        let Converted { lines, reading } = blocks(text, self.width);
        if !lines.is_empty() {
            self.separate();
            self.lines.extend(lines);
            self.code.extend(reading.code);
            self.links.extend(reading.links);
        }
        self
    }

    /// Adds a text of the description, if there is one.
    pub(super) fn maybe(self, text: Option<&str>) -> Self {
        match text {
            Some(text) => self.text(text),
            None => self,
        }
    }

    /// Adds one line of the description as a sentence.
    pub(super) fn sentence(self, text: &str) -> Self {
        let text = text.trim();
        let ends = text.ends_with(['.', '!', '?', ':']);
        let mut sentence = capitalized(text);
        if !ends && !sentence.is_empty() {
            sentence.push('.');
        }
        self.text(&sentence)
    }

    /// Adds a paragraph of our own, which is Markdown already.
    pub(super) fn own(mut self, text: &str) -> Self {
        self.separate();
        self.paragraph(text, "", "");
        self
    }

    /// Adds a list of our own, whose items are Markdown already.
    pub(super) fn bullets<'i>(mut self, items: impl IntoIterator<Item = &'i str>) -> Self {
        self.separate();
        items.into_iter().fold(self, Self::bullet)
    }

    /// Adds lines of our own that stay as they are: an example, or a page of the guide.
    pub(super) fn verbatim(mut self, lines: impl IntoIterator<Item = String>) -> Self {
        self.separate();
        let start = self.lines.len();
        self.lines.extend(
            lines
                .into_iter()
                .map(|line| printable(&line).replace('\n', " ")),
        );
        let example = &self.lines[start..];
        let fences = example
            .iter()
            .filter(|line| line.starts_with("```"))
            .count();
        let code = Reading::of(&example.join("\n")).code;
        if fences == 2 * code.len() {
            self.code.extend(code);
            self.examples.push(start..self.lines.len());
        }
        self
    }

    /// Adds an item of our own to the list that was begun.
    pub(super) fn bullet(mut self, item: &str) -> Self {
        self.paragraph(item, "- ", "  ");
        self
    }

    /// Adds an item of a list of our own; `text` comes from the description.
    pub(super) fn item(self, head: &str, text: &str) -> Self {
        let text = inline(text);
        let item = if text.is_empty() {
            head.to_owned()
        } else {
            format!("{head}: {text}")
        };
        self.bullet(&item)
    }

    /// Adds a paragraph, or an item of a list, that is Markdown already. It has no code but in
    /// spans; if anything from the description has got out of its place, it is text.
    fn paragraph(&mut self, text: &str, first: &str, rest: &str) {
        let frame = Frame {
            first,
            rest,
            width: self.width,
            start: str::to_owned,
        };
        let lines = lines(&pieces(&printable(text)), &frame);
        let markdown = lines.join("\n");
        let reading = Reading::of(&markdown);
        if reading.has_more || !reading.code.is_empty() || !Reading::tests_of(&markdown).is_empty()
        {
            self.lines.extend(as_literal(text, self.width).lines);
        } else {
            self.lines.extend(lines);
        }
    }

    /// Starts a paragraph.
    pub(super) fn separate(&mut self) {
        if self.lines.last().is_some_and(|line| !line.is_empty()) {
            self.lines.push(String::new());
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }

    /// Returns `///` comments for the item that follows.
    pub(super) fn outer(&self) -> TokenStream {
        self.attributes(|line| quote!(#[doc = #line]))
    }

    /// Returns `//!` comments for the file around.
    pub(super) fn inner(&self) -> TokenStream {
        self.attributes(|line| quote!(#![doc = #line]))
    }

    fn attributes(&self, attribute: impl Fn(&str) -> TokenStream) -> TokenStream {
        let spaced = |line: &String| match line.as_str() {
            "" => attribute(""),
            line => attribute(&format!(" {line}")),
        };
        if self.is_as_meant() {
            return self.lines.iter().map(spaced).collect();
        }
        self.as_literal().iter().map(spaced).collect()
    }

    /// Returns `true` if rustdoc finds exactly the intended content in the finished comment.
    fn is_as_meant(&self) -> bool {
        let markdown = self.lines.join("\n");
        let reading = Reading::of(&markdown);
        let is_meant = |link: &String| is_own_link(link) || self.links.contains(link);
        !reading.has_more
            && reading.code == self.code
            && Reading::tests_of(&markdown) == self.code
            && reading.links.iter().all(is_meant)
    }

    /// Returns the comment with its examples and without any other markup.
    fn as_literal(&self) -> Vec<String> {
        let mut lines = Vec::new();
        for (index, line) in self.lines.iter().enumerate() {
            if self.examples.iter().any(|example| example.contains(&index)) {
                lines.push(line.clone());
            } else {
                let mut literal = as_literal(line, usize::MAX).lines;
                lines.push(literal.pop().unwrap_or_default());
            }
        }
        lines
    }
}

/// Returns `true` if a link is one of those that we write: to an address, or to an item by its name. One
/// that a text of the description had got in would have a scheme such as `javascript:`.
fn is_own_link(link: &str) -> bool {
    is_address(link) || !link.replace("::", "").contains([':', '\\']) && !link.starts_with("//")
}

/// Returns the words of Markdown, with code spans kept whole.
fn pieces(markdown: &str) -> Vec<Piece> {
    let spans: Vec<Range<usize>> = Parser::new(markdown)
        .into_offset_iter()
        .filter_map(|(event, range)| matches!(event, Event::Code(_)).then_some(range))
        .collect();
    let mut pieces = Vec::new();
    let mut start = 0;
    for (index, character) in markdown.char_indices() {
        if character.is_whitespace() && !spans.iter().any(|span| span.contains(&index)) {
            pieces.push(Piece::Solid(markdown[start..index].to_owned()));
            pieces.push(Piece::Space);
            start = index + character.len_utf8();
        }
    }
    pieces.push(Piece::Solid(markdown[start..].to_owned()));
    pieces
}

/// Returns a name of the description as code, whatever is in it. What would be lost at its ends or to the
/// eye is shown in quotes.
pub(super) fn code(name: &str) -> String {
    let is_hidden = |character: char| character.is_control() || is_direction(character);
    if name.is_empty() || name.trim() != name || name.contains(is_hidden) {
        return span(&format!("{:?}", name.replace(is_direction, " ")));
    }
    span(name)
}

fn capitalized(text: &str) -> String {
    // A first word such as `iPhone` or `per_page` is spelled that way on purpose.
    let word = text.split_whitespace().next().unwrap_or_default();
    let is_plain = word.chars().all(char::is_lowercase);
    let mut characters = text.chars();
    match characters.next() {
        Some(first) if is_plain => first.to_uppercase().chain(characters).collect(),
        _ => text.to_owned(),
    }
}

#[cfg(test)]
mod tests;
