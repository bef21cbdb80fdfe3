//! Files beside a body.

use super::{Docs, FileCount, FormLayout, Name};

/// Upload of files by an operation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Upload {
    /// The fields of the form that are files, at least one.
    pub files: Vec<FormFile>,
    /// Mapping from the members of the JSON body to fields of the form.
    pub layout: FormLayout,
}

/// A field of a form that is a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormFile {
    /// The field's name as it is sent, `attachments[]`, and the method that adds a file to it:
    /// `attach` where it is the only one, else `attach_` and the field's name.
    pub name: Name,
    /// Number of files that it takes.
    pub count: FileCount,
    /// The description's text.
    pub docs: Docs,
}
