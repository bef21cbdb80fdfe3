//! The command lines of what compares descriptions.

use std::path::{Path, PathBuf};

use generator::ErrorPolicy;

pub(super) const DIFF_EXAMPLES: &str = "\
Examples:
  cargo xtask diff
  cargo xtask diff --base v0.1.0 --all
  cargo xtask diff --old ../old/freshdesk.yaml --format json
  cargo xtask diff --format markdown > comment.md
  cargo xtask diff --check --format github
  cargo xtask diff old/api.yaml new/api.yaml --allow-partial
  cargo xtask diff old.yaml new.yaml --old-overlay fixes.yaml --new-overlay fixes.yaml
  cargo xtask diff --generated

Of a commit, its own overlays, settings and files that its description refers to are read.
spec/accepted.toml lists breaks that a person has accepted, see spec/README.md.

Exit codes: 0 success; 1 a break that is not accepted, or an entry of
spec/accepted.toml that accepts nothing (--check only); 2 error.";

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
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is an option of the command line, and is given or not"
)]
pub(crate) struct DiffArgs {
    /// Two descriptions to compare, whatever they describe, in place of this repository's.
    #[arg(value_names = ["OLD", "NEW"], num_args = 2, conflicts_with_all = ["base", "old", "generated"])]
    pub(crate) descriptions: Vec<PathBuf>,
    /// An overlay of OLD; repeatable, applied in order.
    #[arg(long, value_name = "FILE", requires = "descriptions")]
    old_overlay: Vec<PathBuf>,
    /// An overlay of NEW; repeatable, applied in order.
    #[arg(long, value_name = "FILE", requires = "descriptions")]
    new_overlay: Vec<PathBuf>,
    /// The settings of OLD, in the form of spec/codegen.toml.
    #[arg(long, value_name = "FILE", requires = "descriptions")]
    old_settings: Option<PathBuf>,
    /// The settings of NEW, in the form of spec/codegen.toml.
    #[arg(long, value_name = "FILE", requires = "descriptions")]
    new_settings: Option<PathBuf>,
    /// The folder that files which OLD refers to are read from [default: its own].
    #[arg(long, value_name = "DIR", requires = "descriptions")]
    old_root: Option<PathBuf>,
    /// The folder that files which NEW refers to are read from [default: its own].
    #[arg(long, value_name = "DIR", requires = "descriptions")]
    new_root: Option<PathBuf>,
    /// Leave out what is wrong in the descriptions, and everything that needs it.
    #[arg(long, requires = "descriptions")]
    allow_partial: bool,
    /// Exit with 1 where something breaks that nobody has accepted.
    #[arg(long, conflicts_with = "generated")]
    pub(crate) check: bool,
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

/// A description on the command line, with what belongs to it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Given<'a> {
    pub(crate) description: &'a Path,
    pub(crate) overlays: &'a [PathBuf],
    /// `None`: the settings of a crate without any decisions.
    pub(crate) settings: Option<&'a Path>,
    /// The folder that files are read below. `None`: that of the description.
    pub(crate) root: Option<&'a Path>,
    pub(crate) errors: ErrorPolicy,
}

impl DiffArgs {
    /// OLD, with what belongs to it.
    pub(crate) fn before<'a>(&'a self, description: &'a Path) -> Given<'a> {
        Given {
            description,
            overlays: &self.old_overlay,
            settings: self.old_settings.as_deref(),
            root: self.old_root.as_deref(),
            errors: self.errors(),
        }
    }

    /// NEW, with what belongs to it.
    pub(crate) fn after<'a>(&'a self, description: &'a Path) -> Given<'a> {
        Given {
            description,
            overlays: &self.new_overlay,
            settings: self.new_settings.as_deref(),
            root: self.new_root.as_deref(),
            errors: self.errors(),
        }
    }

    fn errors(&self) -> ErrorPolicy {
        if self.allow_partial {
            ErrorPolicy::LeaveOut
        } else {
            ErrorPolicy::SkipActions
        }
    }
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
    /// Annotations of the lines that break, in the form of GitHub Actions.
    Github,
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
