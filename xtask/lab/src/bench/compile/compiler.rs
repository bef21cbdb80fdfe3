//! A build → the most memory that one of its compilers held. Cargo starts this program in the place of the compiler of
//! the workspace's own crates, which starts the compiler and watches it.
//!
//! Invariant: the compiler's arguments, its output and its exit code are what they are without it.

use std::env;
use std::fs::{self, OpenOptions};
use std::io::{self, Write as _};
use std::path::Path;
use std::process::{Command, ExitCode};
use std::thread;
use std::time::Duration;

use xtask::failure::Failure;

use crate::builds::Builds;
use crate::memory::peak_memory;

/// The variable that tells this program to stand for the compiler, with the file for what it saw.
const WATCHED: &str = "XTASK_WATCHED_COMPILERS";

/// Interval between readings of memory: a peak at the very end, or shorter than this, may be missed.
const PAUSE: Duration = Duration::from_millis(2);

/// Runs the compiler, if that is what this process is started for.
pub(crate) fn as_compiler() -> Option<ExitCode> {
    let file = env::var_os(WATCHED)?;
    Some(watched(Path::new(&file)).unwrap_or(ExitCode::FAILURE))
}

fn watched(file: &Path) -> io::Result<ExitCode> {
    let mut arguments = env::args_os().skip(1);
    let compiler = arguments.next().ok_or(io::ErrorKind::InvalidInput)?;
    let mut child = Command::new(compiler).args(arguments).spawn()?;
    let process = child.id().to_string();
    let mut peak = 0;
    let status = loop {
        peak = peak_memory(&process).unwrap_or_default().max(peak);
        match child.try_wait()? {
            Some(status) => break status,
            None => thread::sleep(PAUSE),
        }
    };
    let mut file = OpenOptions::new().create(true).append(true).open(file)?;
    writeln!(file, "{peak}")?;
    let code = status.code().and_then(|code| u8::try_from(code).ok());
    Ok(code.map_or(ExitCode::FAILURE, ExitCode::from))
}

/// Checks a package anew, and tells in KiB the most that a compiler held.
pub(super) fn memory(builds: &Builds, package: &str) -> Result<u32, Failure> {
    let file = builds.path("compilers");
    // There is none at first.
    drop(fs::remove_file(&file));
    let program =
        env::current_exe().map_err(|error| Failure::io("cannot stand for the compiler", &error))?;
    let variables = [
        ("RUSTC_WORKSPACE_WRAPPER", program.as_path()),
        (WATCHED, file.as_path()),
    ];
    builds.cargo_with(&["check", "--package", package], &variables)?;
    let seen = fs::read_to_string(&file).unwrap_or_default();
    let most = seen
        .lines()
        .filter_map(|line| line.parse::<u32>().ok())
        .max();
    most.filter(|most| *most > 0).ok_or_else(|| {
        Failure::new("no compiler was seen at work")
            .help("memory is read from /proc, which is there on Linux only")
    })
}
