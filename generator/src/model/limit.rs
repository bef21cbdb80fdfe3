//! Constraints on a value beyond its type. The server enforces them, the client does not.

use std::fmt;

/// One such word.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
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
    /// Length of a text, in characters.
    Length(Span),
    /// The regular expression that a text matches.
    Pattern(String),
    /// Number of items of a list.
    Items(Span),
    /// No two items of a list are the same.
    Unique,
    /// Number of properties of an object.
    Properties(Span),
    /// The only values, as JSON text, where they are no enum of their own.
    OneOf(Vec<String>),
    /// Format that selects no type, as the description names it.
    Format(String),
    /// Only the server writes it.
    ReadOnly,
    /// Only the caller writes it.
    WriteOnly,
}

/// From how many to how many. `None`: nobody says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Span {
    /// The least.
    pub least: Option<usize>,
    /// The most.
    pub most: Option<usize>,
}

impl fmt::Display for Limit {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::AtLeast(bound) => write!(formatter, "at least {bound}"),
            Self::MoreThan(bound) => write!(formatter, "more than {bound}"),
            Self::AtMost(bound) => write!(formatter, "at most {bound}"),
            Self::LessThan(bound) => write!(formatter, "less than {bound}"),
            Self::MultipleOf(step) => write!(formatter, "a multiple of {step}"),
            Self::Length(span) => write!(formatter, "length: {span}"),
            Self::Pattern(pattern) => write!(formatter, "pattern: {pattern}"),
            Self::Items(span) => write!(formatter, "items: {span}"),
            Self::Unique => formatter.write_str("no two items are the same"),
            Self::Properties(span) => write!(formatter, "entries: {span}"),
            Self::OneOf(values) => write!(formatter, "one of {}", values.join(", ")),
            Self::Format(format) => write!(formatter, "format {format}"),
            Self::ReadOnly => formatter.write_str("read only"),
            Self::WriteOnly => formatter.write_str("write only"),
        }
    }
}

impl fmt::Display for Span {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.least, self.most) {
            (Some(least), Some(most)) if least == most => write!(formatter, "{least}"),
            (Some(least), Some(most)) => write!(formatter, "{least} to {most}"),
            (Some(least), None) => write!(formatter, "at least {least}"),
            (None, Some(most)) => write!(formatter, "at most {most}"),
            (None, None) => formatter.write_str("any"),
        }
    }
}
