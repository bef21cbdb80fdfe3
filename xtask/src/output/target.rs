//! The path of a folder → a folder that we may write, or the reason why not.
//! Only looks; after it, the path is absolute and free of symbolic links.

use std::env;
use std::fs::{self, File};
use std::io::{self, ErrorKind, Read as _};
use std::path::{Component, Path, PathBuf};

use generator::FileTree;

use super::STAGING;
use crate::failure::Failure;

/// Number of bytes read to find the mark in a file's first line.
const FIRST_LINE: u64 = 4096;

/// A folder that may be written.
#[derive(Debug)]
pub struct Target {
    /// Absolute, and without symbolic links down to the folder itself.
    pub(crate) root: PathBuf,
    /// Name for messages, as the user wrote it.
    pub(crate) label: String,
    /// `true` if the folder exists; it is then empty or carries the mark.
    pub(crate) exists: bool,
}

impl Target {
    /// Accepts a folder that is absent, empty, or was generated before.
    /// `workspace` is the root of this repository, which is never overwritten.
    pub fn inspect(path: &Path, label: &str, workspace: &Path) -> Result<Self, Failure> {
        let label = match label.trim_end_matches('/') {
            "" => label.to_owned(),
            trimmed => trimmed.to_owned(),
        };
        let (root, exists) = resolve(path, &label)?;
        refuse_protected(&root, &label, workspace)?;
        let target = Self {
            root,
            label,
            exists,
        };
        target.refuse_foreign()?;
        Ok(target)
    }

    /// Refuses a folder with contents that the generator has not written. The staging folder of an interrupted run tells
    /// that they are ours, too.
    pub(super) fn refuse_foreign(&self) -> Result<(), Failure> {
        let foreign = || refuse_foreign(&self.root, &self.label);
        if !self.exists || foreign().is_ok() || self.root.join(STAGING).is_dir() {
            return Ok(());
        }
        // What another run was writing at the first look is complete by now.
        foreign()
    }

    /// Refuses to overwrite a folder that holds a file which is being read.
    pub(crate) fn refuse_around(&self, input: &Path, input_label: &str) -> Result<(), Failure> {
        let inside = fs::canonicalize(input).is_ok_and(|input| input.starts_with(&self.root));
        if inside {
            let label = &self.label;
            let text = format!("`{input_label}` lies inside `{label}`, the folder to be written");
            return Err(Failure::new(text).help("choose another folder for --out"));
        }
        Ok(())
    }

    /// Returns the name of a file inside the folder for messages and diffs.
    pub(crate) fn label_of(&self, path: &Path) -> String {
        format!("{}/{}", self.label, super::slashed(path))
    }
}

/// Returns `true` if a file begins with the generator's mark. Only regular files do.
pub(super) fn carries_mark(path: &Path) -> io::Result<bool> {
    if !fs::symlink_metadata(path)?.is_file() {
        return Ok(false);
    }
    let mut start = Vec::new();
    File::open(path)?.take(FIRST_LINE).read_to_end(&mut start)?;
    Ok(FileTree::is_generated(&String::from_utf8_lossy(&start)))
}

/// Returns the real path of the folder, and whether it exists.
fn resolve(path: &Path, label: &str) -> Result<(PathBuf, bool), Failure> {
    let unreachable = |error: io::Error| cannot_reach(label, &error);
    let path = std::path::absolute(path).map_err(unreachable)?;
    match fs::canonicalize(&path) {
        Ok(real) if real.is_dir() => Ok((real, true)),
        Ok(_) => Err(Failure::new(format!(
            "cannot write into `{label}`: it is a file, not a folder"
        ))),
        Err(error) if error.kind() == ErrorKind::NotFound => {
            Ok((resolve_absent(&path, label)?, false))
        }
        Err(error) => Err(unreachable(error)),
    }
}

/// Returns the path that an absent folder will have: its nearest existing ancestor, resolved,
/// and the missing rest.
fn resolve_absent(path: &Path, label: &str) -> Result<PathBuf, Failure> {
    for ancestor in path.ancestors() {
        let Ok(metadata) = fs::symlink_metadata(ancestor) else {
            continue;
        };
        let rest = path.strip_prefix(ancestor).unwrap_or(path);
        let real = fs::canonicalize(ancestor);
        let plain = rest.components().all(|c| matches!(c, Component::Normal(_)));
        return match real {
            Ok(real) if plain => Ok(real.join(rest)),
            Err(_) if metadata.is_symlink() => Err(Failure::new(format!(
                "cannot write into `{label}`: `{}` is a symbolic link to nothing",
                ancestor.display()
            ))),
            Err(error) => Err(cannot_reach(label, &error)),
            Ok(_) => Err(Failure::new(format!(
                "cannot write into `{label}`: `{}` holds no such folder",
                ancestor.display()
            ))),
        };
    }
    Err(Failure::new(format!(
        "cannot write into `{label}`: no part of its path exists"
    )))
}

fn cannot_reach(label: &str, error: &io::Error) -> Failure {
    Failure::io(format_args!("cannot write into `{label}`"), error)
}

/// Refuses places that nobody means, even where they happen to be empty.
fn refuse_protected(root: &Path, label: &str, workspace: &Path) -> Result<(), Failure> {
    let is = |place: &Path| fs::canonicalize(place).is_ok_and(|place| place == root);
    let what = if root.parent().is_none() {
        "the root of the file system"
    } else if env::home_dir().is_some_and(|home| is(&home)) {
        "your home folder"
    } else if is(workspace) {
        "the root of this repository"
    } else {
        return Ok(());
    };
    Err(
        Failure::new(format!("refusing to write into `{label}`: it is {what}"))
            .help("choose a folder of its own for the crate"),
    )
}

/// Refuses a folder with contents that the generator has not written.
fn refuse_foreign(root: &Path, label: &str) -> Result<(), Failure> {
    let mut entries = fs::read_dir(root)
        .map_err(|error| Failure::io(format_args!("cannot read the folder `{label}`"), &error))?;
    if entries.next().is_none() {
        return Ok(());
    }
    match carries_mark(&root.join("Cargo.toml")) {
        Ok(true) => Ok(()),
        Err(error) if error.kind() != ErrorKind::NotFound => Err(Failure::io(
            format_args!("cannot read `{label}/Cargo.toml`"),
            &error,
        )),
        _ => Err(Failure::new(format!(
            "refusing to write into `{label}`: it is not empty, and it has no Cargo.toml \
             whose first line carries the generator's mark (``@generated by `cargo xtask codegen` ``)"
        ))
        .help("choose a new or empty folder, or delete this one if nothing in it is needed")),
    }
}
