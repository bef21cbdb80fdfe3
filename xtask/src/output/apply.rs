//! A plan → the disk: all of it or nothing. Every new file is complete in the
//! staging folder before the first old one moves, and every move is written down,
//! so that a failure can be undone.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::STAGING;
use super::claim::Claim;
use super::plan::Plan;
use super::target::Target;
use crate::failure::Failure;

/// Makes the folder what the plan says. On failure it is as it was before.
///
/// The staging folder lies inside the target: that is the one place that is sure
/// to be writable and on the same file system, even where the target is a mount point.
pub fn apply(claim: &Claim, plan: &Plan<'_>) -> Result<(), Failure> {
    let target = claim.target();
    plan.refuse_obstacles(target)?;
    if plan.is_up_to_date() && plan.hollow_folders.is_empty() {
        return Ok(());
    }
    let mut rewrite = Rewrite::new(target);
    match rewrite.run(plan) {
        Ok(()) => rewrite.clean(),
        Err(failure) => Err(rewrite.undo(failure)),
    }
}

/// A rewrite in progress.
struct Rewrite<'a> {
    target: &'a Target,
    staging: PathBuf,
    /// Steps done so far, in order.
    done: Vec<Step>,
}

/// One change of the disk that can be taken back.
enum Step {
    MadeFolder(PathBuf),
    MadeStaging(PathBuf),
    RemovedFolder(PathBuf),
    Moved { from: PathBuf, to: PathBuf },
    Kept { original: PathBuf, copy: PathBuf },
}

impl<'a> Rewrite<'a> {
    fn new(target: &'a Target) -> Self {
        Self {
            target,
            staging: target.root.join(STAGING),
            done: Vec::new(),
        }
    }

    fn run(&mut self, plan: &Plan<'_>) -> Result<(), Failure> {
        self.make_staging()?;
        self.stage(plan)?;
        self.clear(plan)?;
        self.fill(plan)
    }

    /// Makes the staging folder.
    fn make_staging(&mut self) -> Result<(), Failure> {
        fs::create_dir(&self.staging).map_err(|error| {
            let doing = format!("cannot write into `{}`", self.target.label);
            Failure::io(doing, &error)
        })?;
        self.done.push(Step::MadeStaging(self.staging.clone()));
        Ok(())
    }

    /// Writes every new file in full, where it disturbs nobody.
    fn stage(&self, plan: &Plan<'_>) -> Result<(), Failure> {
        for (number, write) in plan.writes.iter().enumerate() {
            fs::write(self.staged_new(number), write.text).map_err(|error| {
                let label = self.target.label_of(write.path);
                Failure::io(format_args!("cannot write `{label}`"), &error)
            })?;
        }
        Ok(())
    }

    /// Keeps a copy of what is replaced, so that every file is whole at every moment, moves away
    /// what is no longer generated, and removes what is left empty.
    fn clear(&mut self, plan: &Plan<'_>) -> Result<(), Failure> {
        let replaced = plan.writes.iter().filter(|write| write.old.is_some());
        for (number, write) in replaced.enumerate() {
            self.keep_copy(write.path, number)?;
        }
        for (number, path) in plan.removals.iter().enumerate() {
            let from = self.target.root.join(path);
            let to = self.staging.join(format!("removed-{number}"));
            self.move_file(path, from, to, "remove")?;
        }
        for folder in &plan.hollow_folders {
            self.remove_folder(folder)?;
        }
        Ok(())
    }

    /// Moves the new files to their places.
    fn fill(&mut self, plan: &Plan<'_>) -> Result<(), Failure> {
        let folders = plan.writes.iter().filter_map(|write| write.path.parent());
        let folders: BTreeSet<_> = folders.flat_map(Path::ancestors).collect();
        for folder in folders {
            let folder = self.target.root.join(folder);
            if !folder.is_dir() {
                self.make_folder(folder)?;
            }
        }
        for (number, write) in plan.writes.iter().enumerate() {
            let to = self.target.root.join(write.path);
            self.move_file(write.path, self.staged_new(number), to, "write")?;
        }
        Ok(())
    }

    fn staged_new(&self, number: usize) -> PathBuf {
        self.staging.join(format!("new-{number}"))
    }

    fn make_folder(&mut self, folder: PathBuf) -> Result<(), Failure> {
        fs::create_dir(&folder).map_err(|error| {
            let doing = format!("cannot make the folder `{}`", folder.display());
            Failure::io(doing, &error)
        })?;
        self.done.push(Step::MadeFolder(folder));
        Ok(())
    }

    fn remove_folder(&mut self, folder: &Path) -> Result<(), Failure> {
        let path = self.target.root.join(folder);
        fs::remove_dir(&path).map_err(|error| {
            let label = self.target.label_of(folder);
            Failure::io(format_args!("cannot remove the folder `{label}`"), &error)
        })?;
        self.done.push(Step::RemovedFolder(path));
        Ok(())
    }

    fn keep_copy(&mut self, path: &Path, number: usize) -> Result<(), Failure> {
        let original = self.target.root.join(path);
        let copy = self.staging.join(format!("old-{number}"));
        // A link keeps the time of the file too; not every file system has links.
        let kept =
            fs::hard_link(&original, &copy).or_else(|_| fs::copy(&original, &copy).map(drop));
        kept.map_err(|error| {
            let label = self.target.label_of(path);
            Failure::io(format_args!("cannot keep a copy of `{label}`"), &error)
        })?;
        self.done.push(Step::Kept { original, copy });
        Ok(())
    }

    fn move_file(
        &mut self,
        path: &Path,
        from: PathBuf,
        to: PathBuf,
        verb: &str,
    ) -> Result<(), Failure> {
        fs::rename(&from, &to).map_err(|error| {
            let label = self.target.label_of(path);
            Failure::io(format_args!("cannot {verb} `{label}`"), &error)
        })?;
        self.done.push(Step::Moved { from, to });
        Ok(())
    }

    /// Removes the staging folder, and the old files with it.
    fn clean(&self) -> Result<(), Failure> {
        fs::remove_dir_all(&self.staging).map_err(|error| {
            let label = self.target.label_of(Path::new(STAGING));
            Failure::io(
                format_args!("all files are written, but cannot remove `{label}`"),
                &error,
            )
        })
    }

    /// Takes every step back, the last first. Where that fails too, the staging
    /// folder stays, because it holds the only copy of some old files.
    fn undo(self, failure: Failure) -> Failure {
        if self.done.is_empty() {
            return failure;
        }
        let label = self.target.label_of(Path::new(STAGING));
        let undone = self.done.into_iter().rev().try_for_each(Step::undo);
        match undone {
            Ok(()) => failure.help(format!("`{}` is as it was before", self.target.label)),
            Err(error) if self.staging.exists() => failure.help(format!(
                "the way back failed too ({error}): the files moved away so far are in `{label}`"
            )),
            Err(error) => failure.help(format!(
                "`{}` holds no new files, but folders made for them are left: {error}",
                self.target.label
            )),
        }
    }
}

impl Step {
    fn undo(self) -> io::Result<()> {
        match self {
            Self::MadeFolder(path) => fs::remove_dir(path),
            Self::MadeStaging(path) => fs::remove_dir_all(path),
            Self::RemovedFolder(path) => fs::create_dir(path),
            Self::Moved { from, to } => fs::rename(to, from),
            Self::Kept { original, copy } => fs::rename(copy, original),
        }
    }
}
