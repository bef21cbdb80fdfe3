//! `cargo lab soak`: many mixed calls of the runtime against a server with seeded faults → counts of what went wrong.
//!
//! The calls are a test of the runtime, which continuous integration runs with fewer of them.

use std::process::Command;

use xtask::failure::Failure;
use xtask::terminal::{Completion, Outcome};
use xtask::workspace;

use crate::args::SoakArgs;

/// Name of the test.
const TEST: &str = "soak::mixed_calls_with_faults";

/// Runs the test with the number of calls and the seed.
pub(crate) fn run(args: &SoakArgs) -> Result<Outcome, Failure> {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command
        .current_dir(workspace::root())
        .args([
            "test",
            "--quiet",
            "--package",
            "client-runtime",
            "--test",
            "runtime",
            "--",
        ])
        .args([TEST, "--exact", "--nocapture"])
        .env("SOAK_CALLS", args.calls.to_string())
        .env("SOAK_SEED", args.seed.to_string());
    let output = command
        .output()
        .map_err(|error| Failure::io("cannot run `cargo test`", &error))?;
    let mut report = String::from_utf8_lossy(&output.stdout).into_owned();
    let verdict = if output.status.success() {
        Completion::Done
    } else {
        report.push_str(&String::from_utf8_lossy(&output.stderr));
        Completion::Stale
    };
    Ok(Outcome { report, verdict })
}
