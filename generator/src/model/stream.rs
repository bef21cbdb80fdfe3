//! Answers that come item by item.

use super::{Assigned, Stage, TypeRef};

/// How an answer comes item by item.
#[derive(Clone, Debug, PartialEq)]
pub struct ItemStream<S: Stage = Assigned> {
    /// The media type that is asked for.
    pub media_type: String,
    /// How items are told apart.
    pub framing: Framing,
    /// The type of an item, or of what an event brings.
    pub item: TypeRef<S>,
}

/// How the items in a body are told apart.
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
