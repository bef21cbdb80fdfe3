//! Present and wanted content of a folder → the work to do. A plan only reads; obstacles are listed in it.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Component, Path, PathBuf};

use super::listing::{EntryKind, Listing};
use super::target::{self, Target};
use crate::failure::Failure;

/// Largest number of obstacles named in a message.
const NAMED_OBSTACLES: usize = 10;

/// The difference between a folder and the files that should be in it.
#[derive(Debug, Default)]
pub struct Plan<'a> {
    /// Files that are missing or whose bytes differ, in order of their paths.
    pub(crate) writes: Vec<Write<'a>>,
    /// Number of files that are up to date, byte for byte.
    pub(crate) unchanged: usize,
    /// Files that are no longer generated and may be removed.
    pub(crate) removals: Vec<PathBuf>,
    /// Folders in which nothing will be left, the deepest first.
    pub(super) hollow_folders: Vec<PathBuf>,
    /// Obstacles that are not ours to remove.
    pub(super) obstacles: Vec<Obstacle>,
}

/// One file to write.
#[derive(Debug)]
pub(crate) struct Write<'a> {
    /// Relative to the folder.
    pub(crate) path: &'a Path,
    /// Wanted content of the file.
    pub(crate) text: &'a str,
    /// Present content; `None` for a missing file.
    pub(crate) old: Option<Vec<u8>>,
}

/// An entry of the folder that keeps us from writing it.
#[derive(Debug)]
pub(super) struct Obstacle {
    /// Relative to the folder.
    pub(super) path: PathBuf,
    /// Reason why it is an obstacle.
    reason: Reason,
}

#[derive(Debug, Clone, Copy)]
enum Reason {
    /// Somebody else's file, outside `src/` and without the mark.
    Foreign,
    /// A symbolic link where a generated file or folder belongs.
    Symlink,
    /// A socket, pipe or device where a generated file or folder belongs.
    Special,
}

impl<'a> Plan<'a> {
    /// Compares the folder with the files that should be in it.
    pub fn new(
        target: &Target,
        files: impl IntoIterator<Item = (&'a str, &'a str)>,
    ) -> Result<Self, Failure> {
        let wanted = Wanted::new(files)?;
        let listing = Listing::of(target, |top| wanted.tops.contains(Path::new(top)))?;
        let mut plan = Plan::default();
        for (path, text) in &wanted.files {
            plan.add_wanted(target, path, text, listing.files.get(*path).copied())?;
        }
        for (path, kind) in &listing.files {
            if !wanted.files.contains_key(path.as_path()) {
                plan.add_extra(target, path, *kind, &wanted)?;
            }
        }
        let hollow = listing.folders.into_iter().rev();
        plan.hollow_folders = hollow.filter(|folder| wanted.leaves(folder)).collect();
        Ok(plan)
    }

    /// Returns `true` if the folder has exactly the wanted files. Empty folders do not count: version control does not
    /// know them either.
    pub(crate) fn is_up_to_date(&self) -> bool {
        self.writes.is_empty() && self.removals.is_empty() && self.obstacles.is_empty()
    }

    /// Refuses, naming every obstacle.
    pub(crate) fn refuse_obstacles(&self, target: &Target) -> Result<(), Failure> {
        if self.obstacles.is_empty() {
            return Ok(());
        }
        let named = self.obstacles.iter().take(NAMED_OBSTACLES);
        let mut reasons: Vec<_> = named.map(|obstacle| obstacle.describe(target)).collect();
        if let Some(more @ 1..) = self.obstacles.len().checked_sub(NAMED_OBSTACLES) {
            reasons.push(format!("and {more} more"));
        }
        let label = &target.label;
        let text = format!("refusing to write into `{label}`: {}", reasons.join(", "));
        Err(Failure::new(text).help("move or delete these entries, then run the command again"))
    }

    /// Notes what to do about a file that should be there.
    fn add_wanted(
        &mut self,
        target: &Target,
        path: &'a Path,
        text: &'a str,
        kind: Option<EntryKind>,
    ) -> Result<(), Failure> {
        if let Some(reason) = kind.and_then(Reason::of) {
            self.obstruct(path, reason);
            return Ok(());
        }
        let old = kind.map(|_| read(target, path)).transpose()?;
        if old.as_deref() == Some(text.as_bytes()) {
            self.unchanged += 1;
        } else {
            self.writes.push(Write { path, text, old });
        }
        Ok(())
    }

    /// Notes what to do about a file that should not be there.
    fn add_extra(
        &mut self,
        target: &Target,
        path: &Path,
        kind: EntryKind,
        wanted: &Wanted<'_>,
    ) -> Result<(), Failure> {
        let is_in_the_way = wanted.folders.contains(path);
        if let Some(reason) = Reason::of(kind).filter(|_| is_in_the_way) {
            self.obstruct(path, reason);
        } else if super::is_left_alone(super::top_of(path)) {
            // Cargo's, or hidden: neither ours nor in the way.
        } else if path.starts_with("src") || is_marked(target, path)? {
            self.removals.push(path.to_path_buf());
        } else {
            self.obstruct(path, Reason::Foreign);
        }
        Ok(())
    }

    fn obstruct(&mut self, path: &Path, reason: Reason) {
        self.obstacles.push(Obstacle {
            path: path.to_path_buf(),
            reason,
        });
    }
}

impl Reason {
    /// Returns the reason why nothing can be written in place of an entry of this kind; `None` where it can.
    fn of(kind: EntryKind) -> Option<Self> {
        match kind {
            EntryKind::Regular => None,
            EntryKind::Symlink => Some(Self::Symlink),
            EntryKind::Special => Some(Self::Special),
        }
    }
}

impl Obstacle {
    /// Returns the obstacle and the reason, as part of a sentence.
    pub(super) fn describe(&self, target: &Target) -> String {
        let label = target.label_of(&self.path);
        match self.reason {
            Reason::Foreign => format!("`{label}` was not written by the generator"),
            Reason::Symlink => format!("`{label}` is a symbolic link"),
            Reason::Special => format!("`{label}` is not an ordinary file"),
        }
    }
}

/// The files that should be in the folder, and the folders that takes.
struct Wanted<'a> {
    files: BTreeMap<&'a Path, &'a str>,
    folders: BTreeSet<&'a Path>,
    tops: BTreeSet<&'a Path>,
}

impl<'a> Wanted<'a> {
    fn new(files: impl IntoIterator<Item = (&'a str, &'a str)>) -> Result<Self, Failure> {
        let files: BTreeMap<_, _> = files.into_iter().map(|(p, t)| (Path::new(p), t)).collect();
        if let Some(path) = files.keys().find(|path| !stays_inside(path)) {
            let text = format!(
                "the generator wants to write outside the folder: `{}`",
                path.display()
            );
            return Err(Failure::new(text).help("this is a bug of the generator, please report it"));
        }
        let folders = files.keys().flat_map(|path| path.ancestors().skip(1));
        let folders = folders.filter(|folder| *folder != Path::new("")).collect();
        let tops = files.keys().map(|path| Path::new(super::top_of(path)));
        let tops = tops.collect();
        Ok(Self {
            files,
            folders,
            tops,
        })
    }

    /// Returns `true` if a folder of ours becomes empty once the extra files are removed.
    fn leaves(&self, folder: &Path) -> bool {
        !self.folders.contains(folder) && !super::is_left_alone(super::top_of(folder))
    }
}

fn stays_inside(path: &Path) -> bool {
    let mut components = path.components().peekable();
    components.peek().is_some() && components.all(|c| matches!(c, Component::Normal(_)))
}

fn read(target: &Target, path: &Path) -> Result<Vec<u8>, Failure> {
    fs::read(target.root.join(path)).map_err(|error| unreadable(target, path, &error))
}

fn is_marked(target: &Target, path: &Path) -> Result<bool, Failure> {
    target::carries_mark(&target.root.join(path)).map_err(|error| unreadable(target, path, &error))
}

fn unreadable(target: &Target, path: &Path, error: &std::io::Error) -> Failure {
    Failure::io(
        format_args!("cannot read `{}`", target.label_of(path)),
        error,
    )
}
