//! A file on disk as chunks, read on the threads that are there for work that blocks.
//!
//! It gives exactly the announced number of bytes or an error: a body of another length would break the connection.

use std::fs::File;
use std::future::Future as _;
use std::io::{self, Read as _};
use std::path::Path;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use tokio::runtime::Handle;
use tokio::task::JoinHandle;

/// Number of bytes read at once.
const CHUNK: u64 = 64 << 10;

/// The rest of a file.
pub(super) struct Chunks {
    path: Arc<Path>,
    length: u64,
    remaining: u64,
    file: Option<File>,
    reading: Option<JoinHandle<io::Result<(File, Bytes)>>>,
}

impl Chunks {
    /// All of the file at `path`, which has `length` bytes.
    pub(super) fn new(path: Arc<Path>, length: u64) -> Self {
        Self {
            path,
            length,
            remaining: length,
            file: None,
            reading: None,
        }
    }

    /// The next chunk, or `None` at the end.
    pub(super) fn poll_chunk(
        &mut self,
        context: &mut Context<'_>,
    ) -> Poll<Option<io::Result<Bytes>>> {
        if self.remaining == 0 {
            return Poll::Ready(None);
        }
        let chunk = ready!(self.poll_read(context));
        self.reading = None;
        Poll::Ready(Some(chunk.map(|(file, chunk)| {
            self.file = Some(file);
            let read = u64::try_from(chunk.len()).unwrap_or(u64::MAX);
            self.remaining = self.remaining.saturating_sub(read);
            chunk
        })))
    }

    fn poll_read(&mut self, context: &mut Context<'_>) -> Poll<io::Result<(File, Bytes)>> {
        if self.reading.is_none() {
            let handle = Handle::try_current().map_err(io::Error::other)?;
            let (path, length, size) = (
                Arc::clone(&self.path),
                self.length,
                self.remaining.min(CHUNK),
            );
            let file = self.file.take();
            self.reading = Some(handle.spawn_blocking(move || {
                let file = file.map_or_else(|| open(&path, length), Ok)?;
                read(file, size)
            }));
        }
        match &mut self.reading {
            Some(reading) => {
                let done = ready!(Pin::new(reading).poll(context));
                Poll::Ready(done.unwrap_or_else(|error| Err(io::Error::other(error))))
            }
            None => Poll::Pending,
        }
    }
}

fn open(path: &Path, length: u64) -> io::Result<File> {
    let file = File::open(path)?;
    if file.metadata()?.len() == length {
        Ok(file)
    } else {
        Err(io::Error::other("it has changed since it was attached"))
    }
}

/// Reads `size` bytes.
fn read(mut file: File, size: u64) -> io::Result<(File, Bytes)> {
    let mut chunk = vec![0; usize::try_from(size).unwrap_or_default()];
    match file.read_exact(&mut chunk) {
        Ok(()) => Ok((file, chunk.into())),
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => {
            Err(io::Error::other("it has become shorter while it was sent"))
        }
        Err(error) => Err(error),
    }
}
