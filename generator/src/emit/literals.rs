//! Values of the model → the Rust expressions that stand for them.

use proc_macro2::TokenStream;
use quote::quote;

/// Writes a text that may be missing as an `Option`.
pub(super) fn optional(text: Option<&str>) -> TokenStream {
    text.map_or_else(|| quote!(None), |text| quote!(Some(#text)))
}
