//! A text of the description → lines of Markdown: paragraphs, lists, tables and code.
//!
//! Invariant: code is marked as plain text, so that none of it is ever compiled or run.

use super::prose::inline;

/// What a text consists of.
enum Block {
    Paragraph(String),
    Item(String),
    /// Lines whose breaks matter: tables and headings.
    Line(String),
    Code(Vec<String>),
}

/// The lines of a text, made safe and wrapped.
pub(super) fn blocks(text: &str, width: usize) -> Vec<String> {
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
pub(super) fn wrapped(text: &str, first: &str, rest: &str, width: usize) -> Vec<String> {
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
