//! TLS with ring: which certificates are trusted, and which protocols are offered.
//!
//! Nothing global is read or set; the system's certificates are loaded only where they are needed, for it takes a while.

use std::error::Error as StdError;
use std::io;
use std::sync::Arc;

use rustls::crypto::ring;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject as _;
use rustls::{ClientConfig, RootCertStore};
use rustls_platform_verifier::Verifier;

use super::error::Error;

/// The certificates in a PEM text; none in an empty one.
///
/// # Errors
///
/// [`Error::Configuration`] when there are none, or one cannot be read.
pub(super) fn certificates(pem: &[u8]) -> Result<Vec<CertificateDer<'static>>, Error> {
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

/// rustls' own error, if `error` is one or, as it passes through I/O, has one inside.
pub(super) fn find<'a>(error: &'a (dyn StdError + 'static)) -> Option<&'a rustls::Error> {
    let passed = error.downcast_ref::<io::Error>();
    match passed.and_then(io::Error::get_ref) {
        Some(inner) => find(inner),
        None => error.downcast_ref(),
    }
}

/// What to do about an error of TLS.
pub(super) fn advice(error: &rustls::Error) -> &'static str {
    use rustls::CertificateError as Certificate;

    match error {
        rustls::Error::InvalidCertificate(problem) => match problem {
            Certificate::UnknownIssuer => {
                "nobody known vouches for the certificate: give the builder the issuer's as `root_certificates`, such as \
                 those of a company's proxy"
            }
            Certificate::Expired
            | Certificate::ExpiredContext { .. }
            | Certificate::NotValidYet
            | Certificate::NotValidYetContext { .. } => {
                "check this machine's clock; if it is right, the server needs a new certificate"
            }
            Certificate::NotValidForName | Certificate::NotValidForNameContext { .. } => {
                "the certificate is another host's: check the address"
            }
            _ => {
                "the server's certificate is not accepted: check the address, or ask who runs the server"
            }
        },
        _ => "TLS does not work with this server: check that the address and its port speak https",
    }
}

/// The configuration for an address with https, or else for one without.
pub(super) fn config(
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
