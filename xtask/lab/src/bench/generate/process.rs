//! `codegen` of this very binary → how long it takes as a process, into a folder
//! that is new each time.

use std::env;
use std::fs;
use std::io;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use xtask::failure::Failure;
use xtask::scratch::Scratch;

use super::input::Files;
use crate::bench::samples::Samples;

/// Runs it so many times, after once to warm up.
pub(super) fn measure(files: &Files, runs: u32) -> Result<Samples, Failure> {
    let failed = |error: io::Error| Failure::io("cannot time the command as a process", &error);
    let binary = env::current_exe().map_err(failed)?;
    let scratch = Scratch::new().map_err(failed)?;
    let out = scratch.path().join("client");
    let mut samples = Samples::default();
    for run in 0..=runs {
        let time = time(&binary, files, &out)?;
        fs::remove_dir_all(&out).map_err(failed)?;
        if run > 0 {
            samples.add(time);
        }
    }
    Ok(samples)
}

fn time(binary: &Path, files: &Files, out: &Path) -> Result<Duration, Failure> {
    let mut command = Command::new(binary);
    command.args(files.codegen(out));
    command.stdin(Stdio::null()).stdout(Stdio::null());
    let started = Instant::now();
    let output = command
        .output()
        .map_err(|error| Failure::io(format_args!("cannot run `{}`", binary.display()), &error))?;
    let time = started.elapsed();
    if output.status.success() {
        return Ok(time);
    }
    let said = String::from_utf8_lossy(&output.stderr);
    let said = said.trim();
    Err(Failure::new(format!(
        "the command failed as a process ({}), it said:\n{said}",
        output.status
    )))
}
