//! Layouts of forms → constants for the runtime.
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

/// Returns `FormPart::new("meta").style(FormStyle::Json)`
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

/// Returns the same as arguments of a macro, as rustfmt writes them: `Brackets,
/// [crate::runtime::FormPart::new("meta")…]`.
pub(super) fn in_macro(layout: &FormLayout) -> Vec<String> {
    const SHORT: usize = 60;
    let style = style(layout.style).to_string();
    let parts: Vec<String> = layout.parts.iter().map(part_in_macro).collect();
    let short = format!("[{}]", parts.join(", "));
    let parts = match parts.as_slice() {
        [] => None,
        [_] => Some(short),
        _ if short.replace("crate::runtime::", "").len() <= SHORT + 2 && !short.contains('\n') => {
            Some(short)
        }
        _ => Some(format!("[\n        {}\n    ]", parts.join(",\n        "))),
    };
    std::iter::once(style).chain(parts).collect()
}

/// Returns `crate::runtime::FormPart::new("meta").content_type("text/csv")`, with a line for each call if these are
/// several and long.
fn part_in_macro(part: &FormPart) -> String {
    const SHORT: usize = 60;
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
    let new = format!(
        "crate::runtime::FormPart::new({})",
        Literal::string(&part.wire)
    );
    let links = [own, content_type, headers].into_iter().flatten();
    let links: Vec<String> = std::iter::once(new).chain(links).collect();
    let short = links.concat();
    // Where nothing else has its name, it is imported.
    if links.len() <= 2 || short.replace("crate::runtime::", "").len() <= SHORT {
        short
    } else {
        links.join("\n            ")
    }
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
