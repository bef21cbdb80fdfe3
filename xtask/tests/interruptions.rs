//! Runs of `codegen` that are killed, or that write one folder at the same time → a folder that is whole after the next run.

use std::env;
use std::error::Error;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{self, Child, Command, Stdio};
use std::thread;
use std::time::Duration;

type TestResult = Result<(), Box<dyn Error>>;

/// A folder with two descriptions.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Result<Self, Box<dyn Error>> {
        let path = env::temp_dir().join(format!("freshdesk-{name}-{}", process::id()));
        fs::create_dir(&path)?;
        let folder = Self(path);
        for (name, count) in [("small", 1), ("large", 40)] {
            let mut paths = String::new();
            for number in 0..count {
                writeln!(
                    paths,
                    "  /{name}/{number}:\n    get:\n      tags: [{name} {number}]"
                )?;
                writeln!(
                    paths,
                    "      responses: {{ '204': {{ description: Done. }} }}"
                )?;
            }
            let text =
                format!("openapi: 3.1.0\ninfo: {{ title: {name}, version: '1' }}\npaths:\n{paths}");
            fs::write(folder.0.join(format!("{name}.yaml")), text)?;
        }
        Ok(folder)
    }

    fn out(&self) -> PathBuf {
        self.0.join("out")
    }

    /// Starts a run.
    fn start(&self, name: &str, options: &[&str]) -> Result<Child, Box<dyn Error>> {
        let description = self.0.join(format!("{name}.yaml"));
        let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
        command.args(["codegen", "--name", "client", "--spec"]);
        command
            .arg(description)
            .arg("--out")
            .arg(self.out())
            .args(options);
        Ok(command
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()?)
    }

    /// Runs to the end, and returns `true` on success.
    fn run(&self, name: &str, options: &[&str]) -> Result<bool, Box<dyn Error>> {
        Ok(self.start(name, options)?.wait()?.success())
    }

    fn is_whole(&self, name: &str) -> Result<bool, Box<dyn Error>> {
        Ok(self.run(name, &["--check"])? && !staging(&self.out()).exists())
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // A leftover in the temporary folder harms nobody.
        drop(fs::remove_dir_all(&self.0));
    }
}

fn staging(out: &Path) -> PathBuf {
    out.join(".codegen-staging")
}

#[test]
fn a_run_after_a_killed_one_writes_the_whole_crate() -> TestResult {
    let folder = Folder::new("killed")?;
    let mut interrupted = 0;
    for round in 0_u64..16 {
        if round % 4 == 0 && folder.out().exists() {
            fs::remove_dir_all(folder.out())?;
        }
        let (killed, next) = match round % 2 {
            0 => ("large", "small"),
            _ => ("small", "large"),
        };
        let mut run = folder.start(killed, &[])?;
        while run.try_wait()?.is_none() && !staging(&folder.out()).exists() {
            thread::sleep(Duration::from_micros(200));
        }
        thread::sleep(Duration::from_micros(700 * (round / 2)));
        // A run that is done already cannot be killed.
        drop(run.kill());
        run.wait()?;
        interrupted += usize::from(staging(&folder.out()).exists());
        assert!(folder.run(next, &[])?, "round {round}");
        assert!(folder.is_whole(next)?, "round {round}");
    }
    assert!(interrupted > 0, "no run was interrupted while it wrote");
    Ok(())
}

#[test]
fn runs_at_the_same_time_leave_one_crate() -> TestResult {
    let folder = Folder::new("races")?;
    for round in 0..4 {
        let runs: Vec<Child> = ["large", "small", "large", "small"]
            .into_iter()
            .map(|name| folder.start(name, &[]))
            .collect::<Result<_, _>>()?;
        for mut run in runs {
            assert!(run.wait()?.success(), "round {round}");
        }
        let is_one = folder.is_whole("small")? != folder.is_whole("large")?;
        assert!(is_one, "round {round}");
    }
    Ok(())
}
