//! What a description says about a value beyond its type. The server insists on it, the client does not.

/// One such word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Limit {
    /// The least number, as JSON text.
    AtLeast(String),
    /// A number that is less than all that are allowed.
    MoreThan(String),
    /// The greatest number.
    AtMost(String),
    /// A number that is greater than all that are allowed.
    LessThan(String),
    /// The number that all others are multiples of.
    MultipleOf(String),
    /// How long a text is, in characters.
    Length(Span),
    /// The regular expression that a text matches.
    Pattern(String),
    /// How many items a list has.
    Items(Span),
    /// No two items of a list are the same.
    Unique,
    /// How many properties an object has.
    Properties(Span),
    /// The only values, as JSON text, where they are no enum of their own.
    OneOf(Vec<String>),
    /// Only the server writes it.
    ReadOnly,
    /// Only the caller writes it.
    WriteOnly,
}

/// From how many to how many. `None`: nobody says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// The least.
    pub least: Option<usize>,
    /// The most.
    pub most: Option<usize>,
}
