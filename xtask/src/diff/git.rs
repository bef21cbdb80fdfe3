//! Git repository → commits and texts of files in them.
//!
//! Invariant: nothing is written, and every failure says what was asked of git.

use std::collections::BTreeMap;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::thread;

use crate::failure::Failure;

/// Possible names of the main branch, the likeliest first.
const MAIN: [&str; 5] = [
    "origin/HEAD",
    "origin/main",
    "main",
    "origin/master",
    "master",
];

/// A repository.
#[derive(Clone, Debug)]
pub(crate) struct Repository {
    folder: PathBuf,
}

/// A commit by its full hash, and what the user calls it.
#[derive(Debug, Clone)]
pub(crate) struct Commit {
    pub(crate) hash: String,
    pub(crate) label: String,
}

impl Repository {
    /// Returns the repository that a folder is the root of, or lies in.
    pub(crate) fn at(folder: &Path) -> Result<Self, Failure> {
        let repository = Self {
            folder: folder.to_path_buf(),
        };
        let output = repository.run(&["rev-parse", "--is-inside-work-tree"])?;
        if output.status.success() {
            return Ok(repository);
        }
        let said = String::from_utf8_lossy(&output.stderr);
        if said.contains("dubious ownership") {
            let folder = folder.display();
            return Err(Failure::new(format!(
                "git does not read the repository `{folder}`, since it belongs to another user (dubious ownership)"
            ))
            .help(format!("git config --global --add safe.directory {folder}")));
        }
        Err(Failure::new(format!(
            "`{}` is in no git repository, so there is nothing to compare with",
            folder.display()
        ))
        .help("name the description to compare with: --old FILE"))
    }

    /// Returns the commit that a name stands for.
    pub(crate) fn commit(&self, name: &str) -> Result<Commit, Failure> {
        let revision = format!("{name}^{{commit}}");
        let output = self.run(&[
            "rev-parse",
            "--verify",
            "--quiet",
            "--end-of-options",
            &revision,
        ])?;
        if !output.status.success() {
            return Err(
                Failure::new(format!("git knows no revision `{name}`")).help(
                    "name a branch, a tag or a commit that was fetched; `git log` lists commits",
                ),
            );
        }
        Ok(Commit {
            hash: text(&output).trim().to_owned(),
            label: name.to_owned(),
        })
    }

    /// Returns the commit that was asked for, or where the work since the main branch began.
    pub(crate) fn base(&self, name: Option<&str>) -> Result<Commit, Failure> {
        match name {
            Some(name) => self.commit(name),
            None => self.fork(),
        }
    }

    /// Returns the commit that was asked for, or that of the last release, or else where the work since the
    /// main branch began.
    pub(crate) fn last_release(&self, name: Option<&str>) -> Result<Commit, Failure> {
        if name.is_some() {
            return self.base(name);
        }
        match self.last_tag("HEAD")? {
            // Where the release is made, its own tag is there already.
            Some(tag) if tag.hash == self.commit("HEAD")?.hash => {
                Ok(self.last_tag("HEAD^")?.unwrap_or(tag))
            }
            Some(tag) => Ok(tag),
            None => self.fork(),
        }
    }

    /// The tag of the last release before a revision, or at it.
    fn last_tag(&self, revision: &str) -> Result<Option<Commit>, Failure> {
        let pattern = ["--match", "v[0-9]*"];
        let output = self.run(
            &[
                &["describe", "--tags", "--abbrev=0"],
                &pattern[..],
                &[revision],
            ]
            .concat(),
        )?;
        if !output.status.success() {
            return Ok(None);
        }
        self.commit(text(&output).trim()).map(Some)
    }

    /// Finds the commit at which the branch left the main branch.
    fn fork(&self) -> Result<Commit, Failure> {
        let main = MAIN.iter().find_map(|name| self.commit(name).ok());
        let Some(main) = main else {
            return Err(Failure::new("there is no main branch to compare with")
                .help("name the revision to compare with: --base REV"));
        };
        let output = self.run(&["merge-base", "HEAD", &main.hash])?;
        if !output.status.success() {
            return Err(Failure::new(format!(
                "`HEAD` and `{}` have no commit in common",
                main.label
            ))
            .help("fetch the whole history, or name the revision to compare with: --base REV"));
        }
        let hash = text(&output).trim().to_owned();
        Ok(Commit {
            label: hash.chars().take(12).collect(),
            hash,
        })
    }

    /// Returns the text of a file in a commit. `None`: there is no such file in it.
    pub(crate) fn file(&self, commit: &Commit, path: &str) -> Result<Option<String>, Failure> {
        let spelled = format!("{}:./{path}", commit.hash);
        let output = self.run(&["show", "--end-of-options", &spelled])?;
        if !output.status.success() {
            return Ok(None);
        }
        let text = String::from_utf8(output.stdout);
        let text = text.map_err(|_| {
            Failure::new(format!("`{path}` in `{}` is not UTF-8 text", commit.label))
        })?;
        Ok(Some(text))
    }

    /// Returns the texts of all files below a folder in a commit, by path from there.
    pub(crate) fn files(
        &self,
        commit: &Commit,
        folder: &str,
    ) -> Result<BTreeMap<String, String>, Failure> {
        let tree = format!("{}:./{folder}", commit.hash);
        let output = self.run(&["ls-tree", "-r", "-z", "--name-only", &tree])?;
        let paths = text(&output);
        let paths: Vec<&str> = paths.split('\0').filter(|path| !path.is_empty()).collect();
        let spelled = paths.iter().map(|path| format!("{tree}/{path}\n"));
        let mut rest = &*self.contents(spelled.collect())?;
        let mut files = BTreeMap::new();
        for path in paths {
            let Some((content, after)) = blob(rest) else {
                return Err(Failure::new(format!(
                    "git does not give `{folder}/{path}` of `{}`",
                    commit.label
                )));
            };
            files.insert(
                path.to_owned(),
                String::from_utf8_lossy(content).into_owned(),
            );
            rest = after;
        }
        Ok(files)
    }

    /// Reads many objects from git in one process: a line about each, and its bytes.
    fn contents(&self, names: String) -> Result<Vec<u8>, Failure> {
        let failed = |error: io::Error| Failure::io("cannot run `git`", &error);
        let mut command = Command::new("git");
        command
            .args(["cat-file", "--batch"])
            .current_dir(&self.folder)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null());
        let mut child = command.spawn().map_err(failed)?;
        let stdin = child.stdin.take();
        // Git responds before it has read everything, and blocks when nothing is read.
        let writer =
            thread::spawn(move || stdin.map(|mut stdin| stdin.write_all(names.as_bytes())));
        let output = child.wait_with_output().map_err(failed)?;
        drop(writer.join());
        Ok(output.stdout)
    }

    fn run(&self, arguments: &[&str]) -> Result<Output, Failure> {
        let mut command = Command::new("git");
        command
            .args(arguments)
            .current_dir(&self.folder)
            .stdin(Stdio::null());
        command.output().map_err(|error| {
            Failure::io("cannot run `git`", &error)
                .help("install git, or name the description to compare with: --old FILE")
        })
    }
}

/// Returns the first object of `<hash> blob <size>\n<bytes>\n…`, and what follows it.
fn blob(said: &[u8]) -> Option<(&[u8], &[u8])> {
    let end = said.iter().position(|byte| *byte == b'\n')?;
    let head = std::str::from_utf8(said.get(..end)?).ok()?;
    let size: usize = head.rsplit_once(" blob ")?.1.parse().ok()?;
    let rest = said.get(end + 1..)?;
    Some((rest.get(..size)?, rest.get(size + 1..)?))
}

fn text(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}
