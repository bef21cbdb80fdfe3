//! `records.rs`: the types by which callers ask the client for a handle.
//!
//! Invariant: a crate whose description names no records has no such file.

use proc_macro2::TokenStream;
use quote::quote;

use super::{
    docs::Doc,
    features::Features,
    types::{ident, plain},
};
use crate::model::{Api, Resource};

/// Returns `true` if some group of operations works on records of a type that the description names.
pub(super) fn has_records(api: &Api) -> bool {
    described(api).next().is_some()
}

/// ```text
/// pub trait Record { type Handle; fn handle(client: &Client) -> Self::Handle; }
/// impl Client { pub fn records<R: Record>(&self) -> R::Handle { R::handle(self) } }
/// impl Record for Rental { type Handle = RentalRecords; … }
/// ```
pub(super) fn records(features: &Features<'_>, api: &Api) -> TokenStream {
    let docs = Doc::at(0)
        .own("Handles by the type of the records that their operations work on.")
        .inner();
    let trait_docs = Doc::at(0)
        .own("Type of records that a group of operations works on.")
        .outer();
    let type_docs = Doc::at(4).own("Handle of the operations.").outer();
    let handle_docs = Doc::at(4)
        .own("Returns the handle of the operations.")
        .outer();
    let sentences: Vec<String> = described(api).map(sentence).collect();
    let method_docs = Doc::at(4)
        .own("Returns the handle of the operations on the records of a type.")
        .bullets(sentences.iter().map(String::as_str))
        .outer();
    let implementations =
        described(api).map(|(resource, ty)| implementation(features, resource, ty));
    quote! {
        #docs
        #trait_docs
        pub trait Record {
            #type_docs
            type Handle;
            #handle_docs
            fn handle(client: &crate::runtime::Client) -> Self::Handle;
        }
        impl crate::runtime::Client {
            #method_docs
            #[must_use]
            pub fn records<R: crate::records::Record>(&self) -> R::Handle {
                R::handle(self)
            }
        }
        #(#implementations)*
    }
}

/// Returns the groups of operations with the types of their records.
fn described(api: &Api) -> impl Iterator<Item = (&Resource, &str)> {
    let resources = api.resources.iter();
    resources.filter_map(|resource| Some((resource, resource.records.as_deref()?)))
}

fn sentence((resource, ty): (&Resource, &str)) -> String {
    let accessor = plain(&resource.name.ident);
    format!("`records::<{ty}>()` is `{accessor}()`.")
}

fn implementation(features: &Features<'_>, resource: &Resource, ty: &str) -> TokenStream {
    let gate = features.of(resource).attribute();
    let (ty, handle) = (ident(ty), ident(&resource.handle));
    quote! {
        #gate
        impl crate::records::Record for crate::models::#ty {
            type Handle = crate::resources::#handle;
            fn handle(client: &crate::runtime::Client) -> Self::Handle {
                crate::resources::#handle::new(client)
            }
        }
    }
}
