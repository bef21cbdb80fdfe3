//! `encoding`: what is particular about single fields of a form.
//!
//! Invariant: unsupported values are reported.

use openapiv3::MediaType;
use serde_json::{Map, Value};

use crate::lower::{
    operations::{builder::OperationBuilder, media::is_json},
    types::facets::SchemaRef,
};
use crate::{
    model::{FormMedia, FormPart, FormStyle},
    source::{CONTENT_MEDIA_TYPE, ENCODING, escape},
};

impl<'d> OperationBuilder<'d> {
    /// Returns the fields that have something particular about them. `at` is the place of the media type.
    pub(super) fn form_parts(
        &mut self,
        media: FormMedia,
        form: &'d MediaType,
        at: &str,
    ) -> Vec<FormPart> {
        let encodings = form.extensions.get(ENCODING).and_then(Value::as_object);
        let mut parts = Vec::new();
        for (name, encoding) in encodings.into_iter().flatten() {
            let at = format!("{at}/encoding/{}", escape(name));
            let Some(encoding) = encoding.as_object() else {
                let message = "the encoding of a form field must be a mapping";
                self.context.reporter.warn("ignored-encoding", message, &at);
                continue;
            };
            let part = self.form_part(media, name, encoding, &at);
            let says_something =
                part.style.is_some() || part.content_type.is_some() || !part.headers.is_empty();
            parts.extend(says_something.then_some(part));
        }
        if media == FormMedia::Multipart {
            self.add_content_types(form, &mut parts);
        }
        parts
    }

    /// Adds the content types that schemas have themselves, as 3.1 does, to parts whose encoding has none.
    fn add_content_types(&self, form: &'d MediaType, parts: &mut Vec<FormPart>) {
        let encodings = form.extensions.get(ENCODING);
        for (name, schema, _) in self.file_properties(form) {
            let has_encoding = encodings.is_some_and(|all| {
                let encoding = all.get(name);
                encoding.is_some_and(|encoding| encoding.get("contentType").is_some())
            });
            let content_type = self.content_media_type(schema);
            let Some(content_type) = content_type.filter(|name| is_one(name) && !has_encoding)
            else {
                continue;
            };
            let content_type = Some(content_type.to_owned());
            match parts.iter_mut().find(|part| part.wire == name) {
                Some(part) => part.content_type = content_type,
                None => parts.push(FormPart {
                    wire: name.to_owned(),
                    style: None,
                    content_type,
                    headers: Vec::new(),
                }),
            }
        }
    }

    /// Returns the content type of a file, or of each of several. Without one a file brings its own.
    fn content_media_type(&self, schema: SchemaRef<'d>) -> Option<&'d str> {
        let facets = self.resolved(schema)?;
        let facets = match facets.items {
            Some(items) => self.resolved(items)?,
            None => facets,
        };
        let content_type = facets.data.extensions.get(CONTENT_MEDIA_TYPE)?.as_str()?;
        (content_type != "application/octet-stream").then_some(content_type)
    }

    fn form_part(
        &mut self,
        media: FormMedia,
        name: &str,
        encoding: &Map<String, Value>,
        at: &str,
    ) -> FormPart {
        let content_type = encoding.get("contentType").and_then(Value::as_str);
        let content_type = content_type.map(str::trim).filter(|name| is_one(name));
        let is_json = content_type.is_some_and(is_json);
        // A style, where there is one, says that the type does not count.
        let style = self
            .said_style(encoding, at)
            .or(is_json.then_some(FormStyle::Json));
        let (content_type, headers) = match media {
            FormMedia::Multipart => (content_type, self.part_headers(encoding, at)),
            FormMedia::UrlEncoded => (None, Vec::new()),
        };
        FormPart {
            wire: name.to_owned(),
            style,
            content_type: content_type.map(str::to_owned),
            headers,
        }
    }

    /// Returns the style that `style` and `explode` stand for.
    fn said_style(&mut self, encoding: &Map<String, Value>, at: &str) -> Option<FormStyle> {
        let style = encoding.get("style").and_then(Value::as_str);
        let explode = encoding.get("explode").and_then(Value::as_bool);
        match (style, explode) {
            (None, None) => None,
            (None | Some("form"), Some(false)) => Some(FormStyle::Comma),
            (None | Some("form"), _) | (Some("spaceDelimited" | "pipeDelimited"), Some(true)) => {
                Some(FormStyle::Exploded)
            }
            (Some("deepObject"), _) => Some(FormStyle::Brackets),
            (Some("spaceDelimited"), None | Some(false)) => Some(FormStyle::Space),
            (Some("pipeDelimited"), None | Some(false)) => Some(FormStyle::Pipe),
            (Some(other), _) => {
                let message =
                    format!("a field of a form cannot have the style `{other}`; it is ignored");
                self.context
                    .reporter
                    .warn("ignored-style", message, &format!("{at}/style"));
                None
            }
        }
    }

    /// Returns the headers of a part whose value the description says.
    fn part_headers(&mut self, encoding: &Map<String, Value>, at: &str) -> Vec<(String, String)> {
        let described = encoding.get("headers").and_then(Value::as_object);
        let mut headers = Vec::new();
        for (name, header) in described.into_iter().flatten() {
            // The standard has `contentType` for this one.
            if name.eq_ignore_ascii_case("content-type") {
                continue;
            }
            match only_value(header).filter(|value| is_sendable(name, value)) {
                Some(value) => headers.push((name.clone(), value)),
                None => self.context.reporter.warn(
                    "ignored-header",
                    "the header of a part is not sent, because its schema has neither `const` nor `default`",
                    &format!("{at}/headers/{}", escape(name)),
                ),
            }
        }
        headers
    }
}

/// Returns `true` if a content type is a certain one, and neither a pattern nor a choice.
fn is_one(content_type: &str) -> bool {
    let is_visible = |character: char| character == ' ' || character.is_ascii_graphic();
    content_type.contains('/')
        && !content_type.contains(['*', ','])
        && content_type.chars().all(is_visible)
}

/// Returns the one value that a header can have, or has unless described otherwise.
fn only_value(header: &Value) -> Option<String> {
    let schema = header.get("schema")?;
    let only = schema.get("enum").and_then(Value::as_array);
    let only = only.and_then(|values| match values.as_slice() {
        [only] => Some(only),
        _ => None,
    });
    match schema.get("const").or(only).or(schema.get("default"))? {
        Value::String(text) => Some(text.clone()),
        value @ (Value::Number(_) | Value::Bool(_)) => Some(value.to_string()),
        _ => None,
    }
}

/// Returns `true` if a header can be sent with a part unchanged.
fn is_sendable(name: &str, value: &str) -> bool {
    let is_name = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
    !name.is_empty() && name.bytes().all(is_name) && !value.chars().any(char::is_control)
}
