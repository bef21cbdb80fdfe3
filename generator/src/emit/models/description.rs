//! The texts of a type or field → its comment.

use crate::{emit::docs::Doc, model::Docs};

/// Adds the summary and the description.
pub(super) fn described(doc: Doc, docs: &Docs) -> Doc {
    let summary = docs.summary.as_deref();
    let doc = match summary {
        // A title that the text begins with would be said twice.
        Some(summary) if !repeats(summary, docs.description.as_deref()) => doc.sentence(summary),
        _ => doc,
    };
    doc.maybe(docs.description.as_deref())
}

fn repeats(summary: &str, description: Option<&str>) -> bool {
    description.is_some_and(|text| text.trim_start().starts_with(summary.trim_end_matches('.')))
}
