//! Requests whose body is a form: the members of a JSON object become its fields, with files beside them or without.
//!
//! A file on disk is read while it is sent, from its start for every attempt, and never held whole.

mod attachment;
mod content_type;
mod file;
mod files;
mod form;
mod layout;
mod macros;
mod multipart;
mod url_encoded;

pub use self::attachment::Attachment;
pub use self::files::{FileForm, Files};
pub use self::layout::{FormLayout, FormPart, FormStyle};

use self::layout::FormMedia;
use crate::runtime::transport::Body;

/// Returns the content type and the body of a form, for the JSON text `fields` and for `files` with the names of their
/// fields.
///
/// # Errors
///
/// When one of them cannot be part of a form, with a message.
pub(in crate::runtime) fn encode(
    layout: &FormLayout,
    fields: &[u8],
    files: &[(&'static str, Attachment)],
) -> Result<(String, Body), String> {
    let fields = form::fields(fields, layout)?;
    match layout.media {
        FormMedia::Multipart => multipart::encode(layout, &fields, files),
        FormMedia::UrlEncoded if files.is_empty() => Ok(url_encoded::encode(&fields)),
        FormMedia::UrlEncoded => Err(String::from("a form of this kind cannot hold files")),
    }
}

/// File field of an operation, and the names of the fields beside it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FileField {
    /// The field's name as it is sent, such as `attachments[]`.
    pub name: &'static str,
    /// Number of files that it takes.
    pub count: FileCount,
    /// Layout of the form.
    pub form: FormLayout,
}

/// Number of files that a field takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileCount {
    /// One: the next takes its place.
    One,
    /// Any number, each in a part of its own.
    Many,
}
