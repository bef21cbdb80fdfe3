//! A folder below `target/` in which a command builds what it measures or judges,
//! and the calls of Cargo there. Nothing is downloaded: the versions are those of
//! this repository's lock file.

use std::env;
use std::ffi::{OsStr, OsString};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use generator::FileTree;
use serde_json::Value;
use xtask::failure::Failure;
use xtask::workspace;

/// The workspace of one command.
#[derive(Debug)]
pub(crate) struct Builds {
    folder: PathBuf,
    /// Cargo's target folder, which all commands share: most compile the same dependencies.
    target: PathBuf,
}

/// Result of compiling a package.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Judgement {
    /// It compiles without a warning.
    Clean,
    /// It compiles with these warnings.
    Warned(String),
    /// It does not compile.
    Refused(String),
}

impl Judgement {
    /// Returns a text to keep, for the files that the key stands for.
    pub(crate) fn record(&self, key: &str) -> String {
        match self {
            Self::Clean => format!("{key} clean\n"),
            Self::Warned(said) => format!("{key} warned\n{said}"),
            Self::Refused(said) => format!("{key} refused\n{said}"),
        }
    }

    /// Reads a saved result, if it is about the files that the key stands for.
    pub(crate) fn recall(text: &str, key: &str) -> Option<Self> {
        let (kind, said) = text.strip_prefix(key)?.split_once('\n')?;
        match kind {
            " clean" => Some(Self::Clean),
            " warned" => Some(Self::Warned(said.to_owned())),
            " refused" => Some(Self::Refused(said.to_owned())),
            _ => None,
        }
    }
}

impl Builds {
    /// Writes the workspace. Files that are right already stay untouched, and so
    /// does what was built from them.
    pub(crate) fn prepare(command: &str, files: &FileTree) -> Result<Self, Failure> {
        let target = target_folder()?;
        let folder = target.join(command);
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
        Ok(Self {
            folder,
            target: target.join("scratch"),
        })
    }

    /// Returns the path of a build result, which is given relative to Cargo's target folder.
    pub(crate) fn built(&self, path: &str) -> PathBuf {
        self.target.join(path)
    }

    /// Replaces files: those of `files` are written, and what else is in `folders` goes.
    pub(crate) fn replace(&self, folders: &[&str], files: &FileTree) -> Result<(), Failure> {
        for folder in folders {
            let folder = self.folder.join(folder);
            let Ok(entries) = fs::read_dir(&folder) else {
                continue;
            };
            for path in entries.flatten().map(|entry| entry.path()) {
                let relative = path.strip_prefix(&self.folder).unwrap_or(&path);
                let relative = relative.to_string_lossy().replace('\\', "/");
                if files.get(&relative).is_none() {
                    fs::remove_file(&path).map_err(|error| {
                        Failure::io(format_args!("cannot remove `{}`", path.display()), &error)
                    })?;
                }
            }
        }
        for (path, text) in files.iter() {
            let path = self.folder.join(path);
            write(&path, text).map_err(|error| {
                Failure::io(format_args!("cannot write `{}`", path.display()), &error)
            })?;
        }
        Ok(())
    }

    /// Compiles a package; the inner error is the compiler's output.
    pub(crate) fn check(&self, package: &str) -> Result<Result<(), String>, Failure> {
        let checked = self.compile("check", &["--package", package], "1")?;
        Ok(checked.result())
    }

    /// Compiles a package to its end; the inner error is the compiler's output.
    pub(crate) fn build(&self, package: &str) -> Result<Result<(), String>, Failure> {
        let built = self.compile("build", &["--package", package], "0")?;
        Ok(built.result())
    }

    /// Compiles everything to its end, as far as it compiles; the inner error is the compiler's output.
    pub(crate) fn build_all(&self) -> Result<Result<(), String>, Failure> {
        let built = self.compile("build", &["--workspace", "--keep-going"], "0")?;
        Ok(built.result())
    }

    /// Returns the path of a file of the workspace.
    pub(crate) fn path(&self, relative: &str) -> PathBuf {
        self.folder.join(relative)
    }

    /// Compiles a package with its default features, or with only the named ones.
    pub(crate) fn judge(
        &self,
        package: &str,
        features: Option<&str>,
    ) -> Result<Judgement, Failure> {
        let mut arguments = vec!["--package", package];
        if let Some(features) = features {
            arguments.extend(["--no-default-features", "--features", features]);
        }
        let Checked { is_good, said } = self.compile("check", &arguments, "0")?;
        Ok(match (is_good, said.trim()) {
            (true, "") => Judgement::Clean,
            (true, _) => Judgement::Warned(said),
            (false, _) => Judgement::Refused(said),
        })
    }

    /// Runs the compiler. Fails where Cargo does not come to run it.
    fn compile(
        &self,
        command: &str,
        arguments: &[&str],
        incremental: &str,
    ) -> Result<Checked, Failure> {
        let first = [
            command,
            "--quiet",
            "--message-format",
            "json-render-diagnostics",
        ];
        let output = self.run(&[&first, arguments].concat(), incremental)?;
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        if !output.status.success() && !is_finished(&output.stdout) {
            return Err(self.failed(&[command], &said));
        }
        Ok(Checked {
            is_good: output.status.success(),
            said,
        })
    }

    /// Makes Cargo believe that a file has changed.
    pub(crate) fn touch(&self, path: &str) -> Result<(), Failure> {
        let path = self.folder.join(path);
        let file = fs::File::options().append(true).open(&path);
        file.and_then(|file| file.set_modified(std::time::SystemTime::now()))
            .map_err(|error| Failure::io(format_args!("cannot touch `{}`", path.display()), &error))
    }

    /// Runs Cargo to its end, and gives what it printed to standard output.
    ///
    /// What is measured is a whole build, by the compiler itself, so nothing is incremental.
    pub(crate) fn cargo(&self, arguments: &[&str]) -> Result<String, Failure> {
        self.cargo_with(arguments, &[])
    }

    /// Does so with some variables of the environment.
    pub(crate) fn cargo_with(
        &self,
        arguments: &[&str],
        variables: &[(&str, &Path)],
    ) -> Result<String, Failure> {
        let output = self.run_with(arguments, "0", variables)?;
        if output.status.success() {
            return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
        }
        Err(self.failed(arguments, &String::from_utf8_lossy(&output.stderr)))
    }

    /// Keeps a copy of something that Cargo built, which the next build would replace.
    pub(crate) fn keep(&self, built: &str, name: &str) -> Result<(), Failure> {
        let copy = self.path(name);
        fs::copy(self.built(built), &copy)
            .map_err(|error| Failure::io(format_args!("cannot write `{}`", copy.display()), &error))
            .map(drop)
    }

    /// Runs a program in the folder, without the network where it asks Cargo.
    pub(crate) fn tool(&self, program: &str, arguments: &[&str]) -> io::Result<Output> {
        let mut command = self.command(OsStr::new(program), arguments);
        command.env("CARGO_NET_OFFLINE", "true").output()
    }

    fn run(&self, arguments: &[&str], incremental: &str) -> Result<Output, Failure> {
        self.run_with(arguments, incremental, &[])
    }

    fn run_with(
        &self,
        arguments: &[&str],
        incremental: &str,
        variables: &[(&str, &Path)],
    ) -> Result<Output, Failure> {
        let program = env::var_os("CARGO").unwrap_or_else(|| OsString::from("cargo"));
        let mut command = self.command(&program, arguments);
        command
            .arg("--offline")
            .env("CARGO_INCREMENTAL", incremental)
            .envs(variables.iter().copied());
        command.output().map_err(|error| {
            Failure::io(
                format_args!("cannot run `{}`", Path::new(&program).display()),
                &error,
            )
            .help("install Rust from https://rustup.rs, or name Cargo in the variable CARGO")
        })
    }

    /// Returns a call in the folder, which builds into the shared target folder.
    fn command(&self, program: &OsStr, arguments: &[&str]) -> Command {
        let mut command = Command::new(program);
        command.args(arguments).current_dir(&self.folder);
        command.stdin(Stdio::null()).env("RUSTC_WRAPPER", "");
        command.env("CARGO_TARGET_DIR", &self.target);
        command
    }

    fn failed(&self, arguments: &[&str], said: &str) -> Failure {
        Failure::new(format!(
            "`cargo {}` failed in `{}`, it said:\n{}",
            arguments.join(" "),
            self.folder.display(),
            said.trim()
        ))
        .help(
            "nothing is downloaded here: if a dependency is missing, run `cargo fetch` in the root of this repository first",
        )
    }
}

/// The end of a run of the compiler.
struct Checked {
    is_good: bool,
    /// Output of the compiler for people.
    said: String,
}

impl Checked {
    fn result(self) -> Result<(), String> {
        if self.is_good { Ok(()) } else { Err(self.said) }
    }
}

/// Returns `true` if Cargo has run the compiler to its end, according to its JSON messages.
fn is_finished(messages: &[u8]) -> bool {
    let messages = serde_json::Deserializer::from_slice(messages).into_iter::<Value>();
    let mut messages = messages.map_while(Result::ok);
    messages.any(|message| message["reason"] == "build-finished")
}

/// Returns the folder of build results: as everywhere in Cargo, `CARGO_TARGET_DIR` or `target/`.
pub(crate) fn target_folder() -> Result<PathBuf, Failure> {
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

#[cfg(test)]
mod tests {
    use super::is_finished;

    #[test]
    fn a_build_that_came_to_its_end_says_so() {
        let end = br#"{"reason":"build-finished","success":false}"#;
        let artifact = br#"{"reason":"compiler-artifact","target":{"name":"build-finished"}}"#;
        assert!(is_finished(end));
        assert!(is_finished(&[artifact.as_slice(), b"\n", end].concat()));
        assert!(!is_finished(artifact));
        assert!(!is_finished(b""));
    }
}
