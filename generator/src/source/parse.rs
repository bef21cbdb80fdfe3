//! Untyped tree → `openapiv3::OpenAPI`.

use openapiv3::OpenAPI;
use serde::Deserialize;

use super::Document;
use crate::diagnostics::{Diagnostic, Diagnostics};

/// Gives the normalized tree its types.
///
/// # Errors
///
/// Reports a tree that the typed form cannot hold. The normalized shape is checked before, so
/// this is a gap in those checks rather than in the description.
pub fn parse(document: &Document) -> Result<OpenAPI, Diagnostics> {
    OpenAPI::deserialize(&document.root).map_err(|error| {
        Diagnostic::error(
            "unsupported-shape",
            format!("the description cannot be read: {error}"),
        )
        .at("")
        .into()
    })
}
