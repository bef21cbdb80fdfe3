//! `x-rust-webhook`: the keys of a body that the receiver's user chooses.

use serde::Deserialize;

use super::{
    key::Extension,
    values::{Scalar, Text},
};

/// The body.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct Webhook<'d> {
    /// The member with the keys. `None`: the body itself has them.
    #[serde(borrow)]
    pub(crate) envelope: Option<Text<'d>>,
    /// Prefix of the keys of custom fields. `None`: there are none.
    #[serde(borrow)]
    pub(crate) custom_fields: Option<Text<'d>>,
    /// The keys that are known.
    #[serde(borrow, default)]
    pub(crate) keys: Vec<WebhookKey<'d>>,
}

/// A key.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct WebhookKey<'d> {
    /// Its name.
    #[serde(borrow)]
    pub(crate) name: Text<'d>,
    /// Its other names.
    #[serde(borrow, default)]
    pub(crate) aliases: Vec<Text<'d>>,
    /// The name that a person chose.
    #[serde(rename = "x-rust-name", borrow)]
    pub(crate) rust_name: Option<Text<'d>>,
    /// A text for it.
    #[serde(borrow)]
    pub(crate) description: Option<Text<'d>>,
    /// Its values, unless they have a notation.
    #[serde(borrow)]
    pub(crate) schema: Option<Scalar<'d>>,
    /// Notation of its values, where that is not JSON.
    pub(crate) notation: Option<Notation>,
}

/// Notation of a value.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Notation {
    /// `{field:{from:1,to:2}}`
    Changes,
}

impl<'d> Extension<'d> for Webhook<'d> {
    const SHAPE: &'static str = "`{envelope: payload, custom-fields: cf_, keys: [{name, aliases, x-rust-name, \
                                 description, schema: {type: integer}}, {name, notation: changes}]}`, of which no \
                                 member but the `name` of a key is required";
}
