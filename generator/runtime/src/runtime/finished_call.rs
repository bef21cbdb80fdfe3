//! The end of a call, for metrics.
//!
//! It holds no secret: neither queries nor bodies, and an error is redacted as everywhere.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http::{Method, StatusCode};

use super::error::Error;

/// A call that has ended, for metrics; [`ClientBuilder::on_finished`](crate::runtime::ClientBuilder::on_finished) sets
/// the function that is given it.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct FinishedCall<'a> {
    /// The operation's identifier in the API description.
    pub operation: &'static str,
    /// HTTP method.
    pub method: &'a Method,
    /// Status of the last response, if there was one.
    pub status: Option<StatusCode>,
    /// Error of the call; `None` if it has succeeded. The body of a success is not decoded yet, and that of a download
    /// not read.
    pub error: Option<&'a Error>,
    /// Number of attempts that were begun: one more than retries, or none.
    pub attempts: u32,
    /// Time from the start of the call, with all attempts and pauses.
    pub duration: Duration,
    /// Part of `duration` in which the call waited for the rate limit.
    pub waited: Duration,
}

/// Function that is given every call that has ended.
#[derive(Clone)]
pub(in crate::runtime) struct Observer(Arc<dyn Fn(&FinishedCall<'_>) + Send + Sync>);

impl Observer {
    pub(in crate::runtime) fn new(
        observe: impl Fn(&FinishedCall<'_>) + Send + Sync + 'static,
    ) -> Self {
        Self(Arc::new(observe))
    }

    pub(in crate::runtime) fn observe(&self, call: &FinishedCall<'_>) {
        (self.0)(call);
    }
}

impl fmt::Debug for Observer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Observer").finish_non_exhaustive()
    }
}
