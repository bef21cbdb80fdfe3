//! A file on disk as a body, opened when it is read.
//!
//! It gives exactly the announced number of bytes or an error, as every body does.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;
use std::sync::Arc;

use crate::runtime::transport::Body;

/// Creates a body of the file at `path`, which had `length` bytes when it was attached.
pub(super) fn body(path: &Arc<Path>, length: u64) -> Body {
    let path = Arc::clone(path);
    Body::reopened(length, move || {
        Box::new(Content {
            path: Arc::clone(&path),
            length,
            file: None,
        })
    })
}

/// Content of a file that is not open before the first read.
struct Content {
    path: Arc<Path>,
    length: u64,
    file: Option<io::Take<File>>,
}

impl Read for Content {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let file = match self.file.take() {
            Some(file) => file,
            None => open(&self.path, self.length)?,
        };
        self.file.insert(file).read(buffer)
    }
}

fn open(path: &Path, length: u64) -> io::Result<io::Take<File>> {
    let file = File::open(path)?;
    if file.metadata()?.len() == length {
        Ok(file.take(length))
    } else {
        Err(io::Error::other("it has changed since it was attached"))
    }
}
