//! `resources/`: one file per tag.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::quote;

use super::{
    Chunk,
    calls::{self, Context},
    common_errors::CommonErrors,
    docs::{Doc, code},
    features::Features,
    imports::Imports,
    types::{Traits, ident},
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
        .own("The operations of the API: one module per group, with a handle and its requests.");
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
    let imports = imports(resource).into_tokens();
    let docs = handle_docs(resource);
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
        use http::Method;
        #imports
        #docs
        #[derive(Clone, Debug)]
        pub struct #handle {
            client: Client,
        }
        impl #handle {
            pub(crate) fn new(client: &Client) -> Self {
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
            "The operations tagged {}.",
            code(&resource.name.wire)
        ))
    } else {
        docs
    };
    docs.own(&format!(
        "Obtained from [`Client::{}`].",
        resource.name.ident
    ))
    .outer()
}

/// The types and the queries that the requests of a resource name.
pub(super) fn named(resource: &Resource) -> (BTreeSet<String>, BTreeSet<String>) {
    let imports = imports(resource);
    (imports.models(), imports.queries())
}

fn imports(resource: &Resource) -> Imports {
    let mut imports = Imports::default();
    for name in ["Client", "Operation", "Request"] {
        imports.add_runtime(name);
    }
    for operation in &resource.operations {
        calls::add_imports(operation, &mut imports);
    }
    imports
}
