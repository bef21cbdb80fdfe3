//! The crates before and after a change → whether callers of the one send something else with the other.
//!
//! A program that calls every operation of the crate before, with each known value of each enum, is built with both
//! crates, and what it sends is compared, retries included. Invariant: the program names things as Rust code does, so
//! a name that means something else after the change is noticed.

mod program;
mod values;

use std::process::{Command, Stdio};

use generator::{FileTree, model::Api};
use xtask::failure::Failure;

use super::truth::{Bench, first_error};

/// Finding about a change.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Behaviour {
    /// Every call sends what it sent before.
    Same,
    /// The label of the first call that sends something else.
    Differs(String),
    /// The program does not compile with the crate after, with the first error.
    NotRun(String),
}

/// Compares what callers of the crate before send with it and with the crate after.
pub(super) fn compare(
    bench: &Bench,
    api: &Api,
    [before, after]: [&FileTree; 2],
) -> Result<Behaviour, Failure> {
    let calls = program::calls(api);
    let sent = match run(bench, before, &calls)? {
        Ok(sent) => sent,
        Err(said) => {
            return Err(Failure::new(format!(
                "the calls of every operation do not compile with their own crate:\n{said}"
            )));
        }
    };
    Ok(match run(bench, after, &calls)? {
        Ok(other) => first_difference(&sent, &other),
        Err(said) => Behaviour::NotRun(first_error(&said)),
    })
}

/// Builds the program with a crate and returns what it prints; where it does not compile, what the compiler said.
fn run(bench: &Bench, tree: &FileTree, calls: &str) -> Result<Result<String, String>, Failure> {
    let binary = match bench.build_calls(tree, calls)? {
        Ok(binary) => binary,
        Err(said) => return Ok(Err(said)),
    };
    let mut command = Command::new(&binary);
    let output = command
        .stdin(Stdio::null())
        .output()
        .map_err(|error| Failure::io(format_args!("cannot run `{}`", binary.display()), &error))?;
    if !output.status.success() {
        return Err(Failure::new(format!(
            "the program that calls every operation failed ({})",
            output.status
        )));
    }
    Ok(Ok(String::from_utf8_lossy(&output.stdout).into_owned()))
}

fn first_difference(before: &str, after: &str) -> Behaviour {
    let calls = |text: &str| -> Vec<String> { text.split("=== ").map(str::to_owned).collect() };
    let (before, after) = (calls(before), calls(after));
    let mut both = before.iter().zip(&after);
    match both.find(|(one, other)| one != other) {
        Some((call, _)) => Behaviour::Differs(call.lines().next().unwrap_or_default().to_owned()),
        None => Behaviour::Same,
    }
}
