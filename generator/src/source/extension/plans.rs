//! `x-rust-plans`: what the plans of the service allow.

use std::{fmt, num::NonZeroU32};

use serde::{
    Deserialize, Deserializer,
    de::{MapAccess, Visitor},
};

use super::{key::Extension, values::Text};

/// All plans.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct Plans<'d> {
    /// Source of the numbers.
    #[serde(borrow)]
    pub(crate) description: Option<Text<'d>>,
    /// The length of a window. `None`: a minute.
    pub(crate) window_seconds: Option<NonZeroU32>,
    /// The plans, at least one.
    #[serde(rename = "plans", borrow)]
    pub(crate) all: Vec<Plan<'d>>,
}

/// One plan.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Plan<'d> {
    /// Its name.
    #[serde(borrow)]
    pub(crate) name: Text<'d>,
    /// The number of calls in a window.
    pub(crate) total: NonZeroU32,
    /// The groups of operations with their shares, in the order of the description.
    #[serde(default)]
    pub(crate) groups: Groups,
}

/// Groups of operations with their shares. None of serde's own maps keeps the order.
#[derive(Clone, Debug, Default)]
pub(crate) struct Groups(pub(crate) Vec<(String, NonZeroU32)>);

impl<'de> Deserialize<'de> for Groups {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(Self::default())
    }
}

impl<'de> Visitor<'de> for Groups {
    type Value = Self;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a mapping")
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut members: A) -> Result<Self, A::Error> {
        while let Some(group) = members.next_entry()? {
            self.0.push(group);
        }
        Ok(self)
    }
}

impl<'d> Extension<'d> for Plans<'d> {
    const SHAPE: &'static str =
        "`{window-seconds: 60, plans: [{name: Growth, total: 200, groups: {ticket_list: 20}}]}`";
}
