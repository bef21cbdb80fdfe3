//! A page whose way to the next one cannot be taken.
//!
//! Names another server by scheme, host and port alone: the rest of a link may hold a secret.

use std::fmt;

use http::{HeaderMap, StatusCode};

use super::failure::Call;
use super::headers::{request_id, write_request_id};

/// A page of a list that was read, but leads nowhere: the pages after it are missing.
#[derive(Clone, Debug)]
pub struct PagingError {
    call: Call,
    status: StatusCode,
    request_id: Option<String>,
    problem: PagingProblem,
}

/// Reason why the next page cannot be requested.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum PagingProblem {
    /// It leads to another server (given by scheme, host and port), where the credentials must not go.
    OtherServer(String),
    /// It leads to a page that was there before.
    Loop,
    /// It leads to a page with a number that is not higher.
    Backward {
        /// The number of this page.
        from: u64,
        /// The number of the page that it leads to.
        to: u64,
    },
    /// The `Link` header or the address in it breaks the rules.
    Unreadable,
    /// The service has no pages after this one, although the list goes on.
    Truncated {
        /// The number of the last page that the service has.
        last_page: u64,
        /// Number of missing items, if the service reports the total.
        missing: Option<u64>,
        /// `true` if the operation has the method `all`, which continues past the limit.
        has_all: bool,
    },
    /// In keyset pagination: the service has too few pages for the items with values so close to each other.
    Crowded {
        /// The number of the last page that the service has.
        last_page: u64,
    },
    /// In keyset pagination: the items are not in the order of their values.
    Unordered,
}

impl PagingError {
    pub(in crate::runtime) fn new(
        call: Call,
        status: StatusCode,
        headers: &HeaderMap,
        problem: PagingProblem,
    ) -> Self {
        let request_id = request_id(headers).map(str::to_owned);
        Self {
            call,
            status,
            request_id,
            problem,
        }
    }

    /// Returns the call that failed.
    #[must_use]
    pub fn call(&self) -> &Call {
        &self.call
    }

    /// Returns the status of the response.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// Returns the server's identifier of the request (`x-request-id`), if it sent one.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        self.request_id.as_deref()
    }

    /// Returns the reason.
    #[must_use]
    pub fn problem(&self) -> &PagingProblem {
        &self.problem
    }
}

impl fmt::Display for PagingError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}: {}", self.call, self.status, self.problem)?;
        write_request_id(f, self.request_id())
    }
}

impl fmt::Display for PagingProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::OtherServer(server) => write!(
                f,
                "the link to the next page leads to another server, {server}, where the credentials must not go; \
                 check the client's address; if it is a gateway's, give the builder the service's own as `upstream_url`"
            ),
            Self::Loop => {
                f.write_str("the link to the next page leads to a page that was there before")
            }
            Self::Backward { from, to } => {
                write!(
                    f,
                    "the link to the next page leads back, from page {from} to page {to}"
                )
            }
            Self::Unreadable => f.write_str("malformed link to the next page"),
            Self::Truncated {
                last_page,
                missing,
                has_all,
            } => {
                write!(f, "the list is truncated: the service has no page after page {last_page}, and ")?;
                match missing {
                    Some(missing) => write!(f, "{missing} more items are missing")?,
                    None => f.write_str("more items are missing")?,
                }
                f.write_str(if *has_all {
                    "; use `all`, which continues past the limit"
                } else {
                    "; request less at a time, such as a shorter span of time, and join the results"
                })
            }
            Self::Crowded { last_page } => write!(
                f,
                "more items were changed within a second or two than {last_page} pages hold, and the service has no \
                 more; request more items per page, or fewer by a filter"
            ),
            Self::Unordered => f.write_str(
                "the items of the page are not in the order that was asked for, so some of them could be missed",
            ),
        }
    }
}

impl std::error::Error for PagingError {}
