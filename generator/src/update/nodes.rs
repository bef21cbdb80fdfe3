//! YAML → where each node is in the text.
//!
//! Invariant: a span ends with the last character of its node: neither a comment nor an empty line behind it is in it.

use std::ops::Range;

use saphyr_parser::{Event, Parser, ScalarStyle, ScanError, Span, StrInput};

/// A node of a text.
#[derive(Debug)]
pub(super) struct Node {
    /// The first byte behind the colon or dash in front of it.
    pub(super) from: usize,
    /// The bytes of it.
    pub(super) span: Range<usize>,
    pub(super) content: Content,
}

/// The parts of a node, where they are on lines of their own.
#[derive(Debug)]
pub(super) enum Content {
    /// A scalar, or a collection in brackets.
    Inline,
    Mapping(Vec<Member>),
    Sequence(Vec<Node>),
}

/// A member of a mapping.
#[derive(Debug)]
pub(super) struct Member {
    /// The first byte of the key.
    pub(super) start: usize,
    pub(super) name: String,
    pub(super) value: Node,
}

/// A text whose nodes cannot be told apart.
#[derive(Debug)]
pub(super) enum Unreadable {
    Syntax(ScanError),
    /// An anchor or an alias: a node that is in several places.
    Shared,
    /// A key that is no scalar, or a text without a document.
    Unusual,
}

/// Reads the nodes of a text.
pub(super) fn nodes(text: &str) -> Result<Node, Unreadable> {
    let mut offsets: Vec<usize> = text.char_indices().map(|(offset, _)| offset).collect();
    offsets.push(text.len());
    let mut reader = Reader {
        parser: Parser::new_from_str(text),
        text,
        offsets,
    };
    loop {
        match reader.next()? {
            (Event::StreamStart | Event::DocumentStart(_), _) => {}
            (event, span) => return reader.node(&event, span, 0),
        }
    }
}

struct Reader<'t> {
    parser: Parser<'t, StrInput<'t>>,
    text: &'t str,
    /// The byte at which each character begins.
    offsets: Vec<usize>,
}

impl<'t> Reader<'t> {
    fn next(&mut self) -> Result<(Event<'t>, Span), Unreadable> {
        match self.parser.next_event() {
            Some(Ok(next)) => Ok(next),
            Some(Err(error)) => Err(Unreadable::Syntax(error)),
            None => Err(Unreadable::Unusual),
        }
    }

    fn offset(&self, index: usize) -> usize {
        let end = self.text.len();
        self.offsets.get(index).copied().unwrap_or(end)
    }

    /// Reads the node that an event begins, somewhere behind `from`.
    fn node(&mut self, event: &Event<'t>, span: Span, from: usize) -> Result<Node, Unreadable> {
        let start = self.offset(span.start.index());
        let end = self.offset(span.end.index());
        let (span, content) = match event {
            Event::Scalar(_, style, 0, _) => {
                (self.scalar(*style, start..end, from), Content::Inline)
            }
            Event::MappingStart(0, _) => {
                let (content, end) = self.mapping()?;
                (start..end, content)
            }
            Event::SequenceStart(0, _) => {
                let (content, end) = self.sequence(start)?;
                (start..end, content)
            }
            Event::Scalar(..)
            | Event::MappingStart(..)
            | Event::SequenceStart(..)
            | Event::Alias(_) => return Err(Unreadable::Shared),
            _ => return Err(Unreadable::Unusual),
        };
        let is_bracketed = self.text[start..].starts_with(['{', '[']);
        Ok(Node {
            from,
            span,
            content: if is_bracketed {
                Content::Inline
            } else {
                content
            },
        })
    }

    /// Returns the bytes of a scalar, its quotes or indicator included. The parser counts what follows it as a part of
    /// it.
    fn scalar(&self, style: ScalarStyle, span: Range<usize>, from: usize) -> Range<usize> {
        let written = &self.text[span.clone()];
        let start = span.start;
        match style {
            ScalarStyle::Plain => {
                let is_comment = |at: &usize| written[..*at].ends_with(char::is_whitespace);
                let comment = written
                    .match_indices('#')
                    .map(|(at, _)| at)
                    .find(is_comment);
                let written = &written[..comment.unwrap_or(written.len())];
                start..start + written.trim_end().len()
            }
            ScalarStyle::SingleQuoted => start..start + closed(written, '\'', '\''),
            ScalarStyle::DoubleQuoted => start..start + closed(written, '"', '\\'),
            ScalarStyle::Literal | ScalarStyle::Folded => {
                let indicator = self.indicator(from..start).unwrap_or(start);
                let content = self.text[indicator..span.end].trim_end();
                indicator..indicator + content.len()
            }
        }
    }

    /// Returns the `|` or `>` of a block in front of its lines.
    fn indicator(&self, span: Range<usize>) -> Option<usize> {
        let mut start = span.start;
        for line in self.text[span].split_inclusive('\n') {
            let code = line.split_once('#').map_or(line, |(code, _)| code);
            if let Some(at) = code.find(['|', '>']) {
                return Some(start + at);
            }
            start += line.len();
        }
        None
    }

    fn mapping(&mut self) -> Result<(Content, usize), Unreadable> {
        let mut members: Vec<Member> = Vec::new();
        loop {
            let (key, key_span) = self.next()?;
            let name = match key {
                Event::MappingEnd => {
                    let last = members.last().map(|member| member.value.span.end);
                    return Ok((Content::Mapping(members), self.end(last, key_span)));
                }
                Event::Scalar(name, _, 0, _) => name.into_owned(),
                Event::Scalar(..) | Event::Alias(_) => return Err(Unreadable::Shared),
                _ => return Err(Unreadable::Unusual),
            };
            let (event, span) = self.next()?;
            let colon = self.colon(key_span);
            let mut value = self.node(&event, span, colon)?;
            if value.span.is_empty() {
                value.span = colon..colon;
            }
            members.push(Member {
                start: self.offset(key_span.start.index()),
                name,
                value,
            });
        }
    }

    fn sequence(&mut self, start: usize) -> Result<(Content, usize), Unreadable> {
        let mut items: Vec<Node> = Vec::new();
        loop {
            let (event, span) = self.next()?;
            if matches!(event, Event::SequenceEnd) {
                let last = items.last().map(|item| item.span.end);
                return Ok((Content::Sequence(items), self.end(last, span)));
            }
            let from = items.last().map_or(start, |item| item.span.end);
            let mut item = self.node(&event, span, from)?;
            let dash = self.text[..item.span.start].rfind('-');
            item.from = dash.map_or(start, |dash| dash + 1);
            items.push(item);
        }
    }

    /// Returns the first byte behind the colon of a key.
    fn colon(&self, key: Span) -> usize {
        let start = self.offset(key.start.index());
        let end = self.offset(key.end.index());
        let written = self.text[start..end].trim_end();
        let end = start + written.trim_end_matches(':').trim_end().len();
        self.text[end..]
            .find(':')
            .map_or(end, |colon| end + colon + 1)
    }

    /// Returns the end of a collection: that of its bracket, or else of what is last in it.
    fn end(&self, last: Option<usize>, closing: Span) -> usize {
        let bracket = self.offset(closing.end.index());
        let is_bracket = closing.end.index() > closing.start.index();
        match last {
            Some(last) if !is_bracket => last,
            _ => bracket,
        }
    }
}

/// Returns the bytes up to the quote that closes a text, where `escape` takes the meaning from the character behind it.
fn closed(written: &str, quote: char, escape: char) -> usize {
    let mut characters = written.char_indices().skip(1).peekable();
    while let Some((at, character)) = characters.next() {
        let is_doubled = characters.peek().is_some_and(|(_, next)| *next == quote);
        if character == escape && (escape != quote || is_doubled) {
            characters.next();
        } else if character == quote {
            return at + quote.len_utf8();
        }
    }
    written.len()
}

#[cfg(test)]
mod tests {
    use super::{Content, Node, nodes};

    const TEXT: &str = "# First.\n\na:\n  - x: 1  # One.\n    y: >-\n      long\n      text\n\n  # Second.\n  - [1,\n    2]\nü: 'q'  # End.\nnone:\nb: {c: d}\n";

    fn spans(node: &Node, found: &mut Vec<String>) {
        found.push(TEXT[node.span.clone()].to_owned());
        match &node.content {
            Content::Inline => {}
            Content::Mapping(members) => {
                for member in members {
                    assert!(TEXT[member.start..].starts_with(&member.name));
                    spans(&member.value, found);
                }
            }
            Content::Sequence(items) => items.iter().for_each(|item| spans(item, found)),
        }
    }

    #[test]
    fn spans_hold_nodes_without_what_follows() {
        let root = nodes(TEXT);
        assert!(root.is_ok(), "{root:?}");
        let mut found = Vec::new();
        if let Ok(root) = &root {
            spans(root, &mut found);
        }
        let expected = [
            "1",
            ">-\n      long\n      text",
            "[1,\n    2]",
            "'q'",
            "",
            "{c: d}",
        ];
        let leaves: Vec<&str> = found.iter().map(String::as_str).collect();
        for leaf in expected {
            assert!(leaves.contains(&leaf), "{leaf} is not in {leaves:#?}");
        }
        let list =
            "- x: 1  # One.\n    y: >-\n      long\n      text\n\n  # Second.\n  - [1,\n    2]";
        assert!(
            leaves
                .iter()
                .any(|leaf| list.ends_with(leaf) && leaf.ends_with("2]") && leaf.len() > 20)
        );
    }
}
