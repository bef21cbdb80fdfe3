//! Names of the description → Rust identifiers.
//!
//! Invariant: nothing else in the generator makes an identifier.

mod allot;
mod case;
mod inner;
mod order;
mod references;
mod reserved;
mod words;

pub(super) use self::{
    allot::{free_name, identifiers, take},
    case::{Kind, identifier},
    order::closeness,
    references::for_each_reference,
    reserved::is_reserved,
    words::{same_noun, singular, words},
};
