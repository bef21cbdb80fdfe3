//! `cargo lab bench …`: one module per benchmark, and what they share. Figures
//! are reported and never judged, but for the counts of `limits`.

mod account;
mod call;
mod comparison;
mod compile;
mod cpu;
mod diff;
mod doubled;
mod export;
mod generate;
mod limits;
mod samples;

use xtask::failure::Failure;
use xtask::terminal::Outcome;

pub(crate) use self::compile::as_compiler;
use crate::args::Bench;

/// Hands each benchmark to its module.
pub(crate) fn run(bench: &Bench) -> Result<Outcome, Failure> {
    match bench {
        Bench::Generate(args) => generate::run(args),
        Bench::Compile(args) => compile::run(args),
        Bench::Account(args) => account::run(args),
        Bench::Call(args) => call::run(args),
        Bench::Diff(args) => diff::run(args),
        Bench::Export(args) => export::run(args),
        Bench::Limits(args) => limits::run(args),
    }
}
