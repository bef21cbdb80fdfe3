//! JSON pointers → lines and columns.
//!
//! Invariant: the text is read once however many places are asked for, and not at all when
//! none is; what is not wanted is passed over without recursion. Only a text that has to be [`Padded`] is read again.

use std::collections::BTreeMap;

use saphyr_parser::{Event, Marker, Parser, ScalarStyle, Span, StrInput};

use super::{padded::Padded, pointer::steps, text::Source};
use crate::diagnostics::{Diagnostics, Position};

/// Marked part of a diagnostic: a plain value, or the key of anything else.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Marked {
    /// Start position.
    pub(crate) position: Position,
    /// Number of characters on its first line; 1 for a text without an end.
    pub(crate) length: usize,
}

/// Diagnostics with the file, line, column and excerpt of everything that they point at, sorted.
pub(crate) fn located(mut diagnostics: Diagnostics, source: &Source) -> Diagnostics {
    let wanted: Vec<String> = diagnostics
        .iter()
        .filter(|diagnostic| diagnostic.position.is_none())
        .filter_map(|diagnostic| diagnostic.pointer.clone())
        .collect();
    let places = locate(&source.text, wanted.iter().map(String::as_str));
    for diagnostic in diagnostics.iter_mut() {
        if diagnostic.position.is_none() {
            let pointer = diagnostic.pointer.as_deref();
            let place = pointer.and_then(|pointer| places.get(pointer));
            diagnostic.position = place.map(|place| place.position);
        }
        diagnostic.file.get_or_insert_with(|| source.name.clone());
    }
    diagnostics.sort_by(|_| 0);
    mark(&mut diagnostics, source, places.into_values());
    diagnostics
}

/// Marks what was found, and one character where a reader of the text stopped.
pub(super) fn mark(
    diagnostics: &mut Diagnostics,
    source: &Source,
    found: impl Iterator<Item = Marked>,
) {
    let lengths: BTreeMap<Position, usize> =
        found.map(|place| (place.position, place.length)).collect();
    super::mark::mark(diagnostics, &source.name, &source.text, |position| {
        lengths.get(&position).copied().unwrap_or(1)
    });
}

/// Finds the part to mark for every pointer: its value or key, or the nearest key above it that the text
/// has.
pub(crate) fn locate<'a>(
    text: &str,
    pointers: impl Iterator<Item = &'a str>,
) -> BTreeMap<&'a str, Marked> {
    let pointers: Vec<&str> = pointers.collect();
    if pointers.is_empty() {
        return BTreeMap::new();
    }
    let wanted = Wanted::find(text, &pointers);
    pointers
        .into_iter()
        .filter_map(|pointer| Some((pointer, wanted.marked(pointer)?)))
        .collect()
}

/// Finds the scalars at pointers, as they are written without quotes.
pub(super) fn locate_scalars<'a>(
    text: &str,
    pointers: impl Iterator<Item = &'a str>,
) -> BTreeMap<&'a str, String> {
    let pointers: Vec<&str> = pointers.collect();
    if pointers.is_empty() {
        return BTreeMap::new();
    }
    let wanted = Wanted::find(text, &pointers);
    pointers
        .into_iter()
        .filter_map(|pointer| Some((pointer, wanted.at(pointer)?.scalar.clone()?)))
        .collect()
}

/// Returns the position of the value at a pointer, after its key. `None`: the text has no such value.
pub(super) fn locate_value(text: &str, pointer: &str) -> Option<Position> {
    Wanted::find(text, &[pointer]).at(pointer)?.value
}

/// A place that is wanted, or that leads to one.
#[derive(Default)]
struct Wanted {
    /// Part to mark.
    marked: Option<Marked>,
    /// Position of the value.
    value: Option<Position>,
    /// The value as it is written, if it is a scalar without quotes.
    scalar: Option<String>,
    below: BTreeMap<String, Wanted>,
}

impl Wanted {
    /// Finds the places of pointers in a text.
    fn find(text: &str, pointers: &[&str]) -> Self {
        let mut wanted = Self::default();
        for pointer in pointers {
            wanted.insert(pointer);
        }
        let (mut found, padded) = Padded::read(text, |text| {
            let mut found = wanted.unfound();
            let mut walk = NodeReader::new(text);
            let _ = walk.document(&mut found);
            (found, walk.stopped)
        });
        found.move_back(&padded);
        found
    }

    /// Returns the same pointers without their places.
    fn unfound(&self) -> Self {
        let below = self.below.iter();
        Self {
            below: below
                .map(|(step, place)| (step.clone(), place.unfound()))
                .collect(),
            ..Self::default()
        }
    }

    fn move_back(&mut self, padded: &Padded) {
        for position in [
            self.marked.as_mut().map(|marked| &mut marked.position),
            self.value.as_mut(),
        ]
        .into_iter()
        .flatten()
        {
            padded.move_back(position);
        }
        for place in self.below.values_mut() {
            place.move_back(padded);
        }
    }

    fn at(&self, pointer: &str) -> Option<&Self> {
        steps(pointer).try_fold(self, |place, step| place.below.get(&step))
    }

    fn insert(&mut self, pointer: &str) {
        let mut place = self;
        for step in steps(pointer) {
            place = place.below.entry(step).or_default();
        }
    }

    fn marked(&self, pointer: &str) -> Option<Marked> {
        let mut place = self;
        let mut marked = self.marked;
        for step in steps(pointer) {
            place = place.below.get(&step)?;
            marked = place.marked.or(marked);
        }
        marked
    }
}

struct NodeReader<'t> {
    parser: Parser<'t, StrInput<'t>>,
    /// The place of a fault that ended the reading.
    stopped: Option<Marker>,
}

impl<'t> NodeReader<'t> {
    fn new(text: &'t str) -> Self {
        Self {
            parser: Parser::new_from_str(text),
            stopped: None,
        }
    }

    fn document(&mut self, wanted: &mut Wanted) -> Option<()> {
        loop {
            let (event, span) = self.next()?;
            if !matches!(event, Event::StreamStart | Event::DocumentStart(_)) {
                return self.found(&event, span, span, Some(wanted));
            }
        }
    }

    /// Reads the rest of the node that begins with `event`.
    fn node(&mut self, event: &Event<'t>, wanted: Option<&mut Wanted>) -> Option<()> {
        match (event, wanted) {
            (Event::MappingStart(..), Some(place)) => self.mapping(place),
            (Event::SequenceStart(..), Some(place)) => self.sequence(place),
            (Event::MappingStart(..) | Event::SequenceStart(..), None) => self.skip(),
            _ => Some(()),
        }
    }

    fn mapping(&mut self, place: &mut Wanted) -> Option<()> {
        loop {
            let (key, span) = self.next()?;
            // A mapping that begins with its first key is marked by it.
            if let Some(marked) = &mut place.marked
                && marked.position == position(span.start)
            {
                marked.length = length(span);
            }
            let below = match &key {
                Event::MappingEnd => return Some(()),
                Event::Scalar(text, ..) => place.below.get_mut(text.as_ref()),
                _ => None,
            };
            self.node(&key, None)?;
            let (value, value_span) = self.next()?;
            self.found(&value, span, value_span, below)?;
        }
    }

    fn sequence(&mut self, place: &mut Wanted) -> Option<()> {
        for index in 0_usize.. {
            let (item, span) = self.next()?;
            if matches!(item, Event::SequenceEnd) {
                break;
            }
            self.found(&item, span, span, place.below.get_mut(&index.to_string()))?;
        }
        Some(())
    }

    /// Notes where a node with its key is, if that is wanted, and reads the rest of it.
    fn found(
        &mut self,
        event: &Event<'t>,
        key: Span,
        value: Span,
        mut place: Option<&mut Wanted>,
    ) -> Option<()> {
        if let Some(place) = &mut place {
            place.marked = Some(marked(event, key, value));
            place.value = Some(position(value.start));
            place.scalar = match event {
                Event::Scalar(text, ScalarStyle::Plain, ..) => Some(text.to_string()),
                _ => None,
            };
        }
        self.node(event, place)
    }

    /// Passes over the rest of a collection.
    fn skip(&mut self) -> Option<()> {
        let mut depth = 1_usize;
        while depth > 0 {
            match self.next()?.0 {
                Event::MappingStart(..) | Event::SequenceStart(..) => depth += 1,
                Event::MappingEnd | Event::SequenceEnd => depth -= 1,
                _ => {}
            }
        }
        Some(())
    }

    fn next(&mut self) -> Option<(Event<'t>, Span)> {
        match self.parser.next_event()? {
            Ok(event) => Some(event),
            Err(error) => {
                self.stopped = Some(*error.marker());
                None
            }
        }
    }
}

/// Marks a plain value beside its key itself; for anything else, marks the key.
pub(super) fn marked(event: &Event<'_>, key: Span, value: Span) -> Marked {
    let (span, length) = match event {
        Event::Scalar(_, ScalarStyle::Literal | ScalarStyle::Folded, ..) => (key, length(key)),
        Event::Scalar(..) if value.is_empty() => (key, length(key)),
        // The reader counts what follows a text without quotes as a part of it.
        Event::Scalar(text, ScalarStyle::Plain, ..) => {
            (value, length(value).min(text.chars().count()))
        }
        Event::Scalar(..) => (value, length(value)),
        _ => (key, length(key)),
    };
    Marked {
        position: position(span.start),
        length,
    }
}

/// Returns the characters of a span on its first line.
fn length(span: Span) -> usize {
    if span.start.line() == span.end.line() {
        span.end.col().saturating_sub(span.start.col()).max(1)
    } else {
        usize::MAX
    }
}

pub(super) fn position(marker: Marker) -> Position {
    Position {
        line: marker.line(),
        column: marker.col() + 1,
    }
}

#[cfg(test)]
mod tests {
    use super::{Marked, locate};

    const TEXT: &str = "a:\n  - xy: 1\n  - /y/z:\n      q: 2\nb: {c: [1, 'two'], d: [int, x]}\nlong: |\n  text\nnone:\n";

    /// Returns line, column and length.
    fn at(pointer: &str) -> Option<(usize, usize, usize)> {
        locate(TEXT, [pointer].into_iter())
            .get(pointer)
            .map(|Marked { position, length }| (position.line, position.column, *length))
    }

    #[test]
    fn plain_values_are_marked_themselves() {
        assert_eq!(at("/a/0/xy"), Some((2, 9, 1)));
        assert_eq!(at("/a/1/~1y~1z/q"), Some((4, 10, 1)));
        assert_eq!(at("/b/c/1"), Some((5, 12, 5)));
        assert_eq!(at("/b/d/0"), Some((5, 24, 3)));
    }

    #[test]
    fn everything_else_is_marked_by_a_key() {
        assert_eq!(at(""), Some((1, 1, 1)));
        assert_eq!(at("/a/0"), Some((2, 5, 2)));
        assert_eq!(at("/a/1/~1y~1z"), Some((3, 5, 4)));
        assert_eq!(at("/b"), Some((5, 1, 1)));
        assert_eq!(at("/long"), Some((6, 1, 4)));
        assert_eq!(at("/none"), Some((8, 1, 4)));
    }

    #[test]
    fn what_is_missing_is_placed_at_what_is_there() {
        assert_eq!(at("/a/1/~1y~1z/nothing/below"), Some((3, 5, 4)));
        assert_eq!(at("/nothing"), Some((1, 1, 1)));
    }

    #[test]
    fn a_bracket_may_close_at_the_column_of_its_key() {
        let text = "a:\n  b: [\n    1\n  ]\n  c: {\n  }\nd: [\n  {x: 1\n  }, {y: 2}]\n";
        let found = locate(text, ["/a/c", "/d/1/y"].into_iter());
        let place = |pointer| {
            found
                .get(pointer)
                .map(|found: &Marked| (found.position.line, found.position.column))
        };
        assert_eq!(place("/a/c"), Some((5, 3)));
        assert_eq!(place("/d/1/y"), Some((9, 10)));
    }

    #[test]
    fn lines_that_values_continue_in_need_no_indentation() {
        let text = "a:\n    b: \"one\n  two\n\n three\\\"\n  four\"\n    c: 'it''s\nso'\n    d: {\n  e: 1\n}\n    f: 2\n";
        assert!(serde_yaml::from_str::<serde_json::Value>(text).is_ok());
        let found = locate(text, ["/a/c", "/a/d/e", "/a/f"].into_iter());
        let places = found
            .values()
            .map(|found| (found.position.line, found.position.column));
        assert_eq!(places.collect::<Vec<_>>(), [(7, 8), (10, 6), (12, 8)]);
    }

    #[test]
    fn json_has_positions_too() {
        let text = "{\n\t\"a\": [true,\n\t\t{\"b\": null}]\n}";
        let found = locate(text, ["/a/1/b"].into_iter());
        let found = found
            .get("/a/1/b")
            .map(|found| (found.position.line, found.length));
        assert_eq!(found, Some((3, 4)));
    }
}
