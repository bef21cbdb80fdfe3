//! Location of this repository, from whatever folder of it the user runs the command.

use std::env;
use std::path::PathBuf;

/// The description that `cargo xtask codegen` reads, relative to the root.
pub const DESCRIPTION: &str = "spec/freshdesk.yaml";

/// The overlay that is read where no settings list any, relative to the description.
pub const OVERLAY: &str = "overlay.yaml";

/// Path of the maintainers' settings for the generated crate, relative to the root.
pub const SETTINGS: &str = "spec/codegen.toml";

/// The identifiers that things keep although the rule would give them others, relative to the root.
pub const NAMES: &str = "spec/names.lock";

/// The breaks that a person has accepted, relative to the root.
pub const ACCEPTED: &str = "spec/accepted.toml";

/// The folder that `cargo xtask codegen` writes, relative to the root.
pub const GENERATED: &str = "generated";

/// Path of the changes in every release of the crate, relative to the root.
pub const CHANGELOG: &str = "CHANGELOG.md";

/// Returns the root of the workspace: the folder that holds `xtask/`, looked for from the
/// package upwards. Cargo says at run time where the package is; a binary that is
/// started without Cargo, or by the build of another package, falls back on the
/// place where it was built.
pub fn root() -> PathBuf {
    let running = env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from);
    let built = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let candidates = running.iter().chain([&built]);
    let mut folders = candidates.flat_map(|package| package.ancestors());
    let root = folders.find(|folder| folder.join("xtask/Cargo.toml").is_file());
    root.unwrap_or(&built).to_path_buf()
}
