//! `cargo lab bench limits`: counts that are the same on a slow machine as on a
//! fast one → whether each is within its limit.

use std::env;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use xtask::args::OverlayArgs;
use xtask::failure::Failure;
use xtask::scratch::Scratch;
use xtask::terminal::{Completion, Outcome, grouped, progress};

use super::call::{self, Profile};
use super::compile::dependencies;
use super::generate::Files;
use crate::args::BenchLimitsArgs;

/// The package whose dependencies are counted.
const LIBRARY: &str = "freshdesk";

/// The calls whose allocations are counted, as the program names them.
const TICKET: &str = "One ticket, 1 at a time";
const PAGE: &str = "A page of 100 tickets, 1 at a time";

/// A count, and the most that it may be: what it was when the limit was set, and where
/// another compiler gives another figure, a tenth more.
struct Limit {
    name: &'static str,
    most: u64,
    /// `None`: it was not counted.
    found: Option<u64>,
}

/// Counts, compares and reports.
pub(super) fn run(args: &BenchLimitsArgs) -> Result<Outcome, Failure> {
    let files = Files::of_workspace(&OverlayArgs::default())?;
    progress("counting instructions");
    let instructions = instructions(&files)?;
    progress("counting lines");
    let lines = lines(&files)?;
    progress("counting allocations and crates");
    let profile = if args.quick {
        Profile::Dev
    } else {
        Profile::Release
    };
    let calls = call::measure(1, profile)?;
    let crates = dependencies(&calls.builds, LIBRARY)?;
    let size = match profile {
        Profile::Dev => None,
        Profile::Release => Some(size(&calls.binary)?),
    };
    let allocations = |name: &str| calls.cases.allocations(name);
    let bytes = |name: &str| calls.cases.bytes(name);
    progress("");
    Ok(outcome(&[
        // As maintainers run it: `cargo xtask` optimises nothing, and neither does the profile that this program counts in.
        limit("instructions of `codegen`", 11_900_000_000, instructions),
        limit(
            "lines of the generated crate",
            50_000,
            lines.try_into().ok(),
        ),
        // Ninety of its own, and two by features that the program beside it switches on.
        limit("crates it depends on", 92, crates.try_into().ok()),
        limit("allocations for a ticket", 86, allocations(TICKET)),
        limit("allocations for a page of 100", 2_200, allocations(PAGE)),
        limit("bytes for a page of 100", 620_000, bytes(PAGE)),
        limit("bytes of a program with calls", 7_000_000, size),
    ]))
}

fn limit(name: &'static str, most: u64, found: Option<u64>) -> Limit {
    Limit { name, most, found }
}

fn lines(files: &Files) -> Result<usize, Failure> {
    let tree = files.generate()?;
    Ok(tree.iter().map(|(_, text)| text.lines().count()).sum())
}

fn size(binary: &Path) -> Result<u64, Failure> {
    let data = fs::metadata(binary);
    data.map(|data| data.len())
        .map_err(|error| Failure::io(format_args!("cannot read `{}`", binary.display()), &error))
}

/// Counts, with cachegrind, which is faster than callgrind, the instructions of this very binary while it generates the crate. `None`: valgrind is not
/// installed, or the binary is optimised and therefore not what maintainers run.
fn instructions(files: &Files) -> Result<Option<u64>, Failure> {
    if !cfg!(debug_assertions) {
        return Ok(None);
    }
    let failed = |error| Failure::io("cannot count instructions", &error);
    let scratch = Scratch::new().map_err(failed)?;
    let mut command = Command::new("valgrind");
    command.args([
        "--tool=cachegrind",
        "--cache-sim=no",
        "--cachegrind-out-file=/dev/null",
    ]);
    command.arg(env::current_exe().map_err(failed)?);
    command.args(files.codegen(&scratch.path().join("client")));
    command.stdin(Stdio::null()).stdout(Stdio::null());
    let Ok(output) = command.output() else {
        return Ok(None);
    };
    let said = String::from_utf8_lossy(&output.stderr);
    let count = said
        .lines()
        .find_map(|line| line.split_once("refs:"))
        .and_then(|(_, count)| count.trim().replace(',', "").parse().ok());
    match count {
        Some(count) if output.status.success() => Ok(Some(count)),
        _ => Err(Failure::new(format!(
            "cachegrind counted nothing, it said:\n{}",
            said.trim()
        ))),
    }
}

fn outcome(limits: &[Limit]) -> Outcome {
    let mut report = format!("{:<32} {:>16} {:>16}\n", "", "found", "at the most");
    let mut verdict = Completion::Done;
    for Limit { name, most, found } in limits {
        let most = *most;
        let said = match found {
            None => "  (not counted, see --help)",
            Some(found) if *found > most => {
                verdict = Completion::Stale;
                "  too many"
            }
            Some(_) => "",
        };
        let found = found.map_or_else(|| "-".to_owned(), grouped_number);
        // Writing to a string cannot fail.
        let _ = writeln!(
            report,
            "{name:<32} {found:>16} {:>16}{said}",
            grouped_number(most)
        );
    }
    Outcome { report, verdict }
}

fn grouped_number(number: u64) -> String {
    usize::try_from(number).map_or_else(|_| number.to_string(), grouped)
}
