//! Errors after which a request is certainly unprocessed, although there was a connection.
//!
//! Only what the server or the HTTP library says in so many words counts: anything else may have been acted on.

use std::error::Error;

use super::causes;

/// Returns `true` if the server has certainly not processed the request that failed with `error`.
pub(super) fn is_unprocessed(error: &(dyn Error + 'static)) -> bool {
    causes(error).any(|cause| is_canceled(cause) || is_refused(cause))
}

/// Returns `true` if the connection was closed before anything of the request was written.
fn is_canceled(cause: &(dyn Error + 'static)) -> bool {
    cause.downcast_ref().is_some_and(hyper::Error::is_canceled)
}

/// Returns `true` if the server has refused the stream of the request: by itself, or as one after the last that it
/// processes before it closes the connection. Of the streams before that one, h2 reports other errors.
#[cfg(feature = "http2")]
fn is_refused(cause: &(dyn Error + 'static)) -> bool {
    cause.downcast_ref().is_some_and(|error: &h2::Error| {
        let is_refused_stream =
            error.is_reset() && error.reason() == Some(h2::Reason::REFUSED_STREAM);
        error.is_remote() && (error.is_go_away() || is_refused_stream)
    })
}

#[cfg(not(feature = "http2"))]
fn is_refused(_: &(dyn Error + 'static)) -> bool {
    false
}
