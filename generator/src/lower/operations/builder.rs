//! The owner of what is read from operations.
//!
//! Its methods are in the files of this folder, each beside the noun that it makes. Invariant: one run has one of it.

use crate::lower::draft::Query;
use crate::{
    lower::{context::Context, names::Setters, types::builder::TypeBuilder},
    source::extension::{self, Found, Text},
};

/// Builder of operations, with data that concerns more than one of them.
pub(in crate::lower) struct OperationBuilder<'d> {
    pub(in crate::lower) context: &'d Context<'d>,
    pub(in crate::lower) types: TypeBuilder<'d>,
    /// The addresses of the service as a whole.
    pub(super) common_servers: &'d [openapiv3::Server],
    /// The setters of variables in the addresses of the service and of operations.
    pub(super) setters: Setters,
    /// The types of searches, each once.
    pub(in crate::lower) queries: Vec<Query>,
    /// The extensions about work that goes on after the response.
    pub(super) polls: Vec<Asked>,
    /// The groups that operations count in.
    pub(in crate::lower) groups: Vec<Found<Text<'d>>>,
    /// The media types of the operation that is being read, where they are not those that are preferred.
    pub(super) choice: Choice<'d>,
}

/// Media types in place of those that are preferred.
#[derive(Default)]
pub(super) struct Choice<'d> {
    /// That of the body which is sent.
    pub(super) request: Option<&'d str>,
    /// That of the responses which have it.
    pub(super) response: Option<&'d str>,
    /// The words that the name of the operation has because of it: `as csv`.
    pub(super) words: Option<String>,
}

/// The extension of an operation about work that goes on.
pub(super) struct Asked {
    /// The operation, as a JSON pointer.
    pub(super) pointer: String,
    /// Operation that reports the state of its job.
    pub(super) poll: Found<extension::Poll>,
}

impl<'d> OperationBuilder<'d> {
    pub(in crate::lower) fn new(
        context: &'d Context<'d>,
        types: TypeBuilder<'d>,
        common_servers: &'d [openapiv3::Server],
        setters: Setters,
    ) -> Self {
        Self {
            context,
            types,
            common_servers,
            setters,
            queries: Vec::new(),
            polls: Vec::new(),
            groups: Vec::new(),
            choice: Choice::default(),
        }
    }
}
