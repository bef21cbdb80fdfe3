//! What `cargo xtask bench export` takes.

pub(super) const BENCH_EXPORT_EXAMPLES: &str = "\
Examples:
  cargo xtask bench export
  cargo xtask bench export --tickets 10000 --runs 1

The programs are the examples export_tickets and fake_freshdesk in tests/examples, as their users run
them, in a release build below target/bench/export. Runs on Linux.";

/// What `cargo xtask bench export` takes.
#[derive(Debug, clap::Args)]
pub(crate) struct BenchExportArgs {
    /// How many tickets are exported.
    #[arg(long, value_name = "N", default_value_t = 100_000, value_parser = clap::builder::RangedU64ValueParser::<usize>::new().range(1..=10_000_000))]
    pub(crate) tickets: usize,
    /// How many measured exports, after one to warm up.
    #[arg(long, value_name = "N", default_value_t = 3, value_parser = clap::value_parser!(u32).range(1..=100))]
    pub(crate) runs: u32,
}
