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
mod operation;
mod paging;
mod polling;
mod streams;
mod values;

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use self::{
    arguments::{Argument, body_argument, set_body},
    docs::method_docs,
    operation::{method_of, output_type},
};
pub(super) use self::{
    builder::builder,
    examples::Shown,
    operation::{Context, has_builder, is_optional, required_body},
};
use super::{
    client::server,
    credentials::authentication,
    lints::{deprecation, named_like_std, odd_names, too_many_arguments, too_many_flags},
    types::ident,
};
use crate::model::{Credits, Operation, Output, Parameter, Retry, SecurityScheme};

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
    let of_body = body.map_or(0, |body| 1 + usize::from(body.content.takes_content_type()));
    let lints = too_many_arguments(required.len() + of_body + 1);
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
    let accept = operation
        .accept
        .as_ref()
        .map(|accept| quote!(.accepting(#accept)));
    let media_type = operation
        .body
        .as_ref()
        .and_then(|body| body.media_type.as_ref());
    let sending = media_type.map(|media_type| quote!(.sending(#media_type)));
    let (id, path) = (&operation.name.wire, operation.path.encoded());
    let (verb, custom) = method_of(&operation.method);
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
                #custom #accept #sending #retry #credits #group #paged #authenticated #server;
            #form
            #(#conversions)*
            #value
        }
    }
}

/// Returns `.authenticated(&[Authentication::Bearer])`
fn authenticated_by(schemes: &[SecurityScheme]) -> TokenStream {
    let ways = schemes.iter().map(authentication);
    quote!(.authenticated(&[#(#ways),*]))
}

/// Returns `.idempotent(false)`
fn retry(retry: Retry) -> Option<TokenStream> {
    match retry {
        Retry::ByMethod => None,
        Retry::Safe => Some(quote!(.idempotent(true))),
        Retry::Unsafe => Some(quote!(.idempotent(false))),
    }
}

/// Returns `.cost(2).cost_per_value(&[("include", 2)])`
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
