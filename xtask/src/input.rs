//! A path → the text of the file, or one message that says why not. Never more
//! than `LIMIT` bytes are read, whatever the path leads to.

use std::fs::{self, File};
use std::io::{self, ErrorKind, Read as _};
use std::path::{Path, PathBuf};

use generator::Source;

use crate::failure::Failure;

/// The largest file that is read: 64 MiB, many times any real description.
const LIMIT: u64 = 64 * 1024 * 1024;

/// A file to read, and what messages call it.
#[derive(Clone, Debug)]
pub struct InputFile {
    /// Path of the text.
    pub path: PathBuf,
    /// Name for messages, as the user wrote it.
    pub label: String,
}

impl InputFile {
    /// Returns a file named on the command line, relative to the current folder.
    pub fn given(path: &Path) -> Self {
        Self {
            path: path.to_path_buf(),
            label: path.display().to_string(),
        }
    }

    /// Returns a file of this repository, called by its path from the root.
    pub fn of_workspace(root: &Path, relative: &str) -> Self {
        Self {
            path: root.join(relative),
            label: relative.to_owned(),
        }
    }

    /// Reads the file as text.
    pub fn read(&self) -> Result<Source, Failure> {
        let bytes = self.read_bytes()?;
        let text = String::from_utf8(bytes).map_err(|error| {
            let valid = error.utf8_error().valid_up_to();
            not_utf8(&self.label, error.as_bytes(), valid)
        })?;
        Ok(Source {
            name: self.label.clone(),
            text,
        })
    }

    /// Reads a file that the description refers to, by its path from the description's folder.
    /// Nothing outside of `root` is read, not by way of a link either; without one, `root` is the
    /// description's folder.
    pub fn read_beside(&self, path: &str, root: Option<&Path>) -> Result<String, String> {
        let folder = match self.path.parent() {
            Some(folder) if !folder.as_os_str().is_empty() => folder,
            _ => Path::new("."),
        };
        let outside = match root {
            Some(root) => format!(
                "it leads out of `{}`, and nothing is read there",
                root.display()
            ),
            None => "it leads out of the folder of the description, and nothing is read there; \
                     --root names a wider one"
                .to_owned(),
        };
        if root.is_none() && path.split('/').any(|part| part == "..") {
            return Err(outside);
        }
        let nowhere = |_| format!("there is no file `{path}` beside the description");
        let real = fs::canonicalize(folder.join(path)).map_err(nowhere)?;
        let root = fs::canonicalize(root.unwrap_or(folder));
        if !root.is_ok_and(|root| real.starts_with(root)) {
            return Err(outside);
        }
        // A pipe would keep the reader waiting for ever, and a device has no end.
        if fs::metadata(&real).is_ok_and(|real| !real.is_file() && !real.is_dir()) {
            return Err("it is neither a file nor a folder".to_owned());
        }
        let file = Self {
            path: real,
            label: path.to_owned(),
        };
        file.read()
            .map(|source| source.text)
            .map_err(|failure| failure.to_string())
    }

    fn read_bytes(&self) -> Result<Vec<u8>, Failure> {
        let unreadable = |error: io::Error| self.unreadable(&error);
        if fs::metadata(&self.path).map_err(unreadable)?.is_dir() {
            let text = format!("cannot read `{}`: it is a folder, not a file", self.label);
            return Err(Failure::new(text));
        }
        let mut bytes = Vec::new();
        let file = File::open(&self.path).map_err(unreadable)?;
        let length = file
            .take(LIMIT + 1)
            .read_to_end(&mut bytes)
            .map_err(unreadable)?;
        if length as u64 > LIMIT {
            let text = format!("cannot read `{}`: it is larger than 64 MiB", self.label);
            return Err(Failure::new(text));
        }
        Ok(bytes)
    }

    fn unreadable(&self, error: &io::Error) -> Failure {
        let label = &self.label;
        if error.kind() == ErrorKind::NotFound {
            let looked_at = std::path::absolute(&self.path).unwrap_or_else(|_| self.path.clone());
            return Failure::new(format!("cannot read `{label}`: there is no such file"))
                .help(format!("looked for it at {}", looked_at.display()));
        }
        Failure::io(format_args!("cannot read `{label}`"), error)
    }
}

/// Says where the first byte is that is not UTF-8; columns count characters.
fn not_utf8(label: &str, bytes: &[u8], valid: usize) -> Failure {
    let before = String::from_utf8_lossy(&bytes[..valid]);
    let line = before.matches('\n').count() + 1;
    let column = before.chars().rev().take_while(|c| *c != '\n').count() + 1;
    let byte = bytes.get(valid).copied().unwrap_or_default();
    Failure::new(format!(
        "`{label}` is not UTF-8 text: byte 0x{byte:02X} at offset {valid}"
    ))
    .at(label, line, column)
    .help("save the file in the encoding UTF-8")
}

#[cfg(test)]
mod tests {
    use std::fs::{self, File};
    use std::io;

    use super::{InputFile, LIMIT};
    use crate::scratch::Scratch;

    fn complaint(scratch: &Scratch, name: &str) -> String {
        let file = InputFile::of_workspace(scratch.path(), name);
        file.read()
            .map_or_else(|failure| failure.to_string(), |source| source.text)
    }

    #[test]
    fn reads_text_and_keeps_the_label() -> io::Result<()> {
        let scratch = Scratch::new()?;
        fs::write(scratch.path().join("api.yaml"), "openapi: 3.1.0\n")?;
        assert_eq!(complaint(&scratch, "api.yaml"), "openapi: 3.1.0\n");
        Ok(())
    }

    #[test]
    fn files_beside_are_read_below_a_root_alone() -> io::Result<()> {
        let scratch = Scratch::new()?;
        let root = scratch.path();
        fs::create_dir_all(root.join("wide/spec"))?;
        fs::write(root.join("wide/spec/near.yaml"), "near")?;
        fs::write(root.join("wide/far.yaml"), "far")?;
        fs::write(root.join("outside.yaml"), "outside")?;
        let file = InputFile::of_workspace(root, "wide/spec/api.yaml");
        let wide = root.join("wide");
        let read = |path: &str, root| file.read_beside(path, root);
        assert_eq!(read("near.yaml", None).as_deref(), Ok("near"));
        assert!(read("../far.yaml", None).is_err_and(|reason| reason.contains("--root")));
        assert_eq!(read("../far.yaml", Some(&*wide)).as_deref(), Ok("far"));
        let refused = read("../../outside.yaml", Some(&*wide));
        assert!(refused.is_err_and(|reason| reason.starts_with("it leads out of")));
        Ok(())
    }

    /// Checks that pipes and devices are not read, which would wait for ever.
    #[cfg(unix)]
    #[test]
    fn pipes_and_devices_beside_are_not_read() -> io::Result<()> {
        let scratch = Scratch::new()?;
        let pipe = scratch.path().join("pipe.yaml");
        let made = std::process::Command::new("mkfifo").arg(&pipe).status()?;
        assert!(made.success());
        let file = InputFile::of_workspace(scratch.path(), "api.yaml");
        let refused = Err("it is neither a file nor a folder".to_owned());
        assert_eq!(file.read_beside("pipe.yaml", None), refused);
        let root = std::path::Path::new("/");
        let device = InputFile::given(&root.join("dev/api.yaml")).read_beside("zero", Some(root));
        assert_eq!(device, refused);
        Ok(())
    }

    #[test]
    fn names_what_is_missing_and_what_is_a_folder() -> io::Result<()> {
        let scratch = Scratch::new()?;
        fs::create_dir(scratch.path().join("spec"))?;
        let missing = complaint(&scratch, "api.yaml");
        assert!(missing.starts_with("error: cannot read `api.yaml`: there is no such file\n"));
        assert_eq!(
            complaint(&scratch, "spec"),
            "error: cannot read `spec`: it is a folder, not a file"
        );
        Ok(())
    }

    #[test]
    fn points_at_the_first_byte_that_is_not_utf8() -> io::Result<()> {
        let scratch = Scratch::new()?;
        fs::write(
            scratch.path().join("api.yaml"),
            b"a: \xC3\xA4\nb: \xC3\xA4\xFF\n",
        )?;
        assert_eq!(
            complaint(&scratch, "api.yaml"),
            "error: `api.yaml` is not UTF-8 text: byte 0xFF at offset 11\n  \
             --> api.yaml:2:5\n  \
             = help: save the file in the encoding UTF-8"
        );
        Ok(())
    }

    #[test]
    fn stops_at_the_limit() -> io::Result<()> {
        let scratch = Scratch::new()?;
        File::create(scratch.path().join("huge.yaml"))?.set_len(LIMIT + 1)?;
        assert_eq!(
            complaint(&scratch, "huge.yaml"),
            "error: cannot read `huge.yaml`: it is larger than 64 MiB"
        );
        Ok(())
    }
}
