//! A secret that a caller has to know.
//!
//! Neither its text nor how much of a guess is right shows anywhere: not in `Debug`, not in the time that it takes.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use subtle::ConstantTimeEq as _;

use crate::runtime::SecretString;

/// A secret that the sender of a webhook and its receiver share.
#[derive(Clone)]
pub struct Secret(SecretString);

impl Secret {
    /// Creates a secret as the sender puts it into a header of its own. An empty one matches nothing, so that a setting
    /// that was forgotten lets nobody in.
    #[must_use]
    pub fn new(secret: impl Into<String>) -> Self {
        Self(SecretString::from(secret.into()))
    }

    /// Returns the header `Authorization` of a sender that was given a user name and a password.
    #[must_use]
    pub fn basic(username: &str, password: &str) -> Self {
        let pair = STANDARD.encode(format!("{username}:{password}"));
        Self::new(format!("Basic {pair}"))
    }

    /// Returns `true` if `candidate` is the secret. The comparison takes a time that depends only on the lengths.
    #[must_use]
    pub fn matches(&self, candidate: impl AsRef<[u8]>) -> bool {
        let secret = self.0.expose_secret().as_bytes();
        let is_equal = secret.ct_eq(candidate.as_ref());
        !secret.is_empty() && bool::from(is_equal)
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}
