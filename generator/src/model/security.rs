//! Ways to authenticate.

use super::Docs;

/// A security scheme that the client can follow.
#[derive(Clone, Debug, PartialEq)]
pub enum SecurityScheme {
    /// HTTP Basic: a user name and a password.
    Basic {
        /// The description's text.
        docs: Docs,
    },
    /// A token in `Authorization: Bearer`, however it was obtained.
    Bearer {
        /// The description's text.
        docs: Docs,
    },
    /// A key in a header, the query string or a cookie.
    ApiKey {
        /// Where the key goes.
        location: ApiKeyLocation,
        /// The name of the header, query parameter or cookie.
        name: String,
        /// The description's text.
        docs: Docs,
    },
}

/// Where an API key goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ApiKeyLocation {
    /// A header.
    Header,
    /// The query string.
    Query,
    /// The `Cookie` header.
    Cookie,
}
