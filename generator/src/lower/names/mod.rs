//! Names of the description → Rust identifiers.
//!
//! Invariant: nothing else in the generator makes an identifier.

mod assign;
mod case;
mod chosen;
mod claims;
mod free;
mod functions;
mod link;
mod methods;
mod mixed;
mod operations;
mod order;
mod prefix;
mod references;
mod reserved;
mod setters;
mod sharing;
#[cfg(test)]
mod tests;
mod types;
mod words;

pub(super) use self::{
    assign::assign,
    case::{NameKind, identifier},
    chosen::chosen,
    free::claim,
    methods::own_name,
    references::for_each_reference,
    setters::Setters,
    words::{brief, camel, singular, snake, words},
};
