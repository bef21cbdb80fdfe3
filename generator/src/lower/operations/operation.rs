//! An operation: a method on a path, with its requests and responses.

use openapiv3::PathItem;

use crate::lower::draft::{Name, Operation, Output, Response, ResponseContent};
use crate::lower::{
    names::{NameKind, chosen, own_name},
    operations::{
        builder::{Asked, Choice, OperationBuilder},
        pagination::Paged,
        streams,
    },
    place::Place,
    service::{security::own_security, servers::own_server},
};
use crate::{
    model::{Docs, Method, PathTemplate, Retry},
    source::{escape, extension},
};

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
        let template = PathTemplate::new(path);
        let id = operation_id(&template, method, operation);
        let own = self.choice.named(own_name(&id, method, &template));
        let place = Place::operation(pointer(path, method), &own);
        let id = self.choice.named(&id);
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
                ident: chosen(keys.name, NameKind::Function, &self.context.reporter)
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
