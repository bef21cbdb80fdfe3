//! Responses that come item by item.

use super::{Assigned, Stage, TypeRef};

/// Streamed response: a body that is received item by item.
#[derive(Clone, Debug, PartialEq)]
pub struct ItemStream<S: Stage = Assigned> {
    /// The media type that is asked for.
    pub media_type: String,
    /// Framing of the items.
    pub framing: Framing,
    /// The type of an item, or of what an event brings.
    pub item: TypeRef<S>,
}

/// Framing of the items in a body.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Framing {
    /// Server-sent events whose data is JSON.
    Events,
    /// Server-sent events whose data is text.
    TextEvents,
    /// A line for each value of JSON.
    Lines,
    /// A record for each value of JSON (RFC 7464).
    Sequence,
}
