//! Errors of TLS: finding them among the causes of an error, and the advice for each.
//!
//! Only the kinds that a user can act on have an advice of their own.

use std::error::Error as StdError;
use std::io;

/// Finds rustls' own error, if `error` is one or, as it passes through I/O, has one inside.
pub(in crate::runtime) fn find<'a>(
    error: &'a (dyn StdError + 'static),
) -> Option<&'a rustls::Error> {
    let passed = error.downcast_ref::<io::Error>();
    match passed.and_then(io::Error::get_ref) {
        Some(inner) => find(inner),
        None => error.downcast_ref(),
    }
}

/// Returns advice about a TLS error.
pub(in crate::runtime) fn advice(error: &rustls::Error) -> &'static str {
    use rustls::CertificateError as Certificate;

    match error {
        rustls::Error::InvalidCertificate(problem) => match problem {
            Certificate::UnknownIssuer => {
                "unknown certificate issuer: give the builder the issuer's certificate as `root_certificates`, such as that of a company's proxy"
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
