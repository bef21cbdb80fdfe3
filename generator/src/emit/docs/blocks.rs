//! A text of the description → lines of Markdown: paragraphs, lists, tables and code.
//!
//! Invariant: code is marked as plain text, so that none of it is ever compiled or run.

use super::prose::{CodeSpan, inline};

/// What a text consists of.
enum Block {
    Paragraph(String),
    Item(Item),
    /// Lines whose breaks matter: tables.
    Line(String),
    Code(Vec<String>),
}

/// An item of a list.
struct Item {
    /// Its marker with the indentation before and the space behind: `  - `, `1. `.
    marker: String,
    text: String,
}

/// The lines of a text, made safe and wrapped.
pub(super) fn blocks(text: &str, width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut previous = None;
    for block in parse(text) {
        let kind = std::mem::discriminant(&block);
        let continues = matches!(block, Block::Item(_) | Block::Line(_)) && previous == Some(kind);
        if !lines.is_empty() && !continues {
            lines.push(String::new());
        }
        match block {
            Block::Paragraph(text) => lines.extend(wrapped(&inline(&text), "", "", width)),
            Block::Item(Item { marker, text }) => {
                let rest = " ".repeat(marker.len());
                lines.extend(wrapped(&inline(&text), &marker, &rest, width));
            }
            Block::Line(text) => lines.push(text),
            Block::Code(code) => {
                lines.push("```text".to_owned());
                lines.extend(code);
                lines.push("```".to_owned());
            }
        }
        previous = Some(kind);
    }
    lines
}

fn parse(text: &str) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    // Where the markers of the list's open items stand, and how wide they are.
    let mut items: Vec<(usize, usize)> = Vec::new();
    let mut lines = text.lines();
    let mut is_open = false;
    let mut is_indented = false;
    while let Some(line) = lines.next() {
        let line = line.replace('\t', "    ");
        // The text of a quotation stays, without the mark of the quotation.
        let content = line.trim().trim_start_matches(['>', ' ']);
        // Other white space, such as an ideographic space, indents nothing and belongs to the text.
        let indent = line.len() - line.trim_start_matches(' ').len();
        if !is_open && indent == 0 && !content.is_empty() && list_item(content).is_none() {
            items.clear();
        }
        if let Some(fence) = ["```", "~~~"]
            .iter()
            .find(|fence| content.starts_with(**fence))
        {
            blocks.push(Block::Code(fenced(&mut lines, fence)));
            items.clear();
            is_open = false;
        } else if content.is_empty() {
            is_open = false;
        } else if !is_open && indent >= 4 && items.is_empty() {
            indented(&mut blocks, &line[4..], is_indented);
            is_indented = true;
            continue;
        } else if is_rule(content) {
            underline(&mut blocks, is_open);
            items.clear();
            is_open = false;
        } else if let Some((marker, text)) = list_item(content) {
            items.retain(|(outer, _)| *outer < indent);
            let before: usize = items.iter().map(|(_, width)| width).sum();
            items.push((indent, marker.len()));
            blocks.push(Block::Item(Item {
                marker: format!("{}{marker}", " ".repeat(before)),
                text: text.to_owned(),
            }));
            is_open = true;
        } else if let Some(heading) = heading(content) {
            blocks.push(Block::Paragraph(format!("**{heading}**")));
            items.clear();
            is_open = false;
        } else if content.starts_with('|') {
            blocks.push(Block::Line(table_row(content)));
            items.clear();
            is_open = false;
        } else {
            if !is_open {
                items.clear();
            }
            prose(&mut blocks, content, is_open);
            is_open = true;
        }
        is_indented = false;
    }
    blocks
}

/// A line of a paragraph or of what follows a list's marker.
fn prose(blocks: &mut Vec<Block>, content: &str, is_open: bool) {
    match blocks.last_mut() {
        Some(Block::Paragraph(text) | Block::Item(Item { text, .. })) if is_open => {
            text.push(' ');
            text.push_str(content);
        }
        _ => blocks.push(Block::Paragraph(content.to_owned())),
    }
}

/// A line that is code because of its indentation.
fn indented(blocks: &mut Vec<Block>, line: &str, continues: bool) {
    let line = line.trim_end().replace("```", "'''");
    match blocks.last_mut() {
        Some(Block::Code(code)) if continues => code.push(line),
        _ => blocks.push(Block::Code(vec![line])),
    }
}

/// `---` or `===`: below a line of text it makes a heading of it, elsewhere it separates.
fn is_rule(content: &str) -> bool {
    content.len() >= 3
        && ["-", "=", "*", "_"]
            .iter()
            .any(|mark| content.replace(mark, "").is_empty())
}

fn underline(blocks: &mut [Block], is_open: bool) {
    if let Some(Block::Paragraph(text)) = blocks.last_mut()
        && is_open
    {
        *text = format!("**{}**", text.trim_matches('*'));
    }
}

/// The lines of a code block, up to its fence or the end of the text.
fn fenced(lines: &mut std::str::Lines<'_>, fence: &str) -> Vec<String> {
    lines
        .take_while(|line| !line.trim_start().starts_with(fence))
        .map(|line| line.replace('\t', "    ").replace("```", "'''"))
        .collect()
}

/// The marker of a list's item, in our spelling, and the text behind it.
fn list_item(content: &str) -> Option<(String, &str)> {
    let bullet = ["- ", "* ", "+ ", "• "]
        .iter()
        .find_map(|marker| Some(("- ".to_owned(), content.strip_prefix(marker)?)));
    let (marker, text) = bullet.or_else(|| {
        let digits = content.len()
            - content
                .trim_start_matches(|digit: char| digit.is_ascii_digit())
                .len();
        let rest = content[digits..]
            .strip_prefix(['.', ')'])?
            .strip_prefix(' ')?;
        (1..=3)
            .contains(&digits)
            .then(|| (format!("{}. ", &content[..digits]), rest))
    })?;
    let text = text.trim_start();
    (!text.is_empty()).then_some((marker, text))
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
pub(super) fn wrapped(text: &str, first: &str, rest: &str, width: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = first.to_owned();
    let mut is_fresh = true;
    for word in pieces(text) {
        let needed = line.chars().count() + usize::from(!is_fresh) + word.chars().count();
        // A line must not begin with what Markdown would take for a list or heading.
        let may_begin =
            !word.starts_with(['-', '+', '*', '#', '>', '=', '|', '~']) && !is_ordinal(word);
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
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let at = text.len() - rest.len();
        if first.is_whitespace() {
            pieces.extend(start.take().map(|start| &text[start..at]));
            rest = &rest[first.len_utf8()..];
        } else {
            start.get_or_insert(at);
            rest = after_token(rest, first);
        }
    }
    pieces.extend(start.map(|start| &text[start..]));
    pieces
}

/// The text after its first code span, escaped character or character.
fn after_token(text: &str, first: char) -> &str {
    let length = first.len_utf8();
    match first {
        '`' => {
            CodeSpan::at_start(text).map_or_else(|| text.trim_start_matches('`'), |span| span.after)
        }
        '\\' => {
            let escaped = text[length..].chars().next();
            let escaped = escaped.filter(char::is_ascii_punctuation);
            &text[length + escaped.map_or(0, char::len_utf8)..]
        }
        _ => &text[length..],
    }
}
