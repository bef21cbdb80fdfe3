//! Reading a description: text → untyped tree → the shape of OpenAPI 3.0 → `openapiv3`.
//!
//! Invariant: what a later stage cannot express is carried along under an extension key or
//! reported; it is never lost.

mod bundle;
mod load;
mod locate;
mod normalize;
mod parse;
mod pointer;
mod shape;

pub use self::{
    bundle::{ReadFile, bundle},
    load::{Document, Source, load},
    normalize::normalize,
    parse::parse,
};
pub(crate) use self::{
    locate::located,
    pointer::{Pointer, escape},
};
