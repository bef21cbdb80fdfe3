//! Requests that carry files: a JSON body and attachments become one multipart form.
//!
//! A file on disk is read while it is sent, from its start for every attempt, and never held whole.

mod attachment;
mod content_type;
mod file;
mod form;
mod macros;
mod multipart;

pub use self::attachment::Attachment;
pub(super) use self::multipart::encode;

/// Where an operation takes files, and how it names the fields beside them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FileField {
    /// The field's name as it is sent, such as `attachments[]`.
    pub name: &'static str,
    /// How the members of the JSON body become fields.
    pub style: FormStyle,
}

/// How the members of a JSON object become the fields of a form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FormStyle {
    /// `tags[]` for every item of a list, `custom_fields[size]` for a member of an object, at any depth; an empty list
    /// is one empty item.
    Brackets,
    /// `tags` for every item of a list; an object is one field with JSON in it. An empty list is left out.
    Plain,
}
