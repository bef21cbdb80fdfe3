//! A YAML text, and the value that it is to have → the text with as few lines changed as that takes.
//!
//! Invariant: the result reads as the value, or there is none; comments, order and style of everything else stay.

use std::ops::Range;

use serde_json::{Map, Value};

use super::{
    nodes::{Content, Member, Node, Unreadable, nodes},
    yaml::{self, Comments, Writer},
};
use crate::source::{escape, items};

/// A reason why a text was not changed.
#[derive(Debug)]
pub(super) enum Unpatched {
    Unreadable(Unreadable),
    /// The changed text would read as something else: a fault of this module.
    Different,
}

/// Makes a text, which reads as `from`, read as `to`. New mappings get the comments.
pub(super) fn patched(
    text: &str,
    from: &Value,
    to: &Value,
    comments: Comments<'_>,
) -> Result<String, Unpatched> {
    let root = nodes(text).map_err(Unpatched::Unreadable)?;
    let mut patch = Patch {
        text,
        writer: Writer { comments },
        edits: Vec::new(),
    };
    patch.value(&root, from, to, "", 0);
    let patched = patch.applied();
    let is_right = crate::source::read(&patched).is_ok_and(|read| read == *to);
    is_right.then_some(patched).ok_or(Unpatched::Different)
}

struct Patch<'t> {
    text: &'t str,
    writer: Writer<'t>,
    /// Bytes, and what takes their place.
    edits: Vec<(Range<usize>, String)>,
}

impl Patch<'_> {
    fn value(&mut self, node: &Node, from: &Value, to: &Value, at: &str, column: usize) {
        if from == to {
            return;
        }
        match (&node.content, from, to) {
            (Content::Mapping(members), Value::Object(from), Value::Object(to))
                if from.keys().any(|name| to.contains_key(name)) =>
            {
                self.mapping(members, from, to, at);
            }
            (Content::Sequence(nodes), Value::Array(from), Value::Array(to)) => {
                let kept = items::matched(from, to);
                if kept.iter().any(Option::is_some) {
                    self.sequence(nodes, from, to, &kept, at);
                } else {
                    self.replace(node, &Value::Array(to.clone()), at, column);
                }
            }
            _ => self.replace(node, to, at, column),
        }
    }

    /// Writes a value in the place of another one. `column` is that of its owner's key or dash.
    fn replace(&mut self, node: &Node, to: &Value, at: &str, column: usize) {
        let inline = yaml::inline(to);
        let is_bracketed = self.text[node.span.clone()].starts_with(['{', '[']);
        let is_inline = is_bracketed || yaml::is_inline(to, column + inline.chars().count());
        let is_item = self.text[..node.from].ends_with('-');
        let inner = column + 2;
        let written = if is_inline {
            format!(" {inline}")
        } else if is_item {
            format!(" {}", self.writer.block(to, at, inner))
        } else {
            let block = self.writer.block(to, at, inner);
            format!("\n{}{block}", " ".repeat(inner))
        };
        self.edits.push((node.from..node.span.end, written));
    }

    fn mapping(
        &mut self,
        members: &[Member],
        from: &Map<String, Value>,
        to: &Map<String, Value>,
        at: &str,
    ) {
        for (index, member) in members.iter().enumerate() {
            let below = format!("{at}/{}", escape(&member.name));
            match (from.get(&member.name), to.get(&member.name)) {
                (Some(from), Some(to)) => {
                    let column = self.column(member.start);
                    self.value(&member.value, from, to, &below, column);
                }
                (_, None) => {
                    let next = members.get(index + 1).map(|next| next.start);
                    self.remove(member.start, member.start, member.value.span.end, next);
                }
                (None, Some(_)) => {}
            }
        }
        let mut behind: Option<&Member> = None;
        for (name, value) in to {
            if let Some(member) = members.iter().find(|member| member.name == *name) {
                behind = Some(member);
            } else if let Some(first) = members.first() {
                let column = self.column(first.start);
                let below = format!("{at}/{}", escape(name));
                let written = self.writer.member(name, value, &below, column);
                let place = behind.map(|member| member.value.span.end);
                self.insert(place, first.start, column, &written);
            }
        }
    }

    fn sequence(
        &mut self,
        nodes: &[Node],
        from: &[Value],
        to: &[Value],
        kept: &[Option<usize>],
        at: &str,
    ) {
        for (index, node) in nodes.iter().enumerate() {
            let dash = node.from.saturating_sub(1);
            let place = kept.iter().position(|kept| *kept == Some(index));
            let pair = place.and_then(|place| Some((place, from.get(index)?, to.get(place)?)));
            if let Some((place, from, to)) = pair {
                self.value(node, from, to, &format!("{at}/{place}"), self.column(dash));
            } else {
                let next = nodes.get(index + 1).map(|next| next.from.saturating_sub(1));
                self.remove(dash, node.span.start, node.span.end, next);
            }
        }
        let Some(first) = nodes.first().map(|first| first.from.saturating_sub(1)) else {
            return;
        };
        let column = self.column(first);
        let mut behind: Option<&Node> = None;
        for (place, (item, kept)) in to.iter().zip(kept).enumerate() {
            if let Some(node) = kept.and_then(|index| nodes.get(index)) {
                behind = Some(node);
            } else {
                let block = self
                    .writer
                    .block(item, &format!("{at}/{place}"), column + 2);
                let end = behind.map(|node| node.span.end);
                self.insert(end, first, column, &format!("- {block}"));
            }
        }
    }

    /// Takes out what begins at `start`: its lines, or as far as what follows on its own line's level.
    fn remove(&mut self, start: usize, content: usize, end: usize, next: Option<usize>) {
        let line = self.line_start(start);
        let stands_alone = self.text[line..start].trim().is_empty();
        let end = end.max(content);
        let span = match next {
            _ if stands_alone => line..self.line_end(end),
            Some(next) => start..next,
            // The last of a mapping that begins behind a dash is never the only one that goes.
            None => start..self.line_end(end),
        };
        self.edits.push((span, String::new()));
    }

    /// Adds lines behind what ends at `end`, or in front of what is first.
    fn insert(&mut self, end: Option<usize>, first: usize, column: usize, written: &str) {
        let indent = " ".repeat(column);
        match end {
            Some(end) => {
                let at = self.line_end(end);
                let is_open = at > 0 && !self.text[..at].ends_with('\n');
                let before = if is_open { "\n" } else { "" };
                self.edits
                    .push((at..at, format!("{before}{indent}{written}\n")));
            }
            None => {
                self.edits
                    .push((first..first, format!("{written}\n{indent}")));
            }
        }
    }

    fn line_start(&self, at: usize) -> usize {
        self.text[..at].rfind('\n').map_or(0, |newline| newline + 1)
    }

    /// Returns the first byte behind the line that something ends on.
    fn line_end(&self, at: usize) -> usize {
        let rest = &self.text[at..];
        rest.find('\n')
            .map_or(self.text.len(), |newline| at + newline + 1)
    }

    fn column(&self, at: usize) -> usize {
        self.text[self.line_start(at)..at].chars().count()
    }

    fn applied(mut self) -> String {
        // What is inserted at one place stays in its order.
        self.edits.sort_by_key(|(span, _)| (span.start, span.end));
        let mut text = String::with_capacity(self.text.len());
        let mut done = 0;
        for (span, written) in self.edits {
            text.push_str(self.text.get(done..span.start).unwrap_or_default());
            text.push_str(&written);
            done = done.max(span.end);
        }
        text.push_str(self.text.get(done..).unwrap_or_default());
        text
    }
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::patched;

    fn patch(text: &str, to: &str) -> String {
        let value = |text: &str| serde_yaml::from_str::<Value>(text).unwrap_or_default();
        let patched = patched(text, &value(text), &value(to), &|_| None);
        patched.unwrap_or_else(|why| format!("{why:?}"))
    }

    const TEXT: &str = "# Head.\na: 1  # One.\n\nb:\n  # Of c.\n  c: [x, 'y']\n  d: >-\n    long\n    text\nl:\n  - n: p\n    q: 1\n  # Second.\n  - n: r\n    q: 2\nend: {x: 1}\n";

    #[test]
    fn only_what_differs_is_written() {
        for (to, old, new) in [
            (
                "{a: 2, b: {c: [x, y], d: long text}, l: [{n: p, q: 1}, {n: r, q: 2}], end: {x: 1}}",
                "a: 1  #",
                "a: 2  #",
            ),
            (
                "{a: 1, b: {c: [x], d: long text}, l: [{n: p, q: 1}, {n: r, q: 2}], end: {x: 1}}",
                "[x, 'y']",
                "[x]",
            ),
            (
                "{a: 1, b: {c: [x, y]}, l: [{n: p, q: 1}, {n: r, q: 2}], end: {x: 1}}",
                "  d: >-\n    long\n    text\n",
                "",
            ),
            (
                "{a: 1, b: {c: [x, y], d: long text}, l: [{n: r, q: 2}], end: {x: 1}}",
                "  - n: p\n    q: 1\n",
                "",
            ),
            (
                "{a: 1, b: {c: [x, y], d: long text}, l: [{q: 1}, {n: r, q: 2}], end: {x: 1}}",
                "n: p\n    ",
                "",
            ),
            (
                "{a: 1, b: {c: [x, y], d: long text}, l: [{n: p, q: 1}, {n: s, e: {f: g}}, {n: r, q: 2}], end: {x: 1}}",
                "    q: 1\n",
                "    q: 1\n  - n: s\n    e:\n      f: g\n",
            ),
            (
                "{a: 1, b: {c: [x, y], d: long text, e: {f: [{g: h}]}}, l: [{n: p, q: 1}, {n: r, q: 2}], end: {x: 1}}",
                "    text\n",
                "    text\n  e:\n    f:\n      - g: h\n",
            ),
            (
                "{a: 1, b: {c: [x, y], d: {e: f}}, l: [{n: p, q: 1}, {n: r, q: 2}], end: {x: 1}}",
                "d: >-\n    long\n    text",
                "d:\n    e: f",
            ),
            (
                "{a: 1, b: {c: [x, y], d: long text}, l: [{n: p, q: 1}, {n: r, q: 2}], end: {x: 1, y: [z]}}",
                "{x: 1}",
                "{x: 1, y: [z]}",
            ),
            (
                "{z: 0, a: 1, b: {c: [x, y], d: long text}, l: [{n: p, q: 1}, {n: r, q: 2}], end: {x: 1}}",
                "a: 1",
                "z: 0\na: 1",
            ),
            (
                "{a: {b: c}, b: {c: [x, y], d: long text}, l: [{n: p, q: 1}, {n: r, q: 2}], end: {x: 1}}",
                "a: 1",
                "a:\n  b: c",
            ),
            (
                "{a: 1, b: {c: [x, y], d: long text}, l: none, end: {x: 1}}",
                "l:\n  - n: p\n    q: 1\n  # Second.\n  - n: r\n    q: 2",
                "l: none",
            ),
        ] {
            assert_eq!(patch(TEXT, to), TEXT.replacen(old, new, 1), "{to}");
        }
    }
}
