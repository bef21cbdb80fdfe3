//! `x-rust-credits`: what a call takes from the rate limit.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::key::Extension;

/// Rate-limit cost of a call.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct Credits {
    /// As such.
    #[serde(default = "one")]
    pub(crate) base: u32,
    /// For each value of a query parameter, by its name.
    #[serde(default)]
    pub(crate) per_value: BTreeMap<String, u32>,
}

fn one() -> u32 {
    1
}

impl Extension<'_> for Credits {
    const SHAPE: &'static str =
        "`{base: 1, per-value: {include: 2}}`, of which no member is required";
}
