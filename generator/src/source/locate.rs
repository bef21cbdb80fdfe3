//! JSON pointers → lines and columns.
//!
//! Invariant: the text is read once however many places are asked for, and not at all when
//! none is; what is not wanted is passed over without recursion.

use std::collections::BTreeMap;

use saphyr_parser::{Event, Marker, Parser, StrInput};

use super::{load::Source, pointer::steps};
use crate::diagnostics::{Diagnostics, Position};

/// Diagnostics with the file, line and column of everything that they point at, sorted.
pub(crate) fn located(mut diagnostics: Diagnostics, source: &Source) -> Diagnostics {
    let wanted: Vec<String> = diagnostics
        .iter()
        .filter(|diagnostic| diagnostic.position.is_none())
        .filter_map(|diagnostic| diagnostic.pointer.clone())
        .collect();
    let positions = locate(&source.text, wanted.iter().map(String::as_str));
    for diagnostic in diagnostics.iter_mut() {
        if diagnostic.position.is_none() {
            let pointer = diagnostic.pointer.as_deref();
            diagnostic.position = pointer.and_then(|pointer| positions.get(pointer).copied());
        }
        diagnostic.file.get_or_insert_with(|| source.name.clone());
    }
    diagnostics.sort_by(|_| 0);
    diagnostics
}

/// The position of every pointer: of its key or item, or of the nearest place above it that
/// the text has.
pub(super) fn locate<'a>(
    text: &str,
    pointers: impl Iterator<Item = &'a str>,
) -> BTreeMap<&'a str, Position> {
    let pointers: Vec<&str> = pointers.collect();
    if pointers.is_empty() {
        return BTreeMap::new();
    }
    let mut wanted = Place::default();
    for pointer in &pointers {
        wanted.insert(pointer);
    }
    let mut walk = Walk {
        parser: Parser::new_from_str(text),
    };
    // A text that breaks off half-way still has the places before the break.
    let _ = walk.document(&mut wanted);
    pointers
        .into_iter()
        .filter_map(|pointer| Some((pointer, wanted.position_of(pointer)?)))
        .collect()
}

/// Where the value at a pointer begins, behind its key. `None`: the text has no such value.
pub(super) fn locate_value(text: &str, pointer: &str) -> Option<Position> {
    let mut wanted = Place::default();
    wanted.insert(pointer);
    let mut walk = Walk {
        parser: Parser::new_from_str(text),
    };
    let _ = walk.document(&mut wanted);
    let mut place = &wanted;
    for step in steps(pointer) {
        place = place.below.get(&step)?;
    }
    place.value
}

/// A place that is wanted, or that leads to one.
#[derive(Default)]
struct Place {
    /// Where the key or the item is.
    position: Option<Position>,
    /// Where the value is.
    value: Option<Position>,
    below: BTreeMap<String, Place>,
}

impl Place {
    fn insert(&mut self, pointer: &str) {
        let mut place = self;
        for step in steps(pointer) {
            place = place.below.entry(step).or_default();
        }
    }

    fn position_of(&self, pointer: &str) -> Option<Position> {
        let mut place = self;
        let mut position = self.position;
        for step in steps(pointer) {
            place = place.below.get(&step)?;
            position = place.position.or(position);
        }
        position
    }
}

struct Walk<'t> {
    parser: Parser<'t, StrInput<'t>>,
}

impl<'t> Walk<'t> {
    fn document(&mut self, wanted: &mut Place) -> Option<()> {
        loop {
            let (event, at) = self.next()?;
            if !matches!(event, Event::StreamStart | Event::DocumentStart(_)) {
                wanted.position = Some(at);
                return self.node(&event, Some(wanted));
            }
        }
    }

    /// Reads the rest of the node that begins with `event`.
    fn node(&mut self, event: &Event<'t>, wanted: Option<&mut Place>) -> Option<()> {
        match (event, wanted) {
            (Event::MappingStart(..), Some(place)) => self.mapping(place),
            (Event::SequenceStart(..), Some(place)) => self.sequence(place),
            (Event::MappingStart(..) | Event::SequenceStart(..), None) => self.skip(),
            _ => Some(()),
        }
    }

    fn mapping(&mut self, place: &mut Place) -> Option<()> {
        loop {
            let (key, at) = self.next()?;
            let below = match &key {
                Event::MappingEnd => return Some(()),
                Event::Scalar(text, ..) => place.below.get_mut(text.as_ref()),
                _ => None,
            };
            self.node(&key, None)?;
            let (value, value_at) = self.next()?;
            self.found(&value, at, value_at, below)?;
        }
    }

    fn sequence(&mut self, place: &mut Place) -> Option<()> {
        for index in 0_usize.. {
            let (item, at) = self.next()?;
            if matches!(item, Event::SequenceEnd) {
                break;
            }
            self.found(&item, at, at, place.below.get_mut(&index.to_string()))?;
        }
        Some(())
    }

    /// Notes where a node stands, if that is wanted, and reads the rest of it.
    fn found(
        &mut self,
        event: &Event<'t>,
        at: Position,
        value_at: Position,
        mut place: Option<&mut Place>,
    ) -> Option<()> {
        if let Some(place) = &mut place {
            place.position = Some(at);
            place.value = Some(value_at);
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

    fn next(&mut self) -> Option<(Event<'t>, Position)> {
        let (event, span) = self.parser.next_event()?.ok()?;
        Some((event, position(span.start)))
    }
}

fn position(marker: Marker) -> Position {
    Position {
        line: marker.line(),
        column: marker.col() + 1,
    }
}

#[cfg(test)]
mod tests {
    use super::{Position, locate};

    const TEXT: &str = "a:\n  - x: 1\n  - /y/z:\n      q: 2\nb: {c: [1, 2]}\n";

    fn at(pointer: &str) -> Option<(usize, usize)> {
        locate(TEXT, [pointer].into_iter())
            .get(pointer)
            .map(|Position { line, column }| (*line, *column))
    }

    #[test]
    fn keys_and_items_are_found() {
        assert_eq!(at(""), Some((1, 1)));
        assert_eq!(at("/a/0/x"), Some((2, 5)));
        assert_eq!(at("/a/1/~1y~1z/q"), Some((4, 7)));
        assert_eq!(at("/b/c/1"), Some((5, 12)));
    }

    #[test]
    fn what_is_missing_is_placed_at_what_is_there() {
        assert_eq!(at("/a/1/~1y~1z/nothing/below"), Some((3, 5)));
        assert_eq!(at("/nothing"), Some((1, 1)));
    }

    #[test]
    fn json_has_positions_too() {
        let text = "{\n\t\"a\": [true,\n\t\t{\"b\": null}]\n}";
        let found = locate(text, ["/a/1/b"].into_iter());
        assert_eq!(found.get("/a/1/b").map(|position| position.line), Some(3));
    }
}
