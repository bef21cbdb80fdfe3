//! `models/`: one file per family of types.
//!
//! Invariant: a type is written as plain Rust; what it has in common with all others is one call of
//! a macro of the runtime, which lists its names on the wire.

mod enums;
mod shapes;
mod structs;
mod unions;

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write as _,
};

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};

use super::{
    Chunk,
    docs::Doc,
    features::{Features, Scope},
    imports::Imports,
    types::{FieldForm, Traits, ident, plain, rust_type},
    uses::Uses,
};
use crate::model::{AdditionalProperties, Docs, TypeDef, TypeKind};

/// ```text
/// //! The types of requests and responses.
/// mod ticket;
/// pub use self::ticket::{Ticket, TicketCreate};
/// ```
pub(super) fn index(
    features: &Features<'_>,
    families: &BTreeMap<&str, Vec<&TypeDef>>,
) -> TokenStream {
    let docs = Doc::at(0)
        .own("The types of requests and responses.")
        .inner();
    let modules = families.iter().map(|(module, types)| {
        let gate = features.of_types(types).attribute();
        let module = ident(module);
        quote!(#gate mod #module;)
    });
    let exports = families
        .iter()
        .flat_map(|(module, types)| exports(features, module, types));
    quote! {
        #docs
        #(#modules)*
        #(#exports)*
    }
}

/// A line for all types of a family that need the same.
fn exports(features: &Features<'_>, module: &str, types: &[&TypeDef]) -> Vec<TokenStream> {
    let module = ident(module);
    let mut by_scope: BTreeMap<Scope, Vec<&str>> = BTreeMap::new();
    for def in types {
        let names = by_scope.entry(features.of_type(def)).or_default();
        names.push(&def.name.ident);
    }
    let lines = by_scope.into_iter().map(|(scope, mut names)| {
        names.sort_unstable();
        let (gate, names) = (scope.attribute(), names.into_iter().map(ident));
        quote!(#gate pub use self::#module::{#(#names),*};)
    });
    lines.collect()
}

/// The types of one family.
pub(super) fn family(
    traits: &Traits<'_>,
    uses: &Uses<'_>,
    features: &Features<'_>,
    module: &str,
    types: &[&TypeDef],
) -> Vec<Chunk> {
    let docs = Doc::at(0)
        .own(&format!("The family `{}` of types.", plain(module)))
        .inner();
    let whole = features.of_types(types);
    let scope = |def: &TypeDef| features.of_type(def).within(&whole);
    let mut imports = Imports::default();
    for def in types {
        imports.used_by(scope(def));
        add_imports(def, &mut imports);
    }
    let imports = imports
        .without(types.iter().map(|def| def.name.ident.as_str()))
        .into_tokens();
    let head = Chunk::Tokens(quote!(#docs #imports));
    let items = types
        .iter()
        .flat_map(|def| item(traits, uses, &scope(def), def));
    std::iter::once(head).chain(items).collect()
}

/// The types that a type names.
pub(super) fn named(def: &TypeDef) -> BTreeSet<String> {
    let mut imports = Imports::default();
    add_imports(def, &mut imports);
    imports.models()
}

fn add_imports(def: &TypeDef, imports: &mut Imports) {
    match &def.kind {
        TypeKind::Struct(shape) => {
            for field in &shape.fields {
                imports.add_type(&field.ty);
                if FieldForm::of(field, def.usage) == FieldForm::Patch {
                    imports.add_runtime("Patch");
                }
            }
            if let Some(AdditionalProperties { ty, .. }) = &shape.additional {
                imports.add_type(&structs::additional_type(ty));
            }
        }
        TypeKind::Union(shape) => {
            imports.add_runtime("Json");
            for alternative in &shape.alternatives {
                imports.add_type(&alternative.ty);
            }
        }
        TypeKind::Alias(ty) => imports.add_type(ty),
        TypeKind::Enum(_) => {}
    }
}

/// A type, and the macro call that implements what it has in common with all others.
fn item(traits: &Traits<'_>, uses: &Uses<'_>, scope: &Scope, def: &TypeDef) -> Vec<Chunk> {
    let head = Head {
        docs: docs(uses, def),
        gate: scope.attribute(),
    };
    match &def.kind {
        TypeKind::Struct(shape) => vec![
            Chunk::Tokens(structs::structure(traits, &head, def, shape)),
            scope.gate(structs::record(def, shape)),
        ],
        TypeKind::Enum(shape) => vec![
            Chunk::Tokens(enums::enumeration(&head, def, shape)),
            scope.gate(enums::values(def, shape)),
        ],
        TypeKind::Union(shape) => unions::union(traits, &head, scope, def, shape),
        TypeKind::Alias(ty) => {
            let (name, ty) = (ident(&def.name.ident), rust_type(ty));
            vec![Chunk::Tokens(quote!(#head pub type #name = #ty;))]
        }
    }
}

/// What stands above a type.
struct Head {
    docs: TokenStream,
    /// What every other item of the type needs as well.
    gate: Option<TokenStream>,
}

impl ToTokens for Head {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        self.docs.to_tokens(tokens);
        self.gate.to_tokens(tokens);
    }
}

/// The comment of a type.
fn docs(uses: &Uses<'_>, def: &TypeDef) -> TokenStream {
    let docs = described(Doc::at(0), &def.docs);
    let docs = if docs.is_empty() {
        docs.own(&uses.of(def))
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

/// A call of a macro of the runtime, with a line for each name.
fn macro_call(name: &str, def: &TypeDef, lines: impl Iterator<Item = String>) -> String {
    let mut call = format!("crate::{name}!({} {{\n", def.name.ident);
    for line in lines {
        let _ = writeln!(call, "    {line}");
    }
    call + "});\n"
}
