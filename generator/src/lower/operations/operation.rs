//! An operation: a method on a path, with its requests and responses.

use openapiv3::{PathItem, ReferenceOr, RequestBody as Body};

use crate::lower::draft::{Name, Operation, RequestBody, RequestContent, ResponseContent};
use crate::lower::{
    names::{Kind, chosen},
    operations::{
        builder::{Asked, OperationBuilder},
        media::Media,
        pagination::Paged,
        streams,
    },
    place::Place,
    service::{security::own_security, servers::own_server},
};
use crate::{
    diagnostics::Subject,
    model::{Docs, Method, PathTemplate, Presence, Retry},
    source::{escape, extension},
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
    pub(in crate::lower) fn operation(
        &mut self,
        path: &str,
        method: Method,
        item: &'d PathItem,
        operation: &'d openapiv3::Operation,
    ) -> Operation {
        let place = operation_place(path, method, operation);
        let id = operation_id(&PathTemplate::new(path), method, operation);
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
                (body, self.upload(&described.body.content, &at))
            })
        });
        let responses = self.responses(&operation.responses, &place);
        let output = self.output(&responses, &place);
        let paged = Paged {
            method,
            parameters: &parameters,
            output: &output,
        };
        self.polls.extend(keys.poll.map(|poll| Asked {
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
                ident: chosen(keys.name, Kind::Function, &self.context.reporter),
            },
            builder: None,
            method,
            path,
            docs: Docs {
                summary: operation.summary.clone(),
                description: operation.description.clone(),
            },
            deprecated: operation.deprecated,
            parameters,
            body,
            stream: streams::beside(&responses),
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
        let media = Media::sent(&body.content)?;
        let at = media.place(at, &format!("{owner} request"));
        Some(RequestBody {
            presence: if body.required {
                Presence::Required
            } else {
                Presence::Optional
            },
            content: self.request_content(&media, &at),
            docs: Docs::described(body.description.clone()),
        })
    }

    fn request_content(&mut self, media: &Media<'d>, at: &Place) -> RequestContent {
        if let Some(form) = self.form(media, at) {
            return RequestContent::Form(form);
        }
        match self.content(media, at) {
            ResponseContent::Json(ty) => RequestContent::Json(ty),
            ResponseContent::Text => RequestContent::Text {
                media_type: media.name.to_owned(),
            },
            ResponseContent::Stream(_) | ResponseContent::Bytes => {
                if media.name != "application/octet-stream" {
                    let message = format!(
                        "a body of `{}` is not typed; it is sent as bytes",
                        media.name
                    );
                    self.context.reporter.warn("untyped", message, &at.pointer);
                }
                RequestContent::Bytes {
                    media_type: media.name.to_owned(),
                }
            }
        }
    }
}

fn operation_place(path: &str, method: Method, operation: &openapiv3::Operation) -> Place {
    let verb = method.as_str().to_lowercase();
    let pointer = format!("/paths/{}/{verb}", escape(path));
    let id = operation_id(&PathTemplate::new(path), method, operation);
    Place::operation(pointer, &id)
}

/// Returns the `operationId`, or the method and the path where there is none.
fn operation_id(path: &PathTemplate, method: Method, operation: &openapiv3::Operation) -> String {
    let given = operation.operation_id.as_deref().map(str::trim);
    match given.filter(|id| !id.is_empty()) {
        Some(id) => id.to_owned(),
        None => format!("{} {path}", method.as_str().to_lowercase()),
    }
}
