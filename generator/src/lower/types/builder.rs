//! The owner of the types that are being built.
//!
//! Its methods are in the files of this folder, each beside the kind of schema that it lowers. Invariant: one run has
//! one of it, so that a schema that is reached on two ways is one type.

use super::{budget::Budget, families::Families, store::Types};
use crate::lower::context::Context;

/// The types found so far, and what they are found with.
pub(in crate::lower) struct TypeBuilder<'d> {
    pub(super) context: &'d Context<'d>,
    pub(super) families: &'d Families,
    pub(in crate::lower) found: Types,
    /// The steps that are left to tell what a schema is.
    pub(super) budget: Budget,
    /// The steps that are left to put an object together.
    pub(super) joining: Budget,
}

impl<'d> TypeBuilder<'d> {
    pub(in crate::lower) fn new(context: &'d Context<'d>, families: &'d Families) -> Self {
        Self {
            context,
            families,
            found: Types::default(),
            budget: Budget::default(),
            joining: Budget::default(),
        }
    }
}
