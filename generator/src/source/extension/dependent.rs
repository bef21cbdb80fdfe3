//! `x-rust-dependent`: properties whose values depend on those of others.

use serde::Deserialize;
use serde_json::{Map, Value};

use super::key::Extension;

/// Properties of which each depends on those before it.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Dependent {
    /// The names of the properties, the first level first.
    pub(crate) fields: Vec<String>,
    /// The values of the first property; each leads to those of the next, the last to a list.
    pub(crate) choices: Map<String, Value>,
}

impl Extension<'_> for Vec<Dependent> {
    const SHAPE: &'static str =
        "a list of `{fields: [category, item], choices: {Hardware: [Printer, Laptop]}}`";
}
