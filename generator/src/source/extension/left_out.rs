//! `x-left-out`: operations that are known to exist and left out on purpose.

use serde::Deserialize;

use super::Extension;

/// What is left out.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct LeftOut(pub(crate) Vec<Entry>);

/// One operation that is left out.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Entry {
    /// Its method and path.
    pub(crate) operation: String,
    /// Why.
    pub(crate) reason: String,
}

impl Extension for LeftOut {
    const KEY: &'static str = "x-left-out";
    const SHAPE: &'static str = "a list of `{operation: 'PUT /widgets/{id}', reason: …}`";
}
