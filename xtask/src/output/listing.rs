//! A folder → what it holds, without following symbolic links. Entries at the
//! top that are left alone are not looked into unless a generated file goes there.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsStr;
use std::fs::{self, FileType};
use std::path::{Path, PathBuf};

use super::target::Target;
use crate::failure::Failure;

/// Everything in a folder, by paths relative to it.
#[derive(Debug, Default)]
pub(super) struct Listing {
    /// Files and other entries, without folders.
    pub(super) files: BTreeMap<PathBuf, EntryKind>,
    /// The folders below the top.
    pub(super) folders: BTreeSet<PathBuf>,
}

/// Kind of an entry other than a folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum EntryKind {
    /// An ordinary file.
    Regular,
    /// A symbolic link, whatever it leads to.
    Symlink,
    /// A socket, a pipe, a device.
    Special,
}

impl Listing {
    /// Lists the folder; `is_owned` tells which entries at the top generated files go to.
    pub(super) fn of(target: &Target, is_owned: impl Fn(&OsStr) -> bool) -> Result<Self, Failure> {
        let mut listing = Self::default();
        let mut pending = Vec::new();
        if target.exists {
            pending.push(PathBuf::new());
        }
        while let Some(folder) = pending.pop() {
            for (path, kind) in entries(target, &folder)? {
                let top = super::top_of(&path);
                if super::is_left_alone(top) && !is_owned(top) {
                    continue;
                }
                if kind.is_dir() {
                    pending.push(path.clone());
                    listing.folders.insert(path);
                } else {
                    listing.files.insert(path, EntryKind::of(kind));
                }
            }
        }
        Ok(listing)
    }
}

impl EntryKind {
    fn of(kind: FileType) -> Self {
        if kind.is_symlink() {
            Self::Symlink
        } else if kind.is_file() {
            Self::Regular
        } else {
            Self::Special
        }
    }
}

/// Returns the entries of one folder, which is given and returned relative to the target.
fn entries(target: &Target, folder: &Path) -> Result<Vec<(PathBuf, FileType)>, Failure> {
    let read = || -> std::io::Result<Vec<_>> {
        let entries = fs::read_dir(target.root.join(folder))?;
        entries
            .map(|entry| {
                let entry = entry?;
                Ok((folder.join(entry.file_name()), entry.file_type()?))
            })
            .collect()
    };
    read().map_err(|error| {
        let label = target.label_of(folder);
        Failure::io(format_args!("cannot read the folder `{label}`"), &error)
    })
}
