//! Errors in search expressions.
//!
//! Names a field and a character, never a value: what people search for does not belong into logs.

use std::fmt;

/// Error in a search expression. The call ends in [`Error::InvalidRequest`](crate::runtime::Error::InvalidRequest) with
/// this as its message.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum InvalidQuery {
    /// The text for a field has a character that could end its quotes, and the service has no way to write it.
    Character {
        /// The field.
        field: String,
        /// The character.
        character: char,
    },
    /// The number for a field is infinite or none.
    Number {
        /// The field.
        field: String,
    },
    /// This is not the name of a custom field.
    Name {
        /// Invalid name.
        name: String,
        /// Prefix of the names of custom fields.
        prefix: &'static str,
    },
    /// There is no condition: the query holds for everything, which the service cannot be asked for.
    Everything,
    /// The query asks for one of no values, and so holds for nothing.
    Nothing,
    /// A text written by hand has a quote or a parenthesis without its counterpart, so nothing can be joined to it.
    Unbalanced,
    /// The expression is longer than the service allows.
    TooLong {
        /// Length in characters, the quotes around it included.
        length: usize,
        /// Longest expression that the service allows.
        longest: usize,
    },
}

impl fmt::Display for InvalidQuery {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Character { field, character } => write!(
                f,
                "the text for `{field}` has the character {character:?}, which a search cannot express: remove it, or write the whole query as text"
            ),
            Self::Number { field } => write!(f, "the number for `{field}` is not finite"),
            Self::Name { name, prefix } => write!(
                f,
                "{name:?} is not the name of a custom field, which is `{prefix}` and then letters, digits and `_`"
            ),
            Self::Everything => f.write_str("the query has no condition: list everything instead"),
            Self::Nothing => f.write_str("`one_of` has no values, so nothing can match"),
            Self::Unbalanced => f.write_str(
                "the text of the query has a quote or a parenthesis without its counterpart",
            ),
            Self::TooLong { length, longest } => write!(
                f,
                "the query has {length} characters, and {longest} are allowed: use several queries"
            ),
        }
    }
}

impl std::error::Error for InvalidQuery {}
