//! A temporary folder that goes away with its value. Two values never share a folder.

use std::env;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Tells the folders of one process apart.
static NEXT: AtomicUsize = AtomicUsize::new(0);

/// An empty folder of our own below the system's temporary folder.
#[derive(Debug)]
pub struct Scratch {
    path: PathBuf,
}

impl Scratch {
    /// Makes the folder; fails when the temporary folder cannot be written.
    pub fn new() -> io::Result<Self> {
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let name = format!("freshdesk-xtask-{}-{number}", process::id());
        let path = env::temp_dir().join(name);
        fs::create_dir(&path)?;
        Ok(Self { path })
    }

    /// Returns the path of the folder.
    pub fn path(&self) -> &Path {
        &self.path
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        // A leftover in the temporary folder harms nobody, and drop cannot report it.
        drop(fs::remove_dir_all(&self.path));
    }
}
