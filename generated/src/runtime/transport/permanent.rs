//! Permanent connection errors: TLS that cannot work, and a proxy that requires a password.
//!
//! What is not recognised counts as temporary: a needless retry does less harm than a missing one.

use std::error::Error;

use super::{PROXY_WANTS_A_PASSWORD, causes};

/// Returns `true` if a connection that failed with `error` would fail in the same way again.
pub(super) fn is_permanent(error: &(dyn Error + 'static)) -> bool {
    causes(error).any(|cause| is_about_tls(cause) || cause.to_string() == PROXY_WANTS_A_PASSWORD)
}

/// Returns `true` if `error` itself, not its cause, shows that TLS cannot work with this server.
#[cfg(feature = "rustls")]
fn is_about_tls(error: &(dyn Error + 'static)) -> bool {
    use rustls::{AlertDescription as Alert, Error as Tls};

    match super::tls_error::find(error) {
        Some(Tls::AlertReceived(alert)) => !matches!(
            alert,
            Alert::InternalError | Alert::UserCanceled | Alert::CloseNotify
        ),
        Some(
            Tls::InvalidCertificate(_)
            | Tls::NoCertificatesPresented
            | Tls::PeerIncompatible(_)
            | Tls::InvalidMessage(_)
            | Tls::NoApplicationProtocol,
        ) => true,
        _ => false,
    }
}

/// Returns `true` if `error` itself, not its cause, shows that TLS cannot work with this server; of a caller's own TLS,
/// only the text is known.
#[cfg(not(feature = "rustls"))]
fn is_about_tls(error: &(dyn Error + 'static)) -> bool {
    let text = error.to_string();
    crate::runtime::text::find(&text, "ertificate").is_some()
}
