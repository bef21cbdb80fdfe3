//! `spec/names.lock` ↔ the identifiers that things of this repository's crate keep.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use generator::Settings;
use generator::model::Names;

use crate::failure::Failure;
use crate::input::InputFile;
use crate::replace;
use crate::workspace::{NAMES, SETTINGS};

/// Returns the settings of this repository's crate, with the identifiers that are locked.
pub fn settings(root: &Path) -> Result<Settings, Failure> {
    with_lock(
        root,
        Settings::parse(&InputFile::of_workspace(root, SETTINGS).read()?)?,
    )
}

/// Returns settings with the identifiers that are locked in this repository.
pub fn with_lock(root: &Path, settings: Settings) -> Result<Settings, Failure> {
    let lock = InputFile::of_workspace(root, NAMES);
    if !lock.path.exists() {
        return Ok(settings);
    }
    let names = generator::parse_names(&lock.read()?)?;
    Ok(settings.with_names(&names))
}

/// The lock file as it is, and as it has to be.
#[derive(Debug)]
pub(crate) struct Lock {
    path: PathBuf,
    /// `None`: there is no file.
    found: Option<String>,
    /// `None`: nothing is locked, so there is no file.
    wanted: Option<String>,
}

impl Lock {
    /// Reads the file that has to hold these identifiers.
    pub(crate) fn inspect(root: &Path, names: &Names) -> Result<Self, Failure> {
        let file = InputFile::of_workspace(root, NAMES);
        let found = if file.path.exists() {
            Some(file.read()?.text)
        } else {
            None
        };
        Ok(Self {
            path: file.path,
            found,
            wanted: generator::print_names(names),
        })
    }

    /// Returns `true` if the file is up to date.
    pub(crate) fn is_up_to_date(&self) -> bool {
        self.found == self.wanted
    }

    /// Writes the file, or removes it where nothing is locked.
    pub(crate) fn write(&self) -> Result<(), Failure> {
        let written = match &self.wanted {
            _ if self.is_up_to_date() => Ok(()),
            Some(text) => replace::file(&self.path, text),
            None => fs::remove_file(&self.path),
        };
        written
            .map_err(|error: io::Error| Failure::io(format_args!("cannot write `{NAMES}`"), &error))
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::io;

    use generator::model::Names;

    use super::{Lock, settings};
    use crate::failure::Failure;
    use crate::scratch::Scratch;

    #[test]
    fn the_file_is_written_read_and_removed() -> Result<(), Failure> {
        let failed = |error: io::Error| Failure::io("in a scratch folder", &error);
        let scratch = Scratch::new().map_err(failed)?;
        let root = scratch.path();
        fs::create_dir(root.join("spec")).map_err(failed)?;
        fs::write(root.join("spec/codegen.toml"), "[package]\nname = 'a'\n").map_err(failed)?;
        let none = Names::default();
        let unlocked = settings(root)?;
        assert!(Lock::inspect(root, &none)?.is_up_to_date());
        let mut names = Names::default();
        names.insert("types", "/components/schemas/a-b", "AB");
        let lock = Lock::inspect(root, &names)?;
        assert!(!lock.is_up_to_date());
        lock.write()?;
        assert!(Lock::inspect(root, &names)?.is_up_to_date());
        assert_eq!(settings(root)?, unlocked.clone().with_names(&names));
        // Nothing has the name any more.
        let stale = Lock::inspect(root, &none)?;
        assert!(!stale.is_up_to_date());
        stale.write()?;
        assert_eq!(settings(root)?, unlocked);
        Ok(())
    }
}
