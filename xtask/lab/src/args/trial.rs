//! The command lines of the experiments.

use std::path::PathBuf;

use xtask::workspace;

pub(super) const CORPUS_EXAMPLES: &str = "\
Examples:
  cargo lab corpus ../descriptions
  cargo lab corpus --take 8
  cargo run --release --package lab -- corpus ../descriptions

Crates are made and compiled below target/corpus, with the versions in Cargo.lock and without the
network. The first run builds their dependencies; what has not changed is not compiled again.

Columns: typed is the share of places with a type that is not any JSON value, be it that the
description says no more; given up counts what is described and could not be typed. A crate that is
partial lacks what is wrong in its description; `cargo xtask lint FILE` says what that is.

Exit codes: 0 all generate as a whole, or with --allow-partial at least partly, and compile without
a warning, 1 some do not, 2 anything else.";

pub(super) const FUZZ_EXAMPLES: &str = "\
Examples:
  cargo lab fuzz --seconds 600
  cargo lab fuzz --seconds 60 --stable --seed 7

Takes the nightly compiler and cargo-fuzz, and says so where they are missing. With --stable, texts
are changed at random instead of being led by the code that they reach. What breaks a target is
kept: by cargo-fuzz in generator/fuzz/artifacts, with --stable in target/fuzz.

Exit codes: 0 nothing broke, 1 something did, 2 anything else.";

pub(super) const FEATURES_EXAMPLES: &str = "\
Examples:
  cargo lab features
  cargo lab features --pairs 40 --seed 7
  cargo lab features --take 8 --pairs 3
  cargo lab features --spec petstore.yaml

Everything is compiled below target/features, with the versions in Cargo.lock and without the
network, and without reqwest.

Exit codes: 0 all compile without a warning, 1 some do not, 2 anything else.";

pub(super) const PROVE_READING_EXAMPLES: &str = "\
Examples:
  cargo lab prove-reading
  cargo lab prove-reading tests/cases --nodes 1000
  cargo lab prove-reading ../descriptions --take 10 --seed 7

Exit codes: 0 every keyword is read or reported, 1 one is not, 2 error.";

pub(super) const PROVE_DIFF_EXAMPLES: &str = "\
Examples:
  cargo lab prove-diff
  cargo lab prove-diff --mutations 20 --seed 7
  cargo lab prove-diff --mutations 20 --cross-check 5

Everything is built below target/prove, with the versions in Cargo.lock and without the network.
For --cross-check, cargo-semver-checks and cargo-public-api are asked if they are on the PATH (`cargo
install cargo-semver-checks cargo-public-api`); the API that they read is written by rustdoc of nightly
(`rustup toolchain install nightly`). Where they contradict, the compiler says who is right.
Exit codes: 0 no break was missed, 1 the compiler found one that was, 2 anything else.";

pub(super) const SOAK_EXAMPLES: &str = "\
Examples:
  cargo lab soak
  cargo lab soak --calls 50000 --seed 7

The server counts calls that were sent twice although it may have acted on them, calls that were lost, mixed up, late or
sent more often than the policy allows, connections that stay open, and memory. Continuous integration makes 2,000 calls.

Exit codes: 0 nothing went wrong, 1 something did, 2 error.";

/// Arguments of `cargo lab soak`.
#[derive(Debug, clap::Args)]
pub(crate) struct SoakArgs {
    /// Number of calls.
    #[arg(long, value_name = "N", default_value_t = 50_000, value_parser = clap::value_parser!(u64).range(100..))]
    pub(crate) calls: u64,
    /// Seed of the faults: the same seed, the same faults.
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub(crate) seed: u64,
}

pub(super) const LINKS_EXAMPLES: &str = "\
Examples:
  cargo doc --package freshdesk --no-deps && cargo lab links
  cargo lab links target/doc/generator

Links to other sites are not followed.
Exit codes: 0 every link leads somewhere, 1 one does not, 2 error.";

/// Options of `cargo lab links`.
#[derive(Debug, clap::Args)]
pub(crate) struct LinksArgs {
    /// Folder with the pages of a crate [default: target/doc/freshdesk].
    #[arg(value_name = "DIR")]
    pub(crate) folder: Option<PathBuf>,
}

pub(super) const PROVE_MASKING_EXAMPLES: &str = "\
Examples:
  cargo lab prove-masking
  cargo lab prove-masking --take 60

A change is told as one of the crate, as one that the overlays hide, or by an action that does not fit any more.
What the overlays hide has to be told by codegen and lint as well, for an action states what it expects.
Exit codes: 0 every change is told, 1 some are not, 2 error.";

pub(super) const CONFORMANCE_EXAMPLES: &str = "\
Examples:
  cargo lab conformance
  cargo lab conformance --openapi 3.0.0

Takes Node and npm: the packages of the suite are installed below target/conformance, at pinned versions. Everything is
compiled below target, with the versions in Cargo.lock and without the network.

Columns: passed are the scenarios whose calls have typed arguments, are accepted by the suite's server, and give the
expected value; manual are those in which the caller writes or reads a part without a type.

Exit codes: 0 no scenario failed, 1 some did, 2 error.";

/// Arguments of `cargo lab conformance`.
#[derive(Debug, clap::Args)]
pub(crate) struct ConformanceArgs {
    /// Version of OpenAPI that the documents are emitted in.
    #[arg(long, value_name = "VERSION", default_value = "3.1.0", value_parser = ["3.0.0", "3.1.0", "3.2.0"])]
    pub(crate) openapi: String,
}

/// Arguments of `cargo lab corpus`.
#[derive(Debug, clap::Args)]
pub(crate) struct CorpusArgs {
    /// The folder with the descriptions [default: tests/cases of this repository].
    #[arg(value_name = "DIR", default_value_os_t = cases(), hide_default_value = true)]
    pub(crate) folder: PathBuf,
    /// Take so many of them alone, spread evenly over the folder.
    #[arg(long, value_name = "N", value_parser = clap::builder::RangedU64ValueParser::<usize>::new().range(1..))]
    pub(crate) take: Option<usize>,
    /// Generate alone, and leave the compiler out.
    #[arg(long)]
    pub(crate) no_compile: bool,
    /// Do not fail where something is omitted of a crate, such as what is in files that are not there.
    #[arg(long)]
    pub(crate) allow_partial: bool,
}

/// Returns the folder with this repository's descriptions. The path is absolute, so that other processes find it, too.
fn cases() -> PathBuf {
    workspace::root().join("tests/cases")
}

/// Arguments of `cargo lab fuzz`.
#[derive(Debug, clap::Args)]
pub(crate) struct FuzzArgs {
    /// Total time of all targets.
    #[arg(long, value_name = "N", default_value_t = 60, value_parser = clap::value_parser!(u64).range(1..))]
    pub(crate) seconds: u64,
    /// Use the driver that needs no nightly compiler.
    #[arg(long)]
    pub(crate) stable: bool,
    /// Seed of the changes that --stable makes: the same number gives the same texts.
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub(crate) seed: u64,
}

/// Arguments of `cargo lab features`.
#[derive(Debug, clap::Args)]
pub(crate) struct FeaturesArgs {
    /// The API description to generate from [default: spec/freshdesk.yaml of this repository].
    #[arg(long, value_name = "FILE")]
    pub(crate) spec: Option<PathBuf>,
    /// Try so many of the groups alone, drawn by the seed [default: all].
    #[arg(long, value_name = "N")]
    pub(crate) take: Option<usize>,
    /// Number of pairs of groups to try, besides each group alone.
    #[arg(long, value_name = "N", default_value_t = 10)]
    pub(crate) pairs: usize,
    /// Seed of the draw: the same number gives the same groups and pairs.
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub(crate) seed: u64,
}

/// Arguments of `cargo lab prove-diff`.
#[derive(Debug, clap::Args)]
pub(crate) struct ProveDiffArgs {
    /// Number of changes to try.
    #[arg(long, value_name = "N", default_value_t = 300, value_parser = clap::builder::RangedU64ValueParser::<usize>::new().range(1..=100_000))]
    pub(crate) mutations: usize,
    /// Seed of the changes: the same number gives the same changes.
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub(crate) seed: u64,
    /// Ask cargo-semver-checks and cargo-public-api about so many of the changes, spread over them.
    #[arg(long, value_name = "N", value_parser = clap::builder::RangedU64ValueParser::<usize>::new().range(1..=100_000))]
    pub(crate) cross_check: Option<usize>,
}

/// Arguments of `cargo lab prove-masking`.
#[derive(Debug, clap::Args)]
pub(crate) struct ProveMaskingArgs {
    /// Try so many of the changes alone, spread evenly over the description.
    #[arg(long, value_name = "N", value_parser = clap::builder::RangedU64ValueParser::<usize>::new().range(1..))]
    pub(crate) take: Option<usize>,
}

/// Arguments that `corpus` passes to each process.
#[derive(Debug, clap::Args)]
pub(crate) struct MeasureArgs {
    /// The description to read.
    pub(crate) description: PathBuf,
    /// The folder below which files that it refers to are read.
    pub(crate) root: PathBuf,
    /// The name of the crate to write.
    pub(crate) package: String,
    /// The folder to write.
    pub(crate) out: PathBuf,
}

/// Arguments of `cargo lab prove-reading`.
#[derive(Debug, clap::Args)]
pub(crate) struct ReadingArgs {
    /// The description, or a folder of them [default: spec/freshdesk.yaml of this repository].
    #[arg(value_name = "PATH")]
    pub(crate) path: Option<PathBuf>,
    /// Number of keywords to change in each description.
    #[arg(long, value_name = "N", default_value_t = 100)]
    pub(crate) nodes: usize,
    /// Take so many descriptions of a folder alone, spread evenly over it.
    #[arg(long, value_name = "N", value_parser = clap::builder::RangedU64ValueParser::<usize>::new().range(1..))]
    pub(crate) take: Option<usize>,
    /// Seed of the keywords: the same number gives the same keywords.
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub(crate) seed: u64,
}
