//! The folders of the runtime → a table of their files, for the generator to embed.
//!
//! Invariant: every file below `runtime/src` is in the table, `lib.rs` apart, in the order of the paths; a file that is
//! added, moved or removed needs no other change.

use std::{
    env,
    fmt::Write as _,
    fs, io,
    path::{Path, PathBuf},
};

fn main() -> io::Result<()> {
    let root = Path::new("runtime/src");
    let mut files = Vec::new();
    for entry in fs::read_dir(root)? {
        let path = entry?.path();
        if path.is_dir() {
            collect(&path, &mut files)?;
        }
    }
    files.sort();
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed={}", root.display());

    let mut table = "&[\n".to_owned();
    for file in &files {
        let relative = file.strip_prefix("runtime").unwrap_or(file);
        let path = relative.to_string_lossy().replace('\\', "/");
        let source = env::current_dir()?.join(file);
        let source = source.to_string_lossy();
        let _ = writeln!(
            table,
            "    SourceFile {{ path: {path:?}, text: include_str!({source:?}) }},"
        );
    }
    table.push_str("]\n");
    let folder = env::var_os("OUT_DIR").ok_or(io::ErrorKind::NotFound)?;
    fs::write(Path::new(&folder).join("runtime_files.rs"), table)
}

/// Adds every file of a folder and of the folders in it.
fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            collect(&path, files)?;
        } else {
            files.push(path);
        }
    }
    Ok(())
}
