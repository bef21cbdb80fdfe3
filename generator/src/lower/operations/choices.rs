//! Media types besides those that are preferred: of the body, and of the successes.
//!
//! Invariant: each kind of content is reachable, by one operation for each.

use openapiv3::{Content, ReferenceOr};

use crate::{
    lower::operations::{
        builder::{Choice, OperationBuilder},
        media::{Media, essence, form_media, words},
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
        let responses = match method {
            Method::Head => Vec::new(),
            _ => self.further_responses(operation),
        };
        let sent: Vec<String> = distinct_words(&requests);
        let received = distinct_words(&responses).into_iter().map(|words| {
            // A body and a response in the same media type are two choices.
            let word = if sent.contains(&words) {
                "accepting"
            } else {
                "as"
            };
            format!("{word} {words}")
        });
        let received = responses
            .into_iter()
            .zip(received)
            .map(|(name, words)| Choice {
                request: None,
                response: Some(name),
                words: Some(words),
            });
        let sent = requests.into_iter().zip(&sent).map(|(name, words)| Choice {
            request: Some(name),
            response: None,
            words: Some(format!("as {words}")),
        });
        sent.chain(received).collect()
    }

    /// Returns the media types of the responses of success besides the preferred ones.
    fn further_responses(&self, operation: &'d openapiv3::Operation) -> Vec<&'d str> {
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
        responses
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

/// Returns the words for media types, with those of the whole type where the others are the same.
fn distinct_words(media_types: &[&str]) -> Vec<String> {
    let short: Vec<String> = media_types.iter().map(|name| words(name)).collect();
    let named = media_types.iter().zip(&short).map(|(name, words)| {
        let alike = short.iter().filter(|other| *other == words).count();
        if alike > 1 {
            essence(name).replace(|letter: char| !letter.is_alphanumeric(), " ")
        } else {
            words.clone()
        }
    });
    named.collect()
}

impl Choice<'_> {
    pub(super) fn is_none(&self) -> bool {
        self.request.is_none() && self.response.is_none()
    }

    /// The name of an operation with this choice.
    pub(super) fn named(&self, id: &str) -> String {
        match &self.words {
            Some(words) => format!("{id} {words}"),
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
