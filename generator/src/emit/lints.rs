//! Attributes that tell lints what they cannot know.
//!
//! Invariant: an allowance stands only where the lint would speak, and says why.

use proc_macro2::TokenStream;
use quote::quote;

use crate::model::{Primitive, TypeRef};

/// The mark of what the description advises against.
pub(super) fn deprecation(deprecated: bool) -> Option<TokenStream> {
    deprecated.then(|| quote!(#[deprecated = "the API description advises against its use"]))
}

/// The allowance for a function with more arguments than clippy likes.
pub(super) fn too_many_arguments(count: usize) -> Option<TokenStream> {
    const ALLOWED: usize = 7;
    (count > ALLOWED).then(
        || quote!(#[expect(clippy::too_many_arguments, reason = "the API demands all of them")]),
    )
}

/// The allowance for a function with more arguments of one letter than clippy likes.
pub(super) fn too_many_letters<'a>(names: impl Iterator<Item = &'a str>) -> Option<TokenStream> {
    const ALLOWED: usize = 4;
    (names.filter(|name| name.len() == 1).count() > ALLOWED).then(
        || quote!(#[expect(clippy::many_single_char_names, reason = "the API calls them so")]),
    )
}

/// The allowance for a function with more `bool` arguments than clippy likes.
pub(super) fn too_many_flags<'a>(types: impl Iterator<Item = &'a TypeRef>) -> Option<TokenStream> {
    const ALLOWED: usize = 3;
    let is_flag = |ty: &&TypeRef| **ty == TypeRef::Primitive(Primitive::Bool);
    (types.filter(is_flag).count() > ALLOWED).then(|| {
        quote!(#[expect(clippy::fn_params_excessive_bools, reason = "the API demands all of them")])
    })
}

/// The allowance for a struct with more `bool` fields than clippy likes.
pub(super) fn too_many_flag_fields(count: usize) -> Option<TokenStream> {
    const ALLOWED: usize = 3;
    (count > ALLOWED).then(
        || quote!(#[expect(clippy::struct_excessive_bools, reason = "the API has these flags")]),
    )
}
