//! The names of enum values, as users type them, to the values.
//!
//! Invariant: the name of every known value is parsed as that value, in any case and with any separators.

use std::error::Error;
use std::fmt;

use super::excerpt;

/// A text that is neither the name of a value of an enum nor its form in JSON.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParseEnumError {
    enum_name: &'static str,
    text: String,
    names: &'static [&'static str],
}

impl ParseEnumError {
    fn new(enum_name: &'static str, text: &str, names: &'static [&'static str]) -> Self {
        Self {
            enum_name,
            text: excerpt(text),
            names,
        }
    }

    /// Returns the names of the known values.
    #[must_use]
    pub fn names(&self) -> &'static [&'static str] {
        self.names
    }
}

impl fmt::Display for ParseEnumError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            enum_name, text, ..
        } = self;
        let names = self.names.join(", ");
        write!(f, "unknown {enum_name} `{text}`; expected one of {names}")
    }
}

impl Error for ParseEnumError {}

/// Returns the name of `value`.
pub fn name_of<E: PartialEq>(
    value: &E,
    known: &[E],
    names: &[&'static str],
) -> Option<&'static str> {
    let index = known.iter().position(|known| known == value)?;
    names.get(index).copied()
}

/// Returns `found`, or else the value whose name is `text`, in any case and with any separators.
///
/// # Errors
///
/// When there is no such name in the enum.
pub fn parse<E: Clone>(
    found: Option<E>,
    text: &str,
    known: &[E],
    names: &'static [&'static str],
    enum_name: &'static str,
) -> Result<E, ParseEnumError> {
    let spells = |name: &&str| letters(name).eq(letters(text));
    let index = || {
        let exact = names.iter().position(|name| *name == text);
        exact.or_else(|| names.iter().position(spells))
    };
    found
        .or_else(|| known.get(index()?).cloned())
        .ok_or_else(|| ParseEnumError::new(enum_name, text, names))
}

/// Returns the letters and digits of a name, in lower case.
fn letters(name: &str) -> impl Iterator<Item = char> {
    let significant = name
        .chars()
        .filter(|letter| !matches!(letter, '-' | '_' | ' '));
    significant.flat_map(char::to_lowercase)
}
