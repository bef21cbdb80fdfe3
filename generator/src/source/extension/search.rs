//! `x-rust-search`: the conditions that an operation with a query in a language of its own takes.

use std::num::NonZeroU32;

use serde::Deserialize;

use super::{
    key::Extension,
    values::{Scalar, Text},
};

/// Searchable fields.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct Search<'d> {
    /// The name of the query's type; two operations may share one.
    #[serde(rename = "type", borrow)]
    pub(crate) ty: Text<'d>,
    /// The query parameter that takes the query. `None`: `query`.
    #[serde(borrow)]
    pub(crate) parameter: Option<Text<'d>>,
    /// A text for the type.
    #[serde(borrow)]
    pub(crate) description: Option<Text<'d>>,
    /// The length of the longest query, in characters.
    pub(crate) max_length: Option<NonZeroU32>,
    /// The fields that can be searched.
    #[serde(borrow, default)]
    pub(crate) fields: Vec<SearchField<'d>>,
    /// The fields that one account has added to them.
    #[serde(borrow, default)]
    pub(crate) custom: Vec<SearchField<'d>>,
    /// Prefix of the names of custom fields. `None`: there are none.
    #[serde(borrow)]
    pub(crate) custom_fields: Option<Text<'d>>,
}

/// A field.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct SearchField<'d> {
    /// Its name in a query.
    #[serde(borrow)]
    pub(crate) name: Text<'d>,
    /// The name that a person chose.
    #[serde(rename = "x-rust-name", borrow)]
    pub(crate) rust_name: Option<Text<'d>>,
    /// A text for it.
    #[serde(borrow)]
    pub(crate) description: Option<Text<'d>>,
    /// Its values.
    #[serde(borrow)]
    pub(crate) schema: Scalar<'d>,
    /// Values can be compared by order.
    #[serde(default)]
    pub(crate) ranges: bool,
    /// Values can be compared with `null`.
    #[serde(default)]
    pub(crate) null: bool,
}

impl<'d> Extension<'d> for Search<'d> {
    const SHAPE: &'static str = "`{type: TicketQuery, parameter: query, description, max-length, custom-fields: cf_, \
                                 fields: [{name, schema, x-rust-name, description, ranges, 'null'}], custom: [...]}`, \
                                 of which `type` is required";
}
