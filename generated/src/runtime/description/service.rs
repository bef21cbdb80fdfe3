//! Description of the service as a whole, as constant data.
//!
//! Plain fields only: generated code writes these as literals, and nothing checks them before a client is built.

use std::time::Duration;

use crate::runtime::codec::TimestampPrecision;

/// A service: where it is, how to authenticate, how the client introduces itself.
#[derive(Clone, Copy, Debug)]
pub struct Service {
    /// The name that messages use, such as `widgets`.
    pub name: &'static str,
    /// The value of the `User-Agent` header, such as `widgets/0.1.0`.
    pub user_agent: &'static str,
    /// Prefix of environment variables, such as `WIDGETS`.
    pub environment: &'static str,
    /// The servers that the description names; the first one is used unless an address is given.
    pub servers: &'static [Server],
    /// The ways to authenticate, the preferred one first; empty when the service needs none.
    pub authentication: &'static [Authentication],
    /// The headers that say what is left of a quota; `None` when the service has no such headers.
    pub rate_limit: Option<RateLimitHeaders>,
    /// Advice in errors, beyond the common advice for every API; the first that matches is shown.
    pub hints: &'static [Hint],
    /// The form in which timestamps are sent.
    pub timestamps: TimestampPrecision,
}

/// The headers in which a service says what is left of its rate limit.
#[derive(Clone, Copy, Debug)]
pub struct RateLimitHeaders {
    /// The header with what the quota allows per window, such as `x-ratelimit-limit`.
    pub total: Option<&'static str>,
    /// The header with what is left of it, such as `x-ratelimit-remaining`.
    pub remaining: &'static str,
    /// The header with what the call itself took.
    pub used: Option<&'static str>,
    /// Length of a window, such as a minute. Windows follow each other without a gap; their start is inferred.
    pub window: Duration,
}

/// Advice about an error, for its message.
#[derive(Clone, Copy, Debug)]
pub struct Hint {
    /// The status that it is for.
    pub status: u16,
    /// The code in the error's body that it is for; `None` for any.
    pub code: Option<&'static str>,
    /// Advice, without a full stop at the end.
    pub text: &'static str,
}

/// An address of the service, possibly with variables in it.
#[derive(Clone, Copy, Debug)]
pub struct Server {
    /// The address, such as `https://{domain}.example.com/api/v2`; without scheme and host it cannot be used alone.
    pub url: &'static str,
    /// Purpose of the server; empty when the description has none.
    pub description: &'static str,
    /// The variables that are in braces in the address.
    pub variables: &'static [ServerVariable],
}

/// A part of a server's address that the caller chooses.
#[derive(Clone, Copy, Debug)]
pub struct ServerVariable {
    /// The name as it is between the braces.
    pub name: &'static str,
    /// The value when the caller gives none; `None` means that the caller must.
    pub default: Option<&'static str>,
    /// The only values that are allowed; empty when any is.
    pub values: &'static [&'static str],
    /// Meaning of the variable; empty when the description has none.
    pub description: &'static str,
}

/// A way to authenticate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Authentication {
    /// HTTP basic authentication.
    Basic {
        /// With `Some`, a single secret serves as the user name and this text as the password.
        password: Option<&'static str>,
    },
    /// A token in the `Authorization` header.
    Bearer,
    /// A key in a place of its own.
    ApiKey {
        /// Location of the key in the request.
        location: ApiKeyLocation,
        /// The name of the header, query parameter or cookie.
        name: &'static str,
    },
    /// A secret in the `Authorization` header, behind the name of a scheme.
    Http {
        /// The name, such as `Token`.
        scheme: &'static str,
    },
    /// Nothing: credentials are optional. Stands last.
    Anonymous,
    /// All of these at once, each of them a single way.
    All(&'static [Authentication]),
}

impl Authentication {
    /// Returns the single ways that it consists of.
    pub(in crate::runtime) fn each(&self) -> &[Self] {
        match self {
            Self::All(ways) => ways,
            single => std::slice::from_ref(single),
        }
    }
}

/// Location of an API key in a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ApiKeyLocation {
    /// In a header.
    Header,
    /// In a query parameter.
    Query,
    /// In a cookie.
    Cookie,
}
