//! Bodies of requests, and the operation's reference to them.
//!
//! Invariant: a body that cannot be sent as it is described is an error.

use openapiv3::{ReferenceOr, RequestBody as Body};

use crate::lower::draft::{RequestBody, RequestContent, ResponseContent, TypeRef};
use crate::lower::{
    operations::{
        builder::OperationBuilder,
        media::{Handling, Media, essence, form_media, words},
        untyped::Direction,
    },
    place::Place,
};
use crate::{
    diagnostics::{Diagnostic, Subject},
    model::{Docs, Framing, Presence},
};

/// A body with its place, and what its type is named after.
pub(super) struct DescribedBody<'d> {
    pub(super) body: &'d Body,
    pub(super) at: String,
    pub(super) owner: String,
    /// The component that it is. `None`: the operation has it.
    pub(super) component: Option<Subject>,
}

impl<'d> OperationBuilder<'d> {
    /// Returns the body of an operation, or the component that it refers to.
    pub(super) fn described_body(
        &mut self,
        body: &'d ReferenceOr<Body>,
        place: &Place,
    ) -> Option<DescribedBody<'d>> {
        match body {
            ReferenceOr::Item(body) => Some(DescribedBody {
                body,
                at: format!("{}/requestBody", place.pointer),
                owner: place.name.clone(),
                component: None,
            }),
            ReferenceOr::Reference { reference } => {
                let Some(found) = self.context.components.request_body(reference) else {
                    self.context
                        .unresolved(reference, &format!("{}/requestBody", place.pointer));
                    return None;
                };
                Some(DescribedBody {
                    body: found.item,
                    owner: found.name,
                    at: found.at,
                    component: Some(found.subject),
                })
            }
        }
    }

    pub(super) fn body(&mut self, described: &DescribedBody<'d>) -> Option<RequestBody> {
        let DescribedBody {
            body, at, owner, ..
        } = described;
        let components = &self.context.components;
        let chosen = self
            .choice
            .request
            .and_then(|chosen| Media::named(&body.content, chosen, components));
        let media = chosen.or_else(|| Media::sent(&body.content, components))?;
        let suffix = self
            .choice
            .request
            .filter(|_| described.component.is_some())
            .map_or_else(String::new, |name| format!(" {}", words(name)));
        let at = media.place(at, &format!("{owner}{suffix} request"));
        let content = self.request_content(&media, &at);
        let is_json = matches!(content, RequestContent::Json(_) | RequestContent::Lines(_));
        Some(RequestBody {
            presence: if body.required {
                Presence::Required
            } else {
                Presence::Optional
            },
            content,
            media_type: media.written().filter(|_| is_json),
            docs: Docs::described(body.description.clone()),
        })
    }

    fn request_content(&mut self, media: &Media<'d>, at: &Place) -> RequestContent {
        if let Some(form) = self.form(media, at) {
            return RequestContent::Form(form);
        }
        let media_type = media.sendable(&self.context.components);
        let is_lines = media.handling == Handling::Items(Framing::Lines);
        if is_lines && media.is_whole_text(&self.context.components) {
            return RequestContent::Text { media_type };
        }
        match (self.content(media, at), media.handling) {
            (ResponseContent::Json(ty), _) => RequestContent::Json(ty),
            (ResponseContent::Text, _) => {
                self.check_schema(media, at, Direction::Sent);
                RequestContent::Text { media_type }
            }
            (ResponseContent::Stream(stream), Handling::Items(Framing::Lines)) => {
                RequestContent::Lines(TypeRef::List(Box::new(stream.item)))
            }
            (ResponseContent::Stream(_) | ResponseContent::Bytes, _) => {
                self.check_bytes(media, at);
                RequestContent::Bytes { media_type }
            }
        }
    }

    /// Reports a body of parts that is no form, and bytes of which more is said than that.
    fn check_bytes(&self, media: &Media<'d>, at: &Place) {
        let essence = essence(media.name);
        if essence.starts_with("multipart/") && form_media(media.name).is_none() {
            let message =
                format!("a body of `{essence}` has parts that no form has, and cannot be sent");
            let help = "describe it as `multipart/form-data`, or as bytes of another media type";
            let error = Diagnostic::error("unsupported-media-type", message).at(&at.pointer);
            self.context.reporter.report(error.help(help));
        } else {
            self.check_schema(media, at, Direction::Sent);
        }
    }
}
