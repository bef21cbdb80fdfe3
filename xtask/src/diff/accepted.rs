//! `spec/accepted.toml` and the changes since a release → the breaks that a person has accepted.
//!
//! Invariant: an entry that accepts nothing is told, so none outlives its change.

use std::path::Path;

use generator::Acceptance;
use generator::compare::Change;

use super::version::is_lower;
use crate::failure::Failure;
use crate::input::InputFile;
use crate::workspace::ACCEPTED;

/// The breaks that are accepted.
#[derive(Debug, Default)]
pub(crate) struct Acceptances(Vec<Acceptance>);

impl Acceptances {
    /// Reads the file; without one, nothing is accepted.
    pub(crate) fn of_workspace(root: &Path) -> Result<Self, Failure> {
        let file = InputFile::of_workspace(root, ACCEPTED);
        if !file.path.exists() {
            return Ok(Self::default());
        }
        Ok(Self(generator::parse_accepted(&file.read()?)?))
    }

    /// The reason why a change is accepted, given the version that callers have. `None`: it is not.
    pub(crate) fn reason(&self, change: &Change, released: &str) -> Option<String> {
        let mut entries = self.0.iter();
        let entry = entries.find(|entry| holds(entry, change, released))?;
        Some(entry.reason.clone())
    }

    /// Entries that accept none of the changes, in words.
    pub(crate) fn unused(&self, changes: &[Change], released: &str) -> Vec<String> {
        let is_used = |entry: &&Acceptance| {
            let mut changes = changes.iter();
            changes.any(|change| holds(entry, change, released))
        };
        let unused = self.0.iter().filter(|entry| !is_used(entry));
        let told = unused.map(|entry| {
            let Acceptance {
                rule,
                subject,
                until,
                ..
            } = entry;
            if is_lower(released, until) {
                format!("{ACCEPTED}: `{subject}` does not break by `{rule}`: remove the entry, or correct it")
            } else {
                format!("{ACCEPTED}: `{rule}` of `{subject}` was accepted until {until}, which is released: remove the entry")
            }
        });
        told.collect()
    }
}

fn holds(entry: &Acceptance, change: &Change, released: &str) -> bool {
    entry.is_about(change) && is_lower(released, &entry.until)
}
