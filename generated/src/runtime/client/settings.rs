//! The settings of a client: a builder's, checked and ready for use.
//!
//! They are shared by all requests of a client and its clones, and never change.

use std::borrow::Cow;
use std::sync::Arc;
use std::time::Duration;

use http::HeaderValue;

use super::base_url;
use super::credentials::{Authorization, Credentials};
use crate::runtime::description::{Operation, Service};
use crate::runtime::error::{Error, Secrets};
use crate::runtime::finished_call::Observer;
use crate::runtime::limits::{RateLimiter, RetryBudget, RetryPolicy};
use crate::runtime::transport::Transport;

/// Settings of a client, which every request needs.
pub(in crate::runtime) struct Settings {
    pub(in crate::runtime) service: &'static Service,
    /// Without a slash at the end.
    pub(in crate::runtime) base_url: String,
    /// The address by which the service calls itself, if that is another one; without a slash at the end.
    pub(in crate::runtime) upstream_url: Option<String>,
    /// Values of the variables in addresses; `None`: the address was given as a whole, in place of all others.
    pub(in crate::runtime) variables: Option<Vec<(&'static str, String)>>,
    pub(in crate::runtime) authorization: Option<Authorization>,
    /// Credentials for operations with security of their own.
    pub(in crate::runtime) credentials: Vec<Credentials>,
    /// Secrets that no output may show.
    pub(in crate::runtime) secrets: Secrets,
    pub(in crate::runtime) user_agent: HeaderValue,
    pub(in crate::runtime) timeout: Duration,
    /// In bytes.
    pub(in crate::runtime) max_body_size: usize,
    pub(in crate::runtime) deadline: Option<Duration>,
    pub(in crate::runtime) retry: RetryPolicy,
    pub(in crate::runtime) retry_budget: Arc<RetryBudget>,
    pub(in crate::runtime) limiter: RateLimiter,
    pub(in crate::runtime) transport: Arc<dyn Transport>,
    pub(in crate::runtime) observer: Option<Observer>,
    /// Number of characters of a body that tracing is told; `None` for none at all.
    #[cfg(feature = "tracing")]
    pub(in crate::runtime) log_bodies: Option<usize>,
}

impl Settings {
    /// Returns a link of the service's, at the address of the client if it is below the service's own name for it.
    pub(in crate::runtime) fn own_address<'a>(&self, link: &'a str) -> Cow<'a, str> {
        let upstream = self.upstream_url.as_deref();
        let rest = upstream.and_then(|upstream| link.strip_prefix(upstream));
        match rest.filter(|rest| rest.is_empty() || rest.starts_with(['/', '?', '#'])) {
            Some(rest) => Cow::Owned(format!("{}{rest}", self.base_url)),
            None => Cow::Borrowed(link),
        }
    }

    /// Returns the address that the path of an operation is appended to.
    ///
    /// # Errors
    ///
    /// [`Error::Configuration`] for an operation with an address of its own, of which a variable is missing.
    pub(in crate::runtime) fn base_url_for(
        &self,
        operation: &Operation,
    ) -> Result<Cow<'_, str>, Error> {
        let Some(server) = operation.server else {
            return Ok(Cow::Borrowed(&self.base_url));
        };
        let variables = self.variables.as_deref();
        base_url::of_operation(self.service, server, &self.base_url, variables).map(Cow::Owned)
    }

    /// Returns `true` if the credentials are a header that the description does not declare.
    fn is_undeclared(&self) -> bool {
        let mut credentials = self.credentials.iter();
        credentials.any(|known| matches!(known, Credentials::Header { .. }))
    }

    /// Returns the credentials for an operation; `None` if it requires none, or none that the client has: the service
    /// then reports that itself.
    pub(in crate::runtime) fn authorization_for(
        &self,
        operation: &Operation,
    ) -> Option<Cow<'_, Authorization>> {
        match operation.authentication {
            Some([]) => None,
            Some(ways) if !self.is_undeclared() => {
                Authorization::first(&self.credentials, ways).map(Cow::Owned)
            }
            _ => self.authorization.as_ref().map(Cow::Borrowed),
        }
    }
}
