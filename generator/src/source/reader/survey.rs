//! Text → what its readers do not tell: keys that are twice in a mapping, numbers that JSON does not have, a second
//! document, and the size of its aliases.
//!
//! Invariant: a text that breaks off has what is before the break; nothing is read by recursion.

use std::collections::{BTreeMap, BTreeSet};

use saphyr_parser::{Event, Marker, Parser, ScalarStyle, StrInput};

use crate::{
    diagnostics::Position,
    source::{
        escape,
        locate::{Marked, marked, position},
        padded::Padded,
    },
};

/// Result of a survey.
#[derive(Debug, Default)]
pub(super) struct Survey {
    /// Second and further occurrences of keys in a mapping, with their places.
    pub(super) duplicates: Vec<(String, Marked)>,
    /// Numbers that are not decimal, by JSON pointers, as they are in the text.
    pub(super) foreign_numbers: Vec<(String, String)>,
    /// Start of the second document.
    pub(super) second_document: Option<Position>,
    /// Number of events.
    events: usize,
    /// Number of aliases that the reader of YAML follows.
    jumps: usize,
    /// Number of documents.
    documents: usize,
    open: Vec<Frame>,
    /// Number of aliases to follow below each anchor.
    anchors: BTreeMap<usize, usize>,
}

/// Collection that is not read to its end.
#[derive(Debug)]
struct Frame {
    step: Step,
    is_key: bool,
    /// Number of its anchor; 0 without one.
    anchor: usize,
    /// Number of aliases to follow below it.
    jumps: usize,
}

/// Place in a collection.
#[derive(Debug)]
enum Step {
    Mapping {
        seen: BTreeSet<String>,
        /// Key whose value is next. `None`: a key is next.
        key: Option<String>,
    },
    Item(usize),
}

impl Survey {
    pub(super) fn of(text: &str) -> Self {
        let (mut survey, padded) = Padded::read(text, Self::read);
        for (_, at) in &mut survey.duplicates {
            padded.move_back(&mut at.position);
        }
        survey
    }

    /// Returns what there is, and the place of a fault that ended the reading.
    fn read(text: &str) -> (Self, Option<Marker>) {
        let mut survey = Self::default();
        let mut parser: Parser<'_, StrInput<'_>> = Parser::new_from_str(text);
        while let Some(event) = parser.next_event() {
            let (event, span) = match event {
                Ok(event) => event,
                Err(error) => return (survey, Some(*error.marker())),
            };
            survey.events += 1;
            let at = marked(&event, span, span);
            match event {
                Event::DocumentStart(_) => {
                    survey.documents += 1;
                    if survey.documents > 1 {
                        survey.second_document.get_or_insert(position(span.start));
                    }
                }
                Event::Scalar(text, style, _, tag) => {
                    let is_plain = style == ScalarStyle::Plain && tag.is_none();
                    survey.scalar(text.into_owned(), is_plain, at);
                }
                Event::Alias(anchor) => {
                    let below = survey.anchors.get(&anchor).copied().unwrap_or_default();
                    survey.add_jumps(below.saturating_add(1));
                    survey.end(survey.is_key());
                }
                Event::MappingStart(anchor, _) => {
                    let seen = BTreeSet::new();
                    survey.begin(Step::Mapping { seen, key: None }, anchor);
                }
                Event::SequenceStart(anchor, _) => survey.begin(Step::Item(0), anchor),
                Event::MappingEnd | Event::SequenceEnd => survey.close(),
                _ => {}
            }
        }
        (survey, None)
    }

    /// Returns `true` if the reader of YAML refuses the text, because it follows aliases a hundred times as often as the
    /// text has parts.
    pub(super) fn repeats_too_much(&self) -> bool {
        const MOST: usize = 100;
        self.jumps > self.events.saturating_mul(MOST)
    }

    /// Returns `true` if the next node is a key.
    fn is_key(&self) -> bool {
        let step = self.open.last().map(|frame| &frame.step);
        matches!(step, Some(Step::Mapping { key: None, .. }))
    }

    fn scalar(&mut self, text: String, is_plain: bool, at: Marked) {
        if let Some(Frame {
            step: Step::Mapping { seen, key },
            ..
        }) = self.open.last_mut()
            && key.is_none()
        {
            if !seen.insert(text.clone()) {
                self.duplicates.push((text.clone(), at));
            }
            *key = Some(text);
            return;
        }
        if is_plain && is_foreign_number(&text) {
            self.foreign_numbers.push((self.pointer(), text));
        }
        self.end(false);
    }

    fn begin(&mut self, step: Step, anchor: usize) {
        self.open.push(Frame {
            step,
            is_key: self.is_key(),
            anchor,
            jumps: 0,
        });
    }

    fn close(&mut self) {
        let Some(frame) = self.open.pop() else {
            return;
        };
        self.anchors.insert(frame.anchor, frame.jumps);
        self.add_jumps(frame.jumps);
        self.end(frame.is_key);
    }

    fn add_jumps(&mut self, jumps: usize) {
        let of = match self.open.last_mut() {
            Some(frame) => &mut frame.jumps,
            None => &mut self.jumps,
        };
        *of = of.saturating_add(jumps);
    }

    /// Goes on behind a node.
    fn end(&mut self, is_key: bool) {
        match self.open.last_mut().map(|frame| &mut frame.step) {
            Some(Step::Mapping { key, .. }) => *key = is_key.then(String::new),
            Some(Step::Item(index)) => *index += 1,
            None => {}
        }
    }

    /// Returns the JSON pointer of the next value.
    fn pointer(&self) -> String {
        let mut pointer = String::new();
        for frame in &self.open {
            pointer.push('/');
            match &frame.step {
                Step::Mapping { key, .. } => {
                    pointer.push_str(&escape(key.as_deref().unwrap_or_default()));
                }
                Step::Item(index) => pointer.push_str(&index.to_string()),
            }
        }
        pointer
    }
}

/// Returns `true` for a hexadecimal, octal or binary number: YAML has them, JSON does not.
pub(super) fn is_foreign_number(text: &str) -> bool {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    let digits = ["0x", "0o", "0b"]
        .iter()
        .find_map(|prefix| digits.strip_prefix(prefix));
    digits.is_some_and(|digits| {
        !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_hexdigit())
    })
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use super::Survey;

    #[test]
    fn a_key_is_a_duplicate_in_its_own_mapping_alone() {
        let survey = Survey::of("a: {b: 1, c: {b: 2}, ? [b, b] : b}\nb: b\nd: [b, b]\na: &x 1\n");
        let found = survey.duplicates.iter();
        let found: Vec<_> = found
            .map(|(key, at)| (key.as_str(), at.position.line, at.position.column))
            .collect();
        assert_eq!(found, [("a", 4, 1)]);
    }

    #[test]
    fn a_bracket_may_close_at_the_column_of_its_key() {
        let survey = Survey::of("a:\n  b: [\n    1\n  ]\n  c: {d: 1\n  }\n  c: 2\n");
        let found = survey.duplicates.first();
        let found = found.map(|(key, at)| (key.as_str(), at.position.line, at.position.column));
        assert_eq!(found, Some(("c", 7, 3)));
    }

    #[test]
    fn numbers_of_other_bases_have_pointers() {
        let survey = Survey::of("a/b: [1, 0x1F, '0x1F', {c: -0b1}]\n0x1: 010\n? {}\n: 0o7\n");
        let found = survey.foreign_numbers;
        let wanted = [("/a~1b/1", "0x1F"), ("/a~1b/3/c", "-0b1"), ("/", "0o7")];
        assert_eq!(
            found,
            wanted.map(|(at, text)| (at.to_owned(), text.to_owned()))
        );
    }

    #[test]
    fn aliases_count_as_often_as_they_are_followed() {
        let mut text = String::from("a0: &a0 [1]\n");
        for level in 1..9 {
            let aliases = format!("*a{},", level - 1).repeat(10);
            let _ = writeln!(text, "a{level}: &a{level} [{aliases}]");
        }
        let survey = Survey::of(&text);
        // 10 at the second level, 10 × 11 at the third and so on.
        assert_eq!(
            Survey::of(&text[..text.find("a3:").unwrap_or(0)]).jumps,
            120
        );
        assert!(survey.repeats_too_much());
        assert!(!Survey::of("a: &a 1\nb: [*a, *a]\n").repeats_too_much());
    }
}
