//! Addresses of the service.

use super::{Docs, Name};

/// An address, possibly with places for variables.
#[derive(Clone, Debug, PartialEq)]
pub struct Server {
    /// The address: `https://{domain}.example.com/api`.
    pub url: String,
    /// The description's text.
    pub docs: Docs,
    /// The variables, in the order of the description.
    pub variables: Vec<ServerVariable>,
}

impl Server {
    /// Returns the same without descriptions.
    #[must_use]
    pub fn without_texts(mut self) -> Self {
        self.silence();
        self
    }

    /// Takes the descriptions away.
    pub(crate) fn silence(&mut self) {
        self.docs = Docs::default();
        for variable in &mut self.variables {
            variable.docs = Docs::default();
        }
    }
}

/// A variable part of a server's address.
#[derive(Clone, Debug, PartialEq)]
pub struct ServerVariable {
    /// The name in the address, and that of the builder's setter.
    pub name: Name,
    /// The value that is put in when the caller gives none. `None`: the caller has to give one.
    pub default: Option<String>,
    /// The values it can take. Empty: any.
    pub values: Vec<String>,
    /// The description's text.
    pub docs: Docs,
}
