//! A file to upload, from memory or from disk.
//!
//! It always has a file name and a content type: servers refuse uploads without.

use std::fmt;
use std::io;
use std::path::Path;
use std::sync::Arc;

use bytes::Bytes;

use super::content_type;

/// A file to upload. Cloning is cheap. Two are equal if they are sent alike: files on disk are compared by path and
/// length, and not read.
#[derive(Clone, PartialEq)]
pub struct Attachment {
    pub(super) file_name: String,
    content_type: ContentType,
    pub(super) content: Content,
}

/// Media type of the file.
#[derive(Clone, PartialEq)]
enum ContentType {
    /// By the extension of its name.
    Guessed(&'static str),
    /// By what the caller says.
    Given(String),
}

/// Content of a file.
#[derive(Clone, PartialEq)]
pub(super) enum Content {
    Bytes(Bytes),
    /// Read when it is sent; it has to have this length still.
    Path {
        path: Arc<Path>,
        length: u64,
    },
}

impl Attachment {
    /// A file in memory. Its content type follows from the extension of `file_name`, `application/octet-stream` for
    /// one that is not common; [`Self::with_content_type`] sets another.
    #[must_use]
    pub fn from_bytes(file_name: impl Into<String>, bytes: impl Into<Bytes>) -> Self {
        Self::new(file_name.into(), Content::Bytes(bytes.into()))
    }

    /// A file on disk, which is read while it is sent. It has to stay as it is until then. Its name is the last part
    /// of `path`, its content type follows from the extension as with [`Self::from_bytes`].
    ///
    /// # Errors
    ///
    /// When there is no such file, or `path` leads to something else than a file. Asks the file system, which takes a
    /// moment of the calling thread.
    pub fn from_path(path: impl AsRef<Path>) -> io::Result<Self> {
        let path = path.as_ref();
        let metadata = std::fs::metadata(path)?;
        if !metadata.is_file() {
            let message = format!("{} is not a file", path.display());
            return Err(io::Error::new(io::ErrorKind::InvalidInput, message));
        }
        let file_name = path.file_name().unwrap_or_default().to_string_lossy();
        let content = Content::Path {
            path: path.into(),
            length: metadata.len(),
        };
        Ok(Self::new(file_name.into_owned(), content))
    }

    fn new(file_name: String, content: Content) -> Self {
        Self {
            content_type: ContentType::Guessed(content_type::of(&file_name)),
            file_name,
            content,
        }
    }

    /// The same file under another name.
    #[must_use]
    pub fn with_file_name(mut self, file_name: impl Into<String>) -> Self {
        self.file_name = file_name.into();
        self
    }

    /// The same file with another content type, such as `image/png`.
    #[must_use]
    pub fn with_content_type(mut self, content_type: impl Into<String>) -> Self {
        self.content_type = ContentType::Given(content_type.into());
        self
    }

    /// The file's name.
    #[must_use]
    pub fn file_name(&self) -> &str {
        &self.file_name
    }

    /// The file's content type.
    #[must_use]
    pub fn content_type(&self) -> &str {
        match &self.content_type {
            ContentType::Guessed(guess) => guess,
            ContentType::Given(given) => given,
        }
    }

    /// The content type that is sent in a field which has `described` for its type: what the caller says comes first,
    /// then the description, then the guess.
    pub(super) fn content_type_in(&self, described: Option<&'static str>) -> &str {
        match (&self.content_type, described) {
            (ContentType::Guessed(_), Some(described)) => described,
            _ => self.content_type(),
        }
    }

    /// The number of bytes in the file.
    #[must_use]
    pub fn length(&self) -> u64 {
        match &self.content {
            Content::Bytes(bytes) => u64::try_from(bytes.len()).unwrap_or(u64::MAX),
            Content::Path { length, .. } => *length,
        }
    }
}

impl fmt::Debug for Attachment {
    /// Shows no content.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Attachment")
            .field("file_name", &self.file_name)
            .field("content_type", &self.content_type())
            .field("length", &self.length())
            .finish_non_exhaustive()
    }
}
