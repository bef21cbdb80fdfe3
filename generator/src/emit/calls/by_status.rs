//! Responses that are of another kind for each status, as an enum.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::operation::Context;
use crate::{
    emit::{
        docs::Doc,
        types::{ident, plain, rust_type},
    },
    model::{ByStatus, Operation, ResponseContent, StatusBody, StatusPattern},
};

/// ```text
/// /// What [`Reports::get`] gives, by the status of the response.
/// pub enum GetReportOutput { Ok(Report), Accepted(String), NoContent }
///
/// impl crate::runtime::ByStatus for GetReportOutput { … 200 => answer.json().map(Self::Ok), … }
/// ```
pub(super) fn items(
    context: &Context<'_>,
    operation: &Operation,
    answer: &ByStatus,
) -> TokenStream {
    let method = format!(
        "{}::{}",
        context.resource.handle,
        plain(&operation.name.ident)
    );
    let docs = Doc::at(0)
        .own(&format!(
            "Result of [`{method}`], by the status of the response."
        ))
        .outer();
    let name = ident(&answer.ident);
    let variants = answer.bodies.iter().map(variant);
    let arms = answer.bodies.iter().map(arm);
    let covers_all = answer
        .bodies
        .iter()
        .any(|body| body.status == StatusPattern::Default);
    let rest = (!covers_all).then(|| quote!(_ => Err(answer.undescribed()),));
    quote! {
        #docs
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        pub enum #name {
            #(#variants)*
        }
        impl crate::runtime::ByStatus for #name {
            fn read(
                answer: &crate::runtime::Received<'_>,
            ) -> std::result::Result<Self, crate::runtime::DecodeError> {
                match answer.status() {
                    #(#arms)*
                    #rest
                }
            }
        }
    }
}

fn variant(body: &StatusBody) -> TokenStream {
    let docs = Doc::at(4)
        .own(&format!("Status `{}`.", body.status))
        .maybe(body.docs.description.as_deref())
        .outer();
    let name = ident(&body.name.ident);
    let held = match &body.content {
        None => None,
        Some(ResponseContent::Json(ty)) => {
            let ty = rust_type(ty);
            Some(quote!((#ty)))
        }
        Some(ResponseContent::Text) => Some(quote!((std::string::String))),
        Some(ResponseContent::Bytes | ResponseContent::Stream(_)) => {
            Some(quote!((crate::runtime::Bytes)))
        }
    };
    quote!(#docs #name #held,)
}

fn arm(body: &StatusBody) -> TokenStream {
    let name = ident(&body.name.ident);
    let pattern = match body.status {
        StatusPattern::Code(code) => {
            let code = Literal::u16_unsuffixed(code);
            quote!(#code)
        }
        StatusPattern::Range(digit) => {
            let first = Literal::u16_unsuffixed(digit * 100);
            let last = Literal::u16_unsuffixed(digit * 100 + 99);
            quote!(#first..=#last)
        }
        StatusPattern::Default => quote!(_),
    };
    let read = match &body.content {
        None => quote!(Ok(Self::#name)),
        Some(ResponseContent::Json(_)) => quote!(answer.json().map(Self::#name)),
        Some(ResponseContent::Text) => quote!(answer.text().map(Self::#name)),
        Some(ResponseContent::Bytes | ResponseContent::Stream(_)) => {
            quote!(answer.bytes().map(Self::#name))
        }
    };
    quote!(#pattern => #read,)
}
