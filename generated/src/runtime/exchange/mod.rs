//! The exchange of a request for a response: attempts, retries, and the pauses between them.
//!
//! Compiled once for all operations, whatever their types.

mod attempt;
#[cfg(feature = "blocking")]
mod blocking;
#[cfg(feature = "tracing")]
mod body_log;
mod clock;
mod execute;
mod send;
mod trace;

pub(in crate::runtime) use self::attempt::{Extent, failure};
#[cfg(feature = "blocking")]
#[doc(hidden)]
pub use self::blocking::wait;
pub(in crate::runtime) use self::execute::{Execution, execute};
pub use self::send::{ResponseFuture, ValueFuture};
