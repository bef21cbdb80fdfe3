//! Texts of the description → doc comments.
//!
//! Invariant: whatever the text, the comment raises no warning of rustdoc or clippy, runs no
//! code, and ends nowhere but at its end: text is split into lines, and each becomes the string
//! of a `#[doc]` attribute.

use std::fmt::Write as _;

use proc_macro2::TokenStream;
use quote::quote;

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

    /// Adds lines of our own that stay as they are.
    pub(super) fn verbatim(mut self, lines: impl IntoIterator<Item = String>) -> Self {
        self.separate();
        self.lines.extend(lines);
        self
    }

    /// Adds an item of a list of our own; `text` comes from the description.
    pub(super) fn item(mut self, head: &str, text: &str) -> Self {
        let text = inline(&one_line(text));
        let item = if text.is_empty() {
            head.to_owned()
        } else {
            format!("{head}: {text}")
        };
        self.lines.extend(wrapped(&item, "- ", "  ", self.width));
        self
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

/// A name of the description as code, whatever is in it.
pub(super) fn code(name: &str) -> String {
    let plain =
        |character: char| character == '`' || character.is_control() || is_direction(character);
    let name = name.replace(plain, " ");
    let name = name.trim();
    if name.is_empty() {
        "` `".to_owned()
    } else {
        format!("`{name}`")
    }
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

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What a text consists of.
enum Block {
    Paragraph(String),
    Item(String),
    /// Lines whose breaks matter: tables and headings.
    Line(String),
    Code(Vec<String>),
}

/// The lines of a text, made safe and wrapped.
fn blocks(text: &str, width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut follows_item = false;
    let mut follows_line = false;
    for block in parse(text) {
        let (is_item, is_line) = (
            matches!(block, Block::Item(_)),
            matches!(block, Block::Line(_)),
        );
        let continues = (is_item && follows_item) || (is_line && follows_line);
        if !lines.is_empty() && !continues {
            lines.push(String::new());
        }
        match block {
            Block::Paragraph(text) => lines.extend(wrapped(&inline(&text), "", "", width)),
            Block::Item(text) => lines.extend(wrapped(&inline(&text), "- ", "  ", width)),
            Block::Line(text) => lines.push(text),
            Block::Code(code) => {
                lines.push("```text".to_owned());
                lines.extend(code);
                lines.push("```".to_owned());
            }
        }
        (follows_item, follows_line) = (is_item, is_line);
    }
    lines
}

fn parse(text: &str) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    let mut lines = text.lines();
    let mut is_open = false;
    while let Some(line) = lines.next() {
        let line = line.replace('\t', " ");
        let line = line.trim_end();
        let content = line.trim_start();
        if let Some(fence) = ["```", "~~~"]
            .iter()
            .find(|fence| content.starts_with(**fence))
        {
            blocks.push(Block::Code(code_block(&mut lines, fence)));
            is_open = false;
        } else if content.is_empty() {
            is_open = false;
        } else if let Some(item) = list_item(content) {
            blocks.push(Block::Item(item.to_owned()));
            is_open = true;
        } else if let Some(heading) = heading(content) {
            blocks.push(Block::Paragraph(format!("**{heading}**")));
            is_open = false;
        } else if content.starts_with('|') {
            blocks.push(Block::Line(table_row(content)));
            is_open = false;
        } else {
            match blocks.last_mut() {
                Some(Block::Paragraph(text) | Block::Item(text)) if is_open => {
                    text.push(' ');
                    text.push_str(content);
                }
                _ => blocks.push(Block::Paragraph(content.to_owned())),
            }
            is_open = true;
        }
    }
    blocks
}

/// The lines of a code block, up to its fence or the end of the text.
fn code_block(lines: &mut std::str::Lines<'_>, fence: &str) -> Vec<String> {
    lines
        .take_while(|line| !line.trim_start().starts_with(fence))
        .map(|line| line.replace('\t', "    ").replace("```", "'''"))
        .collect()
}

fn list_item(content: &str) -> Option<&str> {
    let item = ["- ", "* ", "+ ", "• "]
        .iter()
        .find_map(|marker| content.strip_prefix(marker));
    item.map(str::trim_start).filter(|item| !item.is_empty())
}

fn heading(content: &str) -> Option<String> {
    let text = content.trim_start_matches('#');
    let level = content.len() - text.len();
    let text = text.trim().trim_matches('*').trim();
    ((1..=6).contains(&level) && !text.is_empty() && content[level..].starts_with(' '))
        .then(|| text.to_owned())
}

fn table_row(content: &str) -> String {
    let is_rule = content.chars().all(|character| "|-: ".contains(character));
    if is_rule {
        return content.to_owned();
    }
    let cells: Vec<String> = content.split('|').map(|cell| inline(cell.trim())).collect();
    cells.join(" | ").trim().to_owned()
}

/// Breaks a text into lines of at most `width` columns where it has spaces outside of code.
fn wrapped(text: &str, first: &str, rest: &str, width: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = first.to_owned();
    let mut is_fresh = true;
    for word in pieces(text) {
        let needed = line.chars().count() + usize::from(!is_fresh) + word.chars().count();
        // A line must not begin with what Markdown would take for a list or heading.
        let may_begin = !word.starts_with(['-', '+', '*', '#', '>', '=', '|']) && !is_ordinal(word);
        if !is_fresh && needed > width && may_begin {
            lines.push(std::mem::replace(&mut line, rest.to_owned()));
            is_fresh = true;
        }
        if !is_fresh {
            line.push(' ');
        }
        line.push_str(word);
        is_fresh = false;
    }
    if !is_fresh {
        lines.push(line);
    }
    lines
}

/// `1.` or `1)`, which would begin a numbered list.
fn is_ordinal(word: &str) -> bool {
    let digits = word.trim_end_matches(['.', ')']);
    digits.len() < word.len()
        && !digits.is_empty()
        && digits.chars().all(|digit| digit.is_ascii_digit())
}

/// Words, with code spans kept whole.
fn pieces(text: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut start = None;
    let mut in_code = false;
    for (index, character) in text.char_indices() {
        in_code ^= character == '`';
        match (character.is_whitespace() && !in_code, start) {
            (true, Some(begin)) => {
                pieces.push(&text[begin..index]);
                start = None;
            }
            (false, None) => start = Some(index),
            _ => {}
        }
    }
    pieces.extend(start.map(|begin| &text[begin..]));
    pieces
}

/// Makes the text of a paragraph safe: code spans stay, everything else is escaped.
pub(super) fn inline(text: &str) -> String {
    let text = one_line(text);
    let mut parts = text.split('`');
    let mut safe = prose(parts.next().unwrap_or_default());
    let spans: Vec<&str> = parts.collect();
    for (index, part) in spans.iter().enumerate() {
        let is_code = index % 2 == 0;
        let is_closed = index + 1 < spans.len();
        if is_code && is_closed && !part.trim().is_empty() {
            let _ = write!(safe, "`{}`", part.trim());
        } else {
            safe.push_str(&prose(part));
        }
    }
    safe
}

/// Makes text without code spans safe, word by word; links are looked for first.
fn prose(text: &str) -> String {
    let mut safe = String::new();
    let mut rest = text;
    while let Some((before, label, target, after)) = next_link(rest) {
        safe.push_str(&words(before));
        if target.starts_with("https://") || target.starts_with("http://") {
            let _ = write!(safe, "[{}]({target})", words(label));
        } else {
            safe.push_str(&words(label));
        }
        rest = after;
    }
    safe.push_str(&words(rest));
    safe
}

/// The next `[label](target)`: what stands before it, its parts, and what follows.
fn next_link(text: &str) -> Option<(&str, &str, &str, &str)> {
    let middle = text.find("](")?;
    let open = text[..middle].rfind('[')?;
    let close = middle + text[middle..].find(')')?;
    let target = &text[middle + 2..close];
    let is_plain =
        !target.contains(|character: char| character.is_whitespace() || "<>[(".contains(character));
    is_plain.then(|| {
        (
            &text[..open],
            &text[open + 1..middle],
            target,
            &text[close + 1..],
        )
    })
}

fn words(text: &str) -> String {
    let mut safe = String::new();
    for piece in text.split_inclusive(char::is_whitespace) {
        let word = piece.trim_end();
        safe.push_str(&safe_word(word));
        safe.push_str(&piece[word.len()..]);
    }
    safe
}

fn safe_word(word: &str) -> String {
    const AROUND: &[char] = &[
        '(', ')', '"', '\'', ',', '.', ';', ':', '!', '?', '*', '“', '”', '[', ']', '<', '>',
    ];
    // The parentheses of a call belong to its name.
    let core = match word.find("()") {
        Some(call) => &word[..call + 2],
        None => word.trim_matches(AROUND),
    };
    let start = word.find(core).unwrap_or_default();
    let (before, after) = (&word[..start], &word[start + core.len()..]);
    if core.starts_with("http://") || core.starts_with("https://") {
        // Angle brackets around an address mark it as one already.
        let (before, after) = (before.trim_end_matches('<'), after.trim_start_matches('>'));
        return format!("{}{}{}", escaped(before), address(core), escaped(after));
    }
    let core = if is_identifier(core) {
        format!("`{core}`")
    } else {
        escaped(core)
    };
    format!("{}{core}{}", escaped(before), escaped(after))
}

fn address(text: &str) -> String {
    let is_plain = text
        .chars()
        .all(|character| character.is_ascii_graphic() && !"<>{}[]`\\\"".contains(character));
    if is_plain {
        format!("<{text}>")
    } else {
        format!("`{text}`")
    }
}

/// Whether a word reads as a name in code, which belongs into a code span.
fn is_identifier(word: &str) -> bool {
    // What clippy knows as names of products and the like.
    const PROPER: [&str; 24] = [
        "CamelCase",
        "DevOps",
        "ECMAScript",
        "GitHub",
        "GitLab",
        "GraphQL",
        "IPv4",
        "IPv6",
        "JavaScript",
        "LaTeX",
        "NaN",
        "OAuth",
        "OpenSSH",
        "OpenSSL",
        "OpenStreetMap",
        "OpenTelemetry",
        "PowerPoint",
        "PowerShell",
        "TypeScript",
        "WebAssembly",
        "WebRTC",
        "WebSocket",
        "iOS",
        "macOS",
    ];
    if word.len() > 2 && word.ends_with("()") {
        return true;
    }
    let is_ordinary = !word.contains(['_', ':']) && !word.chars().skip(1).any(char::is_uppercase);
    if is_ordinary || PROPER.contains(&word) || word.contains("://") {
        return false;
    }
    let characters: Vec<char> = word.chars().collect();
    let joins = |pair: &[char]| pair[0].is_alphanumeric() && pair[1] == '_';
    let is_snake = characters.windows(2).any(joins)
        || (word.len() > 1 && word.starts_with('_') && !word.ends_with('_'));
    let humps = |pair: &[char]| pair[0].is_lowercase() && pair[1].is_uppercase();
    let capitals = characters
        .iter()
        .filter(|character| character.is_uppercase())
        .count();
    let is_camel = characters.windows(2).any(humps)
        || (capitals > 1
            && characters.iter().any(|character| character.is_lowercase())
            && characters.first().is_some_and(|first| first.is_uppercase())
            && !word.ends_with('s')
            && !word.contains('-'));
    (is_snake || is_camel || word.contains("::")) && !word.contains('`')
}

/// Escapes what Markdown or rustdoc would read as more than text.
fn escaped(text: &str) -> String {
    let mut safe = String::new();
    for character in text.chars() {
        match character {
            '<' | '>' | '[' | ']' | '`' | '\\' => {
                safe.push('\\');
                safe.push(character);
            }
            // Control characters and those that turn the direction of text around.
            character if character.is_control() || is_direction(character) => safe.push(' '),
            character => safe.push(character),
        }
    }
    safe
}

fn is_direction(character: char) -> bool {
    matches!(character, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200e}' | '\u{200f}')
}

#[cfg(test)]
mod tests {
    use super::{Doc, blocks, inline};

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
        assert_eq!(inline("a <b> [c] `d"), r"a \<b\> \[c\] d");
        assert_eq!(
            inline("[docs](/a) and [web](https://x.y/z)"),
            "docs and [web](https://x.y/z)"
        );
        assert_eq!(inline("at https://x.y/z."), "at <https://x.y/z>.");
        assert_eq!(
            inline("<https://x.y/z>; a.len() > 1"),
            r"<https://x.y/z>; `a.len()` \> 1"
        );
    }

    #[test]
    fn code_is_never_run() {
        let lines = blocks("Try:\n\n```rust\npanic!()\n```\n    indented", 80);
        assert_eq!(
            lines,
            ["Try:", "", "```text", "panic!()", "```", "", "indented"]
        );
        assert_eq!(blocks("```\nopen", 80), ["```text", "open", "```"]);
    }

    #[test]
    fn lists_keep_their_items_together() {
        let lines = blocks("Kinds:\n* one\ntwo\n* three\n\nEnd.", 80);
        assert_eq!(lines, ["Kinds:", "", "- one two", "- three", "", "End."]);
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
