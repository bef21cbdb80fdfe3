//! Mapping from the members of a JSON object to the fields of a form, from an operation's description.
//!
//! Plain data that is put together at compile time; what a field is not named in follows the style of the whole form.

/// Layout of a form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FormLayout {
    pub(super) media: FormMedia,
    pub(super) style: FormStyle,
    pub(super) parts: &'static [FormPart],
}

/// Media type of a form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum FormMedia {
    /// `multipart/form-data`
    Multipart,
    /// `application/x-www-form-urlencoded`
    UrlEncoded,
}

/// Mapping from the members of a JSON object to the fields of a form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FormStyle {
    /// `tags[]` for every item of a list, `custom_fields[size]` for a member of an object, at any depth; an empty list
    /// is one empty item.
    Brackets,
    /// `tags` for every item of a list; an object is one field with JSON in it. An empty list is omitted.
    Plain,
    /// `tags` for every item of a list; a member of an object is a field of its own, without the object's name.
    Exploded,
    /// `a,b` for a list, `key,value` for an object.
    Comma,
    /// `a b`
    Space,
    /// `a|b`
    Pipe,
    /// One field with JSON in it, whatever the value is; a text alone stays as it is.
    Json,
}

/// Special rules for one field of a form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FormPart {
    pub(super) name: &'static str,
    pub(super) style: Option<FormStyle>,
    pub(super) content_type: Option<&'static str>,
    pub(super) headers: &'static [(&'static str, &'static str)],
}

impl FormLayout {
    /// Returns a form of parts, which can hold files.
    #[must_use]
    pub const fn multipart(style: FormStyle) -> Self {
        Self {
            media: FormMedia::Multipart,
            style,
            parts: &[],
        }
    }

    /// Returns a form in one line of text, as in the query of an address.
    #[must_use]
    pub const fn url_encoded(style: FormStyle) -> Self {
        Self {
            media: FormMedia::UrlEncoded,
            style,
            parts: &[],
        }
    }

    /// Returns the same with fields that have something particular about them.
    #[must_use]
    pub const fn parts(self, parts: &'static [FormPart]) -> Self {
        Self { parts, ..self }
    }

    pub(super) fn part(&self, name: &str) -> Option<&'static FormPart> {
        self.parts.iter().find(|part| part.name == name)
    }

    pub(super) fn style_of(&self, name: &str) -> FormStyle {
        let own = self.part(name).and_then(|part| part.style);
        own.unwrap_or(self.style)
    }
}

impl FormPart {
    /// Creates the field of this name, with nothing particular about it.
    #[must_use]
    pub const fn new(name: &'static str) -> Self {
        Self {
            name,
            style: None,
            content_type: None,
            headers: &[],
        }
    }

    /// Returns its own style.
    #[must_use]
    pub const fn style(self, style: FormStyle) -> Self {
        Self {
            style: Some(style),
            ..self
        }
    }

    /// Returns its content type: in place of none for a text, and of a guess for a file.
    #[must_use]
    pub const fn content_type(self, content_type: &'static str) -> Self {
        Self {
            content_type: Some(content_type),
            ..self
        }
    }

    /// Returns the headers that its part of the form has besides.
    #[must_use]
    pub const fn headers(self, headers: &'static [(&'static str, &'static str)]) -> Self {
        Self { headers, ..self }
    }
}
