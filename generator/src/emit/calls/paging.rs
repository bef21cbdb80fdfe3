//! Pagination of an operation, as constant data of the runtime.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use crate::model::{CursorPlace, Keyset, NextPage, Pagination};

/// ```text
/// .paged(Paging::new(NextPage::Link { number: Some("page") }).last_page(300))
/// ```
pub(super) fn paged(pagination: &Pagination) -> TokenStream {
    let next = next_page(&pagination.next);
    let items = pagination
        .items
        .as_ref()
        .map(|items| quote!(.in_member(#items)));
    let last_page = pagination.last_page.map(|number| {
        let number = Literal::u64_unsuffixed(number);
        quote!(.last_page(#number))
    });
    let keyset = pagination.keyset.as_ref().map(keyset);
    quote!(.paged(crate::runtime::Paging::new(#next) #items #last_page #keyset))
}

fn next_page(next: &NextPage) -> TokenStream {
    match next {
        NextPage::Link { parameter } => {
            let number = option(parameter.as_ref());
            quote!(crate::runtime::NextPage::Link { number: #number })
        }
        NextPage::Cursor {
            parameter,
            place: CursorPlace::Property(member),
        } => quote! {
            crate::runtime::NextPage::Cursor { parameter: #parameter, member: #member }
        },
        NextPage::Cursor {
            parameter,
            place: CursorPlace::Header(header),
        } => quote! {
            crate::runtime::NextPage::HeaderCursor { parameter: #parameter, header: #header }
        },
        NextPage::Address {
            property,
            parameter,
        } => {
            let number = option(parameter.as_ref());
            quote!(crate::runtime::NextPage::Address { member: #property, number: #number })
        }
        NextPage::Number {
            parameter,
            first,
            size,
            total,
        } => {
            let first = Literal::u64_unsuffixed(*first);
            let size = option(size.map(Literal::u64_unsuffixed).as_ref());
            let total = option(total.as_ref());
            quote! {
                crate::runtime::NextPage::Number {
                    parameter: #parameter,
                    first: #first,
                    size: #size,
                    total: #total,
                }
            }
        }
    }
}

/// ```text
/// .keyset(Keyset { property: "updated_at", parameter: "updated_since", … })
/// ```
fn keyset(keyset: &Keyset) -> TokenStream {
    let Keyset {
        property,
        parameter,
        key,
        fixed,
        everything,
        page,
    } = keyset;
    let fixed = fixed.iter().map(|(name, value)| quote!((#name, #value)));
    quote! {
        .keyset(crate::runtime::Keyset {
            property: #property,
            parameter: #parameter,
            key: #key,
            fixed: &[#(#fixed),*],
            everything: #everything,
            page: #page,
        })
    }
}

pub(super) fn option<T: quote::ToTokens>(value: Option<&T>) -> TokenStream {
    value.map_or_else(|| quote!(None), |value| quote!(Some(#value)))
}
