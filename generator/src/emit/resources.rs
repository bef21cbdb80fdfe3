//! `resources/`: one file per tag.

use proc_macro2::TokenStream;
use quote::quote;

use super::{
    calls::{self, Context},
    common_errors::CommonErrors,
    docs::{Doc, code},
    features::Features,
    file::Chunk,
    lints::constructor_of,
    types::{Traits, ident, plain},
};
use crate::model::{Api, Package, Resource};

/// ```text
/// //! The operations of the API, grouped by what they work on.
/// pub mod tickets;
/// pub use self::tickets::Tickets;
/// ```
pub(super) fn index(
    features: &Features<'_>,
    api: &Api,
    common_errors: &CommonErrors<'_>,
) -> TokenStream {
    let docs = Doc::at(0)
        .own("Operations of the API: one module per group, with a handle and its requests.");
    let docs = common_errors.section(docs).inner();
    let mut resources: Vec<&Resource> = api.resources.iter().collect();
    resources.sort_by(|left, right| left.name.ident.cmp(&right.name.ident));
    let modules = resources.iter().map(|resource| {
        let gate = features.of(resource).attribute();
        let module = ident(&resource.name.ident);
        quote!(#gate pub mod #module;)
    });
    let exports = resources.iter().map(|resource| {
        let gate = features.of(resource).attribute();
        let (module, handle) = (ident(&resource.name.ident), ident(&resource.handle));
        quote!(#gate pub use self::#module::#handle;)
    });
    quote! {
        #docs
        #(#modules)*
        #(#exports)*
    }
}

/// ```text
/// /// Manage tickets. Obtained from [`Client::tickets`].
/// pub struct Tickets { client: Client }
/// impl Tickets { pub fn list(&self) -> ListTickets { … } }
/// ```
pub(super) fn resource(
    traits: &Traits<'_>,
    resource: &Resource,
    package: &Package,
    common_errors: &CommonErrors<'_>,
) -> Vec<Chunk> {
    let context = Context {
        traits,
        resource,
        common_errors,
        library: package.library_name(),
    };
    let file_docs = Doc::at(0)
        .own(&format!(
            "Requests of the group {}.",
            code(&resource.name.wire)
        ))
        .inner();
    let docs = handle_docs(resource);
    let named_alike = constructor_of(&resource.handle);
    let handle = ident(&resource.handle);
    let methods = resource
        .operations
        .iter()
        .map(|operation| calls::method(&context, operation));
    let builders = resource
        .operations
        .iter()
        .flat_map(|operation| calls::builder(&context, operation));
    let items = quote! {
        #file_docs
        #docs
        #[derive(Clone, Debug)]
        pub struct #handle {
            client: crate::runtime::Client,
        }
        impl #handle {
            #named_alike
            pub(crate) fn new(client: &crate::runtime::Client) -> Self {
                Self { client: client.clone() }
            }
            #(#methods)*
        }
    };
    std::iter::once(Chunk::Tokens(items))
        .chain(builders)
        .collect()
}

fn handle_docs(resource: &Resource) -> TokenStream {
    let docs = Doc::at(0).maybe(resource.docs.description.as_deref());
    let docs = if docs.is_empty() {
        docs.own(&format!(
            "Handle of the operations tagged {}.",
            code(&resource.name.wire)
        ))
    } else {
        docs
    };
    // The text of the link is no path, for a handle may be called `Client`.
    let accessor = plain(&resource.name.ident);
    docs.own(&format!(
        "Obtained by [`client.{accessor}()`](crate::runtime::Client::{accessor})."
    ))
    .outer()
}
