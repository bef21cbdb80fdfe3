//! Responses by status.

use std::collections::BTreeMap;

use openapiv3::{ReferenceOr, Responses, StatusCode};

use crate::lower::draft::{Response, ResponseContent, TypeRef};
use crate::lower::{
    operations::builder::OperationBuilder,
    operations::media::{Handling, Media},
    operations::untyped::Direction,
    place::Place,
};
use crate::model::{Docs, StatusPattern};

impl<'d> OperationBuilder<'d> {
    pub(super) fn responses(&mut self, responses: &'d Responses, place: &Place) -> Vec<Response> {
        let declared = responses
            .responses
            .iter()
            .map(|(status, response)| (pattern(status), response))
            .chain(
                responses
                    .default
                    .iter()
                    .map(|response| (StatusPattern::Default, response)),
            );
        // Sorted, so that a status added in any place of the description is one added line.
        let sorted: BTreeMap<_, _> = declared.collect();
        sorted
            .into_iter()
            .filter_map(|(status, response)| self.response(status, response, place))
            .collect()
    }

    fn response(
        &mut self,
        status: StatusPattern,
        response: &'d ReferenceOr<openapiv3::Response>,
        place: &Place,
    ) -> Option<Response> {
        let own = format!("{}/responses/{status}", place.pointer);
        let suffix = if status.is_success() {
            String::new()
        } else {
            format!(" {status}")
        };
        let mut name = format!("{}{suffix} response", place.name);
        let context = self.context;
        let operation = context.reporter.scope();
        let subject = operation.map(|operation| operation.response(&status.to_string()));
        let (response, at, subject) = match response {
            ReferenceOr::Item(item) => (item, own, subject),
            ReferenceOr::Reference { reference } => {
                let Some(found) = context.components.response(reference) else {
                    let report = || context.unresolved(reference, &own);
                    context.reporter.about(subject, report);
                    return None;
                };
                name = format!("{} response", found.name);
                (found.item, found.at, Some(found.subject))
            }
        };
        let lower = || self.described_response(status, response, &at, &name);
        Some(context.reporter.about(subject, lower))
    }

    /// Returns a response at a place, and what its type is named after.
    fn described_response(
        &mut self,
        status: StatusPattern,
        response: &'d openapiv3::Response,
        at: &str,
        name: &str,
    ) -> Response {
        let components = &self.context.components;
        let chosen = self
            .choice
            .response
            .and_then(|chosen| Media::named(&response.content, chosen, components));
        let media = chosen.or_else(|| Media::preferred(&response.content, components));
        let items = Media::items(&response.content, components).filter(|_| chosen.is_none());
        let content = media.map(|media| {
            let at = media.place(at, name);
            self.check_schema(&media, &at, Direction::Received);
            self.content(&media, &at)
        });
        let stream = items.map(|(media, framing)| {
            let at = media.place(at, &format!("{name} item"));
            self.item_stream(&media, framing, &at)
        });
        let text = Some(response.description.clone()).filter(|text| !text.is_empty());
        Response {
            status,
            content,
            media_type: media.and_then(|media| media.written()),
            stream,
            docs: Docs::described(text),
        }
    }

    pub(in crate::lower) fn content(&mut self, media: &Media<'d>, at: &Place) -> ResponseContent {
        match media.handling {
            Handling::Json => ResponseContent::Json(match &media.ty.schema {
                Some(schema) => self.types.type_of(schema.into(), at),
                None => TypeRef::Json,
            }),
            Handling::Items(framing) => {
                ResponseContent::Stream(self.item_stream(media, framing, at))
            }
            Handling::Text => ResponseContent::Text,
            Handling::Bytes => ResponseContent::Bytes,
        }
    }
}

pub(super) fn pattern(status: &StatusCode) -> StatusPattern {
    match status {
        StatusCode::Code(code) => StatusPattern::Code(*code),
        StatusCode::Range(digit) => StatusPattern::Range(*digit),
    }
}
