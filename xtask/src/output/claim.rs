//! A folder that may be written → one that no other run writes meanwhile, and in which nothing of an interrupted run is left.
//!
//! The claim is the operating system's lock of the folder, which goes with the process, however that ends. Invariant: what
//! a plan was made of stays as it is until the plan is applied.

use std::fs::{self, File};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use fs4::{FileExt, TryLockError};

use super::STAGING;
use super::target::Target;
use crate::failure::Failure;
use crate::terminal;

/// A folder that is ours until this is dropped.
#[derive(Debug)]
pub struct Claim {
    target: Target,
    /// Folders made for it, the outermost first. Those that stay empty go again.
    made: Vec<PathBuf>,
    /// Holds the lock.
    _lock: File,
}

impl Claim {
    /// Makes the folder if it is missing, waits until no other run writes it, and removes what an interrupted run has left.
    pub fn of(target: Target) -> Result<Self, Failure> {
        let failed = |error: io::Error| {
            Failure::io(format_args!("cannot write into `{}`", target.label), &error)
        };
        let mut made = Vec::new();
        let lock = loop {
            make(&target.root, &mut made).map_err(failed)?;
            // The run before may have removed a folder that it had made.
            let lock = locked(&target).map_err(failed)?;
            if let Some(lock) = lock.filter(|lock| is_at(lock, &target.root)) {
                break lock;
            }
        };
        let claim = Self {
            target: Target {
                exists: true,
                ..target
            },
            made,
            _lock: lock,
        };
        claim.target.refuse_foreign()?;
        claim.clear()?;
        Ok(claim)
    }

    /// Returns the folder.
    #[must_use]
    pub fn target(&self) -> &Target {
        &self.target
    }

    /// Removes the staging folder of a run that was interrupted. All that was to be in its place is written anew.
    fn clear(&self) -> Result<(), Failure> {
        match fs::remove_dir_all(self.target.root.join(STAGING)) {
            Err(error) if error.kind() != ErrorKind::NotFound => {
                let label = self.target.label_of(Path::new(STAGING));
                let doing = format!("cannot remove `{label}`, which an interrupted run has left");
                Err(Failure::io(doing, &error))
            }
            _ => Ok(()),
        }
    }
}

impl Drop for Claim {
    fn drop(&mut self) {
        for folder in self.made.iter().rev() {
            // One that holds the crate stays.
            drop(fs::remove_dir(folder));
        }
    }
}

/// Makes a folder and those above it that are missing.
fn make(root: &Path, made: &mut Vec<PathBuf>) -> io::Result<()> {
    let missing = root.ancestors().take_while(|folder| !folder.is_dir());
    let missing: Vec<_> = missing.map(Path::to_path_buf).collect();
    for folder in missing.into_iter().rev() {
        match fs::create_dir(&folder) {
            Ok(()) => made.push(folder),
            // Another run was faster.
            Err(error) if error.kind() == ErrorKind::AlreadyExists && folder.is_dir() => {}
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

/// Returns the locked folder; `None` where it is gone again.
fn locked(target: &Target) -> io::Result<Option<File>> {
    let folder = match open(&target.root) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        opened => opened?,
    };
    match FileExt::try_lock(&folder) {
        Ok(()) => return Ok(Some(folder)),
        Err(TryLockError::WouldBlock) => {}
        Err(TryLockError::Error(error)) => return Err(error),
    }
    terminal::complain(&format!(
        "waiting for another run that writes `{}`",
        target.label
    ));
    FileExt::lock(&folder)?;
    Ok(Some(folder))
}

/// Opens what is locked: the folder itself, or a file in it where folders cannot be opened.
fn open(root: &Path) -> io::Result<File> {
    if cfg!(unix) {
        return File::open(root);
    }
    let lock = root.join(".codegen-lock");
    File::options()
        .create(true)
        .truncate(false)
        .write(true)
        .open(lock)
}

/// Returns `true` if the folder that was opened is still the one at its path.
#[cfg(unix)]
fn is_at(folder: &File, root: &Path) -> bool {
    use std::os::unix::fs::MetadataExt as _;

    let identity = |metadata: fs::Metadata| (metadata.dev(), metadata.ino());
    let (opened, there) = (folder.metadata(), fs::metadata(root));
    matches!((opened.map(identity), there.map(identity)), (Ok(opened), Ok(there)) if opened == there)
}

/// Returns `true` if the folder is there: one with an open file in it is not removed.
#[cfg(not(unix))]
fn is_at(_: &File, root: &Path) -> bool {
    root.is_dir()
}
