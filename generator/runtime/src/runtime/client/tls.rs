//! TLS with ring: which certificates are trusted, and which protocols are offered.
//!
//! Nothing global is read or set; the system's certificates are loaded only where they are needed, for it takes a
//! while.

use std::sync::Arc;

use rustls::crypto::ring;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject as _;
use rustls::{ClientConfig, RootCertStore};
use rustls_platform_verifier::Verifier;

use crate::runtime::error::Error;

/// Returns the certificates in a PEM text; none in an empty one.
///
/// # Errors
///
/// [`Error::Configuration`] when there are none, or one cannot be read.
pub(in crate::runtime) fn certificates(pem: &[u8]) -> Result<Vec<CertificateDer<'static>>, Error> {
    let mut certificates = Vec::new();
    for certificate in CertificateDer::pem_slice_iter(pem) {
        certificates.push(certificate.map_err(|_| not_accepted())?);
    }
    if certificates.is_empty() && !pem.is_empty() {
        return Err(not_accepted());
    }
    Ok(certificates)
}

fn not_accepted() -> Error {
    Error::configuration(
        "the root certificates are not accepted: give text in PEM form, from `-----BEGIN CERTIFICATE-----` on",
    )
}

/// Returns the configuration for an address with https, or else for one without.
pub(in crate::runtime) fn config(
    secure: bool,
    roots: Vec<CertificateDer<'static>>,
) -> Result<ClientConfig, rustls::Error> {
    let provider = Arc::new(ring::default_provider());
    let builder = ClientConfig::builder_with_provider(Arc::clone(&provider))
        .with_safe_default_protocol_versions()?;
    let mut config = if secure {
        let verifier = Verifier::new_with_extra_roots(roots, provider)?;
        builder
            .dangerous()
            .with_custom_certificate_verifier(Arc::new(verifier))
            .with_no_client_auth()
    } else {
        builder
            .with_root_certificates(RootCertStore::empty())
            .with_no_client_auth()
    };
    if cfg!(feature = "http2") {
        config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    }
    Ok(config)
}
