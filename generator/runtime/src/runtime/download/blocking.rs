//! Downloads in code that is not async: the calling thread waits for each chunk.
//!
//! An error is never mistaken for the end of the file.

use std::fmt;
use std::io;

use bytes::Bytes;

use super::future::DownloadFuture;
use super::stream::Download;
use crate::runtime::error::Error;
use crate::runtime::exchange::wait;

impl DownloadFuture {
    /// Waits for the head, in code that is not async; the body is read by way of [`std::io::Read`].
    ///
    /// # Errors
    ///
    /// Those of the head, and [`Error::InvalidRequest`] on a thread that runs async code.
    pub fn blocking(self) -> Result<BlockingDownload, Error> {
        let operation = self.operation;
        let download = wait(operation, self)??;
        Ok(BlockingDownload::new(download, operation))
    }
}

/// A file that is downloaded, for code that is not async; made by
/// [`DownloadFuture::blocking`](crate::runtime::DownloadFuture).
///
/// It is read by way of [`io::Read`], so [`io::copy`] writes it to a file. An error in the middle is an [`io::Error`]
/// that holds the [`Error`], which `get_ref` and `downcast_ref` give; the end comes after the last byte, and never
/// after an error.
#[must_use = "a download does nothing unless it is read"]
pub struct BlockingDownload {
    download: Download,
    operation: &'static str,
    /// Bytes received and not yet read.
    chunk: Bytes,
    failed: bool,
}

impl BlockingDownload {
    pub(in crate::runtime) fn new(download: Download, operation: &'static str) -> Self {
        Self {
            download,
            operation,
            chunk: Bytes::new(),
            failed: false,
        }
    }

    /// Returns the download behind it, without what was read of it.
    #[doc(hidden)]
    pub fn into_inner(self) -> Download {
        self.download
    }

    /// Returns the download behind it, for its status, headers and length.
    pub fn get_ref(&self) -> &Download {
        &self.download
    }

    /// Makes a body of more than `bytes` an error; there is no limit unless set.
    pub fn with_limit(mut self, bytes: u64) -> Self {
        self.download = self.download.with_limit(bytes);
        self
    }

    fn next_chunk(&mut self) -> io::Result<Option<Bytes>> {
        if self.failed {
            return Err(io::Error::other("the download has failed before"));
        }
        let chunk = wait(self.operation, self.download.try_next()).and_then(|chunk| chunk);
        self.failed = chunk.is_err();
        chunk.map_err(to_io)
    }
}

impl io::Read for BlockingDownload {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.chunk.is_empty() && !buffer.is_empty() {
            match self.next_chunk()? {
                Some(chunk) => self.chunk = chunk,
                None => return Ok(0),
            }
        }
        let count = self.chunk.len().min(buffer.len());
        let read = self.chunk.split_to(count);
        if let Some(place) = buffer.get_mut(..count) {
            place.copy_from_slice(&read);
        }
        Ok(count)
    }
}

impl fmt::Debug for BlockingDownload {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut tuple = f.debug_tuple("BlockingDownload");
        tuple.field(&self.download).finish()
    }
}

fn to_io(error: Error) -> io::Error {
    let kind = match &error {
        Error::Timeout(_) => io::ErrorKind::TimedOut,
        Error::Connection(_) => io::ErrorKind::ConnectionAborted,
        _ => io::ErrorKind::Other,
    };
    io::Error::new(kind, error)
}
