//! The arguments of `cargo xtask update`.

use std::path::PathBuf;

pub(crate) const UPDATE_EXAMPLES: &str = "\
Examples:
  cargo xtask update ../freshdesk-openapi.yaml
  cargo xtask update --check ../freshdesk-openapi.yaml

spec/freshdesk.yaml gets the structure, names, types and values of FILE. Our summaries and
descriptions stay, and so do comments, order and style of everything that does not differ.
Texts of FILE are shown, and not taken over: new parts get a comment in their place.
Actions of overlays that change nothing any more are taken out, and those that fit no more are listed.
At last, generated/ is written and the changes for callers are shown, as by `cargo xtask codegen`.

Exit codes: 0 success, 1 update available (--check only), 2 error.";

/// The arguments of `cargo xtask update`.
#[derive(Debug, clap::Args)]
pub(crate) struct UpdateArgs {
    /// The newer public description, YAML or JSON.
    pub(crate) file: PathBuf,
    /// Write nothing: tell what would change, and exit with 1 if anything would.
    #[arg(long)]
    pub(crate) check: bool,
}
