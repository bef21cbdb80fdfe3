//! The client: one configuration and one connection pool, shared by its clones.
//!
//! Nothing in it changes after it was built, and its `Debug` shows no secret.

mod authenticate;
mod base_url;
mod builder;
mod credentials;
mod encodings;
mod environment;
#[cfg(feature = "reqwest")]
mod network;
mod secret;
mod settings;
#[cfg(feature = "rustls")]
mod tls;

use std::fmt;
use std::sync::Arc;

pub(in crate::runtime) use self::base_url::is_this_machine;
pub use self::builder::ClientBuilder;
pub(in crate::runtime) use self::credentials::Authorization;
pub use self::credentials::Credentials;
pub use self::secret::SecretString;
pub(in crate::runtime) use self::settings::Settings;
use super::limits::{Cancellation, RateLimit};

/// A client of the service, made by a [`ClientBuilder`](crate::runtime::ClientBuilder).
///
/// Cloning is cheap: clones share the connections, the queue for the rate limit and the budget of retries, so a program
/// needs one client per account. It can be used from any number of tasks and threads.
#[derive(Clone)]
pub struct Client {
    pub(in crate::runtime) settings: Arc<Settings>,
    /// Token that cancels its calls.
    pub(in crate::runtime) cancellation: Option<Cancellation>,
}

impl Client {
    /// Returns the quota left, according to the latest responses; calls in progress count as used. All `None` before
    /// the first response, and for a service that reports no quota.
    #[must_use]
    pub fn rate_limit(&self) -> RateLimit {
        self.settings.limiter.current()
    }

    /// Returns a clone of this client whose calls end in [`Error::Cancelled`](crate::runtime::Error::Cancelled) as soon
    /// as `cancellation` is cancelled, whatever they wait for: the rate limit, a response, the next attempt, or the
    /// next piece of a download. Calls that are made later are not sent. It takes the place of one that was given
    /// before; this client goes on as it is.
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
