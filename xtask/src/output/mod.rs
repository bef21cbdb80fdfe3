//! Generated files → a folder on the disk, in steps that do not reach back:
//!
//! ```text
//! target   path → Target     may we write there at all?      refuses here, nothing touched
//! claim    Target → Claim    nobody else writes meanwhile    waits for another run, clears up after an interrupted one
//! listing  Target → Listing  what is there now
//! plan     + files → Plan    what to write, remove, leave    refuses here, nothing touched
//! apply    Plan → the disk   all of it, or none of it
//! check    Plan → text       or the difference, for --check
//! ```

mod apply;
mod check;
mod claim;
mod listing;
mod plan;
mod target;
#[cfg(test)]
mod tests;

use std::ffi::OsStr;
use std::path::{Component, Path};

pub use self::apply::apply;
pub(crate) use self::check::differences;
pub use self::claim::Claim;
pub use self::plan::Plan;
pub use self::target::Target;

/// Holds new and old files while a folder is being rewritten. Its name begins
/// with a dot, and so it is nobody's business but ours.
const STAGING: &str = ".codegen-staging";

/// Returns `true` if an entry at the top of a generated folder belongs to someone else: Cargo's files, and hidden
/// entries such as `.git`. It stays unchanged.
fn is_left_alone(top: &OsStr) -> bool {
    top == "target" || top == "Cargo.lock" || top.as_encoded_bytes().starts_with(b".")
}

/// Returns the first component of a path inside the folder.
fn top_of(path: &Path) -> &OsStr {
    path.iter().next().unwrap_or_default()
}

/// Returns a path inside the folder, for people and for diffs: with slashes everywhere.
pub fn slashed(path: &Path) -> String {
    let names = path.components().map(Component::as_os_str);
    let names: Vec<_> = names.map(OsStr::to_string_lossy).collect();
    names.join("/")
}
