//! Bodies that have a structure, and are given as text or bytes: each is warned of.

use crate::lower::{
    operations::{
        builder::OperationBuilder,
        media::{Handling, Media, form_media},
    },
    place::Place,
    types::facets::{Facets, SchemaRef},
};

/// Direction in which a body travels.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Direction {
    Sent,
    Received,
}

impl<'d> OperationBuilder<'d> {
    /// Warns of a schema that says more of a body than that it is text or bytes, which is all that callers see of it.
    pub(super) fn check_schema(&self, media: &Media<'d>, at: &Place, direction: Direction) {
        let content = match media.handling {
            Handling::Text => "text",
            Handling::Bytes => "bytes",
            Handling::Json | Handling::Items(_) => return,
        };
        // A form has parts, whatever its schema says.
        if form_media(media.name).is_none() && !self.has_structure(media) {
            return;
        }
        let name = media.name;
        let message = match direction {
            Direction::Sent => {
                format!("a body of `{name}` is not typed; the caller gives its {content}")
            }
            Direction::Received => {
                format!("a response of `{name}` is not typed; the call gives its {content}")
            }
        };
        self.context.reporter.warn("untyped", message, &at.pointer);
    }

    /// Returns `true` if a schema is neither missing nor one of a single text.
    fn has_structure(&self, media: &Media<'d>) -> bool {
        let schema = media.ty.schema.as_ref().map(SchemaRef::from);
        let item = schema.and_then(|schema| match schema {
            SchemaRef::Item(item) => Some(item),
            SchemaRef::Reference(reference) => self.context.components.schema(reference),
        });
        item.map(Facets::new).is_some_and(|facets| {
            !matches!(facets.implied_type(), None | Some("string"))
                || !facets.all_of.is_empty()
                || !facets.alternatives.is_empty()
        })
    }
}
