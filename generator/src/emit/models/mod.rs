//! `models/`: one file for the types that the same groups of operations need.
//!
//! Invariant: a type is written as plain Rust; what it has in common with all others is one call of
//! a macro of the runtime, which lists its names on the wire.

mod enums;
mod shapes;
mod structs;
mod unions;

use std::fmt::Write as _;

use proc_macro2::TokenStream;
use quote::quote;

use super::{
    docs::Doc,
    file::Chunk,
    modules::TypeModule,
    types::{Traits, ident, rust_type},
    uses::Uses,
};
use crate::model::{Docs, TypeDef, TypeKind};

/// ```text
/// //! The types of requests and responses.
/// mod tickets;
/// pub use self::tickets::*;
/// ```
pub(super) fn index(modules: &[TypeModule<'_>]) -> TokenStream {
    let docs = Doc::at(0)
        .own("The types of requests and responses.")
        .inner();
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

/// The types of one module.
pub(super) fn types(traits: &Traits<'_>, uses: &Uses<'_>, module: &TypeModule<'_>) -> Vec<Chunk> {
    let head = Chunk::Tokens(Doc::at(0).own(&module.title()).inner());
    let items = module.types.iter().flat_map(|def| item(traits, uses, def));
    std::iter::once(head).chain(items).collect()
}

/// A type, and the macro call that implements what it has in common with all others.
fn item(traits: &Traits<'_>, uses: &Uses<'_>, def: &TypeDef) -> Vec<Chunk> {
    let docs = docs(uses, def);
    match &def.kind {
        TypeKind::Struct(shape) => vec![
            Chunk::Tokens(structs::structure(traits, &docs, def, shape)),
            Chunk::Text(structs::record(def, shape)),
        ],
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

/// The comment of a type.
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
        docs.own("**Deprecated**: the API description advises against its use.")
    } else {
        docs
    };
    docs.outer()
}

fn described(doc: Doc, docs: &Docs) -> Doc {
    let summary = docs.summary.as_deref();
    let doc = match summary {
        // A title that the text begins with would be said twice.
        Some(summary) if !repeats(summary, docs.description.as_deref()) => doc.sentence(summary),
        _ => doc,
    };
    doc.maybe(docs.description.as_deref())
}

fn repeats(summary: &str, description: Option<&str>) -> bool {
    description.is_some_and(|text| text.trim_start().starts_with(summary.trim_end_matches('.')))
}

/// A call of a macro of the runtime, with a line for each name. Names alone are a struct to rustfmt, which keeps short
/// ones on one line.
fn macro_call(name: &str, def: &TypeDef, lines: impl Iterator<Item = String>) -> String {
    const SHORT: usize = 18;
    let lines: Vec<String> = lines.collect();
    let is_name = |line: &String| {
        let name = line.trim_end_matches(',').trim_start_matches("..");
        !name.contains(|letter: char| !letter.is_alphanumeric() && letter != '_')
    };
    let joined = lines.join(" ");
    let short = joined.trim_end_matches(',');
    if short.len() <= SHORT && lines.iter().all(is_name) {
        return format!("crate::{name}!({} {{ {short} }});\n", def.name.ident);
    }
    let mut call = format!("crate::{name}!({} {{\n", def.name.ident);
    for line in lines {
        let _ = writeln!(call, "    {line}");
    }
    call + "});\n"
}
