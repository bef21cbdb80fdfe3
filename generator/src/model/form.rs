//! Bodies that are forms, and how values become their fields.

use super::{Assigned, Stage, TypeRef};

/// A body that is a form alone.
#[derive(Clone, Debug, PartialEq)]
pub struct Form<S: Stage = Assigned> {
    /// Type of the form: an object, whose properties are the fields. A struct with files among its fields, which
    /// are of the type [`Primitive::File`](super::Primitive::File), is no JSON.
    pub ty: TypeRef<S>,
    /// Properties that are files.
    pub files: Vec<FileProperty>,
    /// Layout of the form.
    pub layout: FormLayout,
}

/// A property of a form that is a file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct FileProperty {
    /// The property's name on the wire.
    pub wire: String,
    /// Number of files in the field.
    pub count: FileCount,
}

/// Number of files that a field of a form takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum FileCount {
    /// One.
    One,
    /// Any number, each in a part of its own.
    Many,
}

/// Layout of a form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormLayout {
    /// Media type.
    pub media: FormMedia,
    /// Mapping from the members of an object to fields.
    pub style: FormStyle,
    /// The fields that have something particular about them, in the order of the description.
    pub parts: Vec<FormPart>,
}

/// Media type of a form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FormMedia {
    /// `multipart/form-data`
    Multipart,
    /// `application/x-www-form-urlencoded`
    UrlEncoded,
}

/// Special rules for one field of a form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormPart {
    /// The field's name on the wire.
    pub wire: String,
    /// Its own style. `None`: that of the form.
    pub style: Option<FormStyle>,
    /// Its content type. `None`: what its value has by itself.
    pub content_type: Option<String>,
    /// Headers of its part, name and value, besides.
    pub headers: Vec<(String, String)>,
}

/// Mapping from the members of a JSON object to the fields of a form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FormStyle {
    /// `tags[]` for every item of a list, `custom_fields[size]` for a member of an object.
    Brackets,
    /// `tags` for every item of a list; an object is one field with JSON in it.
    Plain,
    /// `tags` for every item of a list; a member of an object is a field of its own.
    Exploded,
    /// `a,b`
    Comma,
    /// `a b`
    Space,
    /// `a|b`
    Pipe,
    /// One field with JSON in it.
    Json,
}
