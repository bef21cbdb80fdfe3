//! Command line → the commands of maintainers. Only this package and `lab`, which
//! measures with what is public here, touch the disk and the terminal; every command
//! ends in a report, a verdict, or one clear message, and leaves through [`main`] alone.

#![expect(
    clippy::missing_errors_doc,
    clippy::must_use_candidate,
    clippy::return_self_not_must_use,
    reason = "only `lab` calls these functions, and a failure is a message for the person at the terminal"
)]

pub mod account;
pub mod args;
pub mod codegen;
pub mod diff;
mod expectations;
pub mod failure;
pub mod input;
mod lint;
pub mod names;
pub mod output;
pub mod overlays;
mod replace;
mod report;
mod review;
pub mod scratch;
mod stage;
pub mod terminal;
mod update;
pub mod workspace;

use std::process::ExitCode;

use clap::Parser as _;
use mimalloc::MiMalloc;

use crate::args::{Args, Command};
use crate::failure::Failure;
use crate::terminal::{Completion, Outcome};

#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

/// The exit code of everything that is neither done nor stale.
const FAILED: u8 = 2;

/// Runs the command that the arguments of this process ask for.
pub fn main() -> ExitCode {
    match Args::try_parse() {
        Ok(args) => finish(run(&args.command)),
        Err(usage) => explain(&usage),
    }
}

/// Hands each command to its module.
fn run(command: &Command) -> Result<Outcome, Failure> {
    let _watch = stage::Watch::start();
    match command {
        Command::Codegen(args) => codegen::run(args),
        Command::Account(args) => account::run(args),
        Command::Update(args) => update::run(args),
        Command::Overlays(args) => expectations::run(args),
        Command::Lint(args) => lint::run(args),
        Command::Diff(args) => diff::run(args),
        Command::Review(args) => review::run(args),
        Command::ReleaseCheck(args) => diff::release_check(args),
    }
}

/// Prints the report of a command or its failure, and gives the exit code.
pub fn finish(result: Result<Outcome, Failure>) -> ExitCode {
    match result.and_then(|outcome| deliver(&outcome)) {
        Ok(Completion::Done) => ExitCode::SUCCESS,
        Ok(Completion::Stale) => ExitCode::from(1),
        Err(failure) => {
            match &failure {
                Failure::Diagnostics(said) => report::tell(said, report::Extent::Limited),
                Failure::Message(message) => terminal::complain(message),
            }
            ExitCode::from(FAILED)
        }
    }
}

/// Prints the report of a command that came to its end.
fn deliver(outcome: &Outcome) -> Result<Completion, Failure> {
    terminal::print(&outcome.report)?;
    Ok(outcome.verdict)
}

/// Prints the help that was asked for, or what is wrong with the arguments.
pub fn explain(usage: &clap::Error) -> ExitCode {
    // Nothing is left to do when the terminal is gone.
    drop(usage.print());
    u8::try_from(usage.exit_code()).map_or(ExitCode::from(FAILED), ExitCode::from)
}
