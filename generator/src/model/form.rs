//! Bodies that are forms, and how values become their fields.

use super::{Assigned, Stage, TypeRef};

/// A body that is a form alone.
#[derive(Clone, Debug, PartialEq)]
pub struct Form<S: Stage = Assigned> {
    /// What the caller gives: an object, whose properties are the fields. A struct with files among its fields, which
    /// are of the type [`Primitive::File`](super::Primitive::File), is no JSON.
    pub ty: TypeRef<S>,
    /// Which of its properties are files.
    pub files: Vec<FileProperty>,
    /// How the form is laid out.
    pub layout: FormLayout,
}

/// A property of a form that is a file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct FileProperty {
    /// The property's name on the wire.
    pub wire: String,
    /// How many files it takes.
    pub count: FileCount,
}

/// How many files a field of a form takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum FileCount {
    /// One.
    One,
    /// Any number, each in a part of its own.
    Many,
}

/// How a form is laid out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormLayout {
    /// How it is written.
    pub media: FormMedia,
    /// How the members of an object become fields.
    pub style: FormStyle,
    /// The fields that have something particular about them, in the order of the description.
    pub parts: Vec<FormPart>,
}

/// How a form is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FormMedia {
    /// `multipart/form-data`
    Multipart,
    /// `application/x-www-form-urlencoded`
    UrlEncoded,
}

/// What is particular about one field of a form.
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

/// How the members of a JSON object become the fields of a form.
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
