//! Parameters and bodies as Rust arguments, and how they enter the request.
//!
//! Invariant: an argument of a method and that of a setter look alike.

use proc_macro2::TokenStream;
use quote::quote;

use crate::{
    emit::types::{Traits, ident, rust_type},
    model::{
        ListStyle, Parameter, ParameterLocation, Primitive, RequestBody, RequestContent, TypeRef,
    },
};

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

pub(super) fn argument(traits: &Traits<'_>, parameter: &Parameter) -> TokenStream {
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
pub(super) fn conversion(traits: &Traits<'_>, parameter: &Parameter) -> Option<TokenStream> {
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
pub(super) fn set(traits: &Traits<'_>, parameter: &Parameter) -> TokenStream {
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

pub(super) fn body_argument(body: &RequestBody) -> TokenStream {
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

pub(super) fn set_body(body: &RequestBody) -> TokenStream {
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
