//! Names: the wire spelling beside the Rust identifier.

use std::{fmt::Debug, hash::Hash};

/// Stage of a model: before or after its names are assigned.
///
/// Everything behind the lowering has models whose names are [`Assigned`]. The lowering collects all names before it
/// assigns the first, and has a stage of its own for that, in which a field never holds something else first.
pub trait Stage: Clone + Debug + PartialEq + Hash {
    /// Identifier in Rust.
    type Ident: Clone + Debug + PartialEq + Hash;
    /// Reference to a named type.
    type Link: AsRef<str> + Clone + Debug + PartialEq + Hash;
}

/// The stage in which every name has its identifier, and types are referred to by theirs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Assigned;

impl Stage for Assigned {
    type Ident = String;
    type Link = String;
}

/// The name of something in the description and in Rust.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Name<S: Stage = Assigned> {
    /// The spelling on the wire or in the description, untouched.
    pub wire: String,
    /// The identifier in Rust, free of keywords and collisions.
    ///
    /// A raw identifier keeps its prefix: `r#type`.
    pub ident: S::Ident,
}
