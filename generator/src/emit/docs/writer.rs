//! Paragraphs, lists, tables and code → lines of Markdown.
//!
//! Invariant: code is marked as plain text, so that none of it is ever compiled or run.

use pulldown_cmark::Alignment;

use super::{
    paragraph::{Frame, Piece, Style, lines},
    reading::{CodeBlock, Reading},
    words::{at_line_start, is_address, is_plain_address, longest_fence, marked, span},
};

/// Margins of a line that is not broken.
const ONE_LINE: Frame<'_> = Frame {
    first: "",
    rest: "",
    width: usize::MAX,
    start: at_line_start,
};

/// Written lines, and what they are meant to be read as.
pub(super) struct Writer {
    pub(super) lines: Vec<String>,
    pub(super) meant: Reading,
    pub(super) pieces: Vec<Piece>,
    width: usize,
    /// Emphasis is kept.
    has_styles: bool,
    /// Text of which the last word may go on.
    text: String,
    /// The emphasis that is open, and whether its mark is written: within itself it needs none.
    styles: Vec<(Style, bool)>,
    link: Option<Link>,
    lists: Vec<List>,
    table: Option<Table>,
    /// The last block was an item of a list.
    after_item: bool,
}

/// A link whose label is being written.
struct Link {
    target: String,
    /// Index of the first piece of its label.
    start: usize,
}

/// A list that is open.
struct List {
    /// The number of its next item. `None`: it is not numbered.
    next: Option<u64>,
    /// The marker of the item that is open.
    marker: String,
    /// The marker is still to be written.
    is_fresh: bool,
    /// No item of it is written yet.
    is_new: bool,
}

#[derive(Default)]
struct Table {
    alignments: Vec<Alignment>,
    cells: Vec<String>,
    has_head: bool,
}

impl Writer {
    pub(super) fn new(width: usize, has_styles: bool) -> Self {
        Self {
            lines: Vec::new(),
            meant: Reading::default(),
            pieces: Vec::new(),
            width,
            has_styles,
            text: String::new(),
            styles: Vec::new(),
            link: None,
            lists: Vec::new(),
            table: None,
            after_item: false,
        }
    }

    pub(super) fn text(&mut self, text: &str) {
        self.text.push_str(text);
    }

    pub(super) fn code(&mut self, code: &str) {
        let code = code.split_whitespace().collect::<Vec<_>>().join(" ");
        if !code.is_empty() {
            self.words();
            self.meant.push(&code);
            self.pieces.push(Piece::Solid(span(&code)));
        }
    }

    /// Ends a line within a paragraph; twice, the paragraph.
    pub(super) fn line_break(&mut self) {
        self.words();
        while self.pieces.last() == Some(&Piece::Space) {
            self.pieces.pop();
        }
        let is_second = self.pieces.last() == Some(&Piece::Break);
        if self.table.is_some() || self.link.is_some() {
            self.pieces.push(Piece::Space);
        } else if is_second {
            self.end_block();
        } else {
            self.pieces.push(Piece::Break);
        }
    }

    pub(super) fn open(&mut self, style: Style) {
        self.words();
        let is_new = self.has_styles && !self.styles.contains(&(style, true));
        self.styles.push((style, is_new));
        if is_new {
            self.pieces.push(Piece::Mark(style));
        }
    }

    pub(super) fn close(&mut self, style: Style) {
        self.words();
        let open = |(open, _): &(Style, bool)| *open == style;
        if let Some(position) = self.styles.iter().rposition(open) {
            self.close_styles(position);
        }
    }

    /// Closes what is open until so much is left.
    fn close_styles(&mut self, left: usize) {
        for (style, is_written) in self.styles.split_off(left).into_iter().rev() {
            if is_written {
                self.close_last(style);
            }
        }
    }

    /// Closes a style right after the last word.
    fn close_last(&mut self, style: Style) {
        let is_blank = |piece: &Piece| matches!(piece, Piece::Space | Piece::Break);
        let end = self.pieces.iter().rposition(|piece| !is_blank(piece));
        let end = end.map_or(0, |end| end + 1);
        if end > 0 && self.pieces[end - 1] == Piece::Mark(style) {
            self.pieces.remove(end - 1);
        } else {
            self.pieces.insert(end, Piece::Mark(style));
        }
    }

    pub(super) fn open_link(&mut self, target: &str) {
        self.words();
        if self.link.is_none() && is_address(target) && is_plain_address(target) {
            self.meant.links.push(target.to_owned());
            self.link = Some(Link {
                target: target.to_owned(),
                start: self.pieces.len(),
            });
        }
    }

    pub(super) fn close_link(&mut self) {
        self.words();
        let Some(Link { target, start }) = self.link.take() else {
            return;
        };
        let start = start.min(self.pieces.len());
        let label = &self.pieces[start..];
        let is_its_own = label == [Piece::Solid(span(&target))];
        let is_empty = !label.iter().any(|piece| matches!(piece, Piece::Solid(_)));
        if is_empty {
            self.meant.push(&target);
        }
        if is_empty || is_its_own {
            // Angle brackets keep parentheses from ending the target.
            self.pieces
                .splice(start.., [Piece::Solid(format!("<{target}>"))]);
        } else {
            self.pieces.insert(start, Piece::Solid("[".to_owned()));
            self.pieces.push(Piece::Solid(format!("](<{target}>)")));
        }
    }

    pub(super) fn open_list(&mut self, first: Option<u64>) {
        self.end_block();
        self.lists.push(List {
            next: first,
            marker: String::new(),
            is_fresh: false,
            is_new: true,
        });
    }

    /// Returns the number of open lists.
    pub(super) fn depth(&self) -> usize {
        self.lists.len()
    }

    /// Closes lists until so many are open.
    pub(super) fn close_lists(&mut self, depth: usize) {
        self.end_block();
        self.lists.truncate(depth);
    }

    pub(super) fn item(&mut self) {
        self.end_block();
        if let Some(list) = self.lists.last_mut() {
            list.marker = match &mut list.next {
                Some(number) => {
                    *number += 1;
                    format!("{}. ", *number - 1)
                }
                None => "- ".to_owned(),
            };
            list.is_fresh = true;
        }
    }

    /// Ends what is open within the block, and the block.
    pub(super) fn end_block(&mut self) {
        self.words();
        self.close_styles(0);
        self.close_link();
        let pieces = std::mem::take(&mut self.pieces);
        let (first, rest) = self.prefixes();
        let frame = Frame {
            first: &first,
            rest: &rest,
            width: self.width,
            start: at_line_start,
        };
        self.block(lines(&pieces, &frame));
    }

    /// Adds a block of code.
    pub(super) fn code_block(&mut self, code: &str) {
        self.end_block();
        let code: Vec<String> = code
            .trim_end()
            .lines()
            .map(|line| line.trim_end().replace('\t', "    "))
            .skip_while(String::is_empty)
            .collect();
        if code.is_empty() {
            return;
        }
        let content = code.join("\n");
        let fence = "`".repeat(longest_fence(&content).max(2) + 1);
        let (first, rest) = self.prefixes();
        let mut lines = vec![format!("{first}{fence}text")];
        for line in code.iter().map(String::as_str).chain([fence.as_str()]) {
            lines.push(format!("{rest}{line}").trim_end().to_owned());
        }
        self.meant.code.push(CodeBlock {
            language: Some("text".to_owned()),
            content: content + "\n",
        });
        self.block(lines);
    }

    pub(super) fn open_table(&mut self, alignments: Vec<Alignment>) {
        self.end_block();
        self.table = Some(Table {
            alignments,
            ..Table::default()
        });
    }

    pub(super) fn end_cell(&mut self) {
        self.words();
        self.close_styles(0);
        self.close_link();
        let pieces = std::mem::take(&mut self.pieces);
        let cell = lines(&pieces, &ONE_LINE).join(" ");
        if let Some(table) = &mut self.table {
            table.cells.push(cell.replace('|', "\\|"));
        }
    }

    pub(super) fn end_row(&mut self) {
        let (first, rest) = self.prefixes();
        let Some(table) = &mut self.table else {
            return;
        };
        let row = format!("| {} |", std::mem::take(&mut table.cells).join(" | "));
        if std::mem::replace(&mut table.has_head, true) {
            self.lines.push(rest + &row);
            return;
        }
        let rule: String = table.alignments.iter().map(|side| rule(*side)).collect();
        self.block(vec![first + &row, format!("{rest}|{rule}")]);
    }

    pub(super) fn close_table(&mut self) {
        self.table = None;
    }

    /// Prefixes of the first line of a block, and of the others.
    fn prefixes(&self) -> (String, String) {
        let blank = |list: &List| " ".repeat(list.marker.len());
        let marker = |list: &List| Some(list.marker.clone()).filter(|_| list.is_fresh);
        let first = self.lists.iter();
        let first = first.map(|list| marker(list).unwrap_or_else(|| blank(list)));
        (first.collect(), self.lists.iter().map(blank).collect())
    }

    /// Adds the lines of a block. Items of a list follow one another without a line between.
    fn block(&mut self, lines: Vec<String>) {
        if lines.is_empty() {
            return;
        }
        let begins_item = self.lists.iter().any(|list| list.is_fresh);
        // Only a list that begins with 1 can follow its text without a line between.
        let starts_apart = self.lists.last().is_some_and(|list| {
            list.is_new && (self.lists.len() == 1 || list.next.is_some_and(|next| next != 2))
        });
        let follows = begins_item && self.after_item && !starts_apart;
        if !self.lines.is_empty() && !follows {
            self.lines.push(String::new());
        }
        self.lines.extend(lines);
        self.after_item = !self.lists.is_empty();
        for list in &mut self.lists {
            list.is_fresh = false;
            list.is_new = false;
        }
    }

    /// Turns the text that was kept back into words.
    fn words(&mut self) {
        let text = std::mem::take(&mut self.text);
        for part in text.split_inclusive(char::is_whitespace) {
            let word = part.trim_end();
            if !word.is_empty() {
                self.meant.push(word);
                let word = marked(word, self.link.is_some());
                self.meant.links.extend(word.link);
                self.pieces.push(Piece::Solid(word.markdown));
            }
            if word.len() < part.len() && self.pieces.last().is_some_and(can_be_followed) {
                self.pieces.push(Piece::Space);
            }
        }
    }
}

/// Returns `true` if a space after a piece has a meaning.
fn can_be_followed(piece: &Piece) -> bool {
    matches!(piece, Piece::Solid(_) | Piece::Mark(_))
}

fn rule(alignment: Alignment) -> &'static str {
    match alignment {
        Alignment::None => "---|",
        Alignment::Left => ":--|",
        Alignment::Center => ":-:|",
        Alignment::Right => "--:|",
    }
}
