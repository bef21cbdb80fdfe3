//! Files beside a body.

/// How an operation takes files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Upload {
    /// The name of the form's field with a file, as it is sent: `attachments[]`.
    pub field: String,
    /// How the members of the JSON body become fields of the form.
    pub style: FormStyle,
}

/// How the members of a JSON object become the fields of a form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FormStyle {
    /// `tags[]` for every item of a list, `custom_fields[size]` for a member of an object.
    Brackets,
    /// `tags` for every item of a list; an object is one field with JSON in it.
    Plain,
}
