//! Changes that triggered a webhook, in a notation that looks like JSON and is not: `{status:{from:4,to:6}}`.
//!
//! Texts are in it as they are, without quotes, so where one ends is a guess: a comma ends it if a key follows. No
//! text is an error, and none is lost: other text is kept unchanged.

use std::fmt;

use crate::runtime::codec::{self, Decode};

/// The changes that set a webhook off.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Changes {
    text: String,
    changes: Vec<Change>,
}

/// One change: a field, and what became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Change {
    /// The field, such as `status`, or the kind of event, such as `note_type`.
    pub field: String,
    /// Kind of change.
    pub kind: ChangeKind,
}

/// Kind of change of a field.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ChangeKind {
    /// `{note_type:private}`: something happened, in this way.
    Event(String),
    /// `{status:{from:4,to:6}}`: a value took the place of another one.
    Transition {
        /// The value before; `None` if there was none.
        from: Option<String>,
        /// The value after; `None` if there is none.
        to: Option<String>,
    },
    /// Any other text, unchanged.
    Other(String),
}

impl Changes {
    /// Reads the notation.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        let is_key = |key: &str| {
            key.bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
        };
        let members = inside(text).map(|inside| members(inside, is_key));
        let changes = members.into_iter().flatten().map(|(field, value)| Change {
            field: field.to_owned(),
            kind: ChangeKind::read(value),
        });
        Self {
            text: text.to_owned(),
            changes: changes.collect(),
        }
    }

    /// Returns the unchanged text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Returns the changes that were understood; none if the text is not in the notation.
    pub fn iter(&self) -> std::slice::Iter<'_, Change> {
        self.changes.iter()
    }

    /// Returns the change of `field`.
    #[must_use]
    pub fn get(&self, field: &str) -> Option<&Change> {
        self.iter().find(|change| change.field == field)
    }
}

impl<'a> IntoIterator for &'a Changes {
    type Item = &'a Change;
    type IntoIter = std::slice::Iter<'a, Change>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl fmt::Display for Changes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl Change {
    /// Returns the value before.
    #[must_use]
    pub fn from(&self) -> Option<&str> {
        match &self.kind {
            ChangeKind::Transition { from, .. } => from.as_deref(),
            ChangeKind::Event(_) | ChangeKind::Other(_) => None,
        }
    }

    /// Returns the value after, or the way in which it happened.
    #[must_use]
    pub fn to(&self) -> Option<&str> {
        match &self.kind {
            ChangeKind::Transition { to, .. } => to.as_deref(),
            ChangeKind::Event(value) => Some(value),
            ChangeKind::Other(_) => None,
        }
    }

    /// Returns the value before, as a number or a generated type; `None` also if it is none.
    #[must_use]
    pub fn from_as<T: Decode>(&self) -> Option<T> {
        self.from().and_then(typed)
    }

    /// Returns the value after, as a number or a generated type; `None` also if it is none.
    #[must_use]
    pub fn to_as<T: Decode>(&self) -> Option<T> {
        self.to().and_then(typed)
    }
}

impl ChangeKind {
    fn read(value: &str) -> Self {
        let Some(inside) = inside(value) else {
            return Self::Event(plain(value).to_owned());
        };
        let members = members(inside, |key| key == "from" || key == "to");
        let member = |name: &str| {
            let found = members.iter().find(|(key, _)| *key == name);
            found.map(|(_, value)| plain(value))
        };
        match (member("from"), member("to")) {
            (None, None) => Self::Other(value.trim().to_owned()),
            (from, to) => Self::Transition {
                from: from.filter(is_value).map(str::to_owned),
                to: to.filter(is_value).map(str::to_owned),
            },
        }
    }
}

/// Decodes a text as JSON of the type `T`, by whose rules a number may be in quotes.
fn typed<T: Decode>(text: &str) -> Option<T> {
    codec::decode(&codec::encode(&text)).ok()
}

/// Returns the text between the braces.
fn inside(text: &str) -> Option<&str> {
    text.trim().strip_prefix('{')?.strip_suffix('}')
}

/// Returns the text without the quotes that nobody expects here.
fn plain(text: &str) -> &str {
    let text = text.trim();
    let inside = text
        .strip_prefix('"')
        .and_then(|text| text.strip_suffix('"'));
    inside.unwrap_or(text)
}

fn is_value(text: &&str) -> bool {
    !matches!(*text, "" | "null" | "nil")
}

/// Returns the keys and values: a comma outside of inner braces ends a value if a key and a colon follow.
fn members(text: &str, is_key: impl Fn(&str) -> bool) -> Vec<(&str, &str)> {
    // A key has no comma, so however many commas there are, each part of the text is looked at once.
    let key = |start: usize| {
        let rest = text.get(start..)?;
        let colon = rest
            .find([':', ','])
            .filter(|end| rest[*end..].starts_with(':'))?;
        let name = plain(&rest[..colon]);
        (!name.is_empty() && is_key(name)).then_some((name, start + colon + 1))
    };
    let mut members = Vec::new();
    let Some(mut open) = key(0) else {
        return members;
    };
    let mut depth = 0_usize;
    for (place, character) in text.char_indices() {
        match character {
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            ',' if depth == 0 && place >= open.1 => {
                if let Some(next) = key(place + 1) {
                    members.push((open.0, text.get(open.1..place).unwrap_or_default()));
                    open = next;
                }
            }
            _ => {}
        }
    }
    members.push((open.0, text.get(open.1..).unwrap_or_default()));
    members
}
