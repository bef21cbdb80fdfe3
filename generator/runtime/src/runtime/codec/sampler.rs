//! The state of making up one sample.
//!
//! Invariant: a record is never made up within itself, so every sample is finite.

/// The state of filling a value with made-up content, see [`Decode::fill`](super::Decode::fill).
#[derive(Debug, Default)]
pub struct Sampler {
    /// The records that are being filled, the outermost first.
    open: Vec<&'static str>,
    /// The name of the field that is being filled, which is what its text says.
    field: &'static str,
    /// A JSON object with the member that tells the alternative of a union which is being filled from the others. Empty:
    /// there is none.
    tag: &'static str,
}

impl Sampler {
    /// Returns the text of a made-up string.
    #[must_use]
    pub fn text(&self) -> &'static str {
        if self.field.is_empty() {
            "text"
        } else {
            self.field
        }
    }

    pub(super) fn set_field(&mut self, name: &'static str) {
        self.field = name;
    }

    /// Begins the record `name`; false if it is part of itself here.
    pub(super) fn begin(&mut self, name: &'static str) -> bool {
        let is_new = !self.open.contains(&name);
        if is_new {
            self.open.push(name);
        }
        is_new
    }

    pub(super) fn end(&mut self) {
        self.open.pop();
    }

    /// Has the next record take the members of `tag`, a JSON object.
    pub(super) fn set_tag(&mut self, tag: &'static str) {
        self.tag = tag;
    }

    pub(super) fn take_tag(&mut self) -> &'static str {
        std::mem::take(&mut self.tag)
    }
}
