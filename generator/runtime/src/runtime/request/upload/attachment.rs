//! A file to upload, from memory, from disk or from a stream.
//!
//! It always has a file name and a content type: servers refuse uploads without.

use std::fmt;
use std::io;
use std::path::Path;
use std::sync::Arc;

use bytes::Bytes;

use super::{content_type, file};
use crate::runtime::transport::Body;

/// A file to upload. Cloning is cheap. Two are equal if they are sent alike: files on disk are compared by path and
/// length, and not read; bodies are equal to their clones.
#[derive(Clone, PartialEq)]
pub struct Attachment {
    pub(super) file_name: String,
    content_type: ContentType,
    content: Content,
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
#[derive(Clone)]
enum Content {
    Bytes(Bytes),
    /// Read when it is sent; it has to have this length still.
    Path {
        path: Arc<Path>,
        length: u64,
    },
    Body(Body),
}

impl Content {
    fn to_body(&self) -> Body {
        match self {
            Self::Bytes(bytes) => Body::bytes(bytes.clone()),
            Self::Path { path, length } => file::body(path, *length),
            Self::Body(body) => body.clone(),
        }
    }
}

impl PartialEq for Content {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Bytes(one), Self::Bytes(other)) => one == other,
            (
                Self::Path { path, length },
                Self::Path {
                    path: other_path,
                    length: other_length,
                },
            ) => (path, length) == (other_path, other_length),
            (Self::Body(one), Self::Body(other)) => one.is_same(other),
            _ => false,
        }
    }
}

impl Attachment {
    /// Returns a file in memory. Its content type follows from the extension of `file_name`, `application/octet-stream`
    /// for one that is not common; [`Self::with_content_type`] sets another.
    #[must_use]
    pub fn from_bytes(file_name: impl Into<String>, bytes: impl Into<Bytes>) -> Self {
        Self::new(file_name.into(), Content::Bytes(bytes.into()))
    }

    /// Returns a file on disk, which is read while it is sent. It has to stay as it is until then. Its name is the last
    /// part of `path`, its content type follows from the extension as with [`Self::from_bytes`].
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

    /// Creates a file from a [`Body`], such as a stream ([`Body::once`]), a reader ([`Body::async_read`],
    /// [`Body::read`]), or something that can be opened for each attempt ([`Body::stream`]). Its content type follows
    /// from the extension of `file_name` as with [`Self::from_bytes`].
    ///
    /// A body that can be read only once is not sent again after a failure, and with one of unknown length, the whole
    /// form is sent without its length (`Transfer-Encoding: chunked` in HTTP/1.1), which not every service accepts.
    #[must_use]
    pub fn from_body(file_name: impl Into<String>, body: Body) -> Self {
        Self::new(file_name.into(), Content::Body(body))
    }

    fn new(file_name: String, content: Content) -> Self {
        Self {
            content_type: ContentType::Guessed(content_type::of(&file_name)),
            file_name,
            content,
        }
    }

    /// Returns the same file under another name.
    #[must_use]
    pub fn with_file_name(mut self, file_name: impl Into<String>) -> Self {
        self.file_name = file_name.into();
        self
    }

    /// Returns the same file with another content type, such as `image/png`.
    #[must_use]
    pub fn with_content_type(mut self, content_type: impl Into<String>) -> Self {
        self.content_type = ContentType::Given(content_type.into());
        self
    }

    /// Returns the file's name.
    #[must_use]
    pub fn file_name(&self) -> &str {
        &self.file_name
    }

    /// Returns the file's content type.
    #[must_use]
    pub fn content_type(&self) -> &str {
        match &self.content_type {
            ContentType::Guessed(guess) => guess,
            ContentType::Given(given) => given,
        }
    }

    /// Returns the content type that is sent in a field which has `described` for its type: what the caller says comes
    /// first, then the description, then the guess.
    pub(super) fn content_type_in(&self, described: Option<&'static str>) -> &str {
        match (&self.content_type, described) {
            (ContentType::Guessed(_), Some(described)) => described,
            _ => self.content_type(),
        }
    }

    /// Returns the number of bytes in the file; `None` if it is not known before the file is read.
    #[must_use]
    pub fn length(&self) -> Option<u64> {
        self.to_body().length()
    }

    /// Returns the content of the file as a body.
    pub(super) fn to_body(&self) -> Body {
        self.content.to_body()
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
