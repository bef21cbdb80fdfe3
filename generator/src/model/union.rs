//! Unions: one of several types.

use super::{Assigned, Docs, Name, Stage, TypeRef};

/// One of several types. A value that is none of them is kept as JSON.
#[derive(Clone, Debug, PartialEq)]
pub struct Union<S: Stage = Assigned> {
    /// The property whose text says which alternative a value is. `None` where the description
    /// names none; values are told apart by their looks then.
    pub tag: Option<String>,
    /// The alternatives, in the order of the description: at least two, no two of the same type.
    pub alternatives: Vec<Alternative<S>>,
}

/// One of the types of a union.
#[derive(Clone, Debug, PartialEq)]
pub struct Alternative<S: Stage = Assigned> {
    /// Name in the description (or of its JSON type, such as `string`), and the variant.
    pub name: Name<S>,
    /// The type; never nullable, for `null` is a matter of the union as a whole.
    pub ty: TypeRef<S>,
    /// The texts of the tag that stand for it; the first is the one to write. Empty without a tag.
    pub tags: Vec<String>,
    /// The description's texts.
    pub docs: Docs,
}
