//! The command line of the experiments, its help, and nothing else.

mod bench;
mod trial;

use clap::{Parser, Subcommand};
use xtask::args::CodegenArgs;

use self::bench::BENCH_EXAMPLES;
pub(crate) use self::bench::{
    Bench, BenchAccountArgs, BenchCallArgs, BenchCompileArgs, BenchDiffArgs, BenchExportArgs,
    BenchGenerateArgs, BenchLimitsArgs, FiguresFormat,
};
use self::trial::{
    CONFORMANCE_EXAMPLES, CORPUS_EXAMPLES, FEATURES_EXAMPLES, FUZZ_EXAMPLES, LINKS_EXAMPLES,
    PROVE_DIFF_EXAMPLES, PROVE_MASKING_EXAMPLES, PROVE_READING_EXAMPLES, SOAK_EXAMPLES,
};
pub(crate) use self::trial::{
    ConformanceArgs, CorpusArgs, FeaturesArgs, FuzzArgs, LinksArgs, MeasureArgs, ProveDiffArgs,
    ProveMaskingArgs, ReadingArgs, SoakArgs,
};

const EXAMPLES: &str = "\
Examples:
  cargo lab corpus DIR            generate and compile every description of a folder
  cargo lab prove-diff            check the verdicts of `cargo xtask diff` with the compiler
  cargo lab prove-masking         check that no overlay hides a change of the description
  cargo lab bench generate        measure the generator
  cargo lab bench limits          compare counts with their limits

Exit codes: 0 success, 1 check failed, as the help of each command says, 2 error.";

/// Run experiments and benchmarks on the generator and the crates it writes.
#[derive(Debug, Parser)]
#[command(
    name = "cargo lab",
    bin_name = "cargo lab",
    arg_required_else_help = true,
    after_help = EXAMPLES
)]
pub(crate) struct Args {
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// The experiments.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Generate and compile every description of a folder, and report on each.
    #[command(after_help = CORPUS_EXAMPLES)]
    Corpus(CorpusArgs),
    /// Call the scenarios of the public `TypeSpec` suite for client generators.
    #[command(after_help = CONFORMANCE_EXAMPLES)]
    Conformance(ConformanceArgs),
    /// Process that `corpus` starts for each description.
    #[command(hide = true)]
    Measure(MeasureArgs),
    /// Process that `bench` starts to measure `cargo xtask codegen`.
    #[command(hide = true)]
    Codegen(CodegenArgs),
    /// Run the stages of the generator on random texts until the time is over.
    #[command(after_help = FUZZ_EXAMPLES)]
    Fuzz(FuzzArgs),
    /// Compile the generated crate with each group of operations alone, with none, and with pairs.
    #[command(after_help = FEATURES_EXAMPLES)]
    Features(FeaturesArgs),
    /// Measure the generator and the generated crate.
    #[command(subcommand, arg_required_else_help = true, after_help = BENCH_EXAMPLES)]
    Bench(Bench),
    /// Compare the verdicts on hundreds of changes to the description with the compiler's.
    ///
    /// For each, a caller of everything in the crate before is compiled against the crate after.
    #[command(after_help = PROVE_DIFF_EXAMPLES)]
    ProveDiff(ProveDiffArgs),
    /// Find links of the rendered documentation that lead nowhere.
    #[command(after_help = LINKS_EXAMPLES)]
    Links(LinksArgs),
    /// Make many mixed calls with the runtime against a server with seeded faults, and count what goes wrong.
    #[command(after_help = SOAK_EXAMPLES)]
    Soak(SoakArgs),
    /// Change every property, enum value and type of the description, and check that the comparison tells it.
    #[command(after_help = PROVE_MASKING_EXAMPLES)]
    ProveMasking(ProveMaskingArgs),
    /// Change each keyword of a description, and list those of which neither the model nor a diagnostic takes notice.
    #[command(after_help = PROVE_READING_EXAMPLES)]
    ProveReading(ReadingArgs),
}

#[cfg(test)]
mod tests {
    use clap::{CommandFactory as _, Parser as _};

    use super::Args;

    #[test]
    fn the_declaration_is_sound() {
        Args::command().debug_assert();
    }

    #[test]
    fn runs_is_at_least_one() {
        let refused = Args::try_parse_from(["lab", "bench", "generate", "--runs", "0"]);
        let refused = refused.unwrap_err().to_string();
        assert!(refused.contains("0 is not in 1..=10000"), "{refused}");
    }
}
