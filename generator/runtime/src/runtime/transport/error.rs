//! Errors of a transport, which has no complete response.
//!
//! The kind decides what may be sent again, so it never claims more than is known.

use std::fmt;

/// A response that did not come, or whose body broke off.
#[derive(Debug)]
pub struct TransportError {
    kind: TransportErrorKind,
    source: Box<dyn std::error::Error + Send + Sync>,
}

/// Stage that a request has reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum TransportErrorKind {
    /// No connection was made, so the server has certainly not seen the request.
    NotConnected,
    /// As [`Self::NotConnected`], for a reason that does not pass by itself, so that trying again is of no use: a
    /// certificate that is not trusted, a port that does not speak TLS, a proxy that wants a password.
    CannotConnect,
    /// As [`Self::NotConnected`], because making a connection took too long.
    ConnectTimeout,
    /// There was a connection, but the server has certainly not processed the request: it has refused it (HTTP/2's
    /// `REFUSED_STREAM`, or a stream after the last one of `GOAWAY`), or the connection was closed before anything of
    /// the request was written.
    Unprocessed,
    /// The response took too long, by a limit of the transport's own.
    Timeout,
    /// The connection broke; the server may have acted on the request.
    Broken,
    /// The request's own body could not be read, so sending it again is of no use.
    RequestBody,
}

impl TransportError {
    /// Creates an error of this kind, caused by `source`.
    pub fn new(
        kind: TransportErrorKind,
        source: impl Into<Box<dyn std::error::Error + Send + Sync>>,
    ) -> Self {
        let source = source.into();
        Self { kind, source }
    }

    /// Returns the stage that the request has reached.
    #[must_use]
    pub fn kind(&self) -> TransportErrorKind {
        self.kind
    }

    /// Returns the cause.
    pub(in crate::runtime) fn into_source(self) -> Box<dyn std::error::Error + Send + Sync> {
        self.source
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.kind {
            TransportErrorKind::NotConnected => "no connection was made",
            TransportErrorKind::CannotConnect => "no connection can be made",
            TransportErrorKind::ConnectTimeout => "making a connection took too long",
            TransportErrorKind::Unprocessed => "the server has not processed the request",
            TransportErrorKind::Timeout => "the response took too long",
            TransportErrorKind::Broken => "the connection broke",
            TransportErrorKind::RequestBody => "the body of the request cannot be read",
        })
    }
}

impl std::error::Error for TransportError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&*self.source)
    }
}
