//! Operations → methods of their resource's handle, and request builders.
//!
//! Invariant: what a call cannot do without is an argument of the method, everything else is a
//! setter of the builder; an operation without setters has no builder of its own.

use proc_macro2::TokenStream;
use quote::quote;

use super::{
    Chunk,
    docs::{Doc, code},
    examples,
    imports::Imports,
    models::{deprecation, facts},
    types::{Traits, ident, rust_type},
};
use crate::model::{
    ListStyle, Operation, Output, Parameter, ParameterLocation, Presence, Primitive, RequestBody,
    RequestContent, Resource, Response, ResponseContent, TypeRef,
};

/// Where a call stands: what its comments and examples have to name.
pub(super) struct Context<'a> {
    pub(super) traits: &'a Traits<'a>,
    pub(super) resource: &'a Resource,
    /// The name of the crate in Rust code.
    pub(super) library: String,
}

/// Whether an operation has anything to set, and so a builder.
pub(super) fn has_builder(operation: &Operation) -> bool {
    operation.parameters.iter().any(is_optional) || optional_body(operation).is_some()
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

/// The names that the calls of a resource use.
pub(super) fn add_imports(operation: &Operation, imports: &mut Imports) {
    for parameter in &operation.parameters {
        imports.add_type(&parameter.ty);
        if matches!(parameter.ty, TypeRef::List(_)) {
            imports.add_runtime("ListStyle");
        }
    }
    match operation.body.as_ref().map(|body| &body.content) {
        Some(RequestContent::Json(ty)) => imports.add_type(ty),
        Some(RequestContent::Bytes { .. }) => imports.add_runtime("Bytes"),
        Some(RequestContent::Text { .. }) | None => {}
    }
    match &operation.output {
        Output::Json(ty) | Output::OptionalJson(ty) => imports.add_type(ty),
        Output::Bytes => imports.add_runtime("Bytes"),
        Output::Empty | Output::Text => {}
    }
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
    let name = ident(&operation.name.ident);
    let required: Vec<&Parameter> = operation
        .parameters
        .iter()
        .filter(|parameter| !is_optional(parameter))
        .collect();
    let body = required_body(operation);
    let arguments = required
        .iter()
        .map(|parameter| argument(context.traits, parameter))
        .chain(body.map(body_argument));
    let lints = too_many_arguments(required.len() + usize::from(body.is_some()) + 1);
    let flags = too_many_flags(required.iter().map(|parameter| &parameter.ty));
    let conversions = required
        .iter()
        .map(|parameter| conversion(context.traits, parameter));
    let setters = required
        .iter()
        .map(|parameter| set(context.traits, parameter));
    let set_body = body.map(set_body);
    let constructor = constructor(&operation.output);
    let request = quote!(Request::#constructor(&self.client, &OPERATION) #(#setters)* #set_body);
    let (result, value) = if has_builder(operation) {
        let builder = ident(&operation.builder);
        (quote!(#builder), quote!(#builder { request: #request }))
    } else {
        let output = output_type(&operation.output);
        (quote!(Request<#output>), request)
    };
    let (id, path) = (&operation.name.wire, operation.path.to_string());
    let verb = ident(operation.method.as_str());
    quote! {
        #docs
        #deprecated
        #lints
        #flags
        pub fn #name(&self, #(#arguments),*) -> #result {
            static OPERATION: Operation = Operation {
                id: #id,
                method: Method::#verb,
                path: #path,
            };
            #(#conversions)*
            #value
        }
    }
}

/// The allowance for a function with more arguments than clippy likes.
pub(super) fn too_many_arguments(count: usize) -> Option<TokenStream> {
    const ALLOWED: usize = 7;
    (count > ALLOWED).then(
        || quote!(#[expect(clippy::too_many_arguments, reason = "the API demands all of them")]),
    )
}

/// The allowance for a function with more `bool` arguments than clippy likes.
pub(super) fn too_many_flags<'a>(types: impl Iterator<Item = &'a TypeRef>) -> Option<TokenStream> {
    const ALLOWED: usize = 3;
    let is_flag = |ty: &&TypeRef| **ty == TypeRef::Primitive(Primitive::Bool);
    (types.filter(is_flag).count() > ALLOWED).then(|| {
        quote!(#[expect(clippy::fn_params_excessive_bools, reason = "the API demands all of them")])
    })
}

fn constructor(output: &Output) -> proc_macro2::Ident {
    ident(match output {
        Output::Empty => "empty",
        Output::Json(_) => "json",
        Output::OptionalJson(_) => "optional_json",
        Output::Text => "text",
        Output::Bytes => "bytes",
    })
}

/// What awaiting the call gives.
pub(super) fn output_type(output: &Output) -> TokenStream {
    match output {
        Output::Empty => quote!(()),
        Output::Json(ty) => rust_type(ty),
        Output::OptionalJson(ty) => {
            let ty = rust_type(ty);
            quote!(Option<#ty>)
        }
        Output::Text => quote!(String),
        Output::Bytes => quote!(Bytes),
    }
}

/// How a parameter is taken from the caller.
enum Form<'a> {
    /// `ticket_id: i64`
    Copy,
    /// `term: &str`
    Text,
    /// `filter: impl Into<Filter>`
    Into,
    /// `value: &Base64`
    Reference,
    /// `include: impl IntoIterator<Item = …>`
    List(&'a TypeRef),
}

fn form<'a>(traits: &Traits<'_>, ty: &'a TypeRef) -> Form<'a> {
    match ty {
        TypeRef::List(item) => Form::List(item),
        TypeRef::Primitive(Primitive::Text(_)) => Form::Text,
        TypeRef::Primitive(Primitive::Base64) => Form::Reference,
        TypeRef::Named(_) if !traits.is_copy(ty) => Form::Into,
        _ => Form::Copy,
    }
}

fn argument(traits: &Traits<'_>, parameter: &Parameter) -> TokenStream {
    let name = ident(&parameter.name.ident);
    let ty = rust_type(&parameter.ty);
    match form(traits, &parameter.ty) {
        Form::Copy => quote!(#name: #ty),
        Form::Text => quote!(#name: &str),
        Form::Into => quote!(#name: impl Into<#ty>),
        Form::Reference => quote!(#name: &#ty),
        Form::List(item) => {
            let item_type = rust_type(item);
            match form(traits, item) {
                Form::Text | Form::Into => {
                    quote!(#name: impl IntoIterator<Item = impl Into<#item_type>>)
                }
                _ => quote!(#name: impl IntoIterator<Item = #item_type>),
            }
        }
    }
}

/// The statement that turns an argument into what is sent.
fn conversion(traits: &Traits<'_>, parameter: &Parameter) -> Option<TokenStream> {
    let name = ident(&parameter.name.ident);
    let ty = rust_type(&parameter.ty);
    match form(traits, &parameter.ty) {
        Form::Into => Some(quote!(let #name: #ty = #name.into();)),
        Form::List(item) => Some(match form(traits, item) {
            Form::Text | Form::Into => {
                quote!(let #name: #ty = #name.into_iter().map(Into::into).collect();)
            }
            _ => quote!(let #name: #ty = #name.into_iter().collect();),
        }),
        _ => None,
    }
}

/// `.query("per_page", &per_page)`
fn set(traits: &Traits<'_>, parameter: &Parameter) -> TokenStream {
    let (wire, name) = (&parameter.name.wire, ident(&parameter.name.ident));
    let location = match parameter.location {
        ParameterLocation::Path => "path",
        ParameterLocation::Query => "query",
        ParameterLocation::Header => "header",
        ParameterLocation::Cookie => "cookie",
    };
    match form(traits, &parameter.ty) {
        Form::List(_) => {
            let setter = ident(&format!("{location}_list"));
            let style = ident(match parameter.list_style {
                ListStyle::Repeated => "Repeated",
                ListStyle::Comma => "Comma",
                ListStyle::Space => "Space",
                ListStyle::Pipe => "Pipe",
            });
            quote!(.#setter(#wire, ListStyle::#style, &#name))
        }
        Form::Copy | Form::Text | Form::Into | Form::Reference => {
            let setter = ident(location);
            quote!(.#setter(#wire, &#name))
        }
    }
}

fn body_argument(body: &RequestBody) -> TokenStream {
    match &body.content {
        RequestContent::Json(TypeRef::List(item)) => {
            let item = rust_type(item);
            quote!(body: &[#item])
        }
        RequestContent::Json(TypeRef::Primitive(Primitive::Text(_))) => quote!(body: &str),
        RequestContent::Json(ty) => {
            let ty = rust_type(ty);
            quote!(body: &#ty)
        }
        RequestContent::Text { .. } => quote!(body: impl Into<String>),
        RequestContent::Bytes { .. } => quote!(body: impl Into<Bytes>),
    }
}

fn set_body(body: &RequestBody) -> TokenStream {
    match &body.content {
        // A reference to a slice or to text is no sized type, so one more is needed.
        RequestContent::Json(TypeRef::List(_) | TypeRef::Primitive(Primitive::Text(_))) => {
            quote!(.json_body(&body))
        }
        RequestContent::Json(_) => quote!(.json_body(body)),
        RequestContent::Text { .. } => quote!(.text_body(body)),
        RequestContent::Bytes { media_type } => quote!(.bytes_body(#media_type, body)),
    }
}

/// ```text
/// /// The request of [`Tickets::list`].
/// pub struct ListTickets { request: Request<Vec<Ticket>> }
///
/// impl ListTickets { pub fn page(mut self, page: i64) -> Self { … } }
///
/// crate::request_builder!(ListTickets, Vec<Ticket>);
/// ```
pub(super) fn builder(context: &Context<'_>, operation: &Operation) -> Vec<Chunk> {
    if !has_builder(operation) {
        return Vec::new();
    }
    let output = compact(&output_type(&operation.output));
    let implement = format!(
        "crate::request_builder!({}, {output});\n",
        operation.builder
    );
    vec![
        Chunk::Tokens(builder_items(context, operation)),
        Chunk::Text(implement),
    ]
}

/// A type as a person writes it: `Vec<Ticket>`.
fn compact(ty: &TokenStream) -> String {
    ty.to_string().replace(' ', "").replace(',', ", ")
}

fn builder_items(context: &Context<'_>, operation: &Operation) -> TokenStream {
    let method = format!(
        "[`{}::{}`]",
        context.resource.handle,
        plain(&operation.name.ident)
    );
    let docs = Doc::at(0)
        .own(&format!(
            "The request of {method}: awaiting it gives the answer."
        ))
        .outer();
    let name = ident(&operation.builder);
    let output = output_type(&operation.output);
    let setters = operation
        .parameters
        .iter()
        .filter(|parameter| is_optional(parameter))
        .map(|parameter| setter(context.traits, parameter));
    let body = optional_body(operation).map(body_setter);
    quote! {
        #docs
        #[derive(Clone, Debug)]
        #[must_use = "a request is sent by `.await` or `.send()`"]
        pub struct #name {
            request: Request<#output>,
        }
        impl #name {
            #(#setters)*
            #body
        }
    }
}

fn setter(traits: &Traits<'_>, parameter: &Parameter) -> TokenStream {
    let docs = parameter_docs(parameter).outer();
    let deprecated = deprecation(parameter.deprecated);
    let name = ident(&parameter.name.ident);
    let argument = argument(traits, parameter);
    let conversion = conversion(traits, parameter);
    let set = set(traits, parameter);
    quote! {
        #docs
        #deprecated
        pub fn #name(mut self, #argument) -> Self {
            #conversion
            self.request = self.request #set;
            self
        }
    }
}

fn body_setter(body: &RequestBody) -> TokenStream {
    let docs = Doc::at(4).maybe(body.docs.description.as_deref());
    let docs = if docs.is_empty() {
        docs.own("The body of the request.")
    } else {
        docs
    };
    let docs = docs.outer();
    let argument = body_argument(body);
    let set = set_body(body);
    quote! {
        #docs
        pub fn body(mut self, #argument) -> Self {
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
    let facts = facts(&parameter.ty, parameter.default.as_deref());
    if facts.is_empty() {
        docs
    } else {
        docs.own(&facts)
    }
}

/// What a method says: the description's texts, the request line, its arguments, what can come
/// back, and an example.
fn method_docs(context: &Context<'_>, operation: &Operation) -> Doc {
    let mut docs = Doc::at(4);
    if let Some(summary) = &operation.docs.summary {
        docs = docs.sentence(summary);
    }
    docs = docs
        .maybe(operation.docs.description.as_deref())
        .own(&code(&format!("{} {}", operation.method, operation.path)));
    docs = arguments_docs(docs, operation);
    docs = responses_docs(docs, operation);
    docs.own("# Examples")
        .verbatim(examples::example(context, operation))
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
    if let Some(text) = required_body(operation).and_then(|body| body.docs.description.as_deref()) {
        docs = docs.item("`body`", text);
    }
    docs
}

fn responses_docs(mut docs: Doc, operation: &Operation) -> Doc {
    let (successes, failures): (Vec<&Response>, Vec<&Response>) = operation
        .responses
        .iter()
        .partition(|response| response.status.is_success());
    for (heading, responses) in [("# Responses", successes), ("# Errors", failures)] {
        if responses.is_empty() {
            continue;
        }
        docs = docs.own(heading);
        docs.separate();
        for response in responses {
            let head = format!("`{}`{}", response.status, body_link(response));
            let text = response.docs.description.as_deref().unwrap_or_default();
            docs = docs.item(&head, text);
        }
    }
    docs
}

/// ` with [`Error`](crate::models::Error)`
fn body_link(response: &Response) -> String {
    match &response.content {
        Some(ResponseContent::Json(ty)) => match innermost(ty) {
            TypeRef::Named(name) => format!(" with [`{name}`](crate::models::{name})"),
            _ => String::new(),
        },
        _ => String::new(),
    }
}

fn innermost(ty: &TypeRef) -> &TypeRef {
    match ty {
        TypeRef::List(inner) | TypeRef::Map(inner) | TypeRef::Nullable(inner) => innermost(inner),
        other => other,
    }
}

/// An identifier as it reads in a text.
pub(super) fn plain(ident: &str) -> &str {
    ident.strip_prefix("r#").unwrap_or(ident)
}
