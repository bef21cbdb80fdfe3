//! The command lines of what compares descriptions.

use std::path::PathBuf;

pub(super) const DIFF_EXAMPLES: &str = "\
Examples:
  cargo xtask diff
  cargo xtask diff --base v0.1.0 --all
  cargo xtask diff --old ../old/freshdesk.yaml --format json
  cargo xtask diff --format markdown > comment.md
  cargo xtask diff --generated

Exit codes: 0 success, 2 error.";

pub(super) const REVIEW_EXAMPLES: &str = "\
Examples:
  cargo xtask review
  cargo xtask review --base origin/main --out target/review

Exit codes: 0 success, 1 generated/ is out of date, 2 error.";

pub(super) const RELEASE_CHECK_EXAMPLES: &str = "\
Examples:
  cargo xtask release-check
  cargo xtask release-check --base v0.1.0
  cargo xtask release-check --write

CHANGELOG.md has an entry for every version, in the form of Keep a Changelog.
Exit codes: 0 ready for release, 1 the version is too low or has no entry in CHANGELOG.md,
2 anything else.";

/// Arguments of `cargo xtask diff`.
#[derive(Debug, clap::Args)]
pub(crate) struct DiffArgs {
    /// The revision to compare with [default: where the work since the main branch began].
    #[arg(long, value_name = "REV", conflicts_with = "old")]
    pub(crate) base: Option<String>,
    /// A description to compare with instead; the overlays of now are applied to it, too.
    #[arg(long, value_name = "FILE")]
    pub(crate) old: Option<PathBuf>,
    /// The form of the report.
    #[arg(long, value_enum, default_value_t = DiffFormat::Text)]
    pub(crate) format: DiffFormat,
    /// Tell every change, not only those that break.
    #[arg(long)]
    pub(crate) all: bool,
    /// Show instead what the generator itself changed in the crate of the base.
    #[arg(long, conflicts_with_all = ["old", "all", "format"])]
    pub(crate) generated: bool,
}

/// The forms of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum DiffFormat {
    /// One screen for a terminal.
    Text,
    /// A comment for a pull request.
    Markdown,
    /// For tools; spec/README.md documents it.
    Json,
    /// An entry for CHANGELOG.md.
    Changelog,
    /// One word or two for a pull request.
    Label,
}

/// Arguments of `cargo xtask review`.
#[derive(Debug, clap::Args)]
pub(crate) struct ReviewArgs {
    /// The revision to compare with [default: where the work since the main branch began].
    #[arg(long, value_name = "REV")]
    pub(crate) base: Option<String>,
    /// The folder to write report.md, report.json, changelog.md, label and labels into.
    #[arg(long, value_name = "DIR", default_value = "target/review")]
    pub(crate) out: PathBuf,
}

/// Arguments of `cargo xtask release-check`.
#[derive(Debug, clap::Args)]
pub(crate) struct ReleaseCheckArgs {
    /// The revision of the last release [default: the latest tag such as v0.1.0, or without one,
    /// where the work since the main branch began].
    #[arg(long, value_name = "REV")]
    pub(crate) base: Option<String>,
    /// Write the entry into CHANGELOG.md where it is missing.
    #[arg(long)]
    pub(crate) write: bool,
}
