//! Media types whose items come one after the other.
//!
//! Invariant: a schema is that of one item; one of a list says it of the whole, so that an item is one of the list's.

use crate::lower::draft::{ItemStream, Response, TypeKind, TypeRef};
use crate::lower::{operations::builder::OperationBuilder, operations::media::Media, place::Place};
use crate::{
    model::{Framing, Primitive, TextFormat},
    source::ITEM_SCHEMA,
};

/// Returns the streamed form of a success, beside the preferred one.
pub(super) fn beside(responses: &[Response]) -> Option<ItemStream> {
    let mut successes = responses
        .iter()
        .filter(|response| response.status.is_success());
    successes.find_map(|response| response.stream.clone())
}

impl<'d> OperationBuilder<'d> {
    /// Returns a body whose items come one after the other.
    pub(super) fn item_stream(
        &mut self,
        media: &Media<'d>,
        framing: Framing,
        at: &Place,
    ) -> ItemStream {
        let item = media.ty.schema.as_ref().map(|schema| {
            let whole = self.types.type_of(schema.into(), at);
            self.item_of(whole, media)
        });
        if framing == Framing::Lines && item.as_ref().is_some_and(|ty| self.is_text(ty)) {
            let message = "`itemSchema` is missing, and the schema describes the whole body as text; each line is typed as a JSON value";
            self.context
                .reporter
                .warn("missing-item-schema", message, &at.pointer);
        }
        let (framing, item) = match (framing, item) {
            (Framing::Events, item) if item.as_ref().is_none_or(|ty| self.is_text(ty)) => {
                let text = TypeRef::Primitive(Primitive::Text(TextFormat::Plain));
                (Framing::TextEvents, text)
            }
            // A line that is described as text is meant as a part of the text that all lines are.
            (Framing::Lines, Some(item)) if self.is_text(&item) => (framing, TypeRef::Json),
            (framing, item) => (framing, item.unwrap_or(TypeRef::Json)),
        };
        ItemStream {
            media_type: media.name.to_owned(),
            framing,
            item,
        }
    }

    /// Returns the item of a list, unless the extension declares the schema of an item.
    fn item_of(&self, whole: TypeRef, media: &Media<'d>) -> TypeRef {
        if media.ty.extensions.contains_key(ITEM_SCHEMA) {
            return whole;
        }
        match self.types.found.resolve(&whole) {
            TypeRef::List(item) => (**item).clone(),
            _ => whole,
        }
    }

    /// Returns `true` if a type is a text type, which events contain without quotes.
    fn is_text(&self, ty: &TypeRef) -> bool {
        match self.types.found.resolve(ty.without_null()) {
            TypeRef::Primitive(primitive) => matches!(
                primitive,
                Primitive::Text(_)
                    | Primitive::DateTime
                    | Primitive::Date
                    | Primitive::Base64
                    | Primitive::Base64Url
            ),
            TypeRef::Named(key) => match self.types.found.kind(key) {
                Some(TypeKind::Enum(shape)) => !shape.is_integer(),
                _ => false,
            },
            _ => false,
        }
    }
}
