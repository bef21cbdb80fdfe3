//! Names of the description → Rust identifiers.
//!
//! Invariant: nothing else in the generator makes an identifier.

mod assign;
mod case;
mod chosen;
mod free;
mod inner;
mod methods;
mod order;
mod references;
mod reserved;
mod words;

pub(super) use self::{
    assign::identifiers,
    case::{Kind, identifier},
    chosen::chosen,
    free::{claim, free_name},
    order::closeness,
    references::for_each_reference,
    words::{singular, words},
};
