//! Operations → methods of their resource's handle, and request builders.
//!
//! Invariant: what a call cannot do without is an argument of the method, everything else is a
//! setter of the builder; an operation without setters has no builder of its own.

mod arguments;
mod builder;
mod by_status;
mod docs;
mod examples;
mod forms;
mod paging;
mod polling;
mod streams;
mod values;

use proc_macro2::{Literal, TokenStream};
use quote::{ToTokens as _, quote};

use self::{
    arguments::{Argument, body_argument, set_body},
    docs::method_docs,
};
pub(super) use self::{builder::builder, examples::Shown};
use super::{
    client::server,
    common_errors::CommonErrors,
    credentials::authentication,
    lints::{deprecation, named_like_std, odd_names, too_many_arguments, too_many_flags},
    types::{Traits, ident, rust_type},
};
use crate::model::{
    Credits, Operation, Output, Parameter, Presence, RequestBody, Resource, Retry, SecurityScheme,
};

/// Where a call stands: what its comments and examples have to name.
pub(super) struct Context<'a> {
    pub(super) traits: &'a Traits<'a>,
    pub(super) resource: &'a Resource,
    pub(super) common_errors: &'a CommonErrors<'a>,
    /// The name of the crate in Rust code.
    pub(super) library: String,
}

/// Whether an operation has anything to set, and so a builder.
pub(super) fn has_builder(operation: &Operation) -> bool {
    operation.parameters.iter().any(is_optional)
        || optional_body(operation).is_some()
        || operation.upload.is_some()
        || operation.pagination.is_some()
        || operation.poll.is_some()
        || streams::of(operation).is_some()
}

pub(super) fn is_optional(parameter: &Parameter) -> bool {
    parameter.presence == Presence::Optional
}

fn optional_body(operation: &Operation) -> Option<&RequestBody> {
    operation
        .body
        .as_ref()
        .filter(|body| body.presence == Presence::Optional)
}

pub(super) fn required_body(operation: &Operation) -> Option<&RequestBody> {
    operation
        .body
        .as_ref()
        .filter(|body| body.presence == Presence::Required)
}

/// ```text
/// /// View a ticket. …
/// pub fn get(&self, ticket_id: i64) -> GetTicket {
///     static OPERATION: Operation = Operation { id: "getTicket", … };
///     GetTicket { request: Request::json(&self.client, &OPERATION).path("ticket_id", &ticket_id) }
/// }
/// ```
pub(super) fn method(context: &Context<'_>, operation: &Operation) -> TokenStream {
    let docs = method_docs(context, operation).outer();
    let deprecated = deprecation(operation.deprecated);
    let like_std = named_like_std(&operation.name.ident);
    let name = ident(&operation.name.ident);
    let required: Vec<&Parameter> = operation
        .parameters
        .iter()
        .filter(|parameter| !is_optional(parameter))
        .collect();
    let body = required_body(operation);
    let arguments: Vec<Argument<'_>> = required
        .iter()
        .map(|parameter| Argument::of_method(context.traits, parameter))
        .collect();
    let declarations = arguments
        .iter()
        .map(Argument::declaration)
        .chain(body.map(body_argument));
    let lints = too_many_arguments(required.len() + usize::from(body.is_some()) + 1);
    let letters = required
        .iter()
        .map(|parameter| parameter.name.ident.as_str());
    let letters = odd_names(letters);
    let flags = too_many_flags(required.iter().map(|parameter| &parameter.ty));
    let conversions = arguments.iter().filter_map(Argument::conversion);
    let setters = arguments.iter().map(Argument::set);
    let form = body.and_then(forms::constant);
    let set_body = body.map(set_body);
    let constructor = constructor(&operation.output);
    let request = quote!(crate::runtime::Request::#constructor(&self.client, &OPERATION) #(#setters)* #set_body);
    let (result, value) = if has_builder(operation) {
        let builder = ident(&operation.builder);
        (quote!(#builder), quote!(#builder { request: #request }))
    } else {
        let output = output_type(&operation.output);
        (quote!(crate::runtime::Request<#output>), request)
    };
    let credits = credits(&operation.credits);
    let group = operation
        .rate_limit_group
        .as_ref()
        .map(|group| quote!(.group(#group)));
    let retry = retry(operation.retry);
    let paged = operation.pagination.as_ref().map(paging::paged);
    let authenticated = operation.security.as_ref();
    let authenticated = authenticated.map(|schemes| authenticated_by(schemes));
    let server = operation.server.as_ref().map(|own| {
        let own = server(own);
        quote!(.at(&#own))
    });
    let (id, path) = (&operation.name.wire, operation.path.to_string());
    let verb = ident(operation.method.as_str());
    quote! {
        #docs
        #deprecated
        #like_std
        #lints
        #flags
        #letters
        pub fn #name(&self, #(#declarations),*) -> #result {
            static OPERATION: crate::runtime::Operation =
                crate::runtime::Operation::new(#id, http::Method::#verb, #path)
                #retry #credits #group #paged #authenticated #server;
            #form
            #(#conversions)*
            #value
        }
    }
}

/// `.authenticated(&[Authentication::Bearer])`
fn authenticated_by(schemes: &[SecurityScheme]) -> TokenStream {
    let ways = schemes.iter().map(authentication);
    quote!(.authenticated(&[#(#ways),*]))
}

/// `.idempotent(false)`
fn retry(retry: Retry) -> Option<TokenStream> {
    match retry {
        Retry::ByMethod => None,
        Retry::Safe => Some(quote!(.idempotent(true))),
        Retry::Unsafe => Some(quote!(.idempotent(false))),
    }
}

/// `.cost(2).cost_per_value(&[("include", 2)])`
fn credits(credits: &Credits) -> TokenStream {
    let base = (credits.base != 1).then(|| {
        let base = Literal::u32_unsuffixed(credits.base);
        quote!(.cost(#base))
    });
    let per_value = credits.per_value.iter().map(|(name, cost)| {
        let cost = Literal::u32_unsuffixed(*cost);
        quote!((#name, #cost))
    });
    let per_value =
        (!credits.per_value.is_empty()).then(|| quote!(.cost_per_value(&[#(#per_value),*])));
    quote!(#base #per_value)
}

fn constructor(output: &Output) -> proc_macro2::Ident {
    ident(match output {
        Output::Empty => "empty",
        Output::Json(_) => "json",
        Output::OptionalJson(_) => "optional_json",
        Output::ByStatus(_) => "by_status",
        Output::Text => "text",
        Output::Stream(_) | Output::Bytes => "bytes",
    })
}

/// What the request of a call is answered with.
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
