//! Values as the text that they are: skipped, or kept.

use std::borrow::Cow;

use super::error::DecodeError;
use super::reader::{JsonKind, Reader};

/// A JSON value taken apart, with what it holds as the text that it is: a number keeps all of its digits.
pub(in crate::runtime) enum Parts<'j> {
    Null,
    Scalar(Cow<'j, str>),
    Items(Vec<&'j str>),
    Members(Vec<(Cow<'j, str>, &'j str)>),
}

/// Takes valid JSON text apart.
pub(in crate::runtime) fn parts(json: &str) -> Parts<'_> {
    let mut reader = Reader::of(json);
    match reader.peek() {
        JsonKind::Null => Parts::Null,
        JsonKind::Array if reader.begin_array().is_ok() => {
            let next = || reader.next_item().ok()?.then(|| reader.raw_value().ok())?;
            Parts::Items(std::iter::from_fn(next).collect())
        }
        JsonKind::Object if reader.begin_object().is_ok() => {
            Parts::Members(std::iter::from_fn(|| reader.next_member()).collect())
        }
        _ => Parts::Scalar(scalar_text(json)),
    }
}

/// Returns a string as it is, anything else as JSON.
pub(in crate::runtime) fn scalar_text(json: &str) -> Cow<'_, str> {
    let text = Reader::of(json).string("a string");
    text.unwrap_or(Cow::Borrowed(json))
}

impl<'de> Reader<'de> {
    /// Consumes the next value, whatever it is.
    ///
    /// # Errors
    ///
    /// When the text breaks JSON's rules, or the nesting is deeper than 127.
    pub fn skip_value(&mut self) -> Result<(), DecodeError> {
        match self.peek() {
            JsonKind::Object => self.skip_object(),
            JsonKind::Array => self.skip_array(),
            JsonKind::String => self.quoted().map(|_| ()),
            JsonKind::Number => self.number("a number").map(|_| ()),
            JsonKind::Boolean => self.boolean().map(|_| ()),
            JsonKind::Null => self.take_null().map(|_| ()),
            JsonKind::Invalid => Err(self.mismatch("a JSON value")),
        }
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
}
