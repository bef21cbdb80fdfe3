//! A text of the description → Markdown that says the same and does nothing else.
//!
//! HTML with a meaning becomes Markdown, all other HTML is text. Invariant: what is written is read again as rustdoc
//! reads it; where that gives anything but what was meant, the text is written without any markup.

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use super::{
    html::{self, Part},
    paragraph::{Frame, Piece, Style, lines},
    reading::Reading,
    words::{is_direction, literal},
    writer::Writer,
};

/// The dialect of descriptions: `CommonMark`, with the common extensions.
const DIALECT: Options = Options::ENABLE_TABLES.union(Options::ENABLE_STRIKETHROUGH);

/// Lines of Markdown, and what they are read as.
pub(super) struct Converted {
    pub(super) lines: Vec<String>,
    pub(super) reading: Reading,
}

/// Returns the lines of a text, made safe and wrapped.
pub(super) fn blocks(text: &str, width: usize) -> Converted {
    let text = printable(text);
    let written = [true, false].into_iter().find_map(|has_styles| {
        let mut converter = Converter::new(width, has_styles);
        Parser::new_ext(&text, DIALECT).for_each(|event| converter.event(event));
        let Writer { lines, meant, .. } = converter.end();
        is_read_as(&lines.join("\n"), &meant).then_some(Converted {
            lines,
            reading: meant,
        })
    });
    written.unwrap_or_else(|| as_literal(&text, width))
}

/// Makes the text of a line safe. What would make it a list or a heading at its beginning stays text.
pub(in crate::emit) fn inline(text: &str) -> String {
    const BEFORE: &str = "a ";
    let text = format!("{BEFORE}{}", one_line(&printable(text)));
    let written = [true, false].into_iter().find_map(|has_styles| {
        let mut converter = Converter::new(usize::MAX, has_styles);
        Parser::new_ext(&text, DIALECT).for_each(|event| converter.event(event));
        let Writer { lines, meant, .. } = converter.end();
        let line = lines.join(" ");
        let is_safe = meant.code.is_empty() && is_read_as(&line, &meant);
        is_safe.then(|| line.get(BEFORE.len()..).unwrap_or_default().to_owned())
    });
    written.unwrap_or_else(|| {
        let words: Vec<String> = text[BEFORE.len()..]
            .split_whitespace()
            .map(literal)
            .collect();
        words.join(" ")
    })
}

fn is_read_as(markdown: &str, meant: &Reading) -> bool {
    Reading::of(markdown) == *meant && Reading::tests_of(markdown) == meant.code
}

/// Returns a text without markup: every sign is escaped, so nothing is left to be read as anything else.
pub(super) fn as_literal(text: &str, width: usize) -> Converted {
    let text = printable(text);
    let mut converted = Converted {
        lines: Vec::new(),
        reading: Reading::default(),
    };
    let frame = Frame {
        first: "",
        rest: "",
        width,
        start: str::to_owned,
    };
    for paragraph in text.split("\n\n") {
        let words = paragraph.split_whitespace();
        let pieces: Vec<Piece> = words
            .flat_map(|word| [Piece::Solid(literal(word)), Piece::Space])
            .collect();
        if !pieces.is_empty() && !converted.lines.is_empty() {
            converted.lines.push(String::new());
        }
        converted.lines.extend(lines(&pieces, &frame));
    }
    converted.reading.push(&text);
    converted
}

/// Returns a text without control characters and those that turn the direction of text around.
pub(super) fn printable(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    text.replace(
        |character: char| {
            is_direction(character) || character.is_control() && !"\n\t".contains(character)
        },
        " ",
    )
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Passes the events of a text on to a [`Writer`].
struct Converter {
    writer: Writer,
    capture: Capture,
    /// Number of open lists where each list of the Markdown began.
    lists: Vec<usize>,
    /// The next text begins a line.
    at_line_start: bool,
    /// Number of lists that were open before the one whose items begin with `•`.
    bullets: Option<usize>,
}

/// Destination of text.
enum Capture {
    /// To the writer.
    None,
    /// Into a code span, up to the end tag of this name.
    Span(String, String),
    /// Into a block of code.
    Block(String),
    /// Into a piece of HTML.
    Html(String),
}

impl Converter {
    fn new(width: usize, has_styles: bool) -> Self {
        Self {
            writer: Writer::new(width, has_styles),
            capture: Capture::None,
            lists: Vec::new(),
            at_line_start: true,
            bullets: None,
        }
    }

    fn end(mut self) -> Writer {
        self.end_capture();
        self.writer.close_lists(0);
        self.writer
    }

    fn event(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end_tag(tag),
            Event::Text(text) => self.text(&text),
            Event::Code(text) => match &mut self.capture {
                Capture::None => self.writer.code(&text),
                Capture::Span(code, _) | Capture::Block(code) | Capture::Html(code) => {
                    code.push_str(&text);
                }
            },
            Event::Html(html) => self.text(&html),
            Event::InlineHtml(html) => self.html(&html),
            Event::SoftBreak => {
                self.text("\n");
                self.at_line_start = true;
            }
            Event::HardBreak => self.line_break(),
            Event::Rule => self.writer.end_block(),
            // The dialect has none of these.
            Event::FootnoteReference(text) | Event::InlineMath(text) | Event::DisplayMath(text) => {
                self.text(&text);
            }
            Event::TaskListMarker(_) => {}
        }
    }

    fn start(&mut self, tag: Tag<'_>) {
        match tag {
            Tag::Heading { .. } => {
                self.end_block();
                self.writer.open(Style::Strong);
            }
            Tag::CodeBlock(_) => {
                self.end_block();
                self.capture = Capture::Block(String::new());
            }
            Tag::HtmlBlock => {
                self.end_text();
                if !matches!(self.capture, Capture::Block(_)) {
                    self.capture = Capture::Html(String::new());
                }
            }
            Tag::List(first) => {
                self.end_block();
                self.lists.push(self.writer.depth());
                self.writer.open_list(first);
            }
            Tag::Item => {
                self.end_block();
                self.writer
                    .close_lists(self.lists.last().map_or(0, |depth| depth + 1));
                self.writer.item();
            }
            Tag::Table(alignments) => {
                self.end_block();
                self.writer.open_table(alignments);
            }
            Tag::Emphasis => self.writer.open(Style::Emphasis),
            Tag::Strong => self.writer.open(Style::Strong),
            Tag::Strikethrough => self.writer.open(Style::Strikethrough),
            Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. } => {
                self.writer.open_link(&dest_url);
            }
            Tag::TableHead | Tag::TableRow | Tag::TableCell => {}
            _ => self.end_block(),
        }
    }

    fn end_tag(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::HtmlBlock => {
                if let Capture::Html(html) = std::mem::replace(&mut self.capture, Capture::None) {
                    self.html(&html);
                }
            }
            TagEnd::List(_) => {
                self.end_block();
                let depth = self.lists.pop().unwrap_or_default();
                self.writer.close_lists(depth);
            }
            TagEnd::Emphasis => self.writer.close(Style::Emphasis),
            TagEnd::Strong => self.writer.close(Style::Strong),
            TagEnd::Strikethrough => self.writer.close(Style::Strikethrough),
            TagEnd::Link | TagEnd::Image => self.writer.close_link(),
            TagEnd::TableCell => {
                self.end_capture();
                self.writer.end_cell();
            }
            TagEnd::TableHead | TagEnd::TableRow => self.writer.end_row(),
            TagEnd::Table => self.writer.close_table(),
            _ => self.end_block(),
        }
    }

    fn text(&mut self, text: &str) {
        match &mut self.capture {
            Capture::Span(code, _) | Capture::Block(code) | Capture::Html(code) => {
                code.push_str(text);
            }
            Capture::None => {
                let bullet = text.strip_prefix("• ").filter(|_| self.at_line_start);
                if let Some(text) = bullet {
                    self.bullet();
                    self.writer.text(text);
                } else {
                    self.writer.text(text);
                }
            }
        }
        self.at_line_start = false;
    }

    /// Begins an item of a list that is one for the eye only.
    fn bullet(&mut self) {
        self.writer.end_block();
        if self.bullets.is_none() {
            self.bullets = Some(self.writer.depth());
            self.writer.open_list(None);
        }
        self.writer.item();
    }

    fn line_break(&mut self) {
        match &mut self.capture {
            Capture::None => self.writer.line_break(),
            Capture::Span(code, _) | Capture::Block(code) | Capture::Html(code) => code.push('\n'),
        }
        self.at_line_start = true;
    }

    /// Ends a block; a tag that is still open has ended with it, unless it is `<pre>`.
    fn end_block(&mut self) {
        if let Capture::Block(_) = self.capture {
            self.end_capture();
        }
        self.end_text();
    }

    /// Ends the text of a block.
    fn end_text(&mut self) {
        if let Capture::Span(..) = self.capture {
            self.end_capture();
        }
        self.writer.end_block();
        if let Some(depth) = self.bullets.take() {
            self.writer.close_lists(depth);
        }
        self.at_line_start = true;
    }

    fn end_capture(&mut self) {
        match std::mem::replace(&mut self.capture, Capture::None) {
            Capture::None => {}
            Capture::Span(code, _) => self.writer.code(&code),
            Capture::Block(code) => self.writer.code_block(&code),
            Capture::Html(html) => self.html(&html),
        }
    }

    fn html(&mut self, html: &str) {
        for part in html::parts(html) {
            match part {
                Part::Text(text) => self.text(&text),
                Part::Tag(tag) => self.tag(&tag),
            }
        }
    }

    fn tag(&mut self, tag: &html::Tag<'_>) {
        match &self.capture {
            // Within code only its own end is a tag.
            Capture::Span(_, name) if tag.is_end && *name == tag.name => self.end_capture(),
            Capture::Block(_) if tag.is_end && tag.name == "pre" => self.end_capture(),
            Capture::Block(_) if tag.name == "code" => {}
            Capture::Span(..) | Capture::Block(_) | Capture::Html(_) => self.text(tag.source),
            Capture::None => self.element(tag),
        }
    }

    fn element(&mut self, tag: &html::Tag<'_>) {
        match tag.name.as_str() {
            "br" => self.line_break(),
            "b" | "strong" => self.style(Style::Strong, tag.is_end),
            "i" | "em" => self.style(Style::Emphasis, tag.is_end),
            "s" | "del" | "strike" => self.style(Style::Strikethrough, tag.is_end),
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "summary" => {
                self.end_text();
                self.style(Style::Strong, tag.is_end);
            }
            "code" | "tt" | "kbd" | "samp" if !tag.is_end => {
                self.capture = Capture::Span(String::new(), tag.name.clone());
            }
            "pre" if !tag.is_end => {
                self.end_text();
                self.capture = Capture::Block(String::new());
            }
            "a" if tag.is_end => self.writer.close_link(),
            "a" => self
                .writer
                .open_link(&tag.attribute("href").unwrap_or_default()),
            "img" => self.text(
                &tag.attribute("alt")
                    .unwrap_or_else(|| tag.source.to_owned()),
            ),
            "ul" | "ol" => self.list(tag),
            "li" | "tr" if !tag.is_end => self.item(),
            "td" | "th" => self.text(" "),
            "sup" if !tag.is_end => self.text("^"),
            "p" | "div" | "section" | "center" | "blockquote" | "hr" | "details" | "li" | "tr"
            | "table" | "thead" | "tbody" | "caption" | "dl" | "dt" | "dd" => self.end_text(),
            "span" | "font" | "u" | "small" | "big" | "sup" | "sub" | "abbr" | "mark" | "pre"
            | "code" | "tt" | "kbd" | "samp" | "var" | "nobr" | "wbr" => {}
            _ => self.text(tag.source),
        }
    }

    fn style(&mut self, style: Style, is_end: bool) {
        if is_end {
            self.writer.close(style);
        } else {
            self.writer.open(style);
        }
    }

    fn list(&mut self, tag: &html::Tag<'_>) {
        self.end_text();
        let outer = self.lists.last().map_or(0, |depth| depth + 1);
        if !tag.is_end {
            self.writer.open_list((tag.name == "ol").then_some(1));
        } else if self.writer.depth() > outer {
            self.writer.close_lists(self.writer.depth() - 1);
        }
    }

    /// Begins an item, of a list that no tag opened if need be.
    fn item(&mut self) {
        self.end_text();
        let outer = self.lists.last().map_or(0, |depth| depth + 1);
        if self.writer.depth() <= outer {
            self.writer.open_list(None);
        }
        self.writer.item();
    }
}
