//! Credentials, and the form in which a request carries them.
//!
//! Secrets are wrapped: `Debug` of everything here names kinds and places, never values.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use http::HeaderValue;
use http::header::{AUTHORIZATION, HeaderName};
use zeroize::Zeroizing;

use super::secret::SecretString;
use crate::runtime::codec;
use crate::runtime::description::{ApiKeyLocation, Authentication};
use crate::runtime::parameters;
use crate::runtime::text;

/// Credentials of a client.
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
    /// The key that goes into the header, query parameter or cookie of this name, for a service that wants several.
    ApiKeyIn {
        /// The name.
        name: String,
        /// The key.
        key: SecretString,
    },
    /// A header that the service's description does not declare, sent with every call in place of everything else.
    Header {
        /// The name.
        name: String,
        /// The value.
        value: SecretString,
    },
}

impl Credentials {
    /// Returns a user name and a password.
    pub fn basic(username: impl Into<String>, password: impl Into<String>) -> Self {
        Self::Basic {
            username: secret(username),
            password: secret(password),
        }
    }

    /// Returns a token for the `Authorization` header.
    pub fn bearer(token: impl Into<String>) -> Self {
        Self::Bearer(secret(token))
    }

    /// Returns a key, sent as the service's description says.
    pub fn api_key(key: impl Into<String>) -> Self {
        Self::ApiKey(secret(key))
    }

    /// Returns the key that goes into the header, query parameter or cookie of this name, for a service that wants
    /// several.
    pub fn api_key_in(name: impl Into<String>, key: impl Into<String>) -> Self {
        Self::ApiKeyIn {
            name: name.into(),
            key: secret(key),
        }
    }

    /// Returns a header that the service's description does not declare, such as `authorization` with `Bearer` and a
    /// token. It is sent with every call, in place of all other credentials.
    pub fn header(name: impl Into<String>, value: impl Into<String>) -> Self {
        Self::Header {
            name: name.into(),
            value: secret(value),
        }
    }

    /// Returns `true` if `other` replaces these credentials.
    pub(in crate::runtime) fn gives_way_to(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::ApiKeyIn { name, .. }, Self::ApiKeyIn { name: other, .. }) => {
                name.eq_ignore_ascii_case(other)
            }
            _ => std::mem::discriminant(self) == std::mem::discriminant(other),
        }
    }

    /// Returns the kind, for messages.
    pub(in crate::runtime) fn kind(&self) -> &'static str {
        match self {
            Self::Basic { .. } => "a user name and a password",
            Self::Bearer(_) => "a token",
            Self::ApiKey(_) | Self::ApiKeyIn { .. } => "an API key",
            Self::Header { .. } => "a header",
        }
    }
}

impl Credentials {
    /// Returns the texts that are secret.
    pub(in crate::runtime) fn texts(&self) -> Vec<&str> {
        match self {
            Self::Basic { username, password } => {
                vec![username.expose_secret(), password.expose_secret()]
            }
            Self::Bearer(secret)
            | Self::ApiKey(secret)
            | Self::ApiKeyIn { key: secret, .. }
            | Self::Header { value: secret, .. } => {
                vec![secret.expose_secret()]
            }
        }
    }

    /// Refuses what no service returns, and what a mistake in reading it leaves behind.
    fn check(&self) -> Result<(), String> {
        let (main, other) = match self {
            Self::Basic { username, password } => (username, Some(password)),
            Self::Bearer(secret)
            | Self::ApiKey(secret)
            | Self::ApiKeyIn { key: secret, .. }
            | Self::Header { value: secret, .. } => (secret, None),
        };
        let has_control = |secret: &SecretString| secret.expose_secret().contains(char::is_control);
        if has_control(main) || other.is_some_and(has_control) {
            return Err(String::from(
                "the secret has a line break or another control character in it; check the code that reads it",
            ));
        }
        let text = main.expose_secret();
        if text.trim().is_empty() {
            return Err(String::from("the secret is empty"));
        }
        // A password may have spaces at its ends.
        if text.trim() != text {
            return Err(String::from(
                "the secret begins or ends with a space; check the code that reads it",
            ));
        }
        Ok(())
    }
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = match self {
            Self::Basic { .. } => "Basic",
            Self::Bearer(_) => "Bearer",
            Self::ApiKey(_) | Self::ApiKeyIn { .. } => "ApiKey",
            Self::Header { .. } => "Header",
        };
        write!(f, "{name}([redacted])")
    }
}

/// Credentials in the form that requests carry.
#[derive(Clone)]
pub(in crate::runtime) enum Authorization {
    /// A header; its value is marked sensitive.
    Header(HeaderName, HeaderValue),
    /// An encoded pair for the query.
    Query(SecretString),
    /// An encoded pair for the `Cookie` header.
    Cookie(SecretString),
    /// Several at once, each of them single.
    All(Vec<Authorization>),
}

impl fmt::Debug for Authorization {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Header(name, _) => write!(f, "Header({name}: [redacted])"),
            Self::Query(_) => f.write_str("Query([redacted])"),
            Self::Cookie(_) => f.write_str("Cookie([redacted])"),
            Self::All(all) => f.debug_list().entries(all).finish(),
        }
    }
}

impl Authorization {
    /// Creates the form that the first of the service's `ways` which takes `credentials` gives them.
    ///
    /// # Errors
    ///
    /// A message when no way takes them, or a header cannot carry them.
    pub(in crate::runtime) fn new(
        credentials: &Credentials,
        ways: &[Authentication],
    ) -> Result<Self, String> {
        credentials.check()?;
        if let Credentials::Header { name, value } = credentials {
            let name = name
                .parse()
                .map_err(|_| format!("`{name}` is not the name of a header"))?;
            return header(name, &[value.expose_secret()]);
        }
        match (credentials, single_for(credentials, ways)) {
            (Credentials::Basic { username, password }, way)
                if way.is_some() || ways.is_empty() =>
            {
                basic(username.expose_secret(), password.expose_secret())
            }
            (Credentials::Bearer(token), way) if way.is_some() || ways.is_empty() => {
                header(AUTHORIZATION, &["Bearer ", token.expose_secret()])
            }
            (Credentials::ApiKey(key) | Credentials::ApiKeyIn { key, .. }, Some(way)) => {
                api_key(key.expose_secret(), way)
            }
            _ => Err(refusal(credentials, ways)),
        }
    }
}

impl Authorization {
    /// Returns the form of undeclared credentials, if there are any.
    pub(in crate::runtime) fn undeclared(credentials: &[Credentials]) -> Option<Self> {
        let mut undeclared = credentials.iter();
        let header = undeclared.find(|known| matches!(known, Credentials::Header { .. }))?;
        Self::new(header, &[]).ok()
    }

    /// Returns the form of the first of the `ways` that takes one of the credentials; `None` when no way does.
    pub(in crate::runtime) fn first(
        credentials: &[Credentials],
        ways: &[Authentication],
    ) -> Option<Self> {
        ways.iter()
            .find_map(|way| Self::of(credentials, way.each()))
    }

    /// Returns the form in which all of `ways` together take the credentials; each of them serves once.
    fn of(credentials: &[Credentials], ways: &[Authentication]) -> Option<Self> {
        // What is meant for one place comes before what may go to any.
        let mut left = Vec::new();
        for is_for_one_place in [true, false] {
            for known in credentials {
                if matches!(known, Credentials::ApiKeyIn { .. }) == is_for_one_place {
                    left.push(known);
                }
            }
        }
        let mut all = Vec::new();
        for way in ways {
            let index = left.iter().position(|known| takes(*way, known))?;
            all.push(Self::new(left.remove(index), &[*way]).ok()?);
        }
        match all.len() {
            1 => all.pop(),
            _ => Some(Self::All(all)),
        }
    }

    /// Returns the parts of combined credentials.
    pub(in crate::runtime) fn each(&self) -> &[Self] {
        match self {
            Self::All(all) => all,
            single => std::slice::from_ref(single),
        }
    }

    /// Returns the query parameters that keys travel in.
    pub(in crate::runtime) fn query_parameters(&self) -> Vec<String> {
        let pairs = self.each().iter().filter_map(|part| match part {
            Self::Query(pair) => Some(pair),
            _ => None,
        });
        let names = pairs.filter_map(|pair| {
            let mut pairs = url::form_urlencoded::parse(pair.expose_secret().as_bytes());
            pairs.next().map(|(name, _)| name.into_owned())
        });
        names.collect()
    }
}

/// Returns the first of the `ways`, or of what they consist of, that takes `credentials`.
fn single_for(credentials: &Credentials, ways: &[Authentication]) -> Option<Authentication> {
    for way in ways {
        for single in way.each() {
            if takes(*single, credentials) {
                return Some(*single);
            }
        }
    }
    None
}

/// Describes credentials that no way takes. A key for a name that the service does not have is told the names.
fn refusal(credentials: &Credentials, ways: &[Authentication]) -> String {
    let Credentials::ApiKeyIn { name, .. } = credentials else {
        return format!("this service does not take {}", credentials.kind());
    };
    let mut names = String::new();
    for way in ways.iter().flat_map(Authentication::each) {
        if let Authentication::ApiKey { name, .. } = way {
            let name = format!("`{name}`");
            if !names.contains(&name) {
                text::append(&mut names, ", ", &name);
            }
        }
    }
    if names.is_empty() {
        names.push_str("none by name");
    }
    format!(
        "unknown credential `{}`; available are {names}",
        codec::excerpt(name)
    )
}

fn takes(way: Authentication, credentials: &Credentials) -> bool {
    match way {
        Authentication::Basic { password: None } => {
            matches!(credentials, Credentials::Basic { .. })
        }
        Authentication::Basic { password: Some(_) } => {
            matches!(
                credentials,
                Credentials::Basic { .. } | Credentials::ApiKey(_)
            )
        }
        Authentication::Bearer => matches!(credentials, Credentials::Bearer(_)),
        Authentication::ApiKey { name, .. } => match credentials {
            Credentials::ApiKey(_) => true,
            Credentials::ApiKeyIn { name: wanted, .. } => wanted.eq_ignore_ascii_case(name),
            _ => false,
        },
        Authentication::Http { .. } => matches!(credentials, Credentials::ApiKey(_)),
        // Only single ways are asked, and one that takes nothing takes no credentials either.
        Authentication::All(_) | Authentication::Anonymous => false,
    }
}

fn api_key(key: &str, way: Authentication) -> Result<Authorization, String> {
    match way {
        Authentication::Basic { password } => basic(key, password.unwrap_or_default()),
        Authentication::Bearer => header(AUTHORIZATION, &["Bearer ", key]),
        Authentication::ApiKey {
            location: ApiKeyLocation::Header,
            name,
        } => {
            let name = name
                .parse()
                .map_err(|_| format!("`{name}` is not the name of a header"))?;
            header(name, &[key])
        }
        Authentication::ApiKey {
            location: ApiKeyLocation::Query,
            name,
        } => Ok(Authorization::Query(secret(parameters::pair(name, key)))),
        Authentication::ApiKey {
            location: ApiKeyLocation::Cookie,
            name,
        } => Ok(Authorization::Cookie(secret(parameters::pair(name, key)))),
        Authentication::Http { scheme } => header(AUTHORIZATION, &[scheme, " ", key]),
        Authentication::All(_) | Authentication::Anonymous => {
            Err(String::from("only a single way takes a key"))
        }
    }
}

fn basic(username: &str, password: &str) -> Result<Authorization, String> {
    if text::has(username, b':') {
        return Err(String::from("a user name cannot have a colon in it"));
    }
    let plain = Zeroizing::new(format!("{username}:{password}"));
    let encoded = Zeroizing::new(STANDARD.encode(&*plain));
    header(AUTHORIZATION, &["Basic ", &encoded])
}

/// Returns a header with the parts of its value, which is wiped from memory with the last of its clones.
fn header(name: HeaderName, parts: &[&str]) -> Result<Authorization, String> {
    let value = Bytes::from_owner(Zeroizing::new(parts.concat().into_bytes()));
    let mut value = HeaderValue::from_maybe_shared(value).map_err(|_| {
        String::from("the secret has characters that a header cannot carry, such as a line break")
    })?;
    value.set_sensitive(true);
    Ok(Authorization::Header(name, value))
}

fn secret(text: impl Into<String>) -> SecretString {
    SecretString::from(text.into())
}
