//! The crate itself: what its manifest says.

/// The package that is generated.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Package {
    /// The name, as Cargo writes it: `freshdesk-client`.
    pub name: String,
    /// The version of the crate, which is not the version of the described API.
    pub version: String,
    /// The one-line description. `None`: the API's title is in.
    pub description: Option<String>,
    /// The licence, as an SPDX expression.
    pub license: Option<String>,
    /// The address of the repository.
    pub repository: Option<String>,
    /// The oldest version of Rust that compiles the crate.
    pub rust_version: String,
    /// The keywords for registries.
    pub keywords: Vec<String>,
    /// The categories for registries.
    pub categories: Vec<String>,
}

impl Package {
    /// Returns the name of the crate in Rust code.
    #[must_use]
    pub fn library_name(&self) -> String {
        self.name.replace('-', "_")
    }

    /// Returns the first part of the names of environment variables: `FRESHDESK`.
    #[must_use]
    pub fn environment_prefix(&self) -> String {
        self.library_name().to_uppercase()
    }
}
