//! Calls from code that is not async: the calling thread waits.
//!
//! One thread of its own drives the connections of all such calls, so that they stay usable between calls.

use std::future::{Future, pending};
use std::io;
use std::sync::{Mutex, PoisonError};
use std::thread;

use tokio::runtime::{Builder, Handle};

use crate::runtime::error::{Error, InvalidRequest};

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

/// Returns the runtime of all blocking calls, which a thread drives.
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
