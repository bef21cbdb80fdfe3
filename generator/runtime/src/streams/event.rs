//! Server-sent events, from bytes: `text/event-stream` as the HTML standard defines it.
//!
//! The chunks may end anywhere, in the middle of a line break or of a character as well.

use std::time::Duration;

use super::source::{Split, TooLong};
use crate::runtime::Bytes;

/// The mark that may be in front of a text in UTF-8.
const MARK: &[u8] = b"\xEF\xBB\xBF";

/// A server-sent event.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Event<T> {
    /// Kind of event; `message` if the service sends none.
    pub event: String,
    /// Data of the event.
    pub data: T,
    /// The identifier that the service gave last, with this event or before it; to go on from here after an
    /// interruption, ask again with the header `Last-Event-ID`. `None`: it gave none.
    pub id: Option<String>,
    /// Delay before reconnecting after an interruption, if this event has one.
    pub retry: Option<Duration>,
}

/// The lines of a body, collected into events.
#[derive(Debug, Default)]
pub(super) struct EventLines {
    /// The start of a line whose end has not come yet.
    line: Vec<u8>,
    /// `true` if the last byte was a carriage return, to which a line feed would belong.
    after_return: bool,
    /// `true` if there was a line before.
    has_started: bool,
    kind: String,
    data: Option<String>,
    id: Option<String>,
    retry: Option<Duration>,
}

impl Split for EventLines {
    type Item = Event<String>;

    fn next(&mut self, chunk: &mut Bytes, limit: usize) -> Result<Option<Self::Item>, TooLong> {
        loop {
            let Some(first) = chunk.first() else {
                return Ok(None);
            };
            if std::mem::take(&mut self.after_return) && *first == b'\n' {
                let _ = chunk.split_to(1);
            }
            let end = chunk.iter().position(|byte| matches!(byte, b'\n' | b'\r'));
            let piece = chunk.split_to(end.unwrap_or(chunk.len()));
            let held = self.line.len() + self.data.as_ref().map_or(0, String::len);
            if piece.len() > limit.saturating_sub(held) {
                return Err(TooLong);
            }
            self.line.extend_from_slice(&piece);
            if end.is_none() {
                return Ok(None);
            }
            // The byte that was found; it is there.
            self.after_return = chunk.split_to(1).first() == Some(&b'\r');
            if let Some(event) = self.end_of_line() {
                // A line feed that belongs to it may come with the next chunk, or never.
                return Ok(Some(event));
            }
        }
    }

    /// Ends the stream. The standard drops an event that is not ended by an empty line.
    fn end(&mut self) -> Option<Self::Item> {
        None
    }
}

impl EventLines {
    /// Takes the line in; an empty one ends the event.
    fn end_of_line(&mut self) -> Option<Event<String>> {
        let line = std::mem::take(&mut self.line);
        let is_first = !std::mem::replace(&mut self.has_started, true);
        let bytes = match line.strip_prefix(MARK) {
            Some(rest) if is_first => rest,
            _ => &line,
        };
        if bytes.is_empty() {
            return self.end_of_event();
        }
        let text = String::from_utf8_lossy(bytes);
        let (field, value) = text.split_once(':').unwrap_or((&text, ""));
        self.field(field, value.strip_prefix(' ').unwrap_or(value));
        None
    }

    fn field(&mut self, field: &str, value: &str) {
        match field {
            "event" => value.clone_into(&mut self.kind),
            "data" => match &mut self.data {
                Some(data) => {
                    data.push('\n');
                    data.push_str(value);
                }
                None => self.data = Some(value.to_owned()),
            },
            "id" if !value.contains('\0') => {
                self.id = Some(value.to_owned()).filter(|id| !id.is_empty());
            }
            "retry" if value.bytes().all(|byte| byte.is_ascii_digit()) => {
                self.retry = value.parse().ok().map(Duration::from_millis);
            }
            // Comments have no name, and what has another one is for later versions of the standard.
            _ => {}
        }
    }

    /// Returns the event, if it has data.
    fn end_of_event(&mut self) -> Option<Event<String>> {
        let kind = std::mem::take(&mut self.kind);
        let data = self.data.take()?;
        Some(Event {
            event: if kind.is_empty() {
                String::from("message")
            } else {
                kind
            },
            data,
            id: self.id.clone(),
            retry: self.retry.take(),
        })
    }
}
