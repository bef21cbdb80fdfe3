//! Calls from code that is not async: the calling thread waits.
//!
//! One thread of its own drives the connections of all such calls, so that they stay usable between calls.

use std::fmt;
use std::future::{Future, pending};
use std::io;
use std::sync::{Mutex, PoisonError};
use std::thread;

use tokio::runtime::{Builder, Handle};

use super::error::{Error, InvalidRequest};
use super::paging::{Items, Page, Pages};

/// Waits for `future`, which is a part of a call of `operation`.
///
/// # Errors
///
/// [`Error::InvalidRequest`] on a thread that must not wait because it runs async code, and
/// [`Error::Configuration`] when the thread for connections cannot be started.
pub(super) fn wait<F: Future>(operation: &'static str, future: F) -> Result<F::Output, Error> {
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
