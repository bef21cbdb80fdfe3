//! The body of a `multipart/form-data` request (RFC 7578).
//!
//! The boundary is random and the same for every attempt; no name or value can end the part it is in.

use std::hash::{BuildHasher as _, RandomState};

use http::HeaderValue;

use super::attachment::Attachment;
use super::form::Field;
use super::layout::{FormLayout, FormPart};
use crate::runtime::transport::Body;

/// Returns the content type and the body.
///
/// # Errors
///
/// When a file cannot be part of a form, with a message.
pub(super) fn encode(
    layout: &FormLayout,
    fields: &[Field],
    files: &[(&'static str, Attachment)],
) -> Result<(String, Body), String> {
    let mut form = Form::new();
    for field in fields {
        form.field(field);
    }
    for (name, file) in files {
        form.file(name, file, layout.part(name))?;
    }
    let content_type = format!("multipart/form-data; boundary={}", form.boundary);
    Ok((content_type, form.finish()))
}

/// A form, part by part.
struct Form {
    boundary: String,
    /// Text after the last piece.
    text: String,
    pieces: Vec<Body>,
}

impl Form {
    fn new() -> Self {
        // The standard library's hash keys are random; their hashes of nothing are as random as they.
        let random = || RandomState::new().hash_one(0_u8);
        Self {
            boundary: format!("{:016x}{:016x}", random(), random()),
            text: String::new(),
            pieces: Vec::new(),
        }
    }

    fn field(&mut self, field: &Field) {
        self.begin(&field.name);
        if let Some(content_type) = field.content_type {
            self.header("Content-Type", content_type);
        }
        self.headers(field.headers);
        self.push(&["\r\n\r\n", &field.text, "\r\n"]);
    }

    fn file(
        &mut self,
        name: &str,
        file: &Attachment,
        part: Option<&FormPart>,
    ) -> Result<(), String> {
        let content_type = file.content_type_in(part.and_then(|part| part.content_type));
        if HeaderValue::from_str(content_type).is_err() || content_type.is_empty() {
            return Err(format!("{content_type:?} is not a content type"));
        }
        self.begin(name);
        self.push(&["; filename=\"", &quoted(&file.file_name), "\""]);
        self.header("Content-Type", content_type);
        self.headers(part.map_or(&[], |part| part.headers));
        self.push(&["\r\n\r\n"]);
        self.flush();
        self.pieces.push(file.to_body());
        self.text.push_str("\r\n");
        Ok(())
    }

    /// Begins a part, as far as its name.
    fn begin(&mut self, name: &str) {
        self.push(&[
            "--",
            &self.boundary.clone(),
            "\r\nContent-Disposition: form-data; name=\"",
            &quoted(name),
            "\"",
        ]);
    }

    fn header(&mut self, name: &str, value: &str) {
        self.push(&["\r\n", name, ": ", value]);
    }

    fn headers(&mut self, headers: &[(&str, &str)]) {
        for (name, value) in headers {
            self.header(name, value);
        }
    }

    fn push(&mut self, texts: &[&str]) {
        self.text.extend(texts.iter().copied());
    }

    /// Makes what was written so far a piece.
    fn flush(&mut self) {
        let text = std::mem::take(&mut self.text);
        self.pieces.push(Body::bytes(text));
    }

    fn finish(mut self) -> Body {
        self.push(&["--", &self.boundary.clone(), "--\r\n"]);
        self.flush();
        Body::joined(self.pieces)
    }
}

/// Returns the text for a quoted name, with escapes as browsers write them.
fn quoted(name: &str) -> String {
    let mut text = String::with_capacity(name.len());
    for character in name.chars() {
        match character {
            '\r' => text.push_str("%0D"),
            '\n' => text.push_str("%0A"),
            '"' => text.push_str("%22"),
            other => text.push(other),
        }
    }
    text
}
