//! Unions: one of several types.

use std::fmt;

use super::{Assigned, Docs, Name, Stage, TypeRef};

/// One of several types. A value that is none of them is kept as JSON.
#[derive(Clone, Debug, PartialEq, Hash)]
pub struct Union<S: Stage = Assigned> {
    /// The property whose value says which alternative a value is. `None` where the description
    /// names none; values are told apart by their looks then.
    pub tag: Option<String>,
    /// The alternatives, in the order of the description, no two of the same type. A single one is that of a base with
    /// one child, or of a choice between a type and anything else.
    pub alternatives: Vec<Alternative<S>>,
}

/// One of the types of a union.
#[derive(Clone, Debug, PartialEq, Hash)]
pub struct Alternative<S: Stage = Assigned> {
    /// Name in the description (or of its JSON type, such as `string`), and the variant.
    pub name: Name<S>,
    /// The type; never nullable, for `null` is a matter of the union as a whole.
    pub ty: TypeRef<S>,
    /// The values of the tag that stand for it; the first is the one to write, unless it stands for others, too. Empty
    /// without a tag.
    pub tags: Vec<Tag>,
    /// The description's texts.
    pub docs: Docs,
}

impl<S: Stage> Alternative<S> {
    /// Returns `true` if it is the one for values that stand for no other alternative.
    #[must_use]
    pub fn is_for_others(&self) -> bool {
        self.tags.contains(&Tag::Others)
    }

    /// Returns the values of the tag, with commas between them.
    #[must_use]
    pub fn tag_texts(&self) -> String {
        let texts: Vec<String> = self.tags.iter().map(ToString::to_string).collect();
        texts.join(", ")
    }
}

/// A value of the property that tells the alternatives of a union apart.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Tag {
    /// A string.
    Text(String),
    /// An integer.
    Integer(i64),
    /// `true` or `false`.
    Boolean(bool),
    /// Any value that stands for no other alternative, and none at all.
    Others,
}

impl fmt::Display for Tag {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) => formatter.write_str(text),
            Self::Integer(number) => number.fmt(formatter),
            Self::Boolean(flag) => flag.fmt(formatter),
            Self::Others => formatter.write_str("any other value"),
        }
    }
}
