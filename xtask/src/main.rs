//! Command line → the work it asks for. This is the only package that touches
//! the disk and the terminal; every command ends in a report, a verdict, or one
//! clear message, and leaves through [`main`] alone.

mod args;
mod bench;
mod builds;
mod codegen;
mod corpus;
mod diff;
mod failure;
mod features;
mod fuzz;
mod input;
mod lint;
mod output;
mod overlays;
mod prove;
mod report;
mod scratch;
mod terminal;
mod workspace;

use std::process::ExitCode;

use clap::Parser as _;

use crate::args::{Args, Command};
use crate::failure::Failure;
use crate::terminal::{Outcome, Verdict};

/// The exit code of everything that is neither done nor stale.
const FAILED: u8 = 2;

fn main() -> ExitCode {
    if let Some(code) = bench::as_compiler() {
        return code;
    }
    let args = match Args::try_parse() {
        Ok(args) => args,
        Err(usage) => return explain(&usage),
    };
    match run(&args.command).and_then(|outcome| deliver(&outcome)) {
        Ok(Verdict::Done) => ExitCode::SUCCESS,
        Ok(Verdict::Stale) => ExitCode::from(1),
        Ok(Verdict::Partial) => ExitCode::from(FAILED),
        Err(failure) => {
            match &failure {
                Failure::Diagnostics(said) => report::tell(said, report::Extent::Limited),
                Failure::Message(message) => terminal::complain(message),
            }
            ExitCode::from(FAILED)
        }
    }
}

/// Hands each command to its module.
fn run(command: &Command) -> Result<Outcome, Failure> {
    match command {
        Command::Codegen(args) => codegen::run(args),
        Command::Lint(args) => lint::run(args),
        Command::Corpus(args) => corpus::run(args),
        Command::Measure(args) => corpus::measure(args),
        Command::Fuzz(args) => fuzz::run(args),
        Command::Features(args) => features::run(args),
        Command::Bench(bench) => bench::run(bench),
        Command::Diff(args) => diff::run(args),
        Command::Review(args) => diff::review(args),
        Command::ReleaseCheck(args) => diff::release_check(args),
        Command::ProveDiff(args) => prove::run(args),
    }
}

/// Prints the report of a command that came to its end.
fn deliver(outcome: &Outcome) -> Result<Verdict, Failure> {
    terminal::print(&outcome.report)?;
    Ok(outcome.verdict)
}

/// Prints the help that was asked for, or what is wrong with the arguments.
fn explain(usage: &clap::Error) -> ExitCode {
    // Nothing is left to do when the terminal is gone.
    drop(usage.print());
    u8::try_from(usage.exit_code()).map_or(ExitCode::from(FAILED), ExitCode::from)
}
