//! How forms are laid out → constants for the runtime.
//!
//! Invariant: what a description leaves to the rule is not written.

use proc_macro2::{Ident, Literal, TokenStream};
use quote::quote;

use crate::{
    emit::types::ident,
    model::{FormLayout, FormMedia, FormPart, FormStyle, RequestBody, RequestContent},
};

/// ```text
/// const FORM: FormLayout = FormLayout::multipart(FormStyle::Brackets);
/// ```
pub(super) fn constant(body: &RequestBody) -> Option<TokenStream> {
    let RequestContent::Form(form) = &body.content else {
        return None;
    };
    let media = ident(match form.layout.media {
        FormMedia::Multipart => "multipart",
        FormMedia::UrlEncoded => "url_encoded",
    });
    let style = style(form.layout.style);
    let parts = form.layout.parts.iter().map(part);
    let parts = (!form.layout.parts.is_empty()).then(|| quote!(.parts(&[#(#parts),*])));
    Some(quote! {
        const FORM: crate::runtime::FormLayout =
            crate::runtime::FormLayout::#media(crate::runtime::FormStyle::#style) #parts;
    })
}

/// `FormPart::new("meta").style(FormStyle::Json)`
fn part(part: &FormPart) -> TokenStream {
    let wire = &part.wire;
    let style = part.style.map(|own| {
        let own = style(own);
        quote!(.style(crate::runtime::FormStyle::#own))
    });
    let content_type = part.content_type.as_ref();
    let content_type = content_type.map(|name| quote!(.content_type(#name)));
    let pairs = part
        .headers
        .iter()
        .map(|(name, value)| quote!((#name, #value)));
    let headers = (!part.headers.is_empty()).then(|| quote!(.headers(&[#(#pairs),*])));
    quote!(crate::runtime::FormPart::new(#wire) #style #content_type #headers)
}

/// The same as arguments of a macro: `Brackets, [crate::runtime::FormPart::new("meta")…]`.
pub(super) fn in_macro(layout: &FormLayout) -> String {
    let style = style(layout.style);
    let parts: Vec<String> = layout.parts.iter().map(part_in_macro).collect();
    if parts.is_empty() {
        style.to_string()
    } else {
        format!("{style}, [{}]", parts.join(", "))
    }
}

fn part_in_macro(part: &FormPart) -> String {
    let own = part
        .style
        .map(|own| format!(".style(crate::runtime::FormStyle::{})", style(own)));
    let content_type = part.content_type.as_ref();
    let content_type = content_type.map(|name| format!(".content_type({})", Literal::string(name)));
    let pairs = part.headers.iter().map(|(name, value)| {
        let (name, value) = (Literal::string(name), Literal::string(value));
        format!("({name}, {value})")
    });
    let pairs: Vec<String> = pairs.collect();
    let headers = (!pairs.is_empty()).then(|| format!(".headers(&[{}])", pairs.join(", ")));
    format!(
        "crate::runtime::FormPart::new({}){}{}{}",
        Literal::string(&part.wire),
        own.unwrap_or_default(),
        content_type.unwrap_or_default(),
        headers.unwrap_or_default()
    )
}

fn style(style: FormStyle) -> Ident {
    ident(match style {
        FormStyle::Brackets => "Brackets",
        FormStyle::Plain => "Plain",
        FormStyle::Exploded => "Exploded",
        FormStyle::Comma => "Comma",
        FormStyle::Space => "Space",
        FormStyle::Pipe => "Pipe",
        FormStyle::Json => "Json",
    })
}
