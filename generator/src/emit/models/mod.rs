//! `models/`: one file for the types that the same groups of operations need.
//!
//! Invariant: a type is written as plain Rust; what it has in common with all others is one call of
//! a macro of the runtime, which lists its names on the wire.

mod description;
mod enums;
mod macro_call;
mod sample;
mod shapes;
mod structs;
mod unions;

use proc_macro2::TokenStream;
use quote::quote;

use self::description::described;
use super::{
    docs::Doc,
    file::Chunk,
    modules::TypeModule,
    types::{Traits, ident, rust_type},
    uses::Uses,
};
use crate::model::{TypeDef, TypeKind};

/// ```text
/// //! The types of requests and responses.
/// mod tickets;
/// pub use self::tickets::*;
/// ```
pub(super) fn index(modules: &[TypeModule<'_>]) -> TokenStream {
    let docs = Doc::at(0).own("Types of requests and responses.").inner();
    let declarations = modules.iter().map(|module| {
        let (gate, name) = (module.scope.attribute(), ident(&module.name));
        quote!(#gate mod #name;)
    });
    let exports = modules.iter().map(|module| {
        let (gate, name) = (module.scope.attribute(), ident(&module.name));
        quote!(#gate pub use self::#name::*;)
    });
    quote! {
        #docs
        #(#declarations)*
        #(#exports)*
    }
}

/// Returns the types of one module.
pub(super) fn types(traits: &Traits<'_>, uses: &Uses<'_>, module: &TypeModule<'_>) -> Vec<Chunk> {
    let head = Chunk::Tokens(Doc::at(0).own(&module.title()).inner());
    let items = module.types.iter().flat_map(|def| item(traits, uses, def));
    std::iter::once(head).chain(items).collect()
}

/// Returns a type, and the macro call that implements what it has in common with all others.
fn item(traits: &Traits<'_>, uses: &Uses<'_>, def: &TypeDef) -> Vec<Chunk> {
    let docs = docs(uses, def);
    match &def.kind {
        TypeKind::Struct(shape) => vec![
            Chunk::Tokens(structs::structure(traits, &docs, def, shape)),
            Chunk::Text(structs::record(def, shape)),
        ]
        .into_iter()
        .chain(structs::objects(def, shape))
        .chain(structs::dependent(def, shape))
        .collect(),
        TypeKind::Enum(shape) => vec![
            Chunk::Tokens(enums::enumeration(&docs, def, shape)),
            Chunk::Text(enums::values(def, shape)),
        ],
        TypeKind::Union(shape) => unions::union(traits, &docs, def, shape),
        TypeKind::Alias(ty) => {
            let (name, ty) = (ident(&def.name.ident), rust_type(ty));
            vec![Chunk::Tokens(quote!(#docs pub type #name = #ty;))]
        }
    }
}

/// Returns the comment of a type.
fn docs(uses: &Uses<'_>, def: &TypeDef) -> TokenStream {
    let docs = described(Doc::at(0), &def.docs);
    let docs = if docs.is_empty() {
        let paragraphs = uses.of(def);
        paragraphs.iter().fold(docs, |docs, text| docs.own(text))
    } else {
        docs
    };
    // The attribute would warn of every use in this crate too.
    let docs = if def.deprecated {
        docs.own("**Deprecated** in the API description.")
    } else {
        docs
    };
    docs.outer()
}
