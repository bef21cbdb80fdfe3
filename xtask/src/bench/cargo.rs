//! A folder below `target/` in which a benchmark builds what it measures, and
//! the calls of Cargo there. Nothing is downloaded: the versions are those of
//! this repository's lock file.

use std::env;
use std::ffi::OsString;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use generator::FileTree;

use crate::failure::Failure;
use crate::workspace;

/// The workspace of one benchmark.
#[derive(Debug)]
pub(super) struct Builds {
    folder: PathBuf,
}

impl Builds {
    /// Writes the workspace. Files that are right already stay untouched, and so
    /// does what was built from them.
    pub(super) fn prepare(benchmark: &str, files: &FileTree) -> Result<Self, Failure> {
        let folder = target_folder()?.join("bench").join(benchmark);
        let lock = workspace::root().join("Cargo.lock");
        let lock = fs::read_to_string(&lock).map_err(|error| {
            Failure::io(format_args!("cannot read `{}`", lock.display()), &error)
        })?;
        for (path, text) in files.iter().chain([("Cargo.lock", lock.as_str())]) {
            let path = folder.join(path);
            write(&path, text).map_err(|error| {
                Failure::io(format_args!("cannot write `{}`", path.display()), &error)
            })?;
        }
        Ok(Self { folder })
    }

    /// Where something is that Cargo built, as a path below its own `target/`.
    pub(super) fn built(&self, path: &str) -> PathBuf {
        self.folder.join("target").join(path)
    }

    /// Makes Cargo believe that a file has changed.
    pub(super) fn touch(&self, path: &str) -> Result<(), Failure> {
        let path = self.folder.join(path);
        let file = fs::File::options().append(true).open(&path);
        file.and_then(|file| file.set_modified(std::time::SystemTime::now()))
            .map_err(|error| Failure::io(format_args!("cannot touch `{}`", path.display()), &error))
    }

    /// Runs Cargo to its end, and gives what it printed to standard output.
    pub(super) fn cargo(&self, arguments: &[&str]) -> Result<String, Failure> {
        let program = env::var_os("CARGO").unwrap_or_else(|| OsString::from("cargo"));
        let mut command = Command::new(&program);
        command.args(arguments).arg("--offline");
        command.current_dir(&self.folder).stdin(Stdio::null());
        command.env("CARGO_TARGET_DIR", self.folder.join("target"));
        // What is measured is a whole build, by the compiler itself.
        command
            .env("CARGO_INCREMENTAL", "0")
            .env("RUSTC_WRAPPER", "");
        let output = command.output().map_err(|error| {
            Failure::io(
                format_args!("cannot run `{}`", Path::new(&program).display()),
                &error,
            )
            .help("install Rust from https://rustup.rs, or name Cargo in the variable CARGO")
        })?;
        if output.status.success() {
            return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
        }
        Err(self.failed(arguments, &String::from_utf8_lossy(&output.stderr)))
    }

    fn failed(&self, arguments: &[&str], said: &str) -> Failure {
        let failure = Failure::new(format!(
            "`cargo {}` failed in `{}`, it said:\n{}",
            arguments.join(" "),
            self.folder.display(),
            said.trim()
        ));
        if said.contains("--offline") || said.contains("offline mode") {
            return failure.help(
                "benchmarks download nothing: run `cargo fetch` in the root of this repository first",
            );
        }
        failure
    }
}

/// Where build results go: as everywhere in Cargo, `CARGO_TARGET_DIR` or `target/`.
fn target_folder() -> Result<PathBuf, Failure> {
    let Some(folder) = env::var_os("CARGO_TARGET_DIR") else {
        return Ok(workspace::root().join("target"));
    };
    std::path::absolute(&folder)
        .map_err(|error| Failure::io("cannot use the folder in CARGO_TARGET_DIR", &error))
}

fn write(path: &Path, text: &str) -> io::Result<()> {
    if fs::read_to_string(path).is_ok_and(|found| found == text) {
        return Ok(());
    }
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::write(path, text)
}
