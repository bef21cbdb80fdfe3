//! Structs that are sent as a form with files in it: what of them is a file, and what is a field.
//!
//! They are no JSON, so they are neither decoded nor encoded; the fields alone pass through JSON on their way into the
//! form.

use super::Attachment;
use crate::runtime::codec::TimestampPrecision;

/// A struct that is sent as a form with files in it.
pub trait FileForm {
    /// Returns its members that are no files, as the text of a JSON object.
    fn fields(&self, timestamps: TimestampPrecision) -> Vec<u8>;

    /// Returns its members that are files, by the names of their fields, in order.
    fn files(&self) -> Vec<(&'static str, Attachment)>;
}

/// A member of a struct that is a file, perhaps absent, or any number of them.
pub trait Files {
    /// Adds the files to those that are sent, under the name of the field.
    fn add_to(&self, field: &'static str, files: &mut Vec<(&'static str, Attachment)>);
}

impl Files for Attachment {
    fn add_to(&self, field: &'static str, files: &mut Vec<(&'static str, Attachment)>) {
        files.push((field, self.clone()));
    }
}

impl<F: Files> Files for Option<F> {
    fn add_to(&self, field: &'static str, files: &mut Vec<(&'static str, Attachment)>) {
        if let Some(file) = self {
            file.add_to(field, files);
        }
    }
}

impl<F: Files> Files for Vec<F> {
    fn add_to(&self, field: &'static str, files: &mut Vec<(&'static str, Attachment)>) {
        for file in self {
            file.add_to(field, files);
        }
    }
}
