//! A newer public description → our description with its structure, names, types and values, and our texts.
//!
//! Invariant: what does not differ stays as it is written, comments, order and style included.

mod merge;
mod nodes;
mod patch;
#[cfg(test)]
mod tests;
mod yaml;

use std::collections::BTreeSet;

use serde_json::Value;

pub use self::merge::{Difference, DifferenceKind};
use self::{nodes::Unreadable, patch::Unpatched};
use crate::{
    diagnostics::{Diagnostic, Diagnostics},
    source::{self, Source, load},
};

/// A description after an update.
#[derive(Debug)]
pub struct Update {
    /// The text of our description.
    pub text: String,
    /// Differences from before, in the order of the description.
    pub differences: Vec<Difference>,
}

/// Brings our description up to date with a newer public one.
///
/// # Errors
///
/// Reports what is wrong with either text, and a text of ours that cannot be changed in place.
pub fn update(ours: &Source, theirs: &Source) -> Result<Update, Diagnostics> {
    let (old, newer) = (load(ours)?, load(theirs)?);
    let old = old.as_json();
    let (merged, mut differences) = merge::merged(old, &with_version(newer.as_json(), old));
    let undescribed: BTreeSet<&str> = differences
        .iter()
        .filter_map(|difference| match difference.kind {
            DifferenceKind::TextWanted(_) => difference.pointer.rsplit_once('/'),
            _ => None,
        })
        .map(|(owner, _)| owner)
        .collect();
    let comment = |at: &str| {
        undescribed
            .contains(at)
            .then(|| "Needs a description in our own words.".to_owned())
    };
    let text = patch::patched(&ours.text, old, &merged, &comment)
        .map_err(|why| unpatched(&ours.name, &why))?;
    place(&mut differences, &ours.text, &text);
    Ok(Update { text, differences })
}

/// Says where differences are: those that are gone in the old text, the others in the new one.
fn place(differences: &mut [Difference], old: &str, new: &str) {
    for (text, is_gone) in [(old, true), (new, false)] {
        let here = |difference: &&mut Difference| {
            matches!(difference.kind, DifferenceKind::Removed(_)) == is_gone
        };
        let pointers: Vec<String> = differences
            .iter_mut()
            .filter(here)
            .map(|difference| difference.pointer.clone())
            .collect();
        let places = source::locate(text, pointers.iter().map(String::as_str));
        for difference in differences.iter_mut().filter(here) {
            let place = places.get(&*difference.pointer);
            difference.position = place.map(|place| place.position);
        }
    }
}

/// Keeps the OpenAPI version of our description, into which the newer one is translated.
fn with_version(theirs: &Value, ours: &Value) -> Value {
    let mut theirs = theirs.clone();
    if let (Some(theirs), Some(ours)) = (theirs.get_mut("openapi"), ours.get("openapi")) {
        *theirs = ours.clone();
    }
    theirs
}

/// Overlays after an update of the description that they correct.
#[derive(Debug)]
pub struct UpdatedOverlays {
    /// The texts, without the actions that change nothing any more.
    pub texts: Vec<String>,
    /// Number of actions removed from each overlay.
    pub removed: Vec<usize>,
    /// Problems of the remaining actions: above all, those that no longer apply.
    pub diagnostics: Diagnostics,
}

/// Takes the actions out of overlays that the description says itself by now.
///
/// # Errors
///
/// Reports what is wrong with the description, and overlays that are malformed or cannot be changed in place.
pub fn update_overlays(
    description: &Source,
    overlays: &[Source],
) -> Result<UpdatedOverlays, Diagnostics> {
    let (unneeded, _) = source::unneeded_actions(load(description)?, overlays)?;
    let texts = overlays.iter().zip(&unneeded);
    let texts = texts.map(|(overlay, actions)| without_actions(overlay, actions));
    let texts: Vec<String> = texts.collect::<Result<_, _>>()?;
    let left = overlays.iter().zip(&texts).map(|(overlay, text)| Source {
        name: overlay.name.clone(),
        text: text.clone(),
    });
    let left: Vec<Source> = left.collect();
    let (_, diagnostics) = source::unneeded_actions(load(description)?, &left)?;
    Ok(UpdatedOverlays {
        texts,
        removed: unneeded.iter().map(Vec::len).collect(),
        diagnostics,
    })
}

/// Overlays whose actions state what they hide.
#[derive(Debug)]
pub struct Recorded {
    /// The texts.
    pub texts: Vec<String>,
    /// Number of actions that state something else than before, or for the first time, in each.
    pub changed: Vec<usize>,
}

/// Writes into each action of the overlays what it finds in the description and hides, as the expectation that it states
/// from now on.
///
/// # Errors
///
/// Reports what is wrong with the description, and overlays that are malformed, do not fit it or cannot be changed in
/// place.
pub fn record_expectations(
    description: &Source,
    overlays: &[Source],
) -> Result<Recorded, Diagnostics> {
    let (key, found) = source::expectations(load(description)?, overlays)?;
    let mut recorded = Recorded {
        texts: Vec::new(),
        changed: Vec::new(),
    };
    for (overlay, found) in overlays.iter().zip(found) {
        let from = source::read(&overlay.text)?;
        let mut to = from.clone();
        let mut changed = 0;
        for (index, expectation) in found {
            let action = to.pointer_mut(&format!("/actions/{index}"));
            if let Some(Value::Object(action)) = action
                && action.get(key) != Some(&expectation)
            {
                // What an action finds stands in front of what it does.
                let effect = ["update", "copy", "remove"];
                let place = action.keys().position(|name| effect.contains(&&**name));
                action.shift_remove(key);
                let place = place.unwrap_or(action.len()).min(action.len());
                action.shift_insert(place, key.to_owned(), expectation);
                changed += 1;
            }
        }
        let text = patch::patched(&overlay.text, &from, &to, &|_| None)
            .map_err(|why| unpatched(&overlay.name, &why))?;
        recorded.texts.push(text);
        recorded.changed.push(changed);
    }
    Ok(recorded)
}

/// Returns a text without the actions of an overlay that are named by their places in its list.
fn without_actions(overlay: &Source, actions: &[usize]) -> Result<String, Diagnostics> {
    if actions.is_empty() {
        return Ok(overlay.text.clone());
    }
    let from = source::read(&overlay.text)?;
    let mut to = from.clone();
    if let Some(Value::Array(list)) = to.get_mut("actions") {
        let mut index = 0;
        list.retain(|_| {
            index += 1;
            !actions.contains(&(index - 1))
        });
    }
    patch::patched(&overlay.text, &from, &to, &|_| None)
        .map_err(|why| unpatched(&overlay.name, &why))
}

fn unpatched(name: &str, why: &Unpatched) -> Diagnostics {
    let (code, message, help) = match why {
        Unpatched::Unreadable(Unreadable::Shared) => (
            "anchors",
            "the text has anchors or aliases, and what is in several places cannot be changed in one".to_owned(),
            "write out what the aliases stand for",
        ),
        Unpatched::Unreadable(Unreadable::Syntax(error)) => {
            ("yaml", error.to_string(), "write it in plain YAML")
        }
        Unpatched::Unreadable(Unreadable::Unusual) => (
            "yaml",
            "the text has keys that are no scalars".to_owned(),
            "write it in plain YAML",
        ),
        Unpatched::Different => (
            "internal",
            "the text cannot be changed in place".to_owned(),
            "this is a fault of the generator; please report it with both descriptions",
        ),
    };
    let mut diagnostic = Diagnostic::error(code, message).help(help);
    diagnostic.file = Some(name.to_owned());
    diagnostic.into()
}
