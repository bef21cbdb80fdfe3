//! A pull decoder over JSON bytes: a type asks for what it expects, and gets it or an error that says where.
//!
//! The whole state is a position and a depth, so a copy of a reader is a bookmark, and no path is kept on the way.

use std::borrow::Cow;

use super::error::DecodeError;
use super::lexer;
use super::sieve::Sieve;
use super::tolerance::Tolerance;

/// Deepest nesting of arrays and objects, so that hostile text cannot exhaust the stack; as deep as in `serde_json`.
const MAX_DEPTH: u8 = 127;

/// Kind of the next value, judged by its first character.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JsonKind {
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
    pub(super) text: &'de str,
    /// `true` if `text` was cut short because of such a byte.
    truncated: bool,
    pub(super) position: usize,
    /// Start of the value that was read last.
    pub(super) start: usize,
    pub(super) depth: u8,
    /// `true` if an array or object was just opened, so that its first entry has no comma before it.
    pub(super) opened: bool,
    pub(super) tolerance: Tolerance,
    pub(super) sieve: Sieve,
}

impl<'de> Reader<'de> {
    /// Creates a reader at the start of `bytes`, which should hold one JSON document in UTF-8 (a byte order mark is
    /// skipped).
    #[must_use]
    pub fn new(bytes: &'de [u8]) -> Self {
        let (text, truncated) = match std::str::from_utf8(bytes) {
            Ok(text) => (text, false),
            Err(error) => (valid_prefix(bytes, error.valid_up_to()), true),
        };
        Self {
            truncated,
            ..Self::of(text)
        }
    }

    /// Returns a reader at the start of `text`, which is not checked again.
    pub(in crate::runtime) fn of(text: &'de str) -> Self {
        let position = if text.starts_with('\u{feff}') {
            '\u{feff}'.len_utf8()
        } else {
            0
        };
        Self {
            text,
            truncated: false,
            position,
            start: position,
            depth: 0,
            opened: false,
            tolerance: Tolerance::default(),
            sieve: Sieve::default(),
        }
    }

    /// Skips white space and tells what kind of value comes next.
    pub fn peek(&mut self) -> JsonKind {
        let byte = self.skip_white_space();
        self.start = self.position;
        match byte {
            Some(b'"') => JsonKind::String,
            Some(b'-' | b'0'..=b'9') => JsonKind::Number,
            Some(b'{') => JsonKind::Object,
            Some(b'[') => JsonKind::Array,
            Some(b'n') => JsonKind::Null,
            Some(b't' | b'f') => JsonKind::Boolean,
            _ => JsonKind::Invalid,
        }
    }

    /// Consumes a `null` if that is what comes next, and tells whether it was.
    ///
    /// # Errors
    ///
    /// When the next word starts like `null` and is not.
    pub fn take_null(&mut self) -> Result<bool, DecodeError> {
        if self.peek() != JsonKind::Null {
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

    /// Consumes a string, or a number as it is spelled: services change their minds about which of both an ID is.
    ///
    /// # Errors
    ///
    /// When something else comes next, or the string breaks JSON's rules; `expected` names what the caller wants.
    pub fn text(&mut self, expected: &'static str) -> Result<Cow<'de, str>, DecodeError> {
        if self.peek() != JsonKind::Number {
            return self.string(expected);
        }
        self.tolerance.deviate();
        self.number(expected).map(Cow::Borrowed)
    }

    /// Consumes a whole number, if one of at most 18 digits comes next that is written without a fraction or exponent.
    pub(super) fn short_integer(&mut self) -> Option<i64> {
        self.peek();
        let (number, length) = lexer::short_integer(self.rest())?;
        self.position += length;
        Some(number)
    }

    /// Consumes a string; borrowed from the input unless it has escapes.
    ///
    /// # Errors
    ///
    /// When something else comes next, or the string breaks JSON's rules; `expected` names what the caller wants.
    pub fn string(&mut self, expected: &'static str) -> Result<Cow<'de, str>, DecodeError> {
        if self.peek() == JsonKind::String {
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
        self.begin(JsonKind::Object, "an object")
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
        self.begin(JsonKind::Array, "an array")
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

    /// Returns an error about the value that was asked for last, for a caller that wanted something else there.
    #[must_use]
    #[cold]
    pub fn mismatch(&self, expected: impl Into<Cow<'static, str>>) -> DecodeError {
        DecodeError::at(self.start, expected.into())
    }

    /// Returns an error about a field that the object which was just read does not have.
    #[must_use]
    #[cold]
    pub fn missing(&self, field: &'static str) -> DecodeError {
        DecodeError::missing(self.position.saturating_sub(1), field)
    }

    /// Returns a second reader at the start of the same document.
    pub(super) fn rewound(&self) -> Reader<'de> {
        Reader::of(self.text)
    }

    /// Returns the text from an offset on.
    pub(super) fn text_from(&self, offset: usize) -> &'de str {
        self.text.get(offset..).unwrap_or_default()
    }

    /// Returns `true` if the text was cut short at a byte that is not UTF-8.
    pub(super) fn is_truncated(&self) -> bool {
        self.truncated
    }

    /// Returns the start of the value that was read last, in bytes.
    pub(super) fn start(&self) -> usize {
        self.start
    }

    /// Returns the number of bytes consumed.
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
    pub(super) fn quoted(&mut self) -> Result<Cow<'de, str>, DecodeError> {
        self.position += 1;
        let length = lexer::plain_run(self.rest());
        if self.rest().get(length) != Some(&b'"') {
            return self.quoted_with_escapes();
        }
        let text = self.take(length);
        self.position += 1;
        Ok(Cow::Borrowed(text))
    }

    /// As [`Self::quoted`], behind the opening quote of a string that holds more than plain characters.
    fn quoted_with_escapes(&mut self) -> Result<Cow<'de, str>, DecodeError> {
        let start = self.position;
        let Some(inside) = lexer::string(self.rest()) else {
            let end = self.text.len();
            return Err(DecodeError::at(end, "the `\"` that ends the string".into()));
        };
        let text = self.take(inside.length);
        self.position += 1;
        if inside.has_controls {
            self.tolerance.repair("a control character in a string");
        }
        if !inside.escaped {
            return Ok(Cow::Borrowed(text));
        }
        let unescaped = lexer::unescape(text)
            .map_err(|offset| DecodeError::at(start + offset, "one of JSON's escapes".into()))?;
        if unescaped.has_lone_surrogates {
            self.tolerance.repair("half of a surrogate pair");
        }
        Ok(Cow::Owned(unescaped.text))
    }

    fn begin(&mut self, kind: JsonKind, expected: &'static str) -> Result<(), DecodeError> {
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

    #[cold]
    fn mismatch_here(&self, expected: &'static str) -> DecodeError {
        DecodeError::at(self.position, expected.into())
    }
}

fn valid_prefix(bytes: &[u8], length: usize) -> &str {
    let prefix = bytes.get(..length).unwrap_or_default();
    std::str::from_utf8(prefix).unwrap_or_default()
}
