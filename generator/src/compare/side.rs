//! Input of a comparison for each side: the model of the description, and the public API of the crate.
//!
//! Invariant: the crate of one side need not be what the present generator makes of its model.

use crate::{model::Api, public_api::PublicApi};

/// One of the two sides of a comparison.
#[derive(Clone, Copy, Debug)]
pub struct Side<'a> {
    /// The model.
    pub api: &'a Api,
    /// The public API of the crate: of the one that was committed, where there is one.
    pub public_api: &'a PublicApi,
}
