//! A request that the description allows, as the operations see it.
//!
//! Invariant: values have the types of their schemas, whether they came as JSON, in a form or in the query.

use serde_json::Value;

use super::{
    files::File,
    records::{Object, number, text},
    refusal::Refusal,
};

/// A call of an operation.
#[derive(Debug)]
pub(super) struct Call<'d> {
    /// The operation's ID in the description.
    pub(super) operation: &'d str,
    /// The texts in the places of the path's parameters, in their order.
    pub(super) arguments: Vec<String>,
    pub(super) query: Object,
    pub(super) body: Object,
    pub(super) files: Vec<File>,
    /// The address of the path, without its query.
    pub(super) address: String,
    /// The query, decoded.
    pub(super) pairs: Vec<(String, String)>,
}

impl Call<'_> {
    /// Returns the ID in the path.
    pub(super) fn id(&self) -> Result<i64, Refusal> {
        let first = self.arguments.first().and_then(|text| text.parse().ok());
        first.ok_or(Refusal::NotFound)
    }

    /// Returns a number of the query.
    pub(super) fn number(&self, name: &str) -> Option<i64> {
        number(&self.query, name)
    }

    /// Returns a text of the query.
    pub(super) fn text(&self, name: &str) -> Option<&str> {
        text(&self.query, name)
    }

    /// Returns `true` if `include` names a part.
    pub(super) fn includes(&self, part: &str) -> bool {
        let include = self.query.get("include").and_then(Value::as_array);
        include.is_some_and(|parts| parts.iter().any(|known| known == part))
    }
}
