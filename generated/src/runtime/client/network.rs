//! The reqwest client that is used unless the caller brings one.
//!
//! It follows no redirect, so credentials never reach another host, and it needs nothing global for TLS.

use std::time::Duration;

use reqwest::redirect::Policy;

use crate::runtime::error::Error;

/// Below the 60 seconds after which load balancers usually close idle connections: a request that is sent on a
/// connection while it is closed may have been acted on, so a POST would not be sent again.
const IDLE_TIMEOUT: Duration = Duration::from_secs(50);

/// Schemes of the addresses of SOCKS proxies; with `h` and `a`, the proxy resolves names.
const SOCKS: [&str; 4] = ["socks4", "socks4a", "socks5", "socks5h"];

/// Network settings of a builder.
#[derive(Clone)]
pub(in crate::runtime) struct Network {
    pub(in crate::runtime) connect_timeout: Duration,
    /// An address, maybe with a password in it.
    pub(in crate::runtime) proxy: Option<String>,
    /// Certificates in PEM form.
    pub(in crate::runtime) roots: Vec<u8>,
    pub(in crate::runtime) pool: Pool,
}

/// Settings of the connection pool; `None` for the defaults.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub(in crate::runtime) struct Pool {
    /// Time after which an idle connection is closed.
    pub(in crate::runtime) idle_timeout: Option<Duration>,
    /// Largest number of idle connections.
    pub(in crate::runtime) max_idle: Option<usize>,
    /// Interval between keep-alive probes.
    pub(in crate::runtime) keep_alive: Option<Duration>,
}

impl Network {
    /// Returns `true` if there are settings that only this client follows.
    pub(in crate::runtime) fn is_set(&self) -> bool {
        self.proxy.is_some() || !self.roots.is_empty() || self.pool != Pool::default()
    }

    /// Builds a client for the server at `base_url`, which was validated before.
    ///
    /// # Errors
    ///
    /// [`Error::Configuration`] when TLS cannot be set up, or the proxy or a certificate is not one.
    pub(in crate::runtime) fn client(&self, base_url: &str) -> Result<reqwest::Client, Error> {
        let secure = base_url.starts_with("https:");
        let mut builder = reqwest::Client::builder()
            .redirect(Policy::none())
            .referer(false)
            .connect_timeout(self.connect_timeout);
        builder = self.pool.apply(builder);
        // Another crate of the program may have switched on what this client was not built to decode.
        if cfg!(not(feature = "gzip")) {
            builder = builder.no_gzip();
        }
        if cfg!(not(feature = "brotli")) {
            builder = builder.no_brotli();
        }
        builder = builder.no_deflate().no_zstd();
        // Plain HTTP is for this machine alone, and what is meant for this machine does not go through a proxy.
        if !secure {
            builder = builder.no_proxy();
        }
        if let Some(proxy) = &self.proxy {
            builder = builder.proxy(parse_proxy(proxy)?);
        }
        with_tls(builder, secure, &self.roots)?
            .build()
            .map_err(|error| {
                Error::configuration(format!("the HTTP client cannot be built: {error}"))
            })
    }
}

impl Pool {
    fn apply(&self, builder: reqwest::ClientBuilder) -> reqwest::ClientBuilder {
        let mut builder = builder.pool_idle_timeout(self.idle_timeout.unwrap_or(IDLE_TIMEOUT));
        if let Some(max_idle) = self.max_idle {
            builder = builder.pool_max_idle_per_host(max_idle);
        }
        if let Some(interval) = self.keep_alive {
            builder = builder.tcp_keepalive(interval);
            #[cfg(feature = "http2")]
            {
                builder = builder.http2_keep_alive_interval(interval);
            }
        }
        builder
    }
}

/// Parses the address of a proxy. The refused text is not repeated: it may have a password in it.
fn parse_proxy(address: &str) -> Result<reqwest::Proxy, Error> {
    let scheme = address.split_once("://").map(|(scheme, _)| scheme);
    let is_socks = scheme.is_some_and(|scheme| SOCKS.contains(&scheme));
    if is_socks && !cfg!(feature = "socks") {
        let message = "the proxy is not accepted: a SOCKS proxy needs the feature `socks`";
        return Err(Error::configuration(message));
    }
    let is_known = is_socks || matches!(scheme, Some("http" | "https"));
    let proxy = reqwest::Proxy::all(address).ok().filter(|_| is_known);
    proxy.ok_or_else(|| {
        Error::configuration(
            "the proxy is not accepted: write its address, such as \"http://proxy.example.com:3128\"",
        )
    })
}

#[cfg(feature = "rustls")]
fn with_tls(
    builder: reqwest::ClientBuilder,
    secure: bool,
    roots: &[u8],
) -> Result<reqwest::ClientBuilder, Error> {
    let roots = super::tls::certificates(roots)?;
    let config = super::tls::config(secure, roots);
    let config =
        config.map_err(|error| Error::configuration(format!("TLS cannot be set up: {error}")))?;
    Ok(builder.tls_backend_preconfigured(config))
}

#[cfg(not(feature = "rustls"))]
fn with_tls(
    builder: reqwest::ClientBuilder,
    secure: bool,
    roots: &[u8],
) -> Result<reqwest::ClientBuilder, Error> {
    if secure || !roots.is_empty() {
        let message = "built without TLS: enable the feature `rustls`, or give the builder an `http_client` of your own";
        return Err(Error::configuration(message));
    }
    Ok(builder)
}
