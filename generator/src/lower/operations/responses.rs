//! Responses, media types, and what a successful call gives.

use std::collections::BTreeMap;

use openapiv3::{Content, MediaType, ReferenceOr, Responses, StatusCode};

use crate::lower::{
    Lowering,
    operations::{forms::form_media, streams::framing},
    place::Place,
};
use crate::{
    model::{Docs, FormMedia, Framing, Response, ResponseContent, StatusPattern, TypeRef},
    source::escape,
};

/// A media type and its description.
pub(in crate::lower) struct Media<'d> {
    pub(in crate::lower) name: &'d str,
    pub(in crate::lower) ty: &'d MediaType,
}

/// How the client handles a media type, most useful first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Handling {
    Json,
    Items(Framing),
    Text,
    Bytes,
}

impl<'d> Media<'d> {
    /// The media type that the client uses among those that are offered: JSON before text
    /// before anything else, the first by name among equals. `None` when there is none.
    pub(in crate::lower) fn preferred(content: &'d Content) -> Option<Self> {
        content
            .iter()
            .min_by_key(|(name, _)| (handling(name), name.len(), name.as_str()))
            .map(|(name, ty)| Self { name, ty })
    }

    /// The media type that the client sends among those that are offered: JSON before a multipart
    /// form before an encoded one before text before anything else.
    pub(in crate::lower) fn sent(content: &'d Content) -> Option<Self> {
        let rank = |name: &str| match (handling(name), form_media(name)) {
            (Handling::Json, _) => 0,
            (_, Some(FormMedia::Multipart)) => 1,
            (_, Some(FormMedia::UrlEncoded)) => 2,
            (Handling::Text, None) => 3,
            (Handling::Items(_) | Handling::Bytes, None) => 4,
        };
        content
            .iter()
            .min_by_key(|(name, _)| (rank(name), name.len(), name.as_str()))
            .map(|(name, ty)| Self { name, ty })
    }

    /// The media type whose items come one after the other, where another one is preferred.
    pub(in crate::lower) fn items(content: &'d Content) -> Option<(Self, Framing)> {
        let preferred = Self::preferred(content)?;
        content.iter().find_map(|(name, ty)| match handling(name) {
            Handling::Items(framing) if name != preferred.name => {
                Some((Self { name, ty }, framing))
            }
            _ => None,
        })
    }

    /// The place of the schema.
    pub(in crate::lower) fn place(&self, at: &str, name: &str) -> Place {
        let pointer = format!("{at}/content/{}/schema", escape(self.name));
        Place::operation(pointer, name)
    }
}

/// Whether the client reads and writes a media type as JSON.
pub(in crate::lower) fn is_json(media_type: &str) -> bool {
    matches!(handling(media_type), Handling::Json)
}

fn handling(media_type: &str) -> Handling {
    let essence = media_type
        .split(';')
        .next()
        .unwrap_or_default()
        .trim()
        .to_lowercase();
    if let Some(framing) = framing(&essence) {
        return Handling::Items(framing);
    }
    let is_json = essence == "application/json" || essence == "text/json" || essence == "*/*";
    if is_json || essence.ends_with("+json") {
        Handling::Json
    } else if essence.starts_with("text/") {
        Handling::Text
    } else {
        Handling::Bytes
    }
}

impl<'d> Lowering<'d> {
    pub(in crate::lower) fn responses(
        &mut self,
        responses: &'d Responses,
        place: &Place,
    ) -> Vec<Response> {
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
        let (response, at) = match response {
            ReferenceOr::Item(item) => (item, own),
            ReferenceOr::Reference { reference } => {
                let Some((item, at)) = self.components.response(reference) else {
                    self.unresolved(reference, &own);
                    return None;
                };
                let component = at.rsplit('/').next().unwrap_or_default();
                name = format!("{component} response");
                (item, at.trim_start_matches('#').to_owned())
            }
        };
        let content = Media::preferred(&response.content).map(|media| {
            let at = media.place(&at, &name);
            self.content(&media, &at)
        });
        let stream = Media::items(&response.content).map(|(media, framing)| {
            let at = media.place(&at, &format!("{name} item"));
            self.item_stream(&media, framing, &at)
        });
        let text = Some(response.description.clone()).filter(|text| !text.is_empty());
        Some(Response {
            status,
            content,
            stream,
            docs: Docs::described(text),
        })
    }

    pub(in crate::lower) fn content(&mut self, media: &Media<'d>, at: &Place) -> ResponseContent {
        match handling(media.name) {
            Handling::Json => ResponseContent::Json(match &media.ty.schema {
                Some(schema) => self.type_of(schema.into(), at),
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

fn pattern(status: &StatusCode) -> StatusPattern {
    match status {
        StatusCode::Code(code) => StatusPattern::Code(*code),
        StatusCode::Range(digit) => StatusPattern::Range(*digit),
    }
}
