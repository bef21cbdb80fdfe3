//! The last commit → the identifiers that what is there keeps, as `cargo xtask codegen` assigns them.
//!
//! Invariant: nothing is kept where nothing of the description is new.

use std::path::Path;

use generator::model::Names;

use super::git::Repository;
use super::sides::Texts;
use crate::failure::Failure;
use crate::workspace;

/// The identifiers of the last commit. `None`: nothing of the description is new since then.
pub(crate) fn names_of_last_commit() -> Result<Option<Names>, Failure> {
    let root = workspace::root();
    names_to_keep(&Repository::at(&root)?, &root)
}

/// The identifiers of the last commit, which what is there keeps. `None`: nothing of the description is new since then.
fn names_to_keep(repository: &Repository, root: &Path) -> Result<Option<Names>, Failure> {
    let new = Texts::of_folder(root)?;
    let commit = repository.commit("HEAD")?;
    let old = Texts::of_commit(repository, &commit, &new)?;
    if old.describes_the_same(&new) {
        return Ok(None);
    }
    Ok(Some(old.model()?.api.names))
}

/// The identifiers that `cargo xtask codegen` would keep. It tells by itself why it does not know them.
pub(crate) fn kept(repository: &Repository, root: &Path) -> Option<Names> {
    names_to_keep(repository, root).ok().flatten()
}
