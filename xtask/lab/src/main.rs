//! The program behind `cargo lab`: experiments and benchmarks on the generator and the crates it
//! writes. What maintainers need to generate and to review is in `xtask`, which compiles none of this.

mod args;
mod bench;
mod builds;
mod calls;
mod conformance;
mod corpus;
mod documents;
mod features;
mod fuzz;
mod links;
mod masking;
mod memory;
mod prove;
mod reading;
mod soak;

use std::process::ExitCode;

use clap::Parser as _;
use xtask::failure::Failure;
use xtask::terminal::Outcome;

use crate::args::{Args, Command};

fn main() -> ExitCode {
    if let Some(code) = bench::as_compiler() {
        return code;
    }
    match Args::try_parse() {
        Ok(args) => xtask::finish(run(&args.command)),
        Err(usage) => xtask::explain(&usage),
    }
}

/// Hands each command to its module.
fn run(command: &Command) -> Result<Outcome, Failure> {
    match command {
        Command::Corpus(args) => corpus::run(args),
        Command::Conformance(args) => conformance::run(args),
        Command::Measure(args) => corpus::measure(args),
        Command::Codegen(args) => xtask::codegen::run(args),
        Command::Fuzz(args) => fuzz::run(args),
        Command::Features(args) => features::run(args),
        Command::Bench(bench) => bench::run(bench),
        Command::ProveDiff(args) => prove::run(args),
        Command::Links(args) => links::run(args),
        Command::Soak(args) => soak::run(args),
        Command::ProveMasking(args) => masking::run(args),
        Command::ProveReading(args) => reading::run(args),
    }
}
