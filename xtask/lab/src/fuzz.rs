//! `cargo lab fuzz`: the targets in `generator/fuzz` → whether one breaks within the time, beginning with the
//! descriptions of `tests/cases`, which are read where they are.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use xtask::failure::Failure;
use xtask::terminal::{self, Completion, Outcome};
use xtask::workspace;

use crate::args::FuzzArgs;
use crate::builds::target_folder;

/// Package of the targets, relative to the root.
const PACKAGE: &str = "generator/fuzz";

/// The folder of the package with a file for each target.
const TARGETS: &str = "fuzz_targets";

/// The descriptions to begin with, from the root.
const SEEDS: &str = "tests/cases";

/// Gives each target its part of the time.
pub(crate) fn run(args: &FuzzArgs) -> Result<Outcome, Failure> {
    let root = workspace::root();
    let folder = target_folder()?.join("fuzz");
    fs::create_dir_all(&folder)
        .map_err(|error| Failure::io(format_args!("cannot make `{}`", folder.display()), &error))?;
    let is_fine = if args.stable {
        start(&mut by_ourselves(args, &root, &folder))?
    } else {
        require_tools()?;
        by_libfuzzer(args, &root, &folder)?
    };
    let report = if is_fine {
        "nothing broke\n"
    } else {
        "something broke, see above\n"
    };
    Ok(Outcome {
        report: report.to_owned(),
        verdict: if is_fine {
            Completion::Done
        } else {
            Completion::Stale
        },
    })
}

/// Returns the driver that needs no more than a stable compiler.
fn by_ourselves(args: &FuzzArgs, root: &Path, folder: &Path) -> Command {
    let mut command = Command::new("cargo");
    command.args([
        "run",
        "--quiet",
        "--profile",
        "fuzz",
        "--bin",
        "fuzz-stable",
        "--manifest-path",
    ]);
    command.arg(root.join(PACKAGE).join("Cargo.toml")).arg("--");
    command.args([args.seconds.to_string(), args.seed.to_string()]);
    command.arg(root.join(SEEDS));
    command.env("CARGO_TARGET_DIR", folder).current_dir(folder);
    command
}

fn by_libfuzzer(args: &FuzzArgs, root: &Path, folder: &Path) -> Result<bool, Failure> {
    let targets = targets(root)?;
    let seconds = (args.seconds / targets.len().max(1) as u64).max(1);
    for target in &targets {
        let found = found(folder, target)?;
        let mut command = Command::new("cargo");
        command.args([
            "+nightly",
            "fuzz",
            "run",
            "--features",
            "libfuzzer",
            "--fuzz-dir",
        ]);
        command
            .arg(root.join(PACKAGE))
            .arg("--target-dir")
            .arg(folder)
            .arg(target);
        // What is found goes into the first folder; the seeds are only read.
        command.arg(found).arg(root.join(SEEDS)).arg("--");
        command
            .arg(format!("-max_total_time={seconds}"))
            .arg("-timeout=20")
            .arg("-rss_limit_mb=2048");
        command.current_dir(root);
        if !start(&mut command)? {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Returns the names of the targets, sorted.
fn targets(root: &Path) -> Result<Vec<String>, Failure> {
    let folder = root.join(PACKAGE).join(TARGETS);
    let failed = |error: io::Error| {
        Failure::io(
            format_args!("cannot list the targets in `{}`", folder.display()),
            &error,
        )
    };
    let mut targets = Vec::new();
    for entry in fs::read_dir(&folder).map_err(failed)? {
        let name = entry.map_err(failed)?.file_name();
        let name = name.to_str().and_then(|name| name.strip_suffix(".rs"));
        targets.extend(name.map(str::to_owned));
    }
    targets.sort();
    Ok(targets)
}

/// Returns the folder for texts that reach new code.
fn found(folder: &Path, target: &str) -> Result<PathBuf, Failure> {
    let found = folder.join("found").join(target);
    fs::create_dir_all(&found)
        .map_err(|error| Failure::io(format_args!("cannot make `{}`", found.display()), &error))?;
    Ok(found)
}

/// Runs a command, whose output is shown; `true` if it succeeds.
fn start(command: &mut Command) -> Result<bool, Failure> {
    terminal::progress("");
    let status = command.stdin(Stdio::null()).status();
    status
        .map(|status| status.success())
        .map_err(|error| Failure::io("cannot run cargo", &error))
}

/// Says what to install where something is missing.
fn require_tools() -> Result<(), Failure> {
    let answers = |arguments: &[&str]| {
        let output = Command::new("cargo")
            .args(arguments)
            .stdin(Stdio::null())
            .output();
        output.is_ok_and(|output| output.status.success())
    };
    let missing = if !answers(&["+nightly", "--version"]) {
        ("the nightly compiler", "rustup toolchain install nightly")
    } else if !answers(&["+nightly", "fuzz", "--version"]) {
        ("cargo-fuzz", "cargo install cargo-fuzz")
    } else {
        return Ok(());
    };
    let (what, command) = missing;
    Err(
        Failure::new(format!("fuzzing takes {what}, which is not installed")).help(format!(
            "run `{command}`, or give --stable, which needs neither and finds less"
        )),
    )
}

#[cfg(test)]
mod tests {
    use std::fs;

    use xtask::workspace;

    use super::{PACKAGE, TARGETS, targets};

    #[test]
    fn every_target_of_the_package_is_run() -> Result<(), Box<dyn std::error::Error>> {
        let root = workspace::root();
        let manifest = fs::read_to_string(root.join(PACKAGE).join("Cargo.toml"))?;
        let start = format!("path = \"{TARGETS}/");
        let mut declared: Vec<&str> = manifest
            .lines()
            .filter_map(|line| line.strip_prefix(&*start)?.strip_suffix(".rs\""))
            .collect();
        declared.sort_unstable();
        let targets = targets(&root).map_err(|_| "the targets cannot be listed")?;
        assert_eq!(targets, declared);
        assert!(targets.iter().any(|target| target == "documentation"));
        Ok(())
    }
}
