//! The reqwest client that is used unless the caller brings one.
//!
//! It follows no redirect, so credentials never reach another host, and it needs nothing global for TLS.

use std::time::Duration;

use reqwest::redirect::Policy;

use super::error::Error;

/// Builds a client for the server at `base_url`, which was validated before.
///
/// # Errors
///
/// [`Error::Configuration`] when TLS cannot be set up.
pub(super) fn build(base_url: &str, connect_timeout: Duration) -> Result<reqwest::Client, Error> {
    let secure = base_url.starts_with("https:");
    let builder = reqwest::Client::builder()
        .redirect(Policy::none())
        .referer(false)
        .connect_timeout(connect_timeout);
    // Plain HTTP is for this machine alone, and what is meant for this machine does not go through a proxy.
    let builder = if secure { builder } else { builder.no_proxy() };
    let builder = with_tls(builder, secure)?;
    builder
        .build()
        .map_err(|error| Error::configuration(format!("the HTTP client cannot be built: {error}")))
}

#[cfg(feature = "rustls")]
fn with_tls(
    builder: reqwest::ClientBuilder,
    secure: bool,
) -> Result<reqwest::ClientBuilder, Error> {
    let config = tls_config(secure);
    let config =
        config.map_err(|error| Error::configuration(format!("TLS cannot be set up: {error}")))?;
    Ok(builder.tls_backend_preconfigured(config))
}

#[cfg(not(feature = "rustls"))]
fn with_tls(
    builder: reqwest::ClientBuilder,
    secure: bool,
) -> Result<reqwest::ClientBuilder, Error> {
    if secure {
        let message = "built without TLS: enable the feature `rustls`, or give the builder an `http_client` of your own";
        return Err(Error::configuration(message));
    }
    Ok(builder)
}

/// TLS with ring, and with the system's certificates where they are needed; loading them takes a while.
#[cfg(feature = "rustls")]
fn tls_config(secure: bool) -> Result<rustls::ClientConfig, rustls::Error> {
    use rustls_platform_verifier::BuilderVerifierExt as _;

    let provider = std::sync::Arc::new(rustls::crypto::ring::default_provider());
    let builder = rustls::ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()?;
    let builder = if secure {
        builder.with_platform_verifier()?
    } else {
        builder.with_root_certificates(rustls::RootCertStore::empty())
    };
    Ok(builder.with_no_client_auth())
}
