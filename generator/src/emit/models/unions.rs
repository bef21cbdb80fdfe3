//! One of several types → enums with a type per variant.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::{description::described, macro_call::macro_call, shapes};
use crate::{
    emit::{
        docs::{Doc, code},
        file::Chunk,
        lints::{large_variants, repeated_names},
        types::{Traits, ident, plain, rust_type},
    },
    model::{Alternative, Tag, TypeDef, TypeRef, Union},
};

/// ```text
/// #[non_exhaustive]
/// pub enum Content { Text(TextContent), Picture(PictureContent), Other(Json) }
/// ```
pub(super) fn union(
    traits: &Traits<'_>,
    docs: &TokenStream,
    def: &TypeDef,
    shape: &Union,
) -> Vec<Chunk> {
    let mut chunks = vec![
        Chunk::Tokens(enumeration(traits, docs, def, shape)),
        Chunk::Text(table(traits, def, shape)),
    ];
    if is_scalar(traits, shape) {
        let idents = shape.alternatives.iter();
        let lines = idents.map(|alternative| format!("{},", alternative.name.ident));
        chunks.push(Chunk::Text(macro_call("scalar_union", def, lines)));
    }
    chunks
}

fn enumeration(
    traits: &Traits<'_>,
    docs: &TokenStream,
    def: &TypeDef,
    shape: &Union,
) -> TokenStream {
    let name = ident(&def.name.ident);
    let large = large_variants(traits, shape);
    let repeated = repeated_names(&def.name.ident, shape);
    let variants = shape.alternatives.iter().map(variant);
    let other = Doc::at(4)
        .own("A value of none of the other variants, unchanged.")
        .outer();
    quote! {
        #docs
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        #large
        #repeated
        pub enum #name {
            #(#variants)*
            #other
            Other(crate::runtime::Json),
        }
    }
}

fn variant(alternative: &Alternative) -> TokenStream {
    let docs = described(Doc::at(4), &alternative.docs);
    let told = |tag: &Tag| match tag {
        Tag::Others => "with any other value, or with none".to_owned(),
        tag => code(&tag.to_string()),
    };
    let tag = match alternative.tags.as_slice() {
        [] => String::new(),
        tags => {
            let tags: Vec<String> = tags.iter().map(told).collect();
            format!(", tagged {}", tags.join(" or "))
        }
    };
    let own = format!("{}{tag}.", phrase(&alternative.ty));
    let docs = if docs.is_empty() || !tag.is_empty() {
        docs.own(&own)
    } else {
        docs
    };
    let docs = docs.outer();
    let (name, ty) = (ident(&alternative.name.ident), rust_type(&alternative.ty));
    quote! {
        #docs
        #name(#ty),
    }
}

/// Returns a type in words.
fn phrase(ty: &TypeRef) -> String {
    match ty {
        TypeRef::Named(name) => format!("[`{}`](crate::models::{name})", plain(name)),
        TypeRef::Boxed(inner) | TypeRef::Nullable(inner) => phrase(inner),
        TypeRef::List(inner) => format!("A list of {}", phrase(inner)),
        TypeRef::Map(inner) => format!("A map of {}", phrase(inner)),
        TypeRef::FreeForm => "An object".to_owned(),
        TypeRef::Json => "Any value".to_owned(),
        TypeRef::Primitive(_) => {
            let path = type_text(ty);
            code(path.rsplit("::").next().unwrap_or(&path))
        }
    }
}

/// Writes the table by which alternatives are distinguished and written:
///
/// ```text
/// crate::union!(Content by "kind" {
///     Text(TextContent) "kind" = "text" from [Shape::object(&[("kind", &["text"])], &["kind"], &[])],
/// });
/// ```
fn table(traits: &Traits<'_>, def: &TypeDef, shape: &Union) -> String {
    let lines = shape.alternatives.iter().map(|alternative| {
        let value = alternative.tags.first().and_then(literal);
        let value = value.filter(|_| !alternative.is_for_others());
        let tag = shape.tag.as_ref().zip(value);
        let tag = tag.map(|(tag, value)| format!(" {} = {value}", Literal::string(tag)));
        let from = is_only(traits, shape, alternative).then_some(" from");
        let shapes = shapes::of_alternative(traits, shape, alternative);
        format!(
            "{}({}){}{} [{}],",
            alternative.name.ident,
            type_text(&alternative.ty),
            tag.unwrap_or_default(),
            from.unwrap_or_default(),
            shapes.join(", ")
        )
    });
    let call = macro_call("union", def, lines);
    match &shape.tag {
        Some(tag) => {
            let by = format!("{} by {} {{", def.name.ident, Literal::string(tag));
            call.replacen(&format!("{} {{", def.name.ident), &by, 1)
        }
        None => call,
    }
}

/// Returns a value of a tag as a literal. `None`: it is no certain value.
fn literal(tag: &Tag) -> Option<String> {
    Some(match tag {
        Tag::Text(text) => Literal::string(text).to_string(),
        Tag::Integer(number) => Literal::i64_suffixed(*number).to_string(),
        Tag::Boolean(flag) => flag.to_string(),
        Tag::Others => return None,
    })
}

/// Returns `true` if no other alternative is of the same type in Rust.
fn is_only(traits: &Traits<'_>, shape: &Union, alternative: &Alternative) -> bool {
    let text = |alternative: &Alternative| type_text(&traits.resolve_all(&alternative.ty));
    let own = text(alternative);
    let same = shape.alternatives.iter().filter(|other| text(other) == own);
    same.count() == 1
}

/// Returns `true` if every alternative can be used outside a body.
fn is_scalar(traits: &Traits<'_>, shape: &Union) -> bool {
    shape
        .alternatives
        .iter()
        .all(|alternative| traits.is_parameter(&alternative.ty))
}

/// Returns a type as it is written.
fn type_text(ty: &TypeRef) -> String {
    let text = rust_type(ty).to_string();
    text.replace(" < ", "<")
        .replace(" >", ">")
        .replace(" :: ", "::")
        .replace(" ,", ",")
}
