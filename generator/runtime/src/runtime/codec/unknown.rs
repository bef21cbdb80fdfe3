//! Members of a received object that its type has no place for, as the JSON text in which they were received.
//!
//! Invariant: the text is one valid JSON object, so it can be written back as it is. An empty set costs one pointer.

use std::borrow::Cow;
use std::fmt;

use super::{Decode, DecodeError, Json, JsonObject, Reader, Writer};

/// Members of a received object that its type does not describe, and values that do not fit their optional field.
///
/// A service adds fields before its description does. They are kept here as they were received, and are written back
/// when the object is serialized; a value that does not fit its field leaves the field `None` and is kept under the
/// field's name, until the field is set.
///
/// ```text
/// let sentiment: Option<f64> = ticket.unknown_fields.get("sentiment")?;
/// ```
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct UnknownFields(Option<Box<Text>>);

/// The text of an object with at least one member.
#[derive(Clone, PartialEq, Eq, Hash)]
struct Text(String);

impl UnknownFields {
    /// Returns whether there are no such members.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_none()
    }

    /// Returns the member `name` as a `T`; `None` if it is absent or null.
    ///
    /// # Errors
    ///
    /// Fails if the value is not a `T`.
    pub fn get<T: Decode>(&self, name: &str) -> Result<Option<T>, DecodeError> {
        match self.raw(name) {
            None => Ok(None),
            Some(text) => super::decode(text.as_bytes()).map_err(|error| error.below(name)),
        }
    }

    /// Returns the JSON text of the member `name`. Of several members with this name, the last one counts.
    #[must_use]
    pub fn raw(&self, name: &str) -> Option<&str> {
        let members = self.iter();
        members
            .filter_map(|(key, value)| (key == name).then_some(value))
            .last()
    }

    /// Returns an iterator over the members: the name and the JSON text of each, in the order of the response.
    pub fn iter(&self) -> impl Iterator<Item = (Cow<'_, str>, &str)> {
        let mut reader = Reader::of(self.text());
        let mut is_open = reader.begin_object().is_ok();
        std::iter::from_fn(move || {
            let member = is_open.then(|| reader.next_member()).flatten();
            is_open = member.is_some();
            member
        })
    }

    /// Returns the members as an object of parsed values.
    #[must_use]
    pub fn to_object(&self) -> JsonObject {
        super::decode(self.text().as_bytes()).unwrap_or_default()
    }

    /// Removes all members, so that none of them is sent back.
    pub fn clear(&mut self) {
        self.0 = None;
    }

    fn text(&self) -> &str {
        self.0.as_deref().map_or("{}", |text| &text.0)
    }

    /// Appends a member, whose value is valid JSON text.
    pub(super) fn push(&mut self, name: &str, json: &str) {
        let mut writer = Writer::new();
        writer.string(name);
        let key = String::from_utf8(writer.into_bytes()).unwrap_or_default();
        let text = &mut self
            .0
            .get_or_insert_with(|| Box::new(Text(String::new())))
            .0;
        let separator = match text.pop() {
            Some(_) => ',',
            None => '{',
        };
        text.push(separator);
        text.push_str(&key);
        text.push(':');
        text.push_str(json);
        text.push('}');
    }

    /// Writes the members into the open object, except those for which `is_written` holds.
    pub(super) fn write(&self, writer: &mut Writer, is_written: &dyn Fn(&str) -> bool) {
        if self.is_empty() {
            return;
        }
        for (name, json) in self.iter() {
            if !is_written(&name) {
                writer.raw_field(&name, json);
            }
        }
    }
}

impl fmt::Debug for UnknownFields {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut map = f.debug_map();
        for (name, json) in self.iter() {
            map.entry(&name, &format_args!("{json}"));
        }
        map.finish()
    }
}

/// Consumes the next value and returns its text as valid JSON: what is wrong with its strings is replaced.
///
/// # Errors
///
/// When the text breaks JSON's rules beyond that, or the nesting is too deep.
pub(super) fn json_text<'de>(reader: &mut Reader<'de>) -> Result<Cow<'de, str>, DecodeError> {
    let repairs = reader.tolerance.repairs;
    let json = reader.raw_value()?;
    if reader.tolerance.repairs == repairs {
        return Ok(Cow::Borrowed(json));
    }
    let value: Json = super::decode(json.as_bytes()).unwrap_or_default();
    let json = String::from_utf8(super::encode(&value)).unwrap_or_default();
    Ok(Cow::Owned(json))
}
