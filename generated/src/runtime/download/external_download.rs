//! Downloads from an absolute address that a response contained, mostly one on a host that is not the service's.
//!
//! Only the first request, and only to the service's own scheme, host and port, has credentials. All others are made by
//! a client that has none, so nothing that is sent can have them.

use std::sync::Arc;
use std::time::Duration;

use http::header::LOCATION;
use tokio::time::Instant;
use url::{Position, Url};

use super::future::DownloadFuture;
use crate::runtime::client::{Client, Settings, is_this_machine};
use crate::runtime::codec::TimestampPrecision;
use crate::runtime::description::{Hint, Operation, Service};
use crate::runtime::error::{Error, InvalidRequest};
use crate::runtime::exchange::{self, Extent};
use crate::runtime::limits::{RateLimitPolicy, RateLimiter};
use crate::runtime::request::RequestParts;
use crate::runtime::response::OpenResponse;

/// Operation named in errors and spans of a download.
static DOWNLOAD: Operation = Operation::new("download", http::Method::GET, "{address}");

/// Largest number of redirects of a download.
const MAX_REDIRECTS: usize = 5;

/// Service of an external host: its addresses expire.
static EXTERNAL_HOST: Service = Service {
    name: "download",
    user_agent: "",
    environment: "",
    servers: &[],
    authentication: &[],
    rate_limit: None,
    hints: &[
        expired(400),
        expired(401),
        expired(403),
        expired(404),
        expired(410),
    ],
    timestamps: TimestampPrecision::Full,
};

const fn expired(status: u16) -> Hint {
    Hint {
        status,
        code: None,
        text: "the URL may have expired; request a new one from the service",
    }
}

impl Client {
    /// Downloads the file behind a whole address that a response contained, such as an attachment's, on whatever host.
    ///
    /// The credentials are sent only if scheme, host and port are those of this client's address; then the download
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
    /// The future's are [`Error::InvalidRequest`](crate::runtime::Error::InvalidRequest) for an address that is not
    /// accepted, and those of [`Request::stream`](crate::runtime::Request::stream).
    pub fn download(&self, address: impl Into<String>) -> DownloadFuture {
        let opening = open(self.clone(), address.into());
        DownloadFuture::new(Box::pin(opening), DOWNLOAD.id, self)
    }
}

/// Opens the file at `address`, and follows where that sends it.
pub(in crate::runtime) async fn open(
    client: Client,
    address: String,
) -> Result<OpenResponse, Error> {
    let own = Url::parse(&client.settings.base_url).ok();
    let deadline = client.settings.deadline;
    let start = Instant::now();
    let mut target = accept(&address, own.as_ref())?;
    let mut asked = match &own {
        Some(own) if own.origin() == target.origin() => client.clone(),
        _ => stranger(&client, &target),
    };
    for _ in 0..MAX_REDIRECTS {
        let left = deadline.map(|deadline| deadline.saturating_sub(start.elapsed()));
        let error = match exchange::execute(asked, request(&target, left), Extent::Head).await {
            Ok(opened) => return Ok(opened),
            Err(error) => error,
        };
        let Some(next) = redirect(&error, &target).filter(|next| is_safe(next, own.as_ref()))
        else {
            return Err(error);
        };
        asked = stranger(&client, &next);
        target = next;
    }
    let left = deadline.map(|deadline| deadline.saturating_sub(start.elapsed()));
    exchange::execute(asked, request(&target, left), Extent::Head).await
}

/// Returns the address as it is asked for. The refused text is not repeated: its query is a secret.
fn accept(address: &str, own: Option<&Url>) -> Result<Url, Error> {
    let url = Url::parse(address).ok().filter(|url| is_safe(url, own));
    url.ok_or_else(|| {
        let message = "the address is not accepted: it has to be a whole one with https and without a user name (http is only for clients of a server on this machine)";
        Error::InvalidRequest(Box::new(InvalidRequest {
            operation: DOWNLOAD.id,
            message: message.to_owned(),
        }))
    })
}

/// Returns `true` if a request may be sent to `url`. A redirect must not reach servers on this machine, so `http` is
/// only for the clients of such a server.
fn is_safe(url: &Url, own: Option<&Url>) -> bool {
    let at_home = own.is_some_and(is_this_machine);
    let anonymous = url.username().is_empty() && url.password().is_none();
    anonymous
        && (url.scheme() == "https" || url.scheme() == "http" && at_home && is_this_machine(url))
}

/// Returns a client without credentials for the host of `target`, outside of the service's rate limit.
fn stranger(client: &Client, target: &Url) -> Client {
    let settings = &client.settings;
    let settings = Settings {
        service: &EXTERNAL_HOST,
        base_url: target.origin().ascii_serialization(),
        upstream_url: None,
        variables: None,
        authorization: None,
        credentials: Vec::new(),
        secrets: settings.secrets.clone(),
        user_agent: settings.user_agent.clone(),
        timeout: settings.timeout,
        max_body_size: settings.max_body_size,
        deadline: None,
        retry: settings.retry,
        retry_budget: Arc::clone(&settings.retry_budget),
        limiter: RateLimiter::new(RateLimitPolicy::off(), None),
        transport: Arc::clone(&settings.transport),
        observer: settings.observer.clone(),
        #[cfg(feature = "tracing")]
        log_bodies: None,
    };
    Client {
        settings: Arc::new(settings),
        cancellation: client.cancellation.clone(),
    }
}

/// Returns a request for `target`, which errors know by scheme, host and port alone.
fn request(target: &Url, deadline: Option<Duration>) -> Box<RequestParts> {
    let mut parts = RequestParts::new(&DOWNLOAD, "*/*", TimestampPrecision::Full);
    parts.path = target.origin().ascii_serialization().into();
    parts.set_target(target[Position::BeforePath..Position::AfterQuery].to_owned());
    parts.deadline = deadline;
    parts
}

/// Returns the target of a redirect.
fn redirect(error: &Error, from: &Url) -> Option<Url> {
    let Error::Api(answer) = error else {
        return None;
    };
    let redirects = matches!(answer.status().as_u16(), 301 | 302 | 303 | 307 | 308);
    let location = answer.headers().get(LOCATION).filter(|_| redirects)?;
    from.join(std::str::from_utf8(location.as_bytes()).ok()?)
        .ok()
}
