//! Values as the text that they are: skipped, or kept.

use std::borrow::Cow;

use super::error::DecodeError;
use super::reader::{JsonKind, Reader};

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
