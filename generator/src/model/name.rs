//! Names: the wire spelling beside the Rust identifier.

/// The name of something in the description and in Rust.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Name {
    /// The spelling on the wire or in the description, untouched.
    pub wire: String,
    /// The identifier in Rust, free of keywords and collisions.
    ///
    /// A raw identifier keeps its prefix: `r#type`.
    pub ident: String,
}
