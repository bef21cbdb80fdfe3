//! The command lines of what compares descriptions, and of what tries and measures that.

use std::path::PathBuf;

pub(super) const DIFF_EXAMPLES: &str = "\
Examples:
  cargo xtask diff
  cargo xtask diff --base v0.1.0 --all
  cargo xtask diff --old ../old/freshdesk.yaml --format json
  cargo xtask diff --format markdown > comment.md
  cargo xtask diff --generated

Exit codes: 0 compared, whatever was found, 2 anything else.";

pub(super) const REVIEW_EXAMPLES: &str = "\
Examples:
  cargo xtask review
  cargo xtask review --base origin/main --out target/review

Exit codes: 0 reviewed, whatever was found, 1 generated/ is stale, 2 anything else.";

pub(super) const RELEASE_CHECK_EXAMPLES: &str = "\
Examples:
  cargo xtask release-check
  cargo xtask release-check --base v0.1.0
  cargo xtask release-check --write

CHANGELOG.md has an entry for every version, in the form of Keep a Changelog.
Exit codes: 0 a release may be made, 1 the version is too low or has no entry in CHANGELOG.md,
2 anything else.";

pub(super) const PROVE_DIFF_EXAMPLES: &str = "\
Examples:
  cargo xtask prove-diff
  cargo xtask prove-diff --mutations 20 --seed 7
  cargo xtask prove-diff --mutations 20 --cross-check 5

Everything is built below target/prove, with the versions in Cargo.lock and without the network.
For --cross-check, cargo-semver-checks and cargo-public-api are asked if they are on the PATH (`cargo
install cargo-semver-checks cargo-public-api`); the API that they read is written by rustdoc of nightly
(`rustup toolchain install nightly`). Where they contradict, the compiler says who is right.
Exit codes: 0 no break was missed, 1 the compiler found one that was, 2 anything else.";

/// What `cargo xtask diff` takes.
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

/// What `cargo xtask review` takes.
#[derive(Debug, clap::Args)]
pub(crate) struct ReviewArgs {
    /// The revision to compare with [default: where the work since the main branch began].
    #[arg(long, value_name = "REV")]
    pub(crate) base: Option<String>,
    /// The folder to write report.md, report.json, changelog.md, label and labels into.
    #[arg(long, value_name = "DIR", default_value = "target/review")]
    pub(crate) out: PathBuf,
}

/// What `cargo xtask release-check` takes.
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

/// What `cargo xtask prove-diff` takes.
#[derive(Debug, clap::Args)]
pub(crate) struct ProveDiffArgs {
    /// How many changes are tried.
    #[arg(long, value_name = "N", default_value_t = 300, value_parser = clap::builder::RangedU64ValueParser::<usize>::new().range(1..=100_000))]
    pub(crate) mutations: usize,
    /// What the changes are drawn from: the same number, the same changes.
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub(crate) seed: u64,
    /// Ask cargo-semver-checks and cargo-public-api about so many of the changes, spread over them.
    #[arg(long, value_name = "N", value_parser = clap::builder::RangedU64ValueParser::<usize>::new().range(1..=100_000))]
    pub(crate) cross_check: Option<usize>,
}

/// What `cargo xtask bench diff` takes.
#[derive(Debug, clap::Args)]
pub(crate) struct BenchDiffArgs {
    /// The API description to read [default: spec/freshdesk.yaml of this repository, with its overlays].
    #[arg(long, value_name = "FILE")]
    pub(crate) spec: Option<PathBuf>,
    /// How many measured runs, after one to warm up.
    #[arg(long, value_name = "N", default_value_t = 10, value_parser = clap::value_parser!(u32).range(1..=1_000))]
    pub(crate) runs: u32,
}
