//! Decoding errors: JSON that does not have the expected type.
//!
//! Path and finding are worked out from the offset only when an error leaves the codec, so decoding, and trying one
//! reading after another, pay next to nothing for them.

use std::borrow::Cow;
use std::fmt::{self, Write as _};

/// JSON that does not fit the type it is decoded into.
///
/// Displays as `expected an integer, found the string "x" at $.results[3].id`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DecodeError(Box<Mismatch>);

/// Content of a [`DecodeError`], boxed so that a `Result` in a decode function stays one word.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Mismatch {
    offset: usize,
    missing: Option<&'static str>,
    path: String,
    expected: Cow<'static, str>,
    found: String,
}

impl DecodeError {
    /// Creates an error about something that has no JSON text of its own; its path is `$`.
    #[must_use]
    pub fn new(expected: impl Into<Cow<'static, str>>, found: impl Into<String>) -> Self {
        let mut error = Self::at(0, expected.into());
        error.0.found = found.into();
        error
    }

    /// Returns an error about the value that starts at `offset`.
    pub(super) fn at(offset: usize, expected: Cow<'static, str>) -> Self {
        let path = String::from("$");
        Self(Box::new(Mismatch {
            offset,
            missing: None,
            path,
            expected,
            found: String::new(),
        }))
    }

    /// Returns an error about the member `name`, which the object that ends at `offset` does not have.
    pub(super) fn missing(offset: usize, name: &'static str) -> Self {
        let mut error = Self::new("a value", "nothing (the field is missing)");
        error.0.offset = offset;
        error.0.missing = Some(name);
        error
    }

    /// Returns the offset of the error in the text, in bytes.
    pub(super) fn offset(&self) -> usize {
        self.0.offset
    }

    /// Returns the member that is missing from the object at the path, if that is the error.
    pub(super) fn missing_field(&self) -> Option<&'static str> {
        self.0.missing
    }

    /// Returns the same error with its path known, and what is there, unless that was known before.
    pub(super) fn located(mut self, path: String, found: String) -> Self {
        self.0.path = path;
        if self.0.found.is_empty() {
            self.0.found = found;
        }
        self
    }

    /// Returns the same error about the member `name` of an object, in which its path so far starts.
    pub(super) fn below(mut self, name: &str) -> Self {
        let mut path = String::from("$");
        push_key(&mut path, name);
        path.push_str(self.0.path.strip_prefix('$').unwrap_or_default());
        self.0.path = path;
        self
    }

    /// Returns the same error in a text that starts at `start` of this one.
    pub(super) fn moved_back(mut self, start: usize) -> Self {
        self.0.offset = self.0.offset.saturating_sub(start);
        self
    }

    /// Puts `path` in place of the `$` in front of its path.
    pub(in crate::runtime) fn move_below(&mut self, path: &str) {
        let rest = self.0.path.strip_prefix('$').unwrap_or_default();
        self.0.path = format!("{path}{rest}");
    }

    /// Cleans what is found, which has an excerpt of the text.
    pub(in crate::runtime) fn redact(&mut self, clean: impl Fn(&mut String)) {
        clean(&mut self.0.found);
        clean(&mut self.0.path);
    }

    /// Returns the path of the mismatch in the document: a JSON path such as `$[3].status` or `$.custom_fields["a b"]`.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.0.path
    }

    /// Returns the expected value, such as `an integer`.
    #[must_use]
    pub fn expected(&self) -> &str {
        &self.0.expected
    }

    /// Returns the actual value with a short excerpt, such as `the string "x"`; empty before [`Reader::locate`].
    ///
    /// [`Reader::locate`]: super::Reader::locate
    #[must_use]
    pub fn found(&self) -> &str {
        &self.0.found
    }
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.found() {
            "" => write!(f, "expected {} at byte {}", self.expected(), self.offset()),
            found => write!(
                f,
                "expected {}, found {found} at {}",
                self.expected(),
                self.path()
            ),
        }
    }
}

impl std::error::Error for DecodeError {}

/// Appends `.name`, or `["name"]` when the name is not an identifier.
pub(super) fn push_key(path: &mut String, key: &str) {
    let first = key.chars().next();
    let word = first.is_some_and(|first| !first.is_ascii_digit())
        && key.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    // Writing to a string cannot fail.
    let _ = if word {
        write!(path, ".{key}")
    } else {
        write!(path, "[{key:?}]")
    };
}
