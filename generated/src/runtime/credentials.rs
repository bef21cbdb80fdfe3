//! What proves who is calling, and the form in which a request carries it.
//!
//! Secrets are wrapped: `Debug` of everything here names kinds and places, never values.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::HeaderValue;
use http::header::{AUTHORIZATION, HeaderName};
use secrecy::{ExposeSecret as _, SecretString};

use super::parameter;
use super::service::{ApiKeyLocation, Authentication};

/// What proves who is calling.
#[derive(Clone)]
#[non_exhaustive]
pub enum Credentials {
    /// A user name and a password.
    Basic {
        /// The user name; a secret too, because services use it for keys.
        username: SecretString,
        /// The password.
        password: SecretString,
    },
    /// A token.
    Bearer(SecretString),
    /// A key, sent as the service's description says.
    ApiKey(SecretString),
}

impl Credentials {
    /// A user name and a password.
    pub fn basic(username: impl Into<String>, password: impl Into<String>) -> Self {
        Self::Basic {
            username: secret(username),
            password: secret(password),
        }
    }

    /// A token for the `Authorization` header.
    pub fn bearer(token: impl Into<String>) -> Self {
        Self::Bearer(secret(token))
    }

    /// A key, sent as the service's description says.
    pub fn api_key(key: impl Into<String>) -> Self {
        Self::ApiKey(secret(key))
    }

    /// The kind, for messages.
    pub(super) fn kind(&self) -> &'static str {
        match self {
            Self::Basic { .. } => "a user name and a password",
            Self::Bearer(_) => "a token",
            Self::ApiKey(_) => "an API key",
        }
    }
}

impl Credentials {
    /// Refuses what no service gives out, and what a mistake in reading it leaves behind.
    fn check(&self) -> Result<(), String> {
        let (main, other) = match self {
            Self::Basic { username, password } => (username, Some(password)),
            Self::Bearer(secret) | Self::ApiKey(secret) => (secret, None),
        };
        let has_control = |secret: &SecretString| secret.expose_secret().contains(char::is_control);
        if has_control(main) || other.is_some_and(has_control) {
            return Err(String::from(
                "the secret has a line break or another control character in it; look at how it is read",
            ));
        }
        if main.expose_secret().trim().is_empty() {
            return Err(String::from("the secret is empty"));
        }
        Ok(())
    }
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = match self {
            Self::Basic { .. } => "Basic",
            Self::Bearer(_) => "Bearer",
            Self::ApiKey(_) => "ApiKey",
        };
        write!(f, "{name}([redacted])")
    }
}

/// Credentials in the form that requests carry.
#[derive(Clone)]
pub(super) enum Authorization {
    /// A header; its value is marked sensitive.
    Header(HeaderName, HeaderValue),
    /// An encoded pair for the query.
    Query(SecretString),
    /// An encoded pair for the `Cookie` header.
    Cookie(SecretString),
}

impl fmt::Debug for Authorization {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Header(name, _) => write!(f, "Header({name}: [redacted])"),
            Self::Query(_) => f.write_str("Query([redacted])"),
            Self::Cookie(_) => f.write_str("Cookie([redacted])"),
        }
    }
}

impl Authorization {
    /// The form that the first of the service's `ways` which takes `credentials` gives them.
    ///
    /// # Errors
    ///
    /// A message when no way takes them, or a header cannot carry them.
    pub(super) fn new(credentials: &Credentials, ways: &[Authentication]) -> Result<Self, String> {
        credentials.check()?;
        match (
            credentials,
            ways.iter().find(|way| takes(**way, credentials)),
        ) {
            (Credentials::Basic { username, password }, way)
                if way.is_some() || ways.is_empty() =>
            {
                basic(username.expose_secret(), password.expose_secret())
            }
            (Credentials::Bearer(token), way) if way.is_some() || ways.is_empty() => {
                header(AUTHORIZATION, &format!("Bearer {}", token.expose_secret()))
            }
            (Credentials::ApiKey(key), Some(way)) => api_key(key.expose_secret(), *way),
            _ => Err(format!("this service does not take {}", credentials.kind())),
        }
    }
}

impl Authorization {
    /// The form of the first of the `ways` that takes one of the credentials; `None` when no way does.
    pub(super) fn first(credentials: &[Credentials], ways: &[Authentication]) -> Option<Self> {
        ways.iter().find_map(|way| {
            let taken = credentials.iter().find(|known| takes(*way, known))?;
            Self::new(taken, &[*way]).ok()
        })
    }

    /// The query parameter that the key travels in, if that is its place.
    pub(super) fn query_parameter(&self) -> Option<String> {
        let Self::Query(pair) = self else {
            return None;
        };
        let mut pairs = url::form_urlencoded::parse(pair.expose_secret().as_bytes());
        pairs.next().map(|(name, _)| name.into_owned())
    }
}

fn takes(way: Authentication, credentials: &Credentials) -> bool {
    match way {
        Authentication::Basic { password: None } => {
            matches!(credentials, Credentials::Basic { .. })
        }
        Authentication::Basic { password: Some(_) } => {
            !matches!(credentials, Credentials::Bearer(_))
        }
        Authentication::Bearer => matches!(credentials, Credentials::Bearer(_)),
        Authentication::ApiKey { .. } => matches!(credentials, Credentials::ApiKey(_)),
    }
}

fn api_key(key: &str, way: Authentication) -> Result<Authorization, String> {
    match way {
        Authentication::Basic { password } => basic(key, password.unwrap_or_default()),
        Authentication::Bearer => header(AUTHORIZATION, &format!("Bearer {key}")),
        Authentication::ApiKey {
            location: ApiKeyLocation::Header,
            name,
        } => {
            let name = name
                .parse()
                .map_err(|_| format!("`{name}` is not the name of a header"))?;
            header(name, key)
        }
        Authentication::ApiKey {
            location: ApiKeyLocation::Query,
            name,
        } => Ok(Authorization::Query(secret(parameter::pair(name, key)))),
        Authentication::ApiKey {
            location: ApiKeyLocation::Cookie,
            name,
        } => Ok(Authorization::Cookie(secret(parameter::pair(name, key)))),
    }
}

fn basic(username: &str, password: &str) -> Result<Authorization, String> {
    if username.contains(':') {
        return Err(String::from("a user name cannot have a colon in it"));
    }
    let encoded = STANDARD.encode(format!("{username}:{password}"));
    header(AUTHORIZATION, &format!("Basic {encoded}"))
}

fn header(name: HeaderName, value: &str) -> Result<Authorization, String> {
    let mut value = HeaderValue::from_str(value).map_err(|_| {
        String::from("the secret has characters that a header cannot carry, such as a line break")
    })?;
    value.set_sensitive(true);
    Ok(Authorization::Header(name, value))
}

fn secret(text: impl Into<String>) -> SecretString {
    SecretString::from(text.into())
}
