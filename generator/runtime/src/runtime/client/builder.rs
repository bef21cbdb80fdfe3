//! Puts a client together: address, credentials, limits.
//!
//! Everything is checked in `build`, whose error says what to write; the setters take anything.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http::HeaderValue;

use super::Client;
use super::credentials::Credentials;
#[cfg(feature = "reqwest")]
use super::network::{Network, Pool};
use super::settings::Settings;
use super::{authenticate, base_url, encodings, environment};
use crate::runtime::description::Service;
use crate::runtime::error::Error;
use crate::runtime::finished_call::{FinishedCall, Observer};
use crate::runtime::limits::{RateLimitPolicy, RateLimiter};
use crate::runtime::limits::{RetryBudget, RetryPolicy};
use crate::runtime::transport::Transport;

#[cfg(feature = "reqwest")]
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);
const TIMEOUT: Duration = Duration::from_secs(60);
const RETRY_BUDGET: u32 = 100;
const MAX_BODY_SIZE: usize = 64 << 20;

/// Collects what a [`Client`] needs: in most cases, credentials and the service's address or a part of it.
///
/// A setter that is called again replaces what was set before. Nothing is checked before [`ClientBuilder::build`].
#[derive(Clone)]
#[must_use = "a builder does nothing until `build` is called"]
pub struct ClientBuilder {
    service: &'static Service,
    base_url: Option<String>,
    upstream_url: Option<String>,
    variables: Vec<(&'static str, String)>,
    credentials: Vec<Credentials>,
    user_agent: Option<String>,
    #[cfg(feature = "reqwest")]
    network: Network,
    timeout: Duration,
    deadline: Option<Duration>,
    retry: RetryPolicy,
    retry_budget: u32,
    rate_limit: RateLimitPolicy,
    max_body_size: usize,
    transport: Option<Arc<dyn Transport>>,
    observer: Option<Observer>,
    #[cfg(feature = "tracing")]
    log_bodies: Option<usize>,
}

impl ClientBuilder {
    /// Creates a builder for `service` with nothing set: the limits are those that the setters name, and the address is
    /// the description's, if it has one without variables that must be chosen.
    #[doc(hidden)]
    pub fn new(service: &'static Service) -> Self {
        Self {
            service,
            base_url: None,
            upstream_url: None,
            variables: Vec::new(),
            credentials: Vec::new(),
            user_agent: None,
            #[cfg(feature = "reqwest")]
            network: Network {
                connect_timeout: CONNECT_TIMEOUT,
                proxy: None,
                roots: Vec::new(),
                pool: Pool::default(),
            },
            timeout: TIMEOUT,
            deadline: None,
            retry: RetryPolicy::new(),
            retry_budget: RETRY_BUDGET,
            rate_limit: RateLimitPolicy::new(),
            max_body_size: MAX_BODY_SIZE,
            transport: None,
            observer: None,
            #[cfg(feature = "tracing")]
            log_bodies: None,
        }
    }

    /// Creates a builder with the values of environment variables: `{PREFIX}_BASE_URL`, `{PREFIX}_{VARIABLE}` for every
    /// variable of the server's address, and the credentials from `{PREFIX}_API_KEY`, `{PREFIX}_USERNAME` with
    /// `{PREFIX}_PASSWORD`, or `{PREFIX}_TOKEN`, whichever the service takes. What is missing can still be set; `build`
    /// names the rest.
    ///
    /// # Errors
    ///
    /// [`Error::Configuration`] when one of these variables is not Unicode.
    #[doc(hidden)]
    pub fn from_env(service: &'static Service) -> Result<Self, Error> {
        let mut builder = Self::new(service);
        builder.base_url = environment::read(service, "BASE_URL")?;
        builder.credentials = authenticate::from_env(service)?;
        for variable in service
            .servers
            .first()
            .map_or(&[][..], |server| server.variables)
        {
            if let Some(value) = environment::read(service, variable.name)? {
                builder = builder.server_variable(variable.name, value);
            }
        }
        Ok(builder)
    }

    /// Sets a variable of the server's address. One that is a whole label of the host, as in
    /// `https://{domain}.example.com`, may be given as `acme`, `acme.example.com` or `https://acme.example.com`.
    pub fn server_variable(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.variables.retain(|(known, _)| *known != name);
        self.variables.push((name, value.into()));
        self
    }

    /// Sets the whole address that paths are appended to, in place of the description's server and of those that single
    /// operations have: `https`, or `http` for this machine (such as `http://127.0.0.1:8080/api`), without user name,
    /// query and fragment.
    pub fn base_url(mut self, url: impl Into<String>) -> Self {
        self.base_url = Some(url.into());
        self
    }

    /// Sets the address by which the service calls itself, such as `https://acme.example.com/api`, where
    /// [`Self::base_url`] is that of a gateway in front of it: links from page to page that lead there are followed by
    /// way of the gateway. Without it, they are an error, because the credentials must not go to another server.
    pub fn upstream_url(mut self, url: impl Into<String>) -> Self {
        self.upstream_url = Some(url.into());
        self
    }

    /// Sets the credentials; `build` refuses what the service does not take, and asks for it if it is
    /// needed.
    ///
    /// Credentials of another kind than those that were set before stay beside them, for services of which some
    /// operations want a token and others a key, or all of it at once.
    pub fn credentials(mut self, credentials: Credentials) -> Self {
        self.credentials
            .retain(|known| !known.gives_way_to(&credentials));
        self.credentials.push(credentials);
        self
    }

    /// Sets the `User-Agent` header (printable ASCII), in place of the generated client's name and version.
    pub fn user_agent(mut self, user_agent: impl Into<String>) -> Self {
        self.user_agent = Some(user_agent.into());
        self
    }

    /// Limits the time to make a connection, TLS included; 10 seconds unless set. Has no effect on a
    /// [`Self::http_client`] or [`Self::transport`] of your own.
    #[cfg(feature = "reqwest")]
    pub fn connect_timeout(mut self, limit: Duration) -> Self {
        self.network.connect_timeout = limit;
        self
    }

    /// Sends everything through the HTTP proxy at `address`, such as `http://user:password@proxy.example.com:3128`, or,
    /// with the feature `socks`, through a SOCKS proxy, such as `socks5h://proxy.example.com:1080`.
    /// Unless set, the environment counts (`HTTPS_PROXY`, `NO_PROXY`), except for a server on this machine. With a
    /// transport of your own, `build` refuses it: it has to be set there.
    #[cfg(feature = "reqwest")]
    pub fn proxy(mut self, address: impl Into<String>) -> Self {
        self.network.proxy = Some(address.into());
        self
    }

    /// Trusts these certificates too, one or several in PEM form, beside those of the system; another call adds more.
    /// With a transport of your own, `build` refuses them: they have to be set there.
    #[cfg(feature = "reqwest")]
    pub fn root_certificates(mut self, pem: impl AsRef<[u8]>) -> Self {
        self.network.roots.extend_from_slice(pem.as_ref());
        self.network.roots.push(b'\n');
        self
    }

    /// Limits the time that a connection stays open without a call; 50 seconds unless set, which is less than the 60
    /// after which load balancers usually close them: a request that is sent on a connection while the server closes it
    /// may have been acted on, so a POST is not sent again. With a transport of your own, `build` refuses it.
    #[cfg(feature = "reqwest")]
    pub fn pool_idle_timeout(mut self, limit: Duration) -> Self {
        self.network.pool.idle_timeout = Some(limit);
        self
    }

    /// Limits the number of connections that stay open without a call; 0 opens a new one for each call. No limit unless
    /// set. With a transport of your own, `build` refuses it.
    #[cfg(feature = "reqwest")]
    pub fn pool_max_idle(mut self, connections: usize) -> Self {
        self.network.pool.max_idle = Some(connections);
        self
    }

    /// Sets how often a connection is probed, by TCP when it is idle and by HTTP/2's pings during calls, so that a dead
    /// one is noticed before the timeout; by TCP alone, every 15 seconds, unless set. With a transport of your own,
    /// `build` refuses it.
    #[cfg(feature = "reqwest")]
    pub fn keep_alive(mut self, interval: Duration) -> Self {
        self.network.pool.keep_alive = Some(interval);
        self
    }

    /// Limits the time of one attempt, from sending to the last byte of the response; 60 seconds unless set. For a
    /// [`Download`](crate::runtime::Download), limits the time to its head, and then each pause between two chunks.
    /// While a body of more than 64 KiB is sent, it starts again with each piece.
    pub fn timeout(mut self, limit: Duration) -> Self {
        self.timeout = limit;
        self
    }

    /// Limits the time of a whole call, with all attempts and the pauses before them; no limit unless set.
    pub fn deadline(mut self, limit: Duration) -> Self {
        self.deadline = Some(limit);
        self
    }

    /// Sets how calls that failed are retried; [`RetryPolicy::new`] unless set.
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.retry = policy;
        self
    }

    /// Sets how many retries all calls together may make in a row, so that they do not multiply the load of a server
    /// that is down; 100 unless set. Each success gives a tenth of one back. Waiting for a server that says when to
    /// come back does not count.
    pub fn retry_budget(mut self, retries: u32) -> Self {
        self.retry_budget = retries;
        self
    }

    /// Sets how the client keeps to the server's rate limit; [`RateLimitPolicy::new`] unless set.
    pub fn rate_limit(mut self, policy: RateLimitPolicy) -> Self {
        self.rate_limit = policy;
        self
    }

    /// Limits the size of a response's body in memory, in bytes; 64 MiB unless set. A larger one is an
    /// [`Error::TooLarge`]. A body that is read as a stream has the limits of its own
    /// [`Download`](crate::runtime::Download).
    pub fn max_body_size(mut self, bytes: usize) -> Self {
        self.max_body_size = bytes;
        self
    }

    /// Sets the HTTP client to use, such as one with TLS of its own; the same as [`Self::transport`] with it.
    ///
    /// It should not follow redirects: where to, and what it sends there, is then not in this crate's hands. Its own
    /// limits of time hold beside the builder's.
    #[cfg(feature = "reqwest")]
    pub fn http_client(self, client: reqwest::Client) -> Self {
        self.transport(client)
    }

    /// Sets what carries the requests, in place of a new reqwest client: middleware, a recorder, a fake. Proxy,
    /// certificates and the time to connect are then its own affair.
    pub fn transport(mut self, transport: impl Transport + 'static) -> Self {
        self.transport = Some(Arc::new(transport));
        self
    }

    /// Calls `observe` at the end of each call, for metrics. It runs in the task of the call, so it should not take long.
    /// A call whose future is dropped has no end.
    pub fn on_finished(
        mut self,
        observe: impl Fn(&FinishedCall<'_>) + Send + Sync + 'static,
    ) -> Self {
        self.observer = Some(Observer::new(observe));
        self
    }

    /// Tells tracing of the JSON bodies of requests and responses at level `TRACE`, the first `characters` of each, for
    /// debugging; none unless set. Credentials are redacted, and members whose names say that they hold a secret, such as
    /// `password`. All else is shown, so the log holds what customers have written.
    #[cfg(feature = "tracing")]
    pub fn log_bodies(mut self, characters: usize) -> Self {
        self.log_bodies = Some(characters);
        self
    }

    /// Checks everything and builds the client.
    ///
    /// # Errors
    ///
    /// [`Error::Configuration`] that says what is missing or wrong, and what to write.
    pub fn build(self) -> Result<Client, Error> {
        let base_url = base_url::resolve(self.service, self.base_url.as_deref(), &self.variables)?;
        let upstream_url = base_url::upstream(self.upstream_url.as_deref())?;
        let authorization = authenticate::choose(self.service, &self.credentials)?;
        let user_agent = user_agent(
            self.user_agent
                .as_deref()
                .unwrap_or(self.service.user_agent),
        )?;
        let transport = self.connect(&base_url)?;
        let Self {
            service,
            base_url: given,
            variables,
            credentials,
            timeout,
            deadline,
            retry,
            max_body_size,
            observer,
            #[cfg(feature = "tracing")]
            log_bodies,
            ..
        } = self;
        let settings = Settings {
            service,
            base_url,
            upstream_url,
            variables: given.is_none().then_some(variables),
            secrets: encodings::secrets(authorization.as_ref(), &credentials),
            authorization,
            credentials,
            user_agent,
            timeout,
            deadline,
            retry,
            retry_budget: Arc::new(RetryBudget::new(self.retry_budget)),
            limiter: RateLimiter::new(self.rate_limit, service.rate_limit.as_ref()),
            max_body_size,
            transport,
            observer,
            #[cfg(feature = "tracing")]
            log_bodies,
        };
        Ok(Client {
            settings: Arc::new(settings),
            cancellation: None,
        })
    }

    /// Returns the transport that was given, or a new one.
    #[cfg(feature = "reqwest")]
    fn connect(&self, base_url: &str) -> Result<Arc<dyn Transport>, Error> {
        match &self.transport {
            Some(_) if self.network.is_set() => Err(Error::configuration(
                "`proxy`, `root_certificates`, `keep_alive` and the pool's settings have no effect on an own transport: set them there",
            )),
            Some(transport) => Ok(Arc::clone(transport)),
            None => Ok(Arc::new(self.network.client(base_url)?)),
        }
    }

    /// Returns the transport that was given.
    #[cfg(not(feature = "reqwest"))]
    fn connect(&self, _: &str) -> Result<Arc<dyn Transport>, Error> {
        self.transport.clone().ok_or_else(|| {
            Error::configuration(
                "built without a transport: enable the feature `rustls`, or give the builder a `transport` of your own",
            )
        })
    }
}

impl fmt::Debug for ClientBuilder {
    /// Leaves addresses out: they are not validated yet and may have a password in them.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientBuilder")
            .field("service", &self.service.name)
            .field("credentials", &self.credentials)
            .finish_non_exhaustive()
    }
}

fn user_agent(text: &str) -> Result<HeaderValue, Error> {
    HeaderValue::from_str(text).map_err(|_| {
        Error::configuration(format!(
            "{text:?} cannot be a user agent: write printable ASCII"
        ))
    })
}
