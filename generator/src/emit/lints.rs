//! Attributes that tell lints what they cannot know.
//!
//! Invariant: an allowance is only where the lint would speak, and says why.

use std::collections::BTreeMap;

use proc_macro2::TokenStream;
use quote::quote;

use super::types::Traits;
use crate::model::{Api, Primitive, TypeKind, TypeRef, Union};

/// Returns the mark of what the description advises against.
pub(super) fn deprecation(deprecated: bool) -> Option<TokenStream> {
    deprecated.then(|| quote!(#[deprecated = "the API description advises against its use"]))
}

/// The allowance for a crate with names in other scripts than Latin, which may look like each other. The compiler takes it
/// at the root of a crate alone.
pub(super) fn other_scripts(api: &Api) -> Option<TokenStream> {
    let mut names = api.names.tables().values().flat_map(BTreeMap::values);
    names.any(|name| !name.is_ascii()).then(|| {
        quote! {
            #![allow(
                confusable_idents,
                mixed_script_confusables,
                uncommon_codepoints,
                reason = "names are in the script of the API description"
            )]
        }
    })
}

/// Returns the allowance for a function with more arguments than clippy likes.
pub(super) fn too_many_arguments(count: usize) -> Option<TokenStream> {
    const ALLOWED: usize = 7;
    (count > ALLOWED).then(
        || quote!(#[expect(clippy::too_many_arguments, reason = "the API demands all of them")]),
    )
}

/// Returns the allowances for a function whose arguments have names that clippy does not like.
pub(super) fn odd_names<'a>(names: impl Iterator<Item = &'a str>) -> TokenStream {
    const LETTERS: usize = 4;
    let names: Vec<&str> = names.collect();
    let letters = names.iter().filter(|name| name.len() == 1).count() > LETTERS;
    let placeholders = names
        .iter()
        .any(|name| ["foo", "baz", "quux"].contains(name));
    let similar = names
        .iter()
        .enumerate()
        .any(|(index, name)| names[..index].iter().any(|other| are_similar(name, other)));
    let letters = letters.then(
        || quote!(#[expect(clippy::many_single_char_names, reason = "the API calls them so")]),
    );
    let placeholders = placeholders
        .then(|| quote!(#[expect(clippy::disallowed_names, reason = "the API calls them so")]));
    // Clippy has exceptions, so this may be one that is not needed.
    let similar =
        similar.then(|| quote!(#[allow(clippy::similar_names, reason = "the API calls them so")]));
    quote!(#letters #placeholders #similar)
}

/// Returns `true` if two names differ in one character.
fn are_similar(left: &str, right: &str) -> bool {
    let (short, long) = if left.len() <= right.len() {
        (left, right)
    } else {
        (right, left)
    };
    let common = short
        .bytes()
        .zip(long.bytes())
        .take_while(|(left, right)| left == right)
        .count();
    match long.len() - short.len() {
        0 => short.get(common + 1..) == long.get(common + 1..),
        1 => short.get(common..) == long.get(common + 1..),
        _ => false,
    }
}

/// Returns the allowance for a method that has the name of one of a trait of std.
///
/// Clippy speaks of some signatures only.
pub(super) fn named_like_std(method: &str) -> Option<TokenStream> {
    const OF_TRAITS: [&str; 30] = [
        "add",
        "as_mut",
        "as_ref",
        "bitand",
        "bitor",
        "bitxor",
        "borrow",
        "borrow_mut",
        "clone",
        "cmp",
        "default",
        "deref",
        "deref_mut",
        "div",
        "drop",
        "eq",
        "from_iter",
        "from_str",
        "hash",
        "index",
        "index_mut",
        "into_iter",
        "mul",
        "neg",
        "next",
        "not",
        "rem",
        "shl",
        "shr",
        "sub",
    ];
    match method {
        "iter" | "iter_mut" => Some(quote! {
            #[allow(clippy::iter_not_returning_iterator, reason = "the API calls it so")]
        }),
        name if OF_TRAITS.contains(&name) => Some(quote! {
            #[allow(clippy::should_implement_trait, reason = "the API calls it so")]
        }),
        _ => None,
    }
}

/// Returns the allowance for the constructor of a type that is called like it.
pub(super) fn constructor_of(name: &str) -> Option<TokenStream> {
    (name == "New").then(
        || quote!(#[expect(clippy::self_named_constructors, reason = "the API calls the type so")]),
    )
}

/// Returns the allowance for a struct with fields of types that clippy finds too deep.
pub(super) fn deep_types(depth: usize) -> Option<TokenStream> {
    const ALLOWED: usize = 4;
    (depth > ALLOWED).then(
        || quote!(#[allow(clippy::type_complexity, reason = "the API nests its responses so")]),
    )
}

/// Returns the allowance for a function with more `bool` arguments than clippy likes.
pub(super) fn too_many_flags<'a>(types: impl Iterator<Item = &'a TypeRef>) -> Option<TokenStream> {
    const ALLOWED: usize = 3;
    let is_flag = |ty: &&TypeRef| **ty == TypeRef::Primitive(Primitive::Bool);
    (types.filter(is_flag).count() > ALLOWED).then(|| {
        quote!(#[expect(clippy::fn_params_excessive_bools, reason = "the API demands all of them")])
    })
}

/// Returns the allowance for a struct with more `bool` fields than clippy likes.
pub(super) fn too_many_flag_fields(count: usize) -> Option<TokenStream> {
    const ALLOWED: usize = 3;
    (count > ALLOWED).then(
        || quote!(#[expect(clippy::struct_excessive_bools, reason = "the API has these flags")]),
    )
}

/// Returns the allowance for a union of which one alternative may be much larger than the others.
///
/// Returns `true` if clippy speaks depends on sizes that grow with the description; a pointer that came and
/// went with them would break callers.
pub(super) fn large_variants<'a>(traits: &Traits<'a>, shape: &'a Union) -> Option<TokenStream> {
    let is_struct = |ty: &'a TypeRef| match traits.resolve(ty) {
        TypeRef::Named(name) => matches!(
            traits.kind(name),
            Some(TypeKind::Struct(_) | TypeKind::Union(_))
        ),
        _ => false,
    };
    let mut types = shape.alternatives.iter().map(|alternative| &alternative.ty);
    types.any(is_struct).then(|| {
        quote!(#[allow(clippy::large_enum_variant, reason = "the API decides how large they are")])
    })
}

/// Returns the allowance for a union with alternatives that are named after it.
pub(super) fn repeated_names(union: &str, shape: &Union) -> Option<TokenStream> {
    let mut names = shape.alternatives.iter().map(|part| &part.name.ident);
    names
        .any(|name| name.starts_with(union) || name.ends_with(union))
        .then(|| quote!(#[allow(clippy::enum_variant_names, reason = "the API calls them so")]))
}
