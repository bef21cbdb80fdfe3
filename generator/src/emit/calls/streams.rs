//! Responses that come item by item.

use proc_macro2::Literal;

use super::operation::{compact, item_stream};
use crate::{
    emit::{docs::Doc, types::rust_type},
    model::{Framing, ItemStream, Operation, Output},
};

/// Arguments of a macro: `crate::streams::Events<Ticket>, json, "text/event-stream"`
pub(super) fn arguments(stream: &ItemStream) -> [String; 3] {
    let item = compact(&rust_type(&stream.item));
    let (ty, open) = match stream.framing {
        Framing::Events => ("Events", "json"),
        Framing::TextEvents => ("Events", "text"),
        Framing::Lines => ("Records", "lines"),
        Framing::Sequence => ("Records", "sequence"),
    };
    let accept = Literal::string(&stream.media_type).to_string();
    let ty = format!("crate::streams::{ty}<{item}>");
    [ty, open.to_owned(), accept]
}

/// Adds the doc comment about streaming.
pub(super) fn docs(docs: Doc, operation: &Operation) -> Doc {
    let Some(stream) = item_stream(operation) else {
        return docs;
    };
    let items = match stream.framing {
        Framing::Events | Framing::TextEvents => "[`streams::Events`](crate::streams::Events)",
        Framing::Lines | Framing::Sequence => "[`streams::Records`](crate::streams::Records)",
    };
    let text = match &operation.output {
        Output::Stream(_) => {
            format!("The response is streamed: `.await` returns {items}, a stream.")
        }
        _ => format!(
            "The response can also be streamed: [`{}::stream`] requests {items}, a stream.",
            operation.builder
        ),
    };
    docs.own(&text)
}
