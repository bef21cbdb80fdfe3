//! A change that breaks callers → code of theirs before and after.
//!
//! Invariant: both pieces are uses of declarations that really were and are there, so they compile
//! against the crate they are for.

use super::{Change, Effect, Level, Side};
use crate::public_api::{PublicApi, Usage};

/// Code of callers before and after a change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Migration {
    /// A use of the declaration as it was.
    pub before: Usage,
    /// A use of what there is now. `None`: nothing has taken its place.
    pub after: Option<Usage>,
}

impl Change {
    /// Returns the change of code with which callers adapt to a breaking change. `None` for a change that breaks no
    /// caller.
    #[must_use]
    pub fn migration(&self, before: Side<'_>, after: Side<'_>, library: &str) -> Option<Migration> {
        if self.verdict(Level::Source).effect != Effect::Break {
            return None;
        }
        let own = self.signatures.iter().find(|one| one.before.is_some())?;
        let used = before.public_api.usage(&own.path, library)?;
        let successor = self.successor(&own.path, after.public_api);
        Some(Migration {
            before: used,
            after: successor.and_then(|path| after.public_api.usage(path, library)),
        })
    }

    /// Returns the path of what callers use now: the same, or the one that a rename gave it.
    fn successor<'c>(&'c self, path: &'c str, after: &PublicApi) -> Option<&'c str> {
        if after.get(path).is_some() {
            return Some(path);
        }
        // Of the same sort: a method for a method, a field for a field.
        let sort = |path: &str| {
            (
                path.contains('.'),
                path.contains(": "),
                path.matches("::").count(),
            )
        };
        let new = self.signatures.iter().filter(|one| one.before.is_none());
        new.map(|one| one.path.as_str())
            .find(|candidate| sort(candidate) == sort(path))
    }
}
