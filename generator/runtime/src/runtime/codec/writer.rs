//! Builds JSON text.
//!
//! Commas are the writer's business: between two calls at the same level it puts one, and nowhere else.

use super::precision::TimestampPrecision;

/// A type that can be written as JSON.
pub trait Encode {
    /// Writes one value.
    fn encode(&self, writer: &mut Writer);

    /// Returns `true` if an object omits a field with this value: `Option::None` and `Patch::Absent`.
    fn is_absent(&self) -> bool {
        false
    }
}

/// Treatment of a field whose value is absent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Absence {
    /// The field is omitted.
    Omitted,
    /// The field is written as `null`.
    Null,
}

/// Collects the text of one JSON document.
#[derive(Clone, Debug, Default)]
pub struct Writer {
    text: Vec<u8>,
    timestamps: TimestampPrecision,
}

impl Writer {
    /// Creates a writer with nothing in it.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Returns a writer of a request's body, with timestamps as the service takes them.
    #[must_use]
    pub fn for_request(timestamps: TimestampPrecision) -> Self {
        Self {
            text: Vec::new(),
            timestamps,
        }
    }

    /// Returns the precision in which timestamps are written.
    pub(super) fn timestamps(&self) -> TimestampPrecision {
        self.timestamps
    }

    /// Returns the text, in UTF-8.
    #[must_use]
    pub fn into_bytes(self) -> Vec<u8> {
        self.text
    }

    /// Opens an object.
    pub fn begin_object(&mut self) {
        self.text.push(b'{');
    }

    /// Closes the object.
    pub fn end_object(&mut self) {
        self.text.push(b'}');
    }

    /// Opens an array.
    pub fn begin_array(&mut self) {
        self.text.push(b'[');
    }

    /// Closes the array.
    pub fn end_array(&mut self) {
        self.text.push(b']');
    }

    /// Writes a member of the open object, unless `value` is absent and `absence` says to leave it out.
    pub fn field(&mut self, name: &str, value: &dyn Encode, absence: Absence) {
        if absence == Absence::Omitted && value.is_absent() {
            return;
        }
        self.separate();
        self.string(name);
        self.text.push(b':');
        value.encode(self);
    }

    /// Writes a member of the open object whose value is JSON text already.
    pub(super) fn raw_field(&mut self, name: &str, json: &str) {
        self.separate();
        self.string(name);
        self.text.push(b':');
        self.raw(json.as_bytes());
    }

    /// Writes an item of the open array.
    pub fn item(&mut self, value: &dyn Encode) {
        self.separate();
        value.encode(self);
    }

    /// Writes `null`.
    pub fn null(&mut self) {
        self.text.extend_from_slice(b"null");
    }

    /// Writes `true` or `false`.
    pub fn boolean(&mut self, value: bool) {
        self.json(&value);
    }

    /// Writes a string, escaped as JSON wants it.
    pub fn string(&mut self, value: &str) {
        self.json(value);
    }

    /// Writes a number, shortest form that reads back as the same; not-a-number and the infinities become `null`.
    pub fn float(&mut self, value: f64) {
        self.json(&value);
    }

    /// Writes a whole number.
    pub fn integer(&mut self, value: i64) {
        self.json(&value);
    }

    /// Writes a whole number that may be above the range of `i64`.
    pub fn unsigned(&mut self, value: u64) {
        self.json(&value);
    }

    /// Writes what serde makes of `value`, which must be something that JSON has a form for.
    pub(super) fn json(&mut self, value: &(impl serde_core::Serialize + ?Sized)) {
        let written = serde_json::to_writer(&mut self.text, value);
        debug_assert!(written.is_ok(), "plain values always have a JSON form");
    }

    /// Writes a value that is JSON text already.
    pub(super) fn raw(&mut self, json: &[u8]) {
        self.text.extend_from_slice(json);
    }

    /// Writes the members of `object`, which is the text of an object without white space, into the open object.
    pub(super) fn members_of(&mut self, object: &[u8]) {
        if let [b'{', members @ .., b'}'] = object
            && !members.is_empty()
        {
            self.separate();
            self.raw(members);
        }
    }

    fn separate(&mut self) {
        if !matches!(self.text.last(), Some(b'{' | b'[') | None) {
            self.text.push(b',');
        }
    }
}

/// Returns the JSON text of `value`.
#[must_use]
pub fn encode(value: &dyn Encode) -> Vec<u8> {
    let mut writer = Writer::new();
    value.encode(&mut writer);
    writer.into_bytes()
}

/// Returns the JSON text of `value` in a request.
pub(in crate::runtime) fn encode_for_request(
    value: &dyn Encode,
    timestamps: TimestampPrecision,
) -> Vec<u8> {
    let mut writer = Writer::for_request(timestamps);
    value.encode(&mut writer);
    writer.into_bytes()
}
