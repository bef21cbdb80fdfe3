//! Keys of our own with plain values: untyped members → plain structs, by serde. Those with schemas in them need the
//! lowering: see `lower::mapping`.
//!
//! Invariant: a member that an extension does not know, or of the wrong shape, is an error.

mod credits;
mod left_out;
mod pagination;
mod poll;

use serde::de::DeserializeOwned;
use serde_json::Value;

pub(crate) use self::{
    credits::Credits,
    left_out::LeftOut,
    pagination::{Keyset, Next, Pagination},
    poll::Poll,
};
use crate::diagnostics::Diagnostic;

/// What an extension key holds.
pub(crate) trait Extension: DeserializeOwned {
    /// The key.
    const KEY: &'static str;
    /// What to write, for the message of an error.
    const SHAPE: &'static str;

    /// Reads the value of the key at the JSON pointer `owner`.
    ///
    /// # Errors
    ///
    /// When it does not have the shape.
    fn read(value: &Value, owner: &str) -> Result<Self, Box<Diagnostic>> {
        serde_json::from_value(value.clone()).map_err(|error| {
            let key = Self::KEY;
            let message = format!("`{key}` is not understood: {error}");
            Diagnostic::error("invalid-extension", message)
                .at(format!("{owner}/{key}"))
                .help(format!("write it as {}", Self::SHAPE))
                .into()
        })
    }
}
