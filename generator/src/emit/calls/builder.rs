//! Request builders: one setter for everything that a call can do without.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::{
    arguments::{Argument, body_argument, set_body},
    by_status, forms,
    operation::{Context, compact, has_builder, is_optional, optional_body, output_type},
    polling, streams,
};
use crate::{
    emit::{
        docs::{Doc, code},
        facts::facts,
        file::{Chunk, invocation},
        lints::{deprecation, named_like_std},
        types::{Traits, ident, plain, rust_type},
    },
    model::{
        FileCount, FormFile, FormLayout, ItemStream, Operation, Output, Parameter, RequestBody,
    },
};

/// ```text
/// /// The request of [`Tickets::list`].
/// pub struct ListTickets { request: Request<Vec<Ticket>> }
///
/// impl ListTickets { pub fn page(mut self, page: i64) -> Self { … } }
///
/// crate::request_builder!(ListTickets, Vec<Ticket>);
/// ```
pub(in crate::emit) fn builder(context: &Context<'_>, operation: &Operation) -> Vec<Chunk> {
    let answer = match &operation.output {
        Output::ByStatus(answer) => {
            vec![Chunk::Tokens(by_status::items(context, operation, answer))]
        }
        _ => Vec::new(),
    };
    if !has_builder(operation) {
        return answer;
    }
    let output = compact(&output_type(&operation.output));
    let name = &operation.builder;
    let mut chunks = answer;
    chunks.push(Chunk::Tokens(builder_items(context, operation)));
    match (&operation.pagination, &operation.output) {
        (_, Output::Stream(stream)) => {
            chunks.push(stream_builder("stream_request_builder", name, stream));
        }
        (Some(pagination), _) => {
            let item = compact(&rust_type(&pagination.item));
            let arguments = [name.as_str(), &output, &item];
            chunks.push(implement("paged_request_builder", &arguments));
            if pagination.keyset.is_some() {
                chunks.push(implement("keyset_request_builder", &[name, &item]));
            }
        }
        (None, _) => chunks.push(implement("request_builder", &[name, &output])),
    }
    if let Some(stream) = &operation.stream {
        chunks.push(stream_builder("stream_too", name, stream));
    }
    if let Some(upload) = &operation.upload {
        let files = upload.files.iter();
        chunks.extend(files.map(|file| upload_builder(name, file, &upload.layout)));
    }
    chunks
}

fn implement(name: &str, arguments: &[&str]) -> Chunk {
    Chunk::Text(invocation(name, arguments))
}

/// ```text
/// crate::stream_too!(WatchTickets, crate::streams::Events<Ticket>, json, "text/event-stream");
/// ```
fn stream_builder(name: &str, builder: &str, stream: &ItemStream) -> Chunk {
    let arguments = streams::arguments(stream);
    let arguments = arguments.iter().map(String::as_str);
    let arguments: Vec<&str> = std::iter::once(builder).chain(arguments).collect();
    implement(name, &arguments)
}

/// ```text
/// crate::upload_builder!(CreateTicket, attach, "attachments[]", Many, Brackets);
/// ```
fn upload_builder(name: &str, file: &FormFile, layout: &FormLayout) -> Chunk {
    let field = Literal::string(&file.name.wire).to_string();
    let count = match file.count {
        FileCount::One => "One",
        FileCount::Many => "Many",
    };
    let layout = forms::in_macro(layout);
    let mut arguments = vec![name, &file.name.ident, &field, count];
    arguments.extend(layout.iter().map(String::as_str));
    implement("upload_builder", &arguments)
}

fn builder_items(context: &Context<'_>, operation: &Operation) -> TokenStream {
    let method = format!(
        "[`{}::{}`]",
        context.resource.handle,
        plain(&operation.name.ident)
    );
    let docs = Doc::at(0)
        .own(&format!(
            "Request of {method}; `.await` sends it and returns the value of the response."
        ))
        .outer();
    let name = ident(&operation.builder);
    let output = output_type(&operation.output);
    let setters = operation
        .parameters
        .iter()
        .filter(|parameter| is_optional(parameter))
        .map(|parameter| setter(context.traits, parameter));
    let setters: Vec<TokenStream> = setters
        .chain(optional_body(operation).map(body_setter))
        .chain(polling::methods(context, operation))
        .collect();
    let methods = (!setters.is_empty()).then(|| quote!(impl #name { #(#setters)* }));
    quote! {
        #docs
        #[derive(Clone, Debug)]
        #[must_use = "a request is sent by `.await` or `.send()`"]
        pub struct #name {
            request: crate::runtime::Request<#output>,
        }
        #methods
    }
}

fn setter(traits: &Traits<'_>, parameter: &Parameter) -> TokenStream {
    let docs = parameter_docs(parameter).outer();
    let deprecated = deprecation(parameter.deprecated);
    let like_std = named_like_std(&parameter.name.ident);
    let name = ident(&parameter.name.ident);
    let argument = Argument::of_setter(traits, parameter);
    let declaration = argument.declaration();
    let conversion = argument.conversion();
    let set = argument.set();
    quote! {
        #docs
        #deprecated
        #like_std
        pub fn #name(mut self, #declaration) -> Self {
            #conversion
            self.request = self.request #set;
            self
        }
    }
}

fn body_setter(body: &RequestBody) -> TokenStream {
    let docs = Doc::at(4).maybe(body.docs.description.as_deref());
    let docs = if docs.is_empty() {
        docs.own("Body of the request.")
    } else {
        docs
    };
    let docs = if body.content.takes_content_type() {
        docs.own("`content_type` is its media type.")
    } else {
        docs
    };
    let docs = docs.outer();
    let argument = body_argument(body);
    let form = forms::constant(body);
    let set = set_body(body);
    quote! {
        #docs
        pub fn body(mut self, #argument) -> Self {
            #form
            self.request = self.request #set;
            self
        }
    }
}

fn parameter_docs(parameter: &Parameter) -> Doc {
    let docs = Doc::at(4).maybe(parameter.docs.description.as_deref());
    let docs = if docs.is_empty() {
        docs.own(&format!("Sets {}.", code(&parameter.name.wire)))
    } else {
        docs
    };
    let facts = facts(
        &parameter.ty,
        &parameter.limits,
        parameter.default.as_deref(),
    );
    if facts.is_empty() {
        docs
    } else {
        docs.own(&facts)
    }
}
