//! The arguments of `cargo xtask overlays`.

pub(crate) const OVERLAYS_EXAMPLES: &str = "\
Examples:
  cargo xtask overlays
  cargo xtask overlays --record

An action of an overlay hides what it removes and overwrites: a change of that never reaches the crate. So each action
states under x-rust-expect what it finds in the description, and codegen, lint, diff and update warn where that has
changed. --record writes these expectations anew; review their difference.

Exit codes: 0 every action states what it finds, 1 some do not (without --record), 2 error.";

/// The arguments of `cargo xtask overlays`.
#[derive(Debug, clap::Args)]
pub(crate) struct OverlaysArgs {
    /// Write into every action what it finds in the description.
    #[arg(long)]
    pub(crate) record: bool,
}
