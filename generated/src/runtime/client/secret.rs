//! Text that shows nowhere: neither in `Debug` nor, once it is dropped, in memory.
//!
//! What needs the text itself says so by name, so that every use of a secret can be searched for.

use std::fmt;

use zeroize::Zeroizing;

/// A text that is a secret: `Debug` hides it, and dropping it wipes it from memory.
#[derive(Clone)]
pub struct SecretString(Zeroizing<String>);

impl SecretString {
    /// Returns the text itself.
    #[must_use]
    pub fn expose_secret(&self) -> &str {
        &self.0
    }
}

impl From<String> for SecretString {
    fn from(text: String) -> Self {
        Self(Zeroizing::new(text))
    }
}

impl From<&str> for SecretString {
    fn from(text: &str) -> Self {
        Self::from(text.to_owned())
    }
}

impl fmt::Debug for SecretString {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SecretString([redacted])")
    }
}
