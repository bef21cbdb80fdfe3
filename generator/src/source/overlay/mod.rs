//! Corrections of a description, as OpenAPI Overlay documents (1.0 and 1.1) → the corrected tree.
//!
//! Invariant: actions run in the order of the overlays and of their lists, each on what the one
//! before left, and each either does what the standard says or is reported.

mod apply;
mod expect;
mod limits;
mod members;
mod merge;
mod nearest;
mod outcome;
mod patterns;
mod query;
mod read;
mod remove;

#[cfg(test)]
mod tests;

use serde_json::Value;

use self::{
    apply::{Applied, Applying},
    read::Overlay,
};
use super::{Document, Source, locate::located};
use crate::diagnostics::Diagnostics;

/// Applies the overlays to the description. What is wrong with actions that do not fit it comes back with the document,
/// as errors among the warnings; these actions are omitted.
///
/// Beyond the standard, an action whose target matches nothing is an error, and one that changes
/// nothing is a warning: both mean that the description has become another one.
///
/// # Errors
///
/// Reports what is malformed in any of the overlays.
pub fn overlay(
    document: Document,
    overlays: &[Source],
) -> Result<(Document, Diagnostics), Diagnostics> {
    let (applied, diagnostics) = apply(document, overlays)?;
    Ok((applied.document, diagnostics))
}

/// Returns the actions that change nothing, by their places in each overlay, and what is to be said of all.
///
/// # Errors
///
/// Reports what is malformed in any of the overlays.
pub(crate) fn unneeded_actions(
    document: Document,
    overlays: &[Source],
) -> Result<(Vec<Vec<usize>>, Diagnostics), Diagnostics> {
    let (applied, diagnostics) = apply(document, overlays)?;
    Ok((applied.unchanged, diagnostics))
}

/// Nodes that actions find and hide, by overlay, with the places of the actions in its list.
pub(crate) type Found = Vec<Vec<(usize, Value)>>;

/// Nodes that the actions of each overlay find and hide, with the places of the actions: the expectation to state under
/// the key that comes first.
///
/// # Errors
///
/// Reports what is malformed in any of the overlays, and actions that do not fit the description.
pub(crate) fn expectations(
    document: Document,
    overlays: &[Source],
) -> Result<(&'static str, Found), Diagnostics> {
    let (applied, diagnostics) = apply(document, overlays)?;
    let ((), _) = diagnostics.unless_errors(())?;
    Ok((members::EXPECT, applied.found))
}

fn apply(
    mut document: Document,
    overlays: &[Source],
) -> Result<(Applied, Diagnostics), Diagnostics> {
    let mut diagnostics = Diagnostics::default();
    let mut read = Vec::new();
    for source in overlays {
        let (overlay, said) = Overlay::read(source);
        diagnostics.append(located(said, source));
        read.extend(overlay);
    }
    let ((), mut diagnostics) = diagnostics.unless_errors(())?;
    document.texts += overlays.len();
    let mut applied = Applying::all(document, &read);
    for (said, source) in applied.diagnostics.drain(..).zip(overlays) {
        diagnostics.append(located(said, source));
    }
    Ok((applied, diagnostics))
}
