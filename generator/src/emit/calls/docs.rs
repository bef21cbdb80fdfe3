//! Doc comments of methods.

use super::{
    examples,
    operation::{Context, is_optional, required_body},
    streams,
};
use crate::{
    emit::{
        common_errors,
        docs::{Doc, code},
        types::plain,
    },
    model::{Credits, FileCount, Keyset, Operation, Pagination, Retry, Server},
};

/// Assembles the doc comment of a method: the description's texts, the request line, its arguments, the errors, and an
/// example.
pub(super) fn method_docs(context: &Context<'_>, operation: &Operation) -> Doc {
    let mut docs = Doc::at(4);
    if let Some(summary) = &operation.docs.summary {
        docs = docs.sentence(summary);
    }
    docs = docs
        .maybe(operation.docs.description.as_deref())
        .own(&code(&format!("{} {}", operation.method, operation.path)));
    if let Some(reason) = &operation.partly_typed {
        docs = docs
            .own("Partly typed; the rest is JSON:")
            .maybe(Some(reason));
    }
    if let Some(pagination) = &operation.pagination {
        docs = docs.own(&pages(pagination, &operation.builder));
        docs = match &pagination.keyset {
            Some(keyset) => docs.own(&everything(keyset, &operation.builder)),
            None => docs,
        };
    }
    docs = streams::docs(docs, operation);
    if let Some(server) = &operation.server {
        docs = docs.own(&at(server));
    }
    if let Some(costs) = costs(&operation.credits) {
        docs = docs.own(&costs);
    }
    if let Some(poll) = &operation.poll {
        let file = match poll.download {
            Some(_) => format!(
                ", and [`{}::download`] opens the file that it creates",
                operation.builder
            ),
            None => String::new(),
        };
        docs = docs.own(&format!(
            "Starts a job that continues after the response: [`{}::wait`] waits for its end{file}.",
            operation.builder
        ));
    }
    for file in operation.upload.iter().flat_map(|upload| &upload.files) {
        docs = docs
            .own(&format!(
                "[`{}::{}`] {}; with one, the body is sent as `multipart/form-data`.",
                operation.builder,
                file.name.ident,
                match file.count {
                    FileCount::One => "sets a file",
                    FileCount::Many => "adds files",
                }
            ))
            .maybe(file.docs.description.as_deref());
    }
    docs = docs.maybe(again(operation.retry));
    for parameter in &operation.parameters {
        if let Some(query) = &parameter.query {
            docs = docs.own(&format!(
                "`{0}` is a [`queries::{query}`](crate::queries::{query}), or text in the \
                 service's query syntax, with or without the quotes around it.",
                plain(&parameter.name.ident)
            ));
        }
    }
    docs = arguments_docs(docs, operation);
    docs = responses_docs(docs, context, operation);
    docs.own("# Examples")
        .verbatim(examples::example(context, operation))
}

/// Describes the server of an operation that has its own.
fn at(server: &Server) -> String {
    let url = code(&server.url);
    if server.url.contains("//") {
        format!("Server: {url}, unless the client was given a whole address.")
    } else {
        format!("Server: {url}, on the service's host.")
    }
}

/// Describes pagination page by page, and its limit.
fn pages(pagination: &Pagination, builder: &str) -> String {
    let pages =
        format!("`.await` returns one page; [`{builder}::items`] is a stream over all of them");
    match (pagination.last_page, &pagination.keyset) {
        (None, _) => format!("{pages}."),
        (Some(last), keyset) => {
            let advice = match keyset {
                Some(_) => "",
                None => " Request less at a time then.",
            };
            format!(
                "{pages}, up to page {last}. If more items exist after it, the stream ends with \
                 [`PagingProblem::Truncated`](crate::runtime::PagingProblem::Truncated).{advice}"
            )
        }
    }
}

/// Describes pagination past the service's limit.
fn everything(keyset: &Keyset, builder: &str) -> String {
    let (property, parameter) = (code(&keyset.property), code(&keyset.parameter));
    format!(
        "[`{builder}::all`] continues past that limit. It sorts by {property}, and returns all \
         items from the oldest on, unless {parameter} is set."
    )
}

/// Describes idempotency, where it is not that of the method.
fn again(retry: Retry) -> Option<&'static str> {
    match retry {
        Retry::ByMethod => None,
        Retry::Safe => Some("Idempotent: retried automatically."),
        Retry::Unsafe => Some("Not idempotent: not retried if it may have been carried out."),
    }
}

/// Describes the rate-limit cost of a call, if it is not 1.
fn costs(credits: &Credits) -> Option<String> {
    let per_value = credits
        .per_value
        .iter()
        .map(|(name, cost)| format!("{cost} more for each value of {}", code(name)));
    let costs: Vec<String> = std::iter::once(credits.base.to_string())
        .chain(per_value)
        .collect();
    (*credits != Credits::default()).then(|| {
        let costs = costs.join(", and ");
        format!("Rate limit: a call counts as {costs}.")
    })
}

fn arguments_docs(mut docs: Doc, operation: &Operation) -> Doc {
    let required = operation
        .parameters
        .iter()
        .filter(|parameter| !is_optional(parameter));
    docs.separate();
    for parameter in required {
        let text = parameter.docs.description.as_deref().unwrap_or_default();
        docs = docs.item(&format!("`{}`", plain(&parameter.name.ident)), text);
    }
    let body = required_body(operation);
    if body.is_some_and(|body| body.content.takes_content_type()) {
        docs = docs.item("`content_type`", "Media type of the body.");
    }
    if let Some(text) = body.and_then(|body| body.docs.description.as_deref()) {
        docs = docs.item("`body`", text);
    }
    docs
}

fn responses_docs(mut docs: Doc, context: &Context<'_>, operation: &Operation) -> Doc {
    let responses = operation.responses.iter();
    let mut successes = responses
        .filter(|response| response.status.is_success())
        .peekable();
    if successes.peek().is_some() {
        docs = docs.own("# Responses");
        docs.separate();
    }
    docs = successes.fold(docs, common_errors::item);
    context.common_errors.section_of(docs, operation)
}
