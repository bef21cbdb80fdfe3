//! Texts of the description → doc comments.
//!
//! Invariant: whatever the text, the comment raises no warning of rustdoc or clippy, runs no
//! code, and ends nowhere but at its end: text is split into lines, and each becomes the string
//! of a `#[doc]` attribute.

mod blocks;
mod prose;

use proc_macro2::TokenStream;
use quote::quote;

pub(super) use self::prose::inline;
use self::{
    blocks::{blocks, wrapped},
    prose::{is_direction, one_line, span},
};

/// The longest line of a comment, indentation and slashes included.
const LINE: usize = 100;

/// A doc comment that is being put together: paragraphs with blank lines between.
#[derive(Debug, Default)]
pub(super) struct Doc {
    lines: Vec<String>,
    width: usize,
}

impl Doc {
    /// A comment at this indentation, in columns.
    pub(super) fn at(indent: usize) -> Self {
        Self {
            lines: Vec::new(),
            width: LINE - indent - "/// ".len(),
        }
    }

    /// Adds a text of the description, as paragraphs.
    pub(super) fn text(mut self, text: &str) -> Self {
        let lines = blocks(text, self.width);
        if !lines.is_empty() {
            self.separate();
            self.lines.extend(lines);
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
        self.lines.extend(wrapped(text, "", "", self.width));
        self
    }

    /// Adds a list of our own, whose items are Markdown already.
    pub(super) fn bullets<'i>(mut self, items: impl IntoIterator<Item = &'i str>) -> Self {
        self.separate();
        items.into_iter().fold(self, Self::bullet)
    }

    /// Adds lines of our own that stay as they are.
    pub(super) fn verbatim(mut self, lines: impl IntoIterator<Item = String>) -> Self {
        self.separate();
        self.lines.extend(lines);
        self
    }

    /// Adds an item of our own to the list that was begun.
    pub(super) fn bullet(mut self, item: &str) -> Self {
        self.lines.extend(wrapped(item, "- ", "  ", self.width));
        self
    }

    /// Adds an item of a list of our own; `text` comes from the description.
    pub(super) fn item(self, head: &str, text: &str) -> Self {
        let text = inline(&one_line(text));
        let item = if text.is_empty() {
            head.to_owned()
        } else {
            format!("{head}: {text}")
        };
        self.bullet(&item)
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

    /// `///` comments for the item that follows.
    pub(super) fn outer(&self) -> TokenStream {
        self.attributes(|line| quote!(#[doc = #line]))
    }

    /// `//!` comments for the file around.
    pub(super) fn inner(&self) -> TokenStream {
        self.attributes(|line| quote!(#![doc = #line]))
    }

    fn attributes(&self, attribute: impl Fn(&str) -> TokenStream) -> TokenStream {
        self.lines
            .iter()
            .map(|line| {
                // Neither may stand in a comment: rustc refuses to compile it.
                let line = line.replace(
                    |character: char| character.is_control() || is_direction(character),
                    " ",
                );
                let spaced = if line.is_empty() {
                    String::new()
                } else {
                    format!(" {line}")
                };
                attribute(&spaced)
            })
            .collect()
    }
}

/// A name of the description as code, whatever is in it. What would be lost at its ends or to the
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
mod tests {
    use super::{Doc, blocks, code, inline, wrapped};

    #[test]
    fn names_in_code_are_marked() {
        assert_eq!(
            inline("Set per_page or userId."),
            "Set `per_page` or `userId`."
        );
        assert_eq!(
            inline("See `per_page` on GitHub (2=Open)."),
            "See `per_page` on GitHub (2=Open)."
        );
    }

    #[test]
    fn markup_is_harmless() {
        assert_eq!(inline("a <b> [c] `d"), r"a \<b\> \[c\] \`d");
        assert_eq!(
            inline("[docs](/a) and [web](https://x.y/z)"),
            "docs and [web](<https://x.y/z>)"
        );
        assert_eq!(inline("at https://x.y/z."), "at <https://x.y/z>.");
        assert_eq!(
            inline("<https://x.y/z>; a.len() > 1"),
            r"<https://x.y/z>; `a.len()` \> 1"
        );
    }

    #[test]
    fn code_is_never_run() {
        let lines = blocks("Try:\n\n```rust\npanic!()\n```\n\n    indented", 80);
        let expected = [
            "Try:", "", "```text", "panic!()", "```", "", "```text", "indented", "```",
        ];
        assert_eq!(lines, expected);
        assert_eq!(blocks("```\nopen", 80), ["```text", "open", "```"]);
    }

    #[test]
    fn code_spans_end_at_as_many_backticks() {
        assert_eq!(inline("`a``` ` <b> ``"), r"```` a``` ```` \<b\> \`\`");
        assert_eq!(inline("``a` <b>``"), "`` a` <b> ``");
    }

    #[test]
    fn no_line_begins_inside_of_code() {
        let word = "a".repeat(70);
        let own = format!(
            "Default: {}.",
            code(&format!("` ` {word} <script> ```rust {word}"))
        );
        assert_eq!(
            wrapped(&own, "", "", 80),
            ["Default:".to_owned(), own[9..].to_owned()]
        );
        assert_eq!(wrapped(r"\`a b\`", "", "", 4), [r"\`a", r"b\`"]);
    }

    #[test]
    fn white_space_of_any_width_is_no_panic() {
        assert_eq!(
            blocks("\u{3000}\u{3000}a\n\n   \u{a0}b", 80),
            ["a", "", "b"]
        );
    }

    #[test]
    fn lists_keep_their_items_and_levels() {
        let lines = blocks(
            "Kinds:\n* one\ntwo\n  * inner\n* three\n\n1) first\n2) second",
            80,
        );
        let expected = [
            "Kinds:",
            "",
            "- one two",
            "  - inner",
            "- three",
            "1. first",
            "2. second",
        ];
        assert_eq!(lines, expected);
    }

    #[test]
    fn headings_and_quotations_become_text() {
        let lines = blocks("Title\n=====\n> quoted\n---\n## Next", 80);
        assert_eq!(lines, ["**Title**", "", "**quoted**", "", "**Next**"]);
    }

    #[test]
    fn long_lines_break_between_words() {
        let lines = blocks(&"word ".repeat(30), 40);
        assert!(lines.len() > 3 && lines.iter().all(|line| line.len() <= 40));
    }

    #[test]
    fn sentences_are_finished() {
        let doc = Doc::at(0).sentence("list all tickets");
        assert_eq!(doc.lines, ["List all tickets."]);
    }
}
