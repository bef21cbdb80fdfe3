//! The client: one configuration and one connection pool, shared by its clones.
//!
//! Nothing in it changes after it was built, and its `Debug` shows no secret.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http::HeaderValue;

use super::base_url;
use super::cancellation::Cancellation;
use super::credentials::{Authorization, Credentials};
use super::download::DownloadFuture;
use super::elsewhere;
use super::error::Error;
use super::operation::Operation;
use super::rate_limit::{RateLimit, RateLimiter};
use super::retry::{RetryBudget, RetryPolicy};
use super::service::Service;
use super::transport::Transport;

/// A client of the service, made by a [`ClientBuilder`](super::ClientBuilder).
///
/// Cloning is cheap: clones share the connections, the queue for the rate limit and the budget of retries, so a program
/// needs one client per account. It can be used from any number of tasks and threads.
#[derive(Clone)]
pub struct Client {
    pub(super) settings: Arc<Settings>,
    /// What ends its calls.
    pub(super) cancellation: Option<Cancellation>,
}

/// What every request of a client needs.
pub(super) struct Settings {
    pub(super) service: &'static Service,
    /// Without a slash at the end.
    pub(super) base_url: String,
    /// What stands in for the variables of addresses; `None`: the address was given as a whole, in place of all others.
    pub(super) variables: Option<Vec<(&'static str, String)>>,
    pub(super) authorization: Option<Authorization>,
    /// What operations with ways of their own to authenticate choose from.
    pub(super) credentials: Vec<Credentials>,
    pub(super) user_agent: HeaderValue,
    pub(super) timeout: Duration,
    /// In bytes.
    pub(super) max_body_size: usize,
    pub(super) deadline: Option<Duration>,
    pub(super) retry: RetryPolicy,
    pub(super) retry_budget: Arc<RetryBudget>,
    pub(super) limiter: RateLimiter,
    pub(super) transport: Arc<dyn Transport>,
}

impl Settings {
    /// The address that the path of an operation is appended to.
    ///
    /// # Errors
    ///
    /// [`Error::Configuration`] for an operation with an address of its own, of which a variable is missing.
    pub(super) fn base_url_for(&self, operation: &Operation) -> Result<Cow<'_, str>, Error> {
        let Some(server) = operation.server else {
            return Ok(Cow::Borrowed(&self.base_url));
        };
        let variables = self.variables.as_deref();
        base_url::of_operation(self.service, server, &self.base_url, variables).map(Cow::Owned)
    }

    /// What proves who is calling to an operation; `None` where it asks nobody, or takes nothing that is at hand: the
    /// service then says so itself.
    pub(super) fn authorization_for(
        &self,
        operation: &Operation,
    ) -> Option<Cow<'_, Authorization>> {
        match operation.authentication {
            None => self.authorization.as_ref().map(Cow::Borrowed),
            Some(ways) => Authorization::first(&self.credentials, ways).map(Cow::Owned),
        }
    }
}

impl Client {
    /// What is left of the service's quota, as far as its answers have told; what is under way counts as used. All
    /// `None` before the first answer, and for a service that says nothing of a quota.
    #[must_use]
    pub fn rate_limit(&self) -> RateLimit {
        self.settings.limiter.current()
    }

    /// Downloads the file behind a whole address that an answer contained, such as an attachment's, on whatever host.
    ///
    /// The credentials go along only if scheme, host and port are those of this client's address; then the download
    /// also counts in the rate limit, as any call. Up to 5 redirects are followed, always without credentials. The
    /// address has to be one with `https`; with `http`, only a client of a server on this machine asks another one on
    /// it. Retries, timeouts and the deadline are the client's. (A client for
    /// `http` does not load the system's certificates, so `https` needs a transport of your own there.)
    ///
    /// Such addresses often hold a secret, so errors name the host alone; as the operation, they name `download`.
    /// Await the future for a stream of chunks, or see [`DownloadFuture::bytes`] for the whole file.
    ///
    /// # Errors
    ///
    /// The future's are [`Error::InvalidRequest`](super::Error::InvalidRequest) for an address that is not accepted, and
    /// those of [`Request::stream`](super::Request::stream).
    pub fn download(&self, address: impl Into<String>) -> DownloadFuture {
        let opening = elsewhere::open(self.clone(), address.into());
        DownloadFuture::new(Box::pin(opening), elsewhere::DOWNLOAD.id, self)
    }

    /// A clone of this client whose calls end in [`Error::Cancelled`] as soon as `cancellation` is cancelled, whatever
    /// they wait for: the rate limit, an answer, the next attempt, or the next piece of a download. Calls that are made
    /// later are not sent. It takes the place of one that was given before; this client goes on as it is.
    #[must_use]
    pub fn with_cancellation(&self, cancellation: &Cancellation) -> Self {
        Self {
            settings: Arc::clone(&self.settings),
            cancellation: Some(cancellation.clone()),
        }
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("service", &self.settings.service.name)
            .field("base_url", &self.settings.base_url)
            .field("authorization", &self.settings.authorization)
            .field("timeout", &self.settings.timeout)
            .finish_non_exhaustive()
    }
}
