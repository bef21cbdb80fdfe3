//! The clock that a call needs: tokio's, of the runtime that polls it.
//!
//! Without it tokio panics at the first pause, so a call looks for it before it does anything.

use std::panic::catch_unwind;
use std::time::Duration;

use tokio::runtime::Handle;
use tokio::time;

use crate::runtime::description::Operation;
use crate::runtime::error::{Error, InvalidRequest};

/// Refuses a call outside of a tokio runtime, or inside of one without timers.
///
/// # Errors
///
/// [`Error::InvalidRequest`], which says what to do.
pub(super) fn check(operation: &Operation) -> Result<(), Error> {
    let message = if Handle::try_current().is_err() {
        "the call is not made inside of a tokio runtime: use `#[tokio::main]`, or the feature `blocking` and \
         `send_blocking` in code that is not async"
    } else if catch_unwind(|| drop(time::sleep(Duration::ZERO))).is_err() {
        // tokio tells in no other way.
        "the tokio runtime has no timers: build it with `enable_all`, or with `enable_time` and `enable_io`"
    } else {
        return Ok(());
    };
    Err(Error::InvalidRequest(Box::new(InvalidRequest {
        operation: operation.id,
        message: message.to_owned(),
    })))
}
