//! `cargo lab bench call`: builds and runs the program in `xtask/lab/programs/call`,
//! which calls a local server with the generated client and with code written by
//! hand, in turns → a table of what a call takes of each.
//!
//! The program is a package of its own, outside of the workspace, so that
//! `cargo xtask` never builds an HTTP stack.

mod samples;

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use generator::FileTree;
use xtask::failure::Failure;
use xtask::input::InputFile;
use xtask::terminal::{Completion, Outcome, count};
use xtask::workspace::{self, GENERATED};

use self::samples::Cases;
use super::comparison::{Comparison, Unit};
use crate::args::BenchCallArgs;
use crate::builds::Builds;

/// Folder of the program, relative to the root.
const PROGRAM: &str = "xtask/lab/programs/call";

/// The name of its package.
const PACKAGE: &str = "bench-call";

/// Its files.
const FILES: [&str; 8] = [
    "Cargo.toml",
    "src/by_hand.rs",
    "src/by_hand_models.rs",
    "src/calls.rs",
    "src/counting.rs",
    "src/main.rs",
    "src/measure.rs",
    "src/server.rs",
];

/// Path of the generated crate in the program's manifest.
const DEPENDENCY: &str = "../../../../generated";

/// Builds, measures and reports.
pub(super) fn run(args: &BenchCallArgs) -> Result<Outcome, Failure> {
    let cases = measure(args.runs, Profile::Release)?.cases;
    let runs = count(usize::try_from(args.runs).unwrap_or(usize::MAX), "run");
    Ok(Outcome {
        report: format!(
            "medians of {runs}, release build, a server on the loopback\n\n{}\n\
             Latency is from the start of a call to its end, with all others that are in progress.\n\
             CPU time and allocations are those of the client's thread; the server has its own.\n\
             What is held at the most is that of all calls in progress together, in the heap.\n\
             `by hand` is reqwest with a timeout, `error_for_status` and `json`, and serde's derive.\n",
            table(&cases).into_text()
        ),
        verdict: Completion::Done,
    })
}

/// The program, and what it printed.
pub(super) struct Measured {
    pub(super) builds: Builds,
    pub(super) binary: PathBuf,
    pub(super) cases: Cases,
}

/// Cargo profile of the program.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Profile {
    /// Without optimisation: allocations are the same.
    Dev,
    /// As it is measured.
    Release,
}

/// Builds and runs the program.
pub(super) fn measure(runs: u32, profile: Profile) -> Result<Measured, Failure> {
    let builds = Builds::prepare("bench/call", &program()?)?;
    let folder = match profile {
        Profile::Dev => {
            builds.cargo(&["build"])?;
            "debug"
        }
        Profile::Release => {
            builds.cargo(&["build", "--release"])?;
            "release"
        }
    };
    let binary = binary(&builds, folder);
    let cases = Cases::parse(&execute(&binary, runs)?)?;
    Ok(Measured {
        builds,
        binary,
        cases,
    })
}

/// Returns the program as it will be built, below `target/`: there it can have this
/// repository's lock file, and leaves nothing beside its sources.
fn program() -> Result<FileTree, Failure> {
    let root = workspace::root();
    let mut files = FileTree::default();
    for path in FILES {
        let source = InputFile::of_workspace(&root, &format!("{PROGRAM}/{path}"));
        files.insert(path, source.read()?.text);
    }
    let manifest = files.get("Cargo.toml").unwrap_or_default();
    // As a TOML string takes it: a path can have backslashes and quotes.
    let generated = format!("{:?}", root.join(GENERATED).display().to_string());
    let manifest = manifest.replace(&format!("{DEPENDENCY:?}"), &generated);
    files.insert("Cargo.toml", manifest);
    Ok(files)
}

/// Returns the path of the built program.
fn binary(builds: &Builds, folder: &str) -> PathBuf {
    builds.built(&format!(
        "{folder}/{PACKAGE}{}",
        std::env::consts::EXE_SUFFIX
    ))
}

/// Runs the program, and gives what it printed.
fn execute(binary: &Path, runs: u32) -> Result<String, Failure> {
    let mut command = Command::new(binary);
    command.arg(runs.to_string()).stdin(Stdio::null());
    let output = command
        .output()
        .map_err(|error| Failure::io(format_args!("cannot run `{}`", binary.display()), &error))?;
    if output.status.success() {
        return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
    }
    let said = String::from_utf8_lossy(&output.stderr);
    Err(Failure::new(format!(
        "the benchmark's program failed ({}), it said:\n{}",
        output.status,
        said.trim()
    )))
}

fn table(cases: &Cases) -> Comparison {
    let mut table = Comparison::with("by hand");
    for case in &cases.each {
        table.section(&case.name);
        table.row("CPU time", Unit::Microseconds, &case.nanoseconds);
        table.row("latency, on average", Unit::Microseconds, &case.latency);
        table.row("allocations", Unit::Count, &case.allocations);
        table.row("allocated", Unit::Kibibytes, &case.bytes);
        table.row("held at the most", Unit::Kibibytes, &case.held);
    }
    table
}

#[cfg(test)]
mod tests {
    use generator::Input;
    use generator::model::{Struct, TypeKind};
    use xtask::account;

    /// The types that are written by hand, which have every field of the API description.
    const MODELS: &str = include_str!("../../../programs/call/src/by_hand_models.rs");

    #[test]
    fn what_is_written_by_hand_has_the_fields_of_the_description() {
        let (description, overlays, settings) = account::general_sources().expect("readable");
        let input = Input::new(&description, &settings).overlays(&overlays);
        let api = input.model().expect("a model").api;
        let mut compared = 0;
        for ty in &api.types {
            let TypeKind::Struct(Struct { fields, .. }) = &ty.kind else {
                continue;
            };
            let Some((_, written)) = MODELS.split_once(&format!("\n    {} {{\n", ty.name.ident))
            else {
                continue;
            };
            let (written, _) = written.split_once("\n    }\n").expect("an end");
            let written: Vec<&str> = written
                .lines()
                .filter_map(|line| line.trim().split(':').next())
                .collect();
            let described: Vec<&str> = fields.iter().map(|field| &*field.name.ident).collect();
            assert_eq!(written, described, "{}", ty.name.ident);
            compared += 1;
        }
        assert_eq!(compared, MODELS.matches("\n    }\n").count());
    }
}
