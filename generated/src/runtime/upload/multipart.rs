//! The body of a `multipart/form-data` request (RFC 7578).
//!
//! The boundary is random and the same for every attempt; no name or value can end the part it stands in.

use std::collections::VecDeque;
use std::hash::{BuildHasher as _, RandomState};
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use futures_core::Stream;
use http::HeaderValue;

use super::attachment::{Attachment, Content};
use super::file::Chunks;
use super::form::{self, Field};
use super::{FileField, FormStyle};
use crate::runtime::transport::{Body, ByteStream, TransportError, TransportErrorKind};

/// The content type and the body for the JSON text `body` with `files`, in the fields that they are given with.
///
/// # Errors
///
/// When one of them cannot be part of a form, with a message.
pub(in crate::runtime) fn encode(
    body: &[u8],
    files: &[(FileField, Attachment)],
) -> Result<(String, Body), String> {
    let style = files
        .first()
        .map_or(FormStyle::Plain, |(field, _)| field.style);
    let mut form = Form::new();
    for field in form::fields(body, style)? {
        form.field(&field);
    }
    for (field, file) in files {
        form.file(field.name, file)?;
    }
    let content_type = format!("multipart/form-data; boundary={}", form.boundary);
    Ok((content_type, form.finish()))
}

/// A form, part by part.
struct Form {
    boundary: String,
    /// What comes after the last piece.
    text: String,
    pieces: Vec<Content>,
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
        let content_type = if field.json {
            "\r\nContent-Type: application/json"
        } else {
            ""
        };
        self.push(&[
            "--",
            &self.boundary.clone(),
            "\r\nContent-Disposition: form-data; name=\"",
            &quoted(&field.name),
            "\"",
            content_type,
            "\r\n\r\n",
            &field.text,
            "\r\n",
        ]);
    }

    fn file(&mut self, name: &str, file: &Attachment) -> Result<(), String> {
        if HeaderValue::from_str(&file.content_type).is_err() || file.content_type.is_empty() {
            return Err(format!("{:?} is not a content type", file.content_type));
        }
        self.push(&[
            "--",
            &self.boundary.clone(),
            "\r\nContent-Disposition: form-data; name=\"",
            &quoted(name),
            "\"; filename=\"",
            &quoted(&file.file_name),
            "\"\r\nContent-Type: ",
            &file.content_type,
            "\r\n\r\n",
        ]);
        self.flush();
        self.pieces.push(file.content.clone());
        self.text.push_str("\r\n");
        Ok(())
    }

    fn push(&mut self, texts: &[&str]) {
        self.text.extend(texts.iter().copied());
    }

    /// Makes what was written so far a piece.
    fn flush(&mut self) {
        let text = std::mem::take(&mut self.text);
        self.pieces.push(Content::Bytes(text.into()));
    }

    fn finish(mut self) -> Body {
        self.push(&["--", &self.boundary.clone(), "--\r\n"]);
        self.flush();
        let length = self.pieces.iter().map(length).sum();
        let pieces = self.pieces;
        Body::stream(Some(length), move || {
            ByteStream::new(Pieces {
                waiting: pieces.iter().cloned().collect(),
                file: None,
            })
        })
    }
}

fn length(piece: &Content) -> u64 {
    match piece {
        Content::Bytes(bytes) => u64::try_from(bytes.len()).unwrap_or(u64::MAX),
        Content::Path { length, .. } => *length,
    }
}

/// The text for a quoted name, with escapes as browsers write them.
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

/// The pieces of a body, one after the other.
struct Pieces {
    waiting: VecDeque<Content>,
    file: Option<Chunks>,
}

impl Stream for Pieces {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            if let Some(file) = &mut self.file {
                if let Some(chunk) = ready!(file.poll_chunk(context)) {
                    let chunk = chunk.map_err(|error| {
                        TransportError::new(TransportErrorKind::RequestBody, error)
                    });
                    return Poll::Ready(Some(chunk));
                }
                self.file = None;
            }
            match self.waiting.pop_front() {
                Some(Content::Bytes(bytes)) if bytes.is_empty() => {}
                Some(Content::Bytes(bytes)) => return Poll::Ready(Some(Ok(bytes))),
                Some(Content::Path { path, length }) => self.file = Some(Chunks::new(path, length)),
                None => return Poll::Ready(None),
            }
        }
    }
}
