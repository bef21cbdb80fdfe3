//! Files beside a body.

use super::{Docs, Name};

/// How an operation takes files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Upload {
    /// The fields of the form that are files, at least one.
    pub files: Vec<FormFile>,
    /// How the members of the JSON body become fields of the form.
    pub style: FormStyle,
}

/// A field of a form that is a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormFile {
    /// The field's name as it is sent, `attachments[]`, and the method that adds a file to it:
    /// `attach` where it is the only one, else `attach_` and the field's name.
    pub name: Name,
    /// The description's text.
    pub docs: Docs,
}

/// How the members of a JSON object become the fields of a form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FormStyle {
    /// `tags[]` for every item of a list, `custom_fields[size]` for a member of an object.
    Brackets,
    /// `tags` for every item of a list; an object is one field with JSON in it.
    Plain,
}
