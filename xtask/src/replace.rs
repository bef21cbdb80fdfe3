//! A text → a file in place of another: the file is whole at every moment, however the process ends.

use std::ffi::OsString;
use std::fs;
use std::io;
use std::path::Path;
use std::process;

/// Writes a file beside the path, and moves it there.
pub(crate) fn file(path: &Path, text: &str) -> io::Result<()> {
    let name = path.file_name().unwrap_or_default();
    let mut beside = OsString::from(".");
    beside.push(name);
    beside.push(format!(".{}.new", process::id()));
    let beside = path.with_file_name(beside);
    let written = fs::write(&beside, text).and_then(|()| fs::rename(&beside, path));
    if written.is_err() {
        // The first failure is the one to tell.
        drop(fs::remove_file(&beside));
    }
    written
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::io;

    use super::file;
    use crate::scratch::Scratch;

    #[test]
    fn a_file_is_replaced_and_nothing_else_is_left() -> io::Result<()> {
        let scratch = Scratch::new()?;
        let path = scratch.path().join("a.txt");
        file(&path, "one")?;
        file(&path, "two")?;
        assert_eq!(fs::read_to_string(&path)?, "two");
        assert!(file(&scratch.path().join("none/a.txt"), "three").is_err());
        fs::create_dir(scratch.path().join("folder"))?;
        assert!(file(&scratch.path().join("folder"), "four").is_err());
        assert_eq!(fs::read_dir(scratch.path())?.count(), 2);
        Ok(())
    }
}
