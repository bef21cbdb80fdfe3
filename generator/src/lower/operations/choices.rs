//! Media types besides those that are preferred: of the body, and of the successes.
//!
//! Invariant: each kind of content is reachable, by one operation for each.

use openapiv3::{Content, ReferenceOr};

use crate::{
    lower::operations::{
        builder::{Choice, OperationBuilder},
        media::{Media, form_media, words},
        responses::pattern,
    },
    model::{Docs, Method},
};

impl<'d> OperationBuilder<'d> {
    /// Returns the media types besides those that are preferred.
    pub(super) fn choices(
        &self,
        method: &Method,
        operation: &'d openapiv3::Operation,
        has_upload: bool,
    ) -> Vec<Choice<'d>> {
        let requests = self.further_requests(operation, has_upload);
        let mut choices: Vec<Choice<'d>> = requests
            .into_iter()
            .map(|name| Choice {
                request: Some(name),
                response: None,
            })
            .collect();
        if *method == Method::Head {
            return choices;
        }
        let mut responses: Vec<&'d str> = Vec::new();
        for content in self.successes(operation) {
            let components = &self.context.components;
            let Some(preferred) = Media::preferred(content, components) else {
                continue;
            };
            for media in Media::others(content, preferred, components) {
                if !responses.contains(&media.name) {
                    responses.push(media.name);
                }
            }
        }
        choices.extend(responses.into_iter().map(|name| Choice {
            request: None,
            response: Some(name),
        }));
        choices
    }

    /// Returns the media types of the body besides the preferred one.
    fn further_requests(
        &self,
        operation: &'d openapiv3::Operation,
        has_upload: bool,
    ) -> Vec<&'d str> {
        let components = &self.context.components;
        let body = operation.request_body.as_ref().and_then(|body| match body {
            ReferenceOr::Item(body) => Some(body),
            ReferenceOr::Reference { reference } => {
                components.request_body(reference).map(|found| found.item)
            }
        });
        let Some(content) = body.map(|body| &body.content) else {
            return Vec::new();
        };
        let Some(sent) = Media::sent(content, components) else {
            return Vec::new();
        };
        let others = Media::others(content, sent, components).into_iter();
        others
            .filter(|media| !(has_upload && form_media(media.name).is_some()))
            .map(|media| media.name)
            .collect()
    }

    /// Returns the contents of the responses of success.
    fn successes(&self, operation: &'d openapiv3::Operation) -> Vec<&'d Content> {
        let responses = operation.responses.responses.iter();
        responses
            .filter(|(status, _)| pattern(status).is_success())
            .filter_map(|(_, response)| match response {
                ReferenceOr::Item(response) => Some(&response.content),
                ReferenceOr::Reference { reference } => {
                    let found = self.context.components.response(reference)?;
                    Some(&found.item.content)
                }
            })
            .collect()
    }
}

impl Choice<'_> {
    pub(super) fn is_none(&self) -> bool {
        self.request.is_none() && self.response.is_none()
    }

    /// The name of an operation with this choice.
    pub(super) fn named(&self, id: &str) -> String {
        match self.request.or(self.response) {
            Some(media_type) => format!("{id} as {}", words(media_type)),
            None => id.to_owned(),
        }
    }

    /// The texts of an operation, which say what it sends or asks for.
    pub(super) fn told(&self, docs: Docs) -> Docs {
        let text = match (self.request, self.response) {
            (Some(media_type), _) => format!("Sends the body as `{media_type}`."),
            (None, Some(media_type)) => format!("Asks for `{media_type}`."),
            (None, None) => return docs,
        };
        Docs {
            description: Some(match docs.description {
                Some(description) => format!("{description}\n\n{text}"),
                None => text,
            }),
            ..docs
        }
    }
}
