//! Parameters and bodies as Rust arguments, and how they enter the request.
//!
//! Invariant: an argument of a method and that of a setter look alike.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use crate::{
    emit::types::{Traits, ident, rust_type},
    model::{
        self, Escaping, ListStyle, Parameter, ParameterLocation, Primitive, RequestBody,
        RequestContent, Style, TypeRef, Writing,
    },
};

/// A parameter as an argument of a function.
pub(super) struct Argument<'a> {
    parameter: &'a Parameter,
    name: Ident,
    form: Form<'a>,
}

/// Form in which a method takes a value.
enum Form<'a> {
    /// `ticket_id: i64`
    Copy,
    /// `term: &str`
    Text,
    /// `filter: impl Into<Filter>`
    Into,
    /// `value: &Base64`
    Reference,
    /// `query: impl Into<TicketQuery>`
    Query(&'a str),
    /// `include: impl IntoIterator<Item = …>`
    List(&'a TypeRef, Box<Form<'a>>),
}

impl<'a> Form<'a> {
    fn of(traits: &Traits<'_>, ty: &'a TypeRef) -> Self {
        match ty {
            TypeRef::List(item) => Self::List(item, Box::new(Self::of(traits, item))),
            TypeRef::Primitive(Primitive::Text(_)) => Self::Text,
            TypeRef::Primitive(Primitive::Base64 | Primitive::Base64Url | Primitive::Decimal) => {
                Self::Reference
            }
            _ if traits.is_copy(ty) => Self::Copy,
            TypeRef::Named(_) if traits.is_parameter(ty) => Self::Into,
            _ => Self::Reference,
        }
    }
}

impl<'a> Argument<'a> {
    /// Returns the argument of a method, which bears the parameter's name.
    pub(super) fn of_method(traits: &Traits<'_>, parameter: &'a Parameter) -> Self {
        Self::new(traits, parameter, ident(&parameter.name.ident))
    }

    /// Returns the argument of a setter, which bears the parameter's name itself.
    pub(super) fn of_setter(traits: &Traits<'_>, parameter: &'a Parameter) -> Self {
        let name = match parameter.ty {
            TypeRef::List(_) => "values",
            _ => "value",
        };
        Self::new(traits, parameter, ident(name))
    }

    fn new(traits: &Traits<'_>, parameter: &'a Parameter, name: Ident) -> Self {
        Self {
            parameter,
            name,
            form: match &parameter.query {
                Some(query) => Form::Query(query),
                None => Form::of(traits, &parameter.ty),
            },
        }
    }

    /// Returns `ticket_id: i64`
    pub(super) fn declaration(&self) -> TokenStream {
        let name = &self.name;
        let ty = rust_type(&self.parameter.ty);
        match &self.form {
            Form::Copy => quote!(#name: #ty),
            Form::Text => quote!(#name: &str),
            Form::Into => quote!(#name: impl std::convert::Into<#ty>),
            Form::Reference => quote!(#name: &#ty),
            Form::Query(query) => {
                let query = ident(query);
                quote!(#name: impl std::convert::Into<crate::queries::#query>)
            }
            Form::List(item, form) => {
                let item = rust_type(item);
                let item = match **form {
                    Form::Text | Form::Into => quote!(impl std::convert::Into<#item>),
                    Form::Copy | Form::Reference | Form::Query(_) | Form::List(..) => item,
                };
                quote!(#name: impl std::iter::IntoIterator<Item = #item>)
            }
        }
    }

    /// Returns the statement that turns the argument into what is sent.
    pub(super) fn conversion(&self) -> Option<TokenStream> {
        let name = &self.name;
        let ty = rust_type(&self.parameter.ty);
        match &self.form {
            Form::Into => Some(quote!(let #name: #ty = #name.into();)),
            Form::Query(query) => {
                let query = ident(query);
                Some(quote!(let #name: crate::queries::#query = #name.into();))
            }
            Form::List(_, form) => Some(match **form {
                Form::Text | Form::Into => {
                    quote!(let #name: #ty = #name.into_iter().map(std::convert::Into::into).collect();)
                }
                _ => quote!(let #name: #ty = #name.into_iter().collect();),
            }),
            Form::Copy | Form::Text | Form::Reference => None,
        }
    }

    /// Returns `.query("per_page", &per_page)`
    pub(super) fn set(&self) -> TokenStream {
        let set = self.set_escaped();
        match self.parameter.escaping {
            Escaping::All => set,
            Escaping::AllButReserved => {
                let wire = &self.parameter.name.wire;
                quote!(#set .reserved(#wire))
            }
        }
    }

    fn set_escaped(&self) -> TokenStream {
        let (wire, name) = (&self.parameter.name.wire, &self.name);
        let location = match self.parameter.location {
            ParameterLocation::Path => "path",
            ParameterLocation::Query => "query",
            ParameterLocation::Header => "header",
            ParameterLocation::Cookie => "cookie",
        };
        match (&self.form, self.parameter.writing) {
            (_, Writing::Styled(style)) => {
                let setter = ident(&format!("{location}_styled"));
                let style = style_name(style);
                return quote!(.#setter(#wire, crate::runtime::Style::#style, &#name));
            }
            (Form::List(..), Writing::Texts(style)) => {
                let setter = ident(&format!("{location}_list"));
                let style = list_style(style);
                return quote!(.#setter(#wire, crate::runtime::ListStyle::#style, &#name));
            }
            (_, Writing::Texts(_)) => {}
        }
        if let Form::Query(_) = self.form {
            return quote!(.search(#wire, #name.render()));
        }
        let setter = ident(location);
        quote!(.#setter(#wire, &#name))
    }
}

fn list_style(style: ListStyle) -> Ident {
    ident(match style {
        ListStyle::Repeated => "Repeated",
        ListStyle::Comma => "Comma",
        ListStyle::Space => "Space",
        ListStyle::Pipe => "Pipe",
    })
}

fn style_name(style: Style) -> Ident {
    ident(match style {
        Style::Comma => "Comma",
        Style::Exploded => "Exploded",
        Style::Space => "Space",
        Style::Pipe => "Pipe",
        Style::Deep => "Deep",
        Style::Label => "Label",
        Style::LabelExploded => "LabelExploded",
        Style::Matrix => "Matrix",
        Style::MatrixExploded => "MatrixExploded",
        Style::Json => "Json",
    })
}

pub(super) fn body_argument(body: &RequestBody) -> TokenStream {
    let takes_content_type = body.content.takes_content_type();
    let content_type = takes_content_type.then(|| quote!(content_type: &str,));
    match &body.content {
        RequestContent::Json(TypeRef::List(item)) | RequestContent::Lines(TypeRef::List(item)) => {
            let item = rust_type(item);
            quote!(body: &[#item])
        }
        RequestContent::Json(TypeRef::Primitive(Primitive::Text(_))) => quote!(body: &str),
        RequestContent::Json(ty)
        | RequestContent::Lines(ty)
        | RequestContent::Form(model::Form { ty, .. }) => {
            let ty = rust_type(ty);
            quote!(body: &#ty)
        }
        RequestContent::Text { .. } => {
            quote!(#content_type body: impl std::convert::Into<std::string::String>)
        }
        RequestContent::Bytes { .. } => {
            quote!(#content_type body: impl std::convert::Into<crate::runtime::Bytes>)
        }
    }
}

pub(super) fn set_body(body: &RequestBody) -> TokenStream {
    match &body.content {
        // A reference to a slice or to text is no sized type, so one more is needed.
        RequestContent::Json(TypeRef::List(_) | TypeRef::Primitive(Primitive::Text(_))) => {
            quote!(.json_body(&body))
        }
        RequestContent::Json(_) => quote!(.json_body(body)),
        RequestContent::Lines(_) => quote!(.lines_body(body)),
        RequestContent::Form(form) if form.files.is_empty() => quote!(.form_body(FORM, body)),
        RequestContent::Form(_) => quote!(.file_form_body(FORM, body)),
        RequestContent::Text { media_type } if media_type.as_deref() == Some("text/plain") => {
            quote!(.text_body(body))
        }
        RequestContent::Text { media_type } => {
            let media_type = content_type(media_type.as_deref());
            quote!(.bytes_body(#media_type, std::convert::Into::<std::string::String>::into(body)))
        }
        RequestContent::Bytes { media_type } => {
            let media_type = content_type(media_type.as_deref());
            quote!(.bytes_body(#media_type, body))
        }
    }
}

/// Returns the `Content-Type` of a body: the argument, where the caller names it.
fn content_type(described: Option<&str>) -> TokenStream {
    described.map_or_else(|| quote!(content_type), |media_type| quote!(#media_type))
}
