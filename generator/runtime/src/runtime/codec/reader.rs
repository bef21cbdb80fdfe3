//! A pull decoder over JSON bytes: a type asks for what it expects, and gets it or an error that says where.
//!
//! The whole state is a position and a depth, so a copy of a reader is a bookmark, and no path is kept on the way.

use std::borrow::Cow;

use super::error::DecodeError;
use super::lexer;
use super::report::Finding;

/// How deep arrays and objects may nest, so that hostile text cannot exhaust the stack; as deep as in `serde_json`.
const MAX_DEPTH: u8 = 127;

/// For how many items room is made beforehand: most services have no longer pages, and hostile text gets no more.
const MAX_ROOM: usize = 128;

/// What kind of value comes next, judged by its first character.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// `null`
    Null,
    /// `true` or `false`
    Boolean,
    /// A number.
    Number,
    /// A string.
    String,
    /// An array.
    Array,
    /// An object.
    Object,
    /// Something that starts no JSON value, or the end of the text.
    Invalid,
}

/// Reads one JSON document from bytes, value by value.
///
/// Cloning is cheap and gives a second reader at the same place, which serves to try one reading after another.
#[derive(Clone, Debug)]
pub struct Reader<'de> {
    /// The input up to the first byte that is not UTF-8, so that everything cut from it is text.
    text: &'de str,
    /// Whether `text` was cut short because of such a byte.
    truncated: bool,
    position: usize,
    /// Where the value that was asked for last starts.
    start: usize,
    depth: u8,
    /// Whether an array or object was just opened, so that its first entry has no comma before it.
    opened: bool,
    pub(super) tolerance: Tolerance,
    /// What is to be reported if the alternative that is tried is taken.
    #[cfg(feature = "tracing")]
    findings: Vec<Finding>,
}

/// What was accepted so far although the description or JSON does not provide for it.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Tolerance {
    /// How many values were read as another type than they are, or have no field, or are unknown to their enum.
    pub(super) deviations: u32,
    /// How many strings break JSON's rules, so that their text cannot be written back as it is.
    pub(super) repairs: u32,
    /// How many alternatives of unions were tried.
    pub(super) attempts: u32,
    /// Whether the value is read for trial, so that nothing is reported yet.
    pub(super) is_trial: bool,
}

/// A place between two values, to return to.
#[derive(Clone, Copy)]
pub(super) struct Bookmark {
    position: usize,
    depth: u8,
    tolerance: Tolerance,
    #[cfg(feature = "tracing")]
    findings: usize,
}

impl<'de> Reader<'de> {
    /// A reader at the start of `bytes`, which should hold one JSON document in UTF-8 (a byte order mark is skipped).
    #[must_use]
    pub fn new(bytes: &'de [u8]) -> Self {
        let (text, truncated) = match std::str::from_utf8(bytes) {
            Ok(text) => (text, false),
            Err(error) => (valid_prefix(bytes, error.valid_up_to()), true),
        };
        let position = if text.starts_with('\u{feff}') {
            '\u{feff}'.len_utf8()
        } else {
            0
        };
        Self {
            text,
            truncated,
            position,
            start: position,
            depth: 0,
            opened: false,
            tolerance: Tolerance::default(),
            #[cfg(feature = "tracing")]
            findings: Vec::new(),
        }
    }

    /// The place before the next value, which is not the first of its array or object.
    pub(super) fn bookmark(&self) -> Bookmark {
        Bookmark {
            position: self.position,
            depth: self.depth,
            tolerance: self.tolerance,
            #[cfg(feature = "tracing")]
            findings: self.findings.len(),
        }
    }

    /// Returns to a place. What was tried since then still counts as tried.
    pub(super) fn rewind(&mut self, bookmark: Bookmark) {
        let attempts = self.tolerance.attempts;
        self.position = bookmark.position;
        self.depth = bookmark.depth;
        self.opened = false;
        #[cfg(feature = "tracing")]
        self.findings.truncate(bookmark.findings);
        self.tolerance = bookmark.tolerance;
        self.tolerance.attempts = attempts;
    }

    /// A reader at the same place, to try an alternative without reporting what it tolerates.
    pub(super) fn attempt(&self) -> Self {
        let mut attempt = self.clone();
        attempt.tolerance.is_trial = true;
        attempt
    }

    /// How many deviations this reader has tolerated since it was cloned from `origin`.
    pub(super) fn deviations_since(&self, origin: &Self) -> u32 {
        self.tolerance
            .deviations
            .saturating_sub(origin.tolerance.deviations)
    }

    /// Continues where `attempt`, which started here, has come to, and reports what it has found.
    pub(super) fn accept(&mut self, attempt: Self) {
        let Tolerance {
            is_trial, attempts, ..
        } = self.tolerance;
        *self = attempt;
        self.tolerance.is_trial = is_trial;
        self.tolerance.attempts = attempts;
        #[cfg(feature = "tracing")]
        if !is_trial {
            let findings = std::mem::take(&mut self.findings);
            findings.iter().for_each(Finding::report);
        }
    }

    /// Reports a finding, as soon as it is certain how the value is read.
    #[cfg(feature = "tracing")]
    #[cold]
    pub(super) fn report(&mut self, finding: Finding) {
        const ENOUGH: usize = 16;
        if !self.tolerance.is_trial {
            finding.report();
        } else if self.findings.len() < ENOUGH {
            self.findings.push(finding);
        }
    }

    /// As with the feature, but nothing.
    #[cfg(not(feature = "tracing"))]
    #[allow(clippy::unused_self, reason = "the signature is that with the feature")]
    pub(super) fn report(&mut self, _: Finding) {}

    /// Notes that a value is accepted for something that it is not quite.
    pub(super) fn tolerate(&mut self) {
        self.tolerance.deviations = self.tolerance.deviations.saturating_add(1);
    }

    /// Notes that the enum `name` has no variant for `value`.
    #[cold]
    #[doc(hidden)]
    pub fn unknown_value(&mut self, name: &'static str, value: &dyn std::fmt::Display) {
        self.tolerate();
        self.report(Finding::unknown_value(name, value));
    }

    /// Consumes the next value and returns its text as it is.
    ///
    /// # Errors
    ///
    /// When the text breaks JSON's rules, or the nesting is deeper than 127.
    pub(in crate::runtime) fn raw_value(&mut self) -> Result<&'de str, DecodeError> {
        self.peek();
        let start = self.position;
        self.skip_value()?;
        Ok(self.text.get(start..self.position).unwrap_or_default())
    }

    /// Consumes the next member of an object: its name, and the text of its value as it is.
    pub(super) fn next_member(&mut self) -> Option<(Cow<'de, str>, &'de str)> {
        let key = self.next_key().ok()??;
        Some((key, self.raw_value().ok()?))
    }

    /// Skips white space and tells what kind of value comes next.
    pub fn peek(&mut self) -> Kind {
        let byte = self.skip_white_space();
        self.start = self.position;
        match byte {
            Some(b'"') => Kind::String,
            Some(b'-' | b'0'..=b'9') => Kind::Number,
            Some(b'{') => Kind::Object,
            Some(b'[') => Kind::Array,
            Some(b'n') => Kind::Null,
            Some(b't' | b'f') => Kind::Boolean,
            _ => Kind::Invalid,
        }
    }

    /// Consumes a `null` if that is what comes next, and tells whether it was.
    ///
    /// # Errors
    ///
    /// When the next word starts like `null` and is not.
    pub fn take_null(&mut self) -> Result<bool, DecodeError> {
        if self.peek() != Kind::Null {
            return Ok(false);
        }
        if self.take_word("null") {
            Ok(true)
        } else {
            Err(self.mismatch("null"))
        }
    }

    /// Consumes `true` or `false`.
    ///
    /// # Errors
    ///
    /// When something else comes next.
    pub fn boolean(&mut self) -> Result<bool, DecodeError> {
        self.peek();
        if self.take_word("true") {
            Ok(true)
        } else if self.take_word("false") {
            Ok(false)
        } else {
            Err(self.mismatch("a boolean"))
        }
    }

    /// Consumes a number and gives its text as written.
    ///
    /// # Errors
    ///
    /// When something else comes next; `expected` names what the caller wants.
    pub fn number(&mut self, expected: &'static str) -> Result<&'de str, DecodeError> {
        self.peek();
        let length = lexer::number_length(self.rest()).ok_or_else(|| self.mismatch(expected))?;
        Ok(self.take(length))
    }

    /// Consumes a string; borrowed from the input unless it has escapes.
    ///
    /// # Errors
    ///
    /// When something else comes next, or the string breaks JSON's rules; `expected` names what the caller wants.
    pub fn string(&mut self, expected: &'static str) -> Result<Cow<'de, str>, DecodeError> {
        if self.peek() == Kind::String {
            self.quoted()
        } else {
            Err(self.mismatch(expected))
        }
    }

    /// Consumes the start of an object; [`Reader::next_key`] gives its members.
    ///
    /// # Errors
    ///
    /// When something else comes next, or the nesting is deeper than 127.
    pub fn begin_object(&mut self) -> Result<(), DecodeError> {
        self.begin(Kind::Object, "an object")
    }

    /// Consumes the next key of the object, or its end, for which it gives `None`.
    ///
    /// After a key, exactly one value has to be consumed.
    ///
    /// # Errors
    ///
    /// When the text breaks JSON's rules.
    pub fn next_key(&mut self) -> Result<Option<Cow<'de, str>>, DecodeError> {
        if !self.next_entry(b'}', "`,` or `}`")? {
            return Ok(None);
        }
        let key = self.string("a key")?;
        if self.skip_white_space() != Some(b':') {
            return Err(self.mismatch_here("`:`"));
        }
        self.position += 1;
        Ok(Some(key))
    }

    /// Consumes the start of an array; [`Reader::next_item`] steps through it.
    ///
    /// # Errors
    ///
    /// When something else comes next, or the nesting is deeper than 127.
    pub fn begin_array(&mut self) -> Result<(), DecodeError> {
        self.begin(Kind::Array, "an array")
    }

    /// Moves to the next item of the array and tells whether there is one; `false` consumes the array's end.
    ///
    /// After `true`, exactly one value has to be consumed.
    ///
    /// # Errors
    ///
    /// When the text breaks JSON's rules.
    pub fn next_item(&mut self) -> Result<bool, DecodeError> {
        self.next_entry(b']', "`,` or `]`")
    }

    /// Consumes an array, of which `read` consumes the items one by one; it is told how many more to make room for.
    ///
    /// # Errors
    ///
    /// When it is none, or breaks JSON's rules, and those of `read`.
    pub(in crate::runtime) fn items(
        &mut self,
        read: &mut dyn FnMut(&mut Self, usize) -> Result<(), DecodeError>,
    ) -> Result<(), DecodeError> {
        self.begin_array()?;
        if !self.next_item()? {
            return Ok(());
        }
        self.peek();
        let first = self.position;
        read(self, 1)?;
        let mut room = self.room_after(first);
        while self.next_item()? {
            read(self, room.max(1))?;
            room = 0;
        }
        Ok(())
    }

    /// For how many more items to make room, once the one that starts at `first` is read: a guess by its length.
    ///
    /// Only for lists of objects that the document, or a member of it, consists of: elsewhere most of the text belongs
    /// to other values.
    fn room_after(&self, first: usize) -> usize {
        if self.depth > 2 || self.text.as_bytes().get(first) != Some(&b'{') {
            return 0;
        }
        let item = self.position - first + 1;
        let more = (self.text.len() - self.position) / item;
        (more + more / 8).min(MAX_ROOM)
    }

    /// Consumes the next value, whatever it is.
    ///
    /// # Errors
    ///
    /// When the text breaks JSON's rules, or the nesting is deeper than 127.
    pub fn skip_value(&mut self) -> Result<(), DecodeError> {
        match self.peek() {
            Kind::Object => self.skip_object(),
            Kind::Array => self.skip_array(),
            Kind::String => self.quoted().map(|_| ()),
            Kind::Number => self.number("a number").map(|_| ()),
            Kind::Boolean => self.boolean().map(|_| ()),
            Kind::Null => self.take_null().map(|_| ()),
            Kind::Invalid => Err(self.mismatch("a JSON value")),
        }
    }

    /// Makes sure that nothing but white space is left.
    ///
    /// # Errors
    ///
    /// When something is.
    pub fn finish(&mut self) -> Result<(), DecodeError> {
        match self.skip_white_space() {
            None if !self.truncated => Ok(()),
            _ => Err(self.mismatch_here("the end of the text")),
        }
    }

    /// An error about the value that was asked for last, for a caller that wanted something else there.
    #[must_use]
    #[cold]
    pub fn mismatch(&self, expected: impl Into<Cow<'static, str>>) -> DecodeError {
        DecodeError::at(self.start, expected.into())
    }

    /// An error about a field that the object which was just read does not have.
    #[must_use]
    #[cold]
    pub fn missing(&self, field: &'static str) -> DecodeError {
        DecodeError::missing(self.position.saturating_sub(1), field)
    }

    /// A second reader at the start of the same document.
    pub(super) fn rewound(&self) -> Reader<'de> {
        Reader::new(self.text.as_bytes())
    }

    /// The text from an offset on.
    pub(super) fn text_from(&self, offset: usize) -> &'de str {
        self.text.get(offset..).unwrap_or_default()
    }

    /// Whether the text was cut short at a byte that is not UTF-8.
    pub(super) fn is_truncated(&self) -> bool {
        self.truncated
    }

    /// Where the value that was asked for last starts, in bytes.
    pub(super) fn start(&self) -> usize {
        self.start
    }

    /// How much has been consumed, in bytes.
    pub(super) fn position(&self) -> usize {
        self.position
    }

    fn rest(&self) -> &'de [u8] {
        self.text
            .as_bytes()
            .get(self.position..)
            .unwrap_or_default()
    }

    fn take(&mut self, length: usize) -> &'de str {
        let end = self.position + length;
        let taken = self.text.get(self.position..end).unwrap_or_default();
        self.position = end;
        taken
    }

    fn take_word(&mut self, word: &str) -> bool {
        let found = self.rest().starts_with(word.as_bytes());
        if found {
            self.position += word.len();
        }
        found
    }

    fn skip_white_space(&mut self) -> Option<u8> {
        let bytes = self.text.as_bytes();
        loop {
            match bytes.get(self.position) {
                Some(b' ' | b'\n' | b'\t' | b'\r') => self.position += 1,
                byte => return byte.copied(),
            }
        }
    }

    /// Consumes a string whose opening quote is next.
    fn quoted(&mut self) -> Result<Cow<'de, str>, DecodeError> {
        self.position += 1;
        let start = self.position;
        let Some(inside) = lexer::string(self.rest()) else {
            let end = self.text.len();
            return Err(DecodeError::at(end, "the `\"` that ends the string".into()));
        };
        let text = self.take(inside.length);
        self.position += 1;
        if inside.has_controls {
            self.repair("a control character in a string");
        }
        if !inside.escaped {
            return Ok(Cow::Borrowed(text));
        }
        let unescaped = lexer::unescape(text)
            .map_err(|offset| DecodeError::at(start + offset, "one of JSON's escapes".into()))?;
        if unescaped.has_lone_surrogates {
            self.repair("half of a surrogate pair");
        }
        Ok(Cow::Owned(unescaped.text))
    }

    /// Notes that a string breaks JSON's rules and is read all the same.
    #[cold]
    fn repair(&mut self, what: &'static str) {
        self.tolerance.repairs = self.tolerance.repairs.saturating_add(1);
        self.report(Finding::invalid_text(what));
    }

    fn begin(&mut self, kind: Kind, expected: &'static str) -> Result<(), DecodeError> {
        if self.peek() != kind {
            return Err(self.mismatch(expected));
        }
        if self.depth == MAX_DEPTH {
            return Err(self.mismatch("at most 127 levels of nesting"));
        }
        self.depth += 1;
        self.position += 1;
        self.opened = true;
        Ok(())
    }

    /// Steps over the comma before the next entry, or over the `end` of the array or object.
    fn next_entry(&mut self, end: u8, expected: &'static str) -> Result<bool, DecodeError> {
        let first = std::mem::take(&mut self.opened);
        match self.skip_white_space() {
            Some(byte) if byte == end => {
                self.position += 1;
                self.depth = self.depth.saturating_sub(1);
                Ok(false)
            }
            Some(_) if first => Ok(true),
            Some(b',') => {
                self.position += 1;
                Ok(true)
            }
            _ => Err(self.mismatch_here(expected)),
        }
    }

    fn skip_object(&mut self) -> Result<(), DecodeError> {
        self.begin_object()?;
        while self.next_key()?.is_some() {
            self.skip_value()?;
        }
        Ok(())
    }

    fn skip_array(&mut self) -> Result<(), DecodeError> {
        self.begin_array()?;
        while self.next_item()? {
            self.skip_value()?;
        }
        Ok(())
    }

    #[cold]
    fn mismatch_here(&self, expected: &'static str) -> DecodeError {
        DecodeError::at(self.position, expected.into())
    }
}

fn valid_prefix(bytes: &[u8], length: usize) -> &str {
    let prefix = bytes.get(..length).unwrap_or_default();
    std::str::from_utf8(prefix).unwrap_or_default()
}
