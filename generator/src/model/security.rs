//! Ways to authenticate.

use super::Docs;

/// A security scheme that the client can follow.
#[derive(Clone, Debug, PartialEq)]
pub enum SecurityScheme {
    /// HTTP Basic.
    Basic {
        /// The password beside an API key that is the user name. `None`: the caller gives a user
        /// name and a password.
        fixed_password: Option<String>,
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
        /// Location of the key in the request.
        location: ApiKeyLocation,
        /// The name of the header, query parameter or cookie.
        name: String,
        /// The description's text.
        docs: Docs,
    },
    /// A secret in `Authorization`, behind the name of a scheme of HTTP.
    Http {
        /// The name of the scheme, as it is sent.
        scheme: String,
        /// The description's text.
        docs: Docs,
    },
    /// Nothing at all: credentials are optional.
    Anonymous,
    /// All of these at once, each of them a single way; at least two.
    All(Vec<SecurityScheme>),
}

impl SecurityScheme {
    /// Returns the single ways that it consists of.
    #[must_use]
    pub fn each(&self) -> &[Self] {
        match self {
            Self::All(schemes) => schemes,
            single => std::slice::from_ref(single),
        }
    }

    /// Returns `true` if it requires several API keys, which differ only in their names.
    #[must_use]
    pub fn has_several_keys(&self) -> bool {
        let is_key = |scheme: &&Self| matches!(scheme, Self::ApiKey { .. });
        self.each().iter().filter(is_key).count() > 1
    }

    /// Removes the texts.
    pub(crate) fn silence(&mut self) {
        match self {
            Self::Basic { docs, .. }
            | Self::Bearer { docs }
            | Self::ApiKey { docs, .. }
            | Self::Http { docs, .. } => {
                *docs = Docs::default();
            }
            Self::Anonymous => {}
            Self::All(schemes) => schemes.iter_mut().for_each(Self::silence),
        }
    }
}

/// Location of an API key in the request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ApiKeyLocation {
    /// A header.
    Header,
    /// The query string.
    Query,
    /// The `Cookie` header.
    Cookie,
}
