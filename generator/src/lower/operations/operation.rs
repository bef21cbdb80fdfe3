//! An operation: a method on a path, with its requests and responses.

use openapiv3::{PathItem, ReferenceOr, RequestBody as Body};

use crate::lower::draft::{
    Name, Operation, Output, RequestBody, RequestContent, Response, ResponseContent, TypeRef,
};
use crate::lower::{
    names::{Kind, chosen},
    operations::{
        builder::{Asked, Choice, OperationBuilder},
        media::{Handling, Media, essence, form_media, words},
        pagination::Paged,
        responses::pattern,
        streams,
    },
    place::Place,
    service::{security::own_security, servers::own_server},
    types::facets::Facets,
};
use crate::{
    diagnostics::{Diagnostic, Subject},
    model::{Docs, Framing, Method, PathTemplate, Presence, Retry},
    source::{CONTENT_MEDIA_TYPE, escape, extension},
};

/// A body with its place, and what its type is named after.
struct DescribedBody<'d> {
    body: &'d Body,
    at: String,
    owner: String,
    /// The component that it is. `None`: the operation has it.
    component: Option<Subject>,
}

impl<'d> OperationBuilder<'d> {
    /// An operation, and once more for each other content that it sends or answers, if that is asked for.
    pub(in crate::lower) fn operations(
        &mut self,
        path: &str,
        method: &Method,
        item: &'d PathItem,
        operation: &'d openapiv3::Operation,
    ) -> Vec<Operation> {
        let first = self.operation(path, method, item, operation);
        let has_upload = first.upload.is_some();
        let mut all = vec![first];
        for choice in self.choices(method, operation, has_upload) {
            self.choice = choice;
            all.push(self.operation(path, method, item, operation));
            self.choice = Choice::default();
        }
        all
    }

    fn operation(
        &mut self,
        path: &str,
        method: &Method,
        item: &'d PathItem,
        operation: &'d openapiv3::Operation,
    ) -> Operation {
        let id = operation_id(&PathTemplate::new(path), method, operation);
        let id = self.choice.named(&id);
        let place = Place::operation(pointer(path, method), &id);
        // A fragment tells operations of one path apart; it is nothing that is sent.
        let sent = path.split_once('#').map_or(path, |(sent, _)| sent);
        let mut path = PathTemplate::new(sent);
        let security = own_security(self.context, operation);
        let mut parameters = self.parameters(&mut path, item, operation, &place);
        let keys = self
            .context
            .reporter
            .read(|found| extension::Operation::read(&operation.extensions, &place.pointer, found));
        if let Some(search) = &keys.search {
            self.search(search, &mut parameters);
        }
        let described = operation
            .request_body
            .as_ref()
            .and_then(|body| self.described_body(body, &place));
        let reporter = &self.context.reporter;
        let (body, upload) = described.map_or((None, None), |described| {
            let component = described.component.clone();
            reporter.about(component, || {
                let at = format!("{}/content", described.at);
                let body = self.body(&described);
                let is_chosen = self.choice.request.is_some();
                let upload = || self.upload(&described.body.content, &at);
                (body, (!is_chosen).then(upload).flatten())
            })
        });
        let responses = self.responses(&operation.responses, &place);
        let output = match method {
            Method::Head => Output::Empty,
            _ => self.output(&responses, &place),
        };
        let paged = Paged {
            method,
            parameters: &parameters,
            output: &output,
        };
        let is_first = self.choice.is_none();
        self.polls
            .extend(keys.poll.filter(|_| is_first).map(|poll| Asked {
                pointer: place.pointer.clone(),
                poll,
            }));
        let credits = self.credits(keys.credits.as_ref(), &paged);
        let pagination = self.pagination(keys.pagination.as_ref(), &paged);
        let rate_limit_group = keys
            .rate_limit_group
            .as_ref()
            .map(|group| group.value.0.to_owned());
        self.groups.extend(keys.rate_limit_group);
        Operation {
            name: Name {
                wire: id,
                ident: chosen(keys.name, Kind::Function, &self.context.reporter)
                    .map(|name| self.choice.named(&name)),
            },
            builder: None,
            method: method.clone(),
            path,
            docs: self.choice.told(Docs {
                summary: operation.summary.clone(),
                description: operation.description.clone(),
            }),
            deprecated: operation.deprecated,
            parameters,
            body,
            stream: streams::beside(&responses).filter(|_| *method != Method::Head),
            accept: accept(&responses, &output),
            responses,
            output,
            security,
            server: own_server(
                self.context.settings,
                self.common_servers,
                item,
                operation,
                &mut self.setters,
            ),
            pagination,
            credits,
            rate_limit_group,
            poll: None,
            partly_typed: keys.partly_typed.map(|reason| reason.value.0.to_owned()),
            retry: keys
                .retry
                .map_or(Retry::ByMethod, |retry| match retry.value {
                    extension::Retry::Safe => Retry::Safe,
                    extension::Retry::Unsafe => Retry::Unsafe,
                }),
            upload,
            pointer: place.pointer,
        }
    }

    /// Returns the body of an operation, or the component that it refers to.
    fn described_body(
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

    fn body(&mut self, described: &DescribedBody<'d>) -> Option<RequestBody> {
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
        let sent = || {
            media
                .written()
                .unwrap_or_else(|| default_of_range(media).to_owned())
        };
        match (self.content(media, at), media.handling) {
            (ResponseContent::Json(ty), _) => RequestContent::Json(ty),
            (ResponseContent::Text, _) => RequestContent::Text { media_type: sent() },
            (ResponseContent::Stream(stream), Handling::Items(Framing::Lines)) => {
                RequestContent::Lines(TypeRef::List(Box::new(stream.item)))
            }
            (ResponseContent::Stream(_) | ResponseContent::Bytes, _) => {
                self.check_bytes(media, at);
                RequestContent::Bytes { media_type: sent() }
            }
        }
    }

    /// Reports bytes of which more is said than their media type.
    fn check_bytes(&mut self, media: &Media<'d>, at: &Place) {
        let essence = essence(media.name);
        if essence.starts_with("multipart/") && form_media(media.name).is_none() {
            let message =
                format!("a body of `{essence}` has parts that no form has, and cannot be sent");
            let help = "describe it as `multipart/form-data`, or as bytes of another media type";
            let error = Diagnostic::error("unsupported-media-type", message).at(&at.pointer);
            self.context.reporter.report(error.help(help));
        } else if essence != "application/octet-stream"
            && !essence.contains('*')
            && !is_binary(media)
        {
            let message = format!(
                "a body of `{}` is not typed; the caller gives its bytes",
                media.name
            );
            self.context.reporter.warn("untyped", message, &at.pointer);
        }
    }

    /// The contents besides those that are preferred: of the body, and of the successes.
    fn choices(
        &self,
        method: &Method,
        operation: &'d openapiv3::Operation,
        has_upload: bool,
    ) -> Vec<Choice<'d>> {
        let components = &self.context.components;
        let body = operation.request_body.as_ref().and_then(|body| match body {
            ReferenceOr::Item(body) => Some(body),
            ReferenceOr::Reference { reference } => {
                components.request_body(reference).map(|found| found.item)
            }
        });
        let mut choices = Vec::new();
        if let Some(body) = body
            && let Some(sent) = Media::sent(&body.content, components)
        {
            let others = Media::others(&body.content, sent, components).into_iter();
            let others = others.filter(|media| !(has_upload && form_media(media.name).is_some()));
            choices.extend(others.map(|media| Choice {
                request: Some(media.name),
                response: None,
            }));
        }
        if *method == Method::Head {
            return choices;
        }
        let successes = operation.responses.responses.iter();
        let successes = successes.filter(|(status, _)| pattern(status).is_success());
        for (_, response) in successes {
            let content = match response {
                ReferenceOr::Item(response) => &response.content,
                ReferenceOr::Reference { reference } => match components.response(reference) {
                    Some(found) => &found.item.content,
                    None => continue,
                },
            };
            let Some(preferred) = Media::preferred(content, components) else {
                continue;
            };
            for media in Media::others(content, preferred, components) {
                if !choices
                    .iter()
                    .any(|known| known.response == Some(media.name))
                {
                    choices.push(Choice {
                        request: None,
                        response: Some(media.name),
                    });
                }
            }
        }
        choices
    }
}

impl Choice<'_> {
    fn is_none(&self) -> bool {
        self.request.is_none() && self.response.is_none()
    }

    /// The name of an operation with this choice.
    fn named(&self, id: &str) -> String {
        match self.request.or(self.response) {
            Some(media_type) => format!("{id} as {}", words(media_type)),
            None => id.to_owned(),
        }
    }

    /// The texts of an operation, which say what it sends or asks for.
    fn told(&self, docs: Docs) -> Docs {
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

/// The media type that is sent where a range of them is described.
fn default_of_range(media: &Media<'_>) -> &'static str {
    match media.handling {
        Handling::Text => "text/plain",
        _ => "application/octet-stream",
    }
}

/// Returns `true` if a schema says no more of a body than that it is bytes.
fn is_binary(media: &Media<'_>) -> bool {
    match &media.ty.schema {
        None => true,
        Some(ReferenceOr::Item(item)) => {
            let facets = Facets::new(item);
            facets.format == Some("binary")
                || facets.data.extensions.contains_key(CONTENT_MEDIA_TYPE)
        }
        Some(ReferenceOr::Reference { .. }) => false,
    }
}

/// What `Accept` says: the media types of all successes, unless they are those of the output by itself.
fn accept(responses: &[Response], output: &Output) -> Option<String> {
    let mut asked: Vec<&str> = Vec::new();
    let is_success = |response: &&Response| response.status.is_success();
    for response in responses.iter().filter(is_success) {
        let media_type = match (&response.content, &response.media_type) {
            (None, _) => continue,
            (Some(_), Some(media_type)) => media_type.as_str(),
            (Some(ResponseContent::Json(_)), None) => "application/json",
            (Some(_), None) => "*/*",
        };
        if !asked.contains(&media_type) {
            asked.push(media_type);
        }
    }
    match (output, asked.as_slice()) {
        (Output::Stream(_), _) | (_, [] | ["application/json" | "*/*"]) => None,
        (_, several) => Some(several.join(", ")),
    }
}

/// The place of an operation, as a JSON pointer.
fn pointer(path: &str, method: &Method) -> String {
    let path = escape(path);
    match method {
        Method::Other(name) => format!("/paths/{path}/additionalOperations/{}", escape(name)),
        method => format!("/paths/{path}/{}", method.as_str().to_lowercase()),
    }
}

/// The `operationId`, or the method and the path where there is none.
fn operation_id(path: &PathTemplate, method: &Method, operation: &openapiv3::Operation) -> String {
    let given = operation.operation_id.as_deref().map(str::trim);
    match given.filter(|id| !id.is_empty()) {
        Some(id) => id.to_owned(),
        None => format!("{} {path}", method.as_str().to_lowercase()),
    }
}
