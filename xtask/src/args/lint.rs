//! The command line of `cargo xtask lint`.

use std::path::PathBuf;

use super::OverlayArgs;

pub(super) const LINT_EXAMPLES: &str = "\
Examples:
  cargo xtask lint
  cargo xtask lint petstore.yaml --overlay fixes.yaml
  cargo xtask lint petstore.yaml --format json

With --format json, standard output has one JSON object a line: each diagnostic, with the members
kind (\"diagnostic\"), severity, code, message, file, line, column, pointer, excerpt, found and
help, null where there is nothing to say; then a summary with kind (\"summary\"), errors and
warnings.

Exit codes: 0 no errors, 1 errors in the description or an overlay, 2 error.";

/// Arguments of `cargo xtask lint`.
#[derive(Debug, clap::Args)]
pub(crate) struct LintArgs {
    /// The API description to look at [default: spec/freshdesk.yaml of this repository].
    #[arg(value_name = "FILE")]
    pub(crate) file: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) overlays: OverlayArgs,
    /// The folder that files which the description refers to are read from
    /// [default: that of the description].
    #[arg(long, value_name = "DIR")]
    pub(crate) root: Option<PathBuf>,
    /// Format of the diagnostics.
    #[arg(long, value_enum, default_value_t = LintFormat::Text)]
    pub(crate) format: LintFormat,
    /// Show every warning, however many there are of one kind.
    #[arg(long)]
    pub(crate) all: bool,
}

/// The forms of diagnostics.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum LintFormat {
    /// For people, on standard error.
    Text,
    /// For tools, on standard output.
    Json,
}
