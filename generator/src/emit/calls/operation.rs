//! Facts of an operation that the parts of a call have in common.
//!
//! Invariant: nothing here depends on another file of this folder.

use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens as _, quote};

use crate::{
    emit::{
        common_errors::CommonErrors,
        types::{Traits, ident, rust_type},
    },
    model::{ItemStream, Method, Operation, Output, Parameter, Presence, RequestBody, Resource},
};

/// Context of a call: the names for its comments and examples.
pub(in crate::emit) struct Context<'a> {
    pub(in crate::emit) traits: &'a Traits<'a>,
    pub(in crate::emit) resource: &'a Resource,
    pub(in crate::emit) common_errors: &'a CommonErrors<'a>,
    /// The name of the crate in Rust code.
    pub(in crate::emit) library: String,
}

/// Returns `true` if an operation has optional parts, and therefore a builder.
pub(in crate::emit) fn has_builder(operation: &Operation) -> bool {
    operation.parameters.iter().any(is_optional)
        || optional_body(operation).is_some()
        || operation.upload.is_some()
        || operation.pagination.is_some()
        || operation.poll.is_some()
        || item_stream(operation).is_some()
}

pub(in crate::emit) fn is_optional(parameter: &Parameter) -> bool {
    parameter.presence == Presence::Optional
}

pub(super) fn optional_body(operation: &Operation) -> Option<&RequestBody> {
    operation
        .body
        .as_ref()
        .filter(|body| body.presence == Presence::Optional)
}

pub(in crate::emit) fn required_body(operation: &Operation) -> Option<&RequestBody> {
    operation
        .body
        .as_ref()
        .filter(|body| body.presence == Presence::Required)
}

/// Returns the streamed form of the response, alone or beside another form.
pub(super) fn item_stream(operation: &Operation) -> Option<&ItemStream> {
    match &operation.output {
        Output::Stream(stream) => Some(stream),
        _ => operation.stream.as_ref(),
    }
}

/// Returns the output type of an operation's request.
pub(super) fn output_type(output: &Output) -> TokenStream {
    match output {
        Output::Empty => quote!(()),
        Output::Json(ty) => rust_type(ty),
        Output::OptionalJson(ty) => {
            let ty = rust_type(ty);
            quote!(std::option::Option<#ty>)
        }
        Output::ByStatus(answer) => ident(&answer.ident).into_token_stream(),
        Output::Text => quote!(std::string::String),
        Output::Stream(_) | Output::Bytes => quote!(crate::runtime::Bytes),
    }
}

/// Returns a type as a person writes it: `Vec<Ticket>`.
pub(super) fn compact(ty: &TokenStream) -> String {
    ty.to_string().replace(' ', "").replace(',', ", ")
}

/// A constant of `http`, and the setters for a method that has none: it is like `POST`.
pub(super) fn method_of(method: &Method) -> (Ident, Option<TokenStream>) {
    match method {
        Method::Query => (
            ident("POST"),
            Some(quote!(.custom_method("QUERY").idempotent(true))),
        ),
        Method::Other(name) => (ident("POST"), Some(quote!(.custom_method(#name)))),
        method => (ident(method.as_str()), None),
    }
}
