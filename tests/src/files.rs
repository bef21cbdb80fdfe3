//! Folders of the repository → paths and texts.
//!
//! Invariant: lists are sorted, so no test depends on the order of a file system.

use std::{
    fs,
    path::{Path, PathBuf},
};

/// Returns the top of the repository.
pub fn root() -> PathBuf {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR"));
    tests.parent().expect("a folder above").to_path_buf()
}

/// Returns the folder with the vendor's reference, which is no part of the repository: that which the variable
/// `FRESHDESK_REFERENCE` names. `None` where it is not set.
pub fn reference() -> Option<PathBuf> {
    std::env::var_os("FRESHDESK_REFERENCE").map(PathBuf::from)
}

/// Returns the text of a file.
pub fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Lists the entries directly in a folder.
pub fn entries(folder: &Path) -> Vec<PathBuf> {
    let listing =
        fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut paths: Vec<PathBuf> = listing.map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths
}

/// Returns every file below a folder, build results omitted.
pub fn below(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for path in entries(folder) {
        if !path.is_dir() {
            files.push(path);
        } else if !path.ends_with("target") {
            files.extend(below(&path));
        }
    }
    files
}

/// Returns a path below a folder, with slashes.
pub fn relative(path: &Path, folder: &Path) -> String {
    let path = path.strip_prefix(folder).expect("a path below the folder");
    path.to_string_lossy().replace('\\', "/")
}

/// Returns a path's last part without what follows the dot.
pub fn stem(path: &Path) -> String {
    path.file_stem().unwrap().to_string_lossy().into_owned()
}
