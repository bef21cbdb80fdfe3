//! Markdown → what a reader of it gets to see, as rustdoc reads it.
//!
//! Invariant: this is where texts are judged after they are written, so it knows nothing of how they were written.

use pulldown_cmark::{BrokenLink, CodeBlockKind, CowStr, Event, Options, Parser, Tag};

/// Options of rustdoc where it shows a comment; it looks for tests without any of these.
const RUSTDOC: Options = Options::ENABLE_TABLES
    .union(Options::ENABLE_FOOTNOTES)
    .union(Options::ENABLE_STRIKETHROUGH)
    .union(Options::ENABLE_TASKLISTS);

/// Content of a text without its layout.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Reading {
    /// The characters of the prose and of code inside of it, without white space.
    pub(super) text: String,
    /// The blocks of code.
    pub(super) code: Vec<CodeBlock>,
    /// Targets of links and images.
    pub(super) links: Vec<String>,
    /// Some of it is HTML, a footnote or a box to be ticked.
    pub(super) has_more: bool,
}

/// A block of code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct CodeBlock {
    /// The word behind its fence: `text`. `None`: it is indented.
    pub(super) language: Option<String>,
    pub(super) content: String,
}

impl Reading {
    /// Reads a text as it is shown.
    pub(super) fn of(markdown: &str) -> Self {
        Self::with(markdown, RUSTDOC)
    }

    /// Returns the blocks of code that are looked through for tests.
    pub(super) fn tests_of(markdown: &str) -> Vec<CodeBlock> {
        // Code is between fences or behind four columns of white space. Most texts have neither, and reading them takes long.
        if ["```", "~~~", "    ", "\t"]
            .iter()
            .any(|sign| markdown.contains(sign))
        {
            Self::with(markdown, Options::empty()).code
        } else {
            Vec::new()
        }
    }

    fn with(markdown: &str, options: Options) -> Self {
        // A name in brackets links to the item of that name.
        let mut by_name = |link: BrokenLink<'_>| {
            Some((CowStr::from(link.reference.to_string()), CowStr::from("")))
        };
        let parser = Parser::new_with_broken_link_callback(markdown, options, Some(&mut by_name));
        let mut reading = Self::default();
        let mut in_code = false;
        for event in parser {
            match event {
                Event::Start(Tag::CodeBlock(kind)) => {
                    in_code = true;
                    reading.code.push(CodeBlock::new(kind));
                }
                Event::End(pulldown_cmark::TagEnd::CodeBlock) => in_code = false,
                Event::Text(text) if in_code => {
                    if let Some(block) = reading.code.last_mut() {
                        block.content.push_str(&text);
                    }
                }
                Event::Text(text) | Event::Code(text) => reading.push(&text),
                Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) => {
                    reading.links.push(dest_url.to_string());
                }
                Event::Start(Tag::FootnoteDefinition(_))
                | Event::Html(_)
                | Event::InlineHtml(_)
                | Event::FootnoteReference(_)
                | Event::TaskListMarker(_) => reading.has_more = true,
                _ => {}
            }
        }
        reading
    }

    /// Adds prose.
    pub(super) fn push(&mut self, text: &str) {
        self.text.extend(text.split_whitespace());
    }
}

impl CodeBlock {
    fn new(kind: CodeBlockKind<'_>) -> Self {
        Self {
            language: match kind {
                CodeBlockKind::Fenced(language) => Some(language.to_string()),
                CodeBlockKind::Indented => None,
            },
            content: String::new(),
        }
    }
}
