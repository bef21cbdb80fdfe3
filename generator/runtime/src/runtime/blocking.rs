//! Calls from code that is not async: the calling thread waits.
//!
//! One thread of its own drives the connections of all such calls, so that they stay usable between calls.

use std::fmt;
use std::future::{Future, pending};
use std::io;
use std::sync::{Mutex, PoisonError};
use std::thread;

use bytes::Bytes;
use tokio::runtime::{Builder, Handle};

use super::download::Download;
use super::error::{Error, InvalidRequest};
use super::paging::{Items, Page, Pages};

/// Waits for `future`, which is a part of a call of `operation`.
///
/// # Errors
///
/// [`Error::InvalidRequest`] on a thread that must not wait because it runs async code, and
/// [`Error::Configuration`] when the thread for connections cannot be started.
#[doc(hidden)]
pub fn wait<F: Future>(operation: &'static str, future: F) -> Result<F::Output, Error> {
    if Handle::try_current().is_ok() {
        let message = "a blocking call inside async code would keep other tasks from running: use `.await`, `.send()`, \
                       or a thread outside the runtime (`std::thread::spawn`)";
        return Err(Error::InvalidRequest(Box::new(InvalidRequest {
            operation,
            message: message.to_owned(),
        })));
    }
    let handle = driver().map_err(|error| {
        Error::configuration(format!(
            "the thread for blocking calls cannot be started: {error}"
        ))
    })?;
    Ok(handle.block_on(future))
}

/// The runtime of all blocking calls, which a thread drives.
fn driver() -> io::Result<Handle> {
    static DRIVER: Mutex<Option<Handle>> = Mutex::new(None);
    let mut driver = DRIVER.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(handle) = &*driver {
        return Ok(handle.clone());
    }
    let runtime = Builder::new_current_thread().enable_all().build()?;
    let handle = runtime.handle().clone();
    thread::Builder::new()
        .name(String::from("api-connections"))
        .spawn(move || runtime.block_on(pending::<()>()))?;
    *driver = Some(handle.clone());
    Ok(handle)
}

/// A file that is downloaded, for code that is not async; made by [`DownloadFuture::blocking`](super::DownloadFuture).
///
/// It is read by way of [`io::Read`], so [`io::copy`] writes it to a file. An error in the middle is an [`io::Error`]
/// that holds the [`Error`], which `get_ref` and `downcast_ref` give; the end comes after the last byte, and never after
/// an error.
#[must_use = "a download does nothing unless it is read"]
pub struct BlockingDownload {
    download: Download,
    operation: &'static str,
    /// What has arrived and was not read.
    chunk: Bytes,
    failed: bool,
}

impl BlockingDownload {
    pub(super) fn new(download: Download, operation: &'static str) -> Self {
        Self {
            download,
            operation,
            chunk: Bytes::new(),
            failed: false,
        }
    }

    /// The download behind it, without what was read of it.
    #[doc(hidden)]
    pub fn into_inner(self) -> Download {
        self.download
    }

    /// The download behind it, for its status, headers and length.
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

/// The items of a list as an iterator, for code that is not async; made by [`Items::blocking`].
#[must_use = "an iterator does nothing unless it is read"]
pub struct BlockingItems<T>(pub(super) Items<T>);

impl<T> BlockingItems<T> {
    /// The stream behind it, such as for its resume token.
    pub fn get_ref(&self) -> &Items<T> {
        &self.0
    }
}

impl<T> Iterator for BlockingItems<T> {
    type Item = Result<T, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        match wait(self.0.operation(), self.0.next()) {
            Ok(item) => item,
            Err(error) => Some(Err(error)),
        }
    }
}

impl<T> fmt::Debug for BlockingItems<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("BlockingItems").field(&self.0).finish()
    }
}

/// The pages of a list as an iterator, for code that is not async; made by [`Pages::blocking`].
#[must_use = "an iterator does nothing unless it is read"]
pub struct BlockingPages<T>(pub(super) Pages<T>);

impl<T> BlockingPages<T> {
    /// The stream behind it, such as for its resume token.
    pub fn get_ref(&self) -> &Pages<T> {
        &self.0
    }
}

impl<T> Iterator for BlockingPages<T> {
    type Item = Result<Page<T>, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        match wait(self.0.operation(), self.0.next()) {
            Ok(page) => page,
            Err(error) => Some(Err(error)),
        }
    }
}

impl<T> fmt::Debug for BlockingPages<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("BlockingPages").field(&self.0).finish()
    }
}
