//! `cargo lab bench export`: builds the examples, starts the help desk of one
//! with many tickets, and exports them with the other → tickets per second, and
//! what the export takes of CPU and memory.
//!
//! The export is a process of its own, so that nothing of the server counts.

mod server;

use std::env;
use std::ffi::OsString;
use std::fmt::Write as _;
use std::fs::{self, File};
use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::Duration;

use xtask::failure::Failure;
use xtask::terminal::{Completion, Outcome, count, grouped, progress};
use xtask::workspace;

use self::server::Server;
use super::cpu::{self, Cost};
use crate::args::BenchExportArgs;
use crate::builds::target_folder;
use crate::memory::peak_memory;

const EXPORT: &str = "export_tickets";

/// Interval between readings of the export's memory; use after the last reading is missed.
const LOOK: Duration = Duration::from_millis(5);

/// Cost of one export.
#[derive(Debug, Clone, Copy)]
struct Sample {
    cost: Cost,
    /// CPU time of the help desk.
    server: Duration,
    /// In KiB.
    memory: u64,
    /// Of the file.
    bytes: u64,
}

/// Builds, measures and reports.
pub(super) fn run(args: &BenchExportArgs) -> Result<Outcome, Failure> {
    let folder = target_folder()?.join("bench/export");
    progress("building the examples");
    build(&folder)?;
    progress("starting the help desk");
    let server = Server::start(&binary(&folder, server::EXAMPLE), args.tickets)?;
    let mut samples = Vec::new();
    for run in 0..=args.runs {
        progress(&format!("export {run} of {}", args.runs));
        let sample = export(&folder, &server, args.tickets)?;
        if run > 0 {
            samples.push(sample);
        }
    }
    progress("");
    Ok(Outcome {
        report: report(args, &mut samples),
        verdict: Completion::Done,
    })
}

fn build(folder: &Path) -> Result<(), Failure> {
    let program = env::var_os("CARGO").unwrap_or_else(|| OsString::from("cargo"));
    let mut command = Command::new(program);
    command.args(["build", "--release", "--quiet", "--offline"]);
    command.args([
        "--package",
        "tests",
        "--example",
        EXPORT,
        "--example",
        server::EXAMPLE,
    ]);
    command
        .current_dir(workspace::root())
        .env("CARGO_TARGET_DIR", folder);
    let output = command.output();
    let output = output.map_err(|error| Failure::io("cannot run Cargo", &error))?;
    if output.status.success() {
        return Ok(());
    }
    let said = String::from_utf8_lossy(&output.stderr);
    let failure = Failure::new(format!("the examples do not compile:\n{}", said.trim()));
    Err(failure
        .help("nothing is downloaded here: run `cargo fetch` in the root of this repository first"))
}

fn binary(folder: &Path, example: &str) -> PathBuf {
    let file = format!("{example}{}", env::consts::EXE_SUFFIX);
    folder.join("release/examples").join(file)
}

/// Exports everything once, and makes sure that it is there.
fn export(folder: &Path, server: &Server, tickets: usize) -> Result<Sample, Failure> {
    let file = folder.join("tickets.jsonl");
    for path in [file.clone(), folder.join("tickets.jsonl.resume")] {
        // There may be none from before.
        let _ = fs::remove_file(path);
    }
    let mut command = Command::new(binary(folder, EXPORT));
    command
        .arg("--out")
        .arg(&file)
        .stdin(Stdio::null())
        .stdout(Stdio::null());
    command.envs(server.environment()).stderr(Stdio::piped());
    let before = server.cpu_time()?;
    let (memory, cost) = cpu::measure(|| {
        let child = command.spawn();
        watch(child.map_err(|error| Failure::io("cannot run the export", &error))?)
    })?;
    let server = server.cpu_time()?.saturating_sub(before);
    let opened =
        File::open(&file).map_err(|error| Failure::io("cannot read the export", &error))?;
    let bytes = opened.metadata().map_or(0, |data| data.len());
    let lines = BufReader::new(opened).lines().count();
    if lines != tickets {
        return Err(Failure::new(format!(
            "{lines} tickets were exported, and not {tickets}"
        )));
    }
    Ok(Sample {
        cost,
        server,
        memory,
        bytes,
    })
}

/// Waits for the end of the export; gives the most memory that was seen.
fn watch(mut child: Child) -> Result<u64, Failure> {
    let id = child.id().to_string();
    let mut memory = 0;
    let failed = |error| Failure::io("cannot wait for the export", &error);
    while child.try_wait().map_err(failed)?.is_none() {
        memory = peak_memory(&id).unwrap_or_default().max(memory);
        thread::sleep(LOOK);
    }
    let output = child.wait_with_output().map_err(failed)?;
    if output.status.success() {
        return Ok(memory);
    }
    let said = String::from_utf8_lossy(&output.stderr);
    Err(Failure::new(format!(
        "the export failed, it said:\n{}",
        said.trim()
    )))
}

fn report(args: &BenchExportArgs, samples: &mut [Sample]) -> String {
    samples.sort_by_key(|sample| sample.cost.wall);
    let Some(middle) = samples.get(samples.len() / 2) else {
        return String::new();
    };
    let memory = samples
        .iter()
        .map(|sample| sample.memory)
        .max()
        .unwrap_or_default();
    let seconds = |time: Duration| format!("{:.2} s", time.as_secs_f64());
    let rows = [
        (
            "tickets per second",
            grouped(per_second(args.tickets, middle.cost.wall)),
        ),
        ("time on the clock", seconds(middle.cost.wall)),
        ("CPU time of the export", seconds(middle.cost.cpu)),
        (
            "CPU time per ticket",
            format!("{:.1} µs", micros_each(args.tickets, middle.cost.cpu)),
        ),
        ("CPU time of the server", seconds(middle.server)),
        ("peak memory", format!("{:.1} MiB", mebibytes(memory))),
        (
            "written",
            format!("{:.1} MiB", mebibytes(middle.bytes / 1024)),
        ),
    ];
    let mut text = format!(
        "{}, {}, release build, a help desk on the loopback; the run in the middle, and the most memory of all\n\n",
        count(args.tickets, "ticket"),
        count(samples.len(), "run"),
    );
    for (name, figure) in rows {
        // Writing to a string cannot fail.
        let _ = writeln!(text, "{name:<24}{figure:>14}");
    }
    text
}

/// Returns whole things per second.
fn per_second(things: usize, time: Duration) -> usize {
    let nanoseconds = time.as_nanos().max(1);
    let rate = things as u128 * 1_000_000_000 / nanoseconds;
    usize::try_from(rate).unwrap_or(usize::MAX)
}

fn micros_each(things: usize, time: Duration) -> f64 {
    let things = u32::try_from(things).unwrap_or(u32::MAX).max(1);
    (time / things).as_secs_f64() * 1e6
}

fn mebibytes(kibibytes: u64) -> f64 {
    f64::from(u32::try_from(kibibytes).unwrap_or(u32::MAX)) / 1024.0
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::{Sample, report};
    use crate::args::BenchExportArgs;
    use crate::bench::cpu::Cost;

    #[test]
    fn the_run_in_the_middle_is_reported_with_the_most_memory() {
        let sample = |seconds, memory| Sample {
            cost: Cost {
                cpu: Duration::from_secs(1),
                wall: Duration::from_secs(seconds),
            },
            server: Duration::from_secs(2),
            memory,
            bytes: 3 << 20,
        };
        let mut samples = [sample(9, 1024), sample(2, 4096), sample(4, 2048)];
        let args = BenchExportArgs {
            tickets: 100_000,
            runs: 3,
        };
        let text = report(&args, &mut samples);
        for row in [
            "tickets per second              25,000",
            "CPU time per ticket            10.0 µs",
            "peak memory                    4.0 MiB",
            "written                        3.0 MiB",
        ] {
            assert!(text.contains(row), "{row} is not in:\n{text}");
        }
    }
}
