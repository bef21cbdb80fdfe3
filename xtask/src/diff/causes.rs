//! Changes and the texts of both sides → what each change comes from.
//!
//! What the generator and the runtime changed is known from the comparison. The rest is told apart by exchanging one
//! text after the other. Invariant: every change has one cause.

use std::collections::BTreeSet;
use std::fs;

use generator::Source;
use generator::compare::{self, Cause, Change};

use super::sides::{Made, Texts};
use crate::failure::Failure;

/// Puts each change that does not come from the code down to the description, an overlay or the settings.
pub(super) fn attribute(
    changes: &mut [Change],
    old: &Texts,
    before: &Made<'_>,
    new: &Texts,
) -> Result<(), Failure> {
    let is_same = |old: &Source, new: &Source| old.text == new.text;
    let overlays = old.overlays.iter().zip(&new.overlays);
    let differs = [
        !is_same(&old.description, &new.description),
        old.overlays.len() != new.overlays.len()
            || !overlays.fold(true, |all, (old, new)| all && is_same(old, new)),
        old.settings != new.settings,
    ];
    let sole = match differs {
        [_, false, false] => Some(Cause::Description),
        [false, true, false] => Some(Cause::Overlay),
        [false, false, true] => Some(Cause::Settings),
        _ => None,
    };
    let several = match sole {
        None => Some(Steps::between(old, before, new)?),
        Some(_) => None,
    };
    for change in changes.iter_mut().filter(|change| !change.cause.is_code()) {
        change.cause = match (&several, sole) {
            (Some(steps), _) => steps.cause(change),
            (None, sole) => sole.unwrap_or(Cause::Description),
        };
    }
    Ok(())
}

/// The changes that are there as soon as some of the texts are the new ones.
struct Steps {
    /// With the new description alone.
    description: BTreeSet<String>,
    /// With the new overlays, too.
    overlays: BTreeSet<String>,
}

impl Steps {
    fn between(old: &Texts, before: &Made<'_>, new: &Texts) -> Result<Self, Failure> {
        let mut mixed = old.clone();
        mixed.description = new.description.clone();
        let changes = |texts: &Texts| -> Result<BTreeSet<String>, Failure> {
            let modelled = texts.model()?;
            Ok(compare::changed_subjects(
                &before.modelled.api,
                &modelled.api,
            ))
        };
        // The old overlays need not fit the new description; the two belong together then.
        let description = changes(&mixed).unwrap_or_default();
        mixed.overlays.clone_from(&new.overlays);
        Ok(Self {
            description,
            overlays: changes(&mixed)?,
        })
    }

    fn cause(&self, change: &Change) -> Cause {
        let key = change.key();
        if self.description.contains(key) {
            Cause::Description
        } else if self.overlays.contains(key) {
            Cause::Overlay
        } else {
            Cause::Settings
        }
    }
}

/// Returns the code that differs between the crate that was committed and the one in the folder. `None`: none does.
pub(super) fn of_code(old: &Texts, new: &Texts) -> Option<Cause> {
    let (committed, folder) = (old.committed.as_ref()?, new.folder.as_ref()?);
    let differs = |path: &&str| {
        let text = fs::read_to_string(folder.join(path)).ok();
        text.as_deref() != committed.get(path)
    };
    let paths = committed.iter().map(|(path, _)| path);
    let different: Vec<&str> = paths.filter(differs).collect();
    let is_runtime =
        |path: &str| path.starts_with("src/runtime/") || path.starts_with("src/streams/");
    match different.iter().all(|path| is_runtime(path)) {
        _ if different.is_empty() => None,
        true => Some(Cause::Runtime),
        false => Some(Cause::Generator),
    }
}
