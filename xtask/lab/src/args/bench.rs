//! The command lines of the benchmarks.

use std::path::PathBuf;

use clap::Subcommand;
use xtask::args::OverlayArgs;

pub(super) const BENCH_EXAMPLES: &str = "\
Examples:
  cargo lab bench generate
  cargo lab bench generate --spec petstore.yaml --runs 100
  cargo lab bench compile
  cargo lab bench call
  cargo lab bench export

Figures are reported and never judged, but for those of `limits`. Exit codes: 0 done, 1 over a limit,
2 anything else.";

const BENCH_LIMITS_EXAMPLES: &str = "\
Examples:
  cargo lab bench limits
  cargo lab bench limits --quick

The limits are in xtask/lab/src/bench/limits.rs. What has a good reason to cost more raises its limit in the
same commit, which says why. Runs on Linux.

Exit codes: 0 all within their limits, 1 some are not, 2 anything else.";

const BENCH_GENERATE_EXAMPLES: &str = "\
Examples:
  cargo lab bench generate
  cargo lab bench generate --spec petstore.yaml --runs 100
  cargo lab bench generate --folder ../descriptions --runs 3 --doubled

`cargo lab` builds with little optimisation. For the times of an optimised build:
  cargo run --quiet --release --package lab -- bench generate

With --folder, each description is measured in a process of its own, and its overlays are none; those
that generate nothing are named below the table.";

const BENCH_COMPILE_EXAMPLES: &str = "\
Examples:
  cargo lab bench compile
  cargo lab bench compile --spec petstore.yaml --runs 1
  cargo lab bench compile --made-up 80
  cargo lab bench compile --spec github.json --check

Everything is built below target/bench/compile, with the versions in Cargo.lock and without
the network; the first time, all dependencies are built. Runs on Linux.";

const BENCH_ACCOUNT_EXAMPLES: &str = "\
Examples:
  cargo lab bench account
  cargo lab bench account --fields 30 --choices 200

Both crates are built below target/bench/account, with the versions in Cargo.lock and without the
network; the first time, all dependencies are built. `cargo lab` builds with little optimisation. For
the time that an optimised build takes to generate:
  cargo run --quiet --release --package lab -- bench account

Runs on Linux.";

const BENCH_CALL_EXAMPLES: &str = "\
Examples:
  cargo lab bench call
  cargo lab bench call --runs 30

The program is in xtask/lab/programs/call and uses generated/ as it is on the disk. It is built
below target/bench/call, with the versions in Cargo.lock and without the network. Runs on Linux.";

const BENCH_EXPORT_EXAMPLES: &str = "\
Examples:
  cargo lab bench export
  cargo lab bench export --tickets 10000 --runs 1

The programs are the examples export_tickets and fake_freshdesk in tests/examples, as their users run
them, in a release build below target/bench/export. Runs on Linux.";

/// The benchmarks.
#[derive(Debug, Subcommand)]
pub(crate) enum Bench {
    /// Time every stage of the generator, and the whole command as a process.
    #[command(after_help = BENCH_GENERATE_EXAMPLES)]
    Generate(BenchGenerateArgs),
    /// Time the builds of the generated crate and of a program that uses all of it, and weigh them.
    ///
    /// With --made-up, beside each figure is that of the same API in ordinary code: serde's derive,
    /// and an `async fn` per operation over reqwest.
    #[command(after_help = BENCH_COMPILE_EXAMPLES)]
    Compile(BenchCompileArgs),
    /// Time generating and checking a crate for an account with many fields, beside the general crate.
    #[command(after_help = BENCH_ACCOUNT_EXAMPLES)]
    Account(BenchAccountArgs),
    /// Count CPU time and allocations of calls to a server on this machine.
    ///
    /// Beside each figure is that of the same call written by hand with reqwest and `serde_json`.
    #[command(after_help = BENCH_CALL_EXAMPLES)]
    Call(BenchCallArgs),
    /// Time the report about a difference between two descriptions, and its stages.
    Diff(BenchDiffArgs),
    /// Time an export of many tickets from a help desk on this machine, and weigh it.
    #[command(after_help = BENCH_EXPORT_EXAMPLES)]
    Export(BenchExportArgs),
    /// Compare counts that do not depend on the machine's speed with their limits.
    ///
    /// Instructions to generate the crate (by cachegrind, where valgrind is installed), lines of it, crates it depends
    /// on, allocations of its calls, and the size of a program.
    #[command(after_help = BENCH_LIMITS_EXAMPLES)]
    Limits(BenchLimitsArgs),
}

/// Arguments of `cargo lab bench generate`.
#[derive(Debug, clap::Args)]
pub(crate) struct BenchGenerateArgs {
    /// The API description to read [default: spec/freshdesk.yaml of this repository].
    #[arg(long, value_name = "FILE")]
    pub(crate) spec: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) overlays: OverlayArgs,
    /// The folder that files which the description refers to are read from
    /// [default: that of the description, or of --folder].
    #[arg(long, value_name = "DIR", conflicts_with = "folder")]
    pub(crate) root: Option<PathBuf>,
    /// Measure this repository's own description and every one in a folder and below.
    #[arg(long, value_name = "DIR", conflicts_with_all = ["spec", "files"])]
    pub(crate) folder: Option<PathBuf>,
    /// Measure a description with everything twice as well, to see how the cost grows.
    #[arg(long)]
    pub(crate) doubled: bool,
    /// Number of measured runs, after one to warm up.
    #[arg(long, value_name = "N", default_value_t = 20, value_parser = clap::value_parser!(u32).range(1..=10_000))]
    pub(crate) runs: u32,
    /// The form of the figures.
    #[arg(long, value_enum, default_value_t = FiguresFormat::Text, conflicts_with = "folder")]
    pub(crate) format: FiguresFormat,
}

/// The form of figures.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum FiguresFormat {
    /// A table for people.
    Text,
    /// One JSON object for tools: bytes, times in milliseconds, memory in KiB.
    Json,
}

/// Arguments of `cargo lab bench compile`.
#[derive(Debug, clap::Args)]
pub(crate) struct BenchCompileArgs {
    /// The API description to generate from [default: spec/freshdesk.yaml of this repository].
    #[arg(long, value_name = "FILE")]
    pub(crate) spec: Option<PathBuf>,
    /// Generate from a description that is made up of N operations on N types of 16 fields each.
    #[arg(long, value_name = "N", conflicts_with = "spec", value_parser = clap::builder::RangedU64ValueParser::<usize>::new().range(1..=1_000))]
    pub(crate) made_up: Option<usize>,
    /// Number of timed runs of each build, after one that builds its dependencies.
    #[arg(long, value_name = "N", default_value_t = 3, value_parser = clap::value_parser!(u32).range(1..=100))]
    pub(crate) runs: u32,
    /// Measure nothing but `cargo check` of the generated crate.
    #[arg(long)]
    pub(crate) check: bool,
}

/// Arguments of `cargo lab bench account`.
#[derive(Debug, clap::Args)]
pub(crate) struct BenchAccountArgs {
    /// Number of ticket fields of the account; every third has choices.
    #[arg(long, value_name = "N", default_value_t = 300, value_parser = clap::builder::RangedU64ValueParser::<usize>::new().range(3..=10_000))]
    pub(crate) fields: usize,
    /// Number of choices of all fields together.
    #[arg(long, value_name = "N", default_value_t = 5_000, value_parser = clap::builder::RangedU64ValueParser::<usize>::new().range(1..=100_000))]
    pub(crate) choices: usize,
    /// Number of measured runs of each crate, in turns, after one that builds the dependencies.
    #[arg(long, value_name = "N", default_value_t = 5, value_parser = clap::value_parser!(u32).range(1..=100))]
    pub(crate) runs: u32,
}

/// Arguments of `cargo lab bench call`.
#[derive(Debug, clap::Args)]
pub(crate) struct BenchCallArgs {
    /// Number of samples of many calls taken of each case, after one to warm up.
    #[arg(long, value_name = "N", default_value_t = 10, value_parser = clap::value_parser!(u32).range(1..=1_000))]
    pub(crate) runs: u32,
}

/// Arguments of `cargo lab bench limits`.
#[derive(Debug, clap::Args)]
pub(crate) struct BenchLimitsArgs {
    /// Build without optimisation, and omit the size of the program, which takes it.
    #[arg(long)]
    pub(crate) quick: bool,
}

/// Arguments of `cargo lab bench export`.
#[derive(Debug, clap::Args)]
pub(crate) struct BenchExportArgs {
    /// Number of tickets to export.
    #[arg(long, value_name = "N", default_value_t = 100_000, value_parser = clap::builder::RangedU64ValueParser::<usize>::new().range(1..=10_000_000))]
    pub(crate) tickets: usize,
    /// Number of measured exports, after one to warm up.
    #[arg(long, value_name = "N", default_value_t = 3, value_parser = clap::value_parser!(u32).range(1..=100))]
    pub(crate) runs: u32,
}

/// Arguments of `cargo lab bench diff`.
#[derive(Debug, clap::Args)]
pub(crate) struct BenchDiffArgs {
    /// The API description to read [default: spec/freshdesk.yaml of this repository, with its overlays].
    #[arg(long, value_name = "FILE")]
    pub(crate) spec: Option<PathBuf>,
    /// Number of measured runs, after one to warm up.
    #[arg(long, value_name = "N", default_value_t = 10, value_parser = clap::value_parser!(u32).range(1..=1_000))]
    pub(crate) runs: u32,
}
