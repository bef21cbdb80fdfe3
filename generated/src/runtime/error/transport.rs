//! The errors of calls that have no whole response: the connection failed, or time ran out.
//!
//! Each says how far the call came, because that decides whether the server may have acted on it.

use std::fmt;
use std::time::Duration;

use super::failure::Call;
#[cfg(feature = "rustls")]
use crate::runtime::transport::tls_error;
use crate::runtime::transport::{PROXY_WANTS_A_PASSWORD, causes};

/// Stage that a call has reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::runtime) enum Stage {
    WaitingForQuota,
    Connecting,
    /// No connection can be made, now or later.
    CannotConnect,
    /// There was a connection, and the server has not processed the request.
    Unprocessed,
    /// The body of the request could not be read.
    ReadingRequestBody,
    /// A part of the body of the request was sent.
    SendingBody,
    WaitingForAnswer,
    ReadingBody,
    /// The call has ended, and the work that it has started has not.
    WaitingForWork,
}

impl fmt::Display for Stage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::WaitingForQuota => "waiting for the rate limit",
            Self::Connecting | Self::CannotConnect => "connecting to the server",
            Self::Unprocessed => "before the server processed the request",
            Self::ReadingRequestBody => "reading the body to send",
            Self::SendingBody => "sending the body",
            Self::WaitingForAnswer => "waiting for the response",
            Self::ReadingBody => "reading the body of the response",
            Self::WaitingForWork => "waiting for the end of the job, which may still complete",
        })
    }
}

/// A connection that could not be made, or broke.
#[derive(Debug)]
pub struct ConnectionError {
    pub(in crate::runtime) call: Call,
    pub(in crate::runtime) stage: Stage,
    /// Returns host and port of the server, if it was not reached.
    pub(in crate::runtime) host: Option<Box<str>>,
    pub(in crate::runtime) source: Box<dyn std::error::Error + Send + Sync>,
}

impl ConnectionError {
    /// Returns host and port of the server, if no connection to it was made.
    #[must_use]
    pub fn host(&self) -> Option<&str> {
        self.host.as_deref()
    }

    /// Returns the call that failed.
    #[must_use]
    pub fn call(&self) -> &Call {
        &self.call
    }

    /// Returns `true` if no connection was made, so that the server cannot have acted on the request.
    #[must_use]
    pub fn is_connect(&self) -> bool {
        matches!(self.stage, Stage::Connecting | Stage::CannotConnect)
    }

    /// Returns `true` if the server has certainly not processed the request: no connection was made, it was closed
    /// before anything of the request was written, or the server refused the request unread (HTTP/2). Sending it again
    /// is therefore safe.
    #[must_use]
    pub fn is_unsent(&self) -> bool {
        self.is_connect() || self.stage == Stage::Unprocessed
    }

    /// Returns `true` for a permanent error, which a retry cannot resolve: a certificate that is not trusted, a port
    /// that does not speak TLS, a proxy that requires a password. The message says how to fix it.
    #[must_use]
    pub fn is_permanent(&self) -> bool {
        self.stage == Stage::CannotConnect
    }

    /// Returns `true` if the request's own body could not be read, rather than the connection.
    #[must_use]
    pub fn is_request_body(&self) -> bool {
        self.stage == Stage::ReadingRequestBody
    }
}

impl fmt::Display for ConnectionError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (call, stage) = (&self.call, self.stage);
        let cause = root(&*self.source).to_string();
        let cause = call.secrets.redacted(&cause.replace(char::is_control, " "));
        write!(f, "{call}: failed {stage}: {cause}")?;
        if let Some(host) = &self.host {
            write!(f, " (host {host})")?;
        }
        match advice(&*self.source).filter(|_| self.is_permanent()) {
            Some(advice) => write!(f, "; {advice}"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for ConnectionError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&*self.source)
    }
}

/// Time limit that was reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum TimeLimit {
    /// The time to make a connection.
    Connect,
    /// The time for one attempt, from sending to the last byte of the response. While a large body is sent, it starts
    /// again with each piece.
    Attempt,
    /// The time for the whole call, with all attempts and the pauses between them.
    Deadline,
}

/// A call that took too long.
#[derive(Debug)]
pub struct TimeoutError {
    pub(in crate::runtime) call: Call,
    pub(in crate::runtime) stage: Stage,
    pub(in crate::runtime) limit: TimeLimit,
    /// Length of the limit, if known.
    pub(in crate::runtime) duration: Option<Duration>,
    /// Host and port of the server, if it was not reached.
    pub(in crate::runtime) host: Option<Box<str>>,
    pub(in crate::runtime) source: Option<Box<dyn std::error::Error + Send + Sync>>,
}

impl TimeoutError {
    /// Returns the call that failed.
    #[must_use]
    pub fn call(&self) -> &Call {
        &self.call
    }

    /// Returns the limit that was reached.
    #[must_use]
    pub fn limit(&self) -> TimeLimit {
        self.limit
    }

    /// Returns `true` if no connection was made, so that the server cannot have acted on the request.
    #[must_use]
    pub fn is_connect(&self) -> bool {
        matches!(self.stage, Stage::Connecting | Stage::WaitingForQuota)
    }
}

impl fmt::Display for TimeoutError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: timed out {}", self.call, self.stage)?;
        let name = match self.limit {
            TimeLimit::Connect => "connect timeout",
            TimeLimit::Attempt => "limit",
            TimeLimit::Deadline => "deadline",
        };
        match self.duration {
            Some(duration) => write!(f, " ({name} {duration:?})")?,
            None => write!(f, " ({name})")?,
        }
        match &self.host {
            Some(host) => write!(f, " (host {host})"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for TimeoutError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        let source = self.source.as_deref()?;
        Some(source)
    }
}

/// Returns advice about a failed connection, if its causes are known.
fn advice(error: &(dyn std::error::Error + 'static)) -> Option<&'static str> {
    causes(error).find_map(|cause| {
        #[cfg(feature = "rustls")]
        if let Some(error) = tls_error::find(cause) {
            return Some(tls_error::advice(error));
        }
        let is_about_proxy = cause.to_string() == PROXY_WANTS_A_PASSWORD;
        is_about_proxy.then_some("write the proxy's address with a user name and a password")
    })
}

/// Returns the innermost cause, which says the most.
fn root<'a>(error: &'a (dyn std::error::Error + 'static)) -> &'a (dyn std::error::Error + 'static) {
    causes(error).last().unwrap_or(error)
}
