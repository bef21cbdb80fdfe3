//! Members of the objects of a description → what their names are: words of the standard, or of its author.
//!
//! Invariant: a property called `description` is a property, and a text nowhere.

use serde_json::{Map, Value};

/// The names of the members of an object.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Names {
    /// Words of the standard.
    Keywords,
    /// Names of the description's author, as those of properties and paths.
    Author,
}

impl Names {
    /// Returns the kind of the names in the value of a member.
    #[must_use]
    pub fn below(self, name: &str) -> Self {
        const MAPS: [&str; 21] = [
            "$defs",
            "callbacks",
            "content",
            "definitions",
            "dependentRequired",
            "dependentSchemas",
            "encoding",
            "headers",
            "links",
            "mapping",
            "parameters",
            "pathItems",
            "paths",
            "patternProperties",
            "properties",
            "requestBodies",
            "responses",
            "schemas",
            "securitySchemes",
            "variables",
            "webhooks",
        ];
        if self == Self::Keywords && MAPS.contains(&name) {
            Self::Author
        } else {
            Self::Keywords
        }
    }

    /// The names in the node at the end of the steps from the root.
    pub(super) fn at<'s>(steps: impl Iterator<Item = &'s str>) -> Self {
        steps.fold(Self::Keywords, Self::below)
    }

    /// Tells whether a member is a text about its object, and not a part of the interface.
    pub(crate) fn is_text(self, name: &str, value: &Value) -> bool {
        self == Self::Keywords && is_text(name, value)
    }

    /// Tells whether a member is a value of the interface's users, in which nothing has a meaning of its own.
    pub(crate) fn is_data(self, name: &str) -> bool {
        self == Self::Keywords
            && matches!(name, "example" | "examples" | "default" | "const" | "enum")
    }

    /// Tells whether a member is there for readers alone: a text or an example.
    pub(super) fn is_for_readers(self, name: &str, value: &Value) -> bool {
        self.is_text(name, value)
            || self == Self::Keywords && matches!(name, "example" | "examples")
    }
}

/// Tells whether a member with a word of the standard as its name is a text.
pub(crate) fn is_text(name: &str, value: &Value) -> bool {
    matches!(name, "summary" | "description") && value.is_string()
}

/// A node without texts and examples.
pub(super) fn structure(value: &Value, names: Names) -> Value {
    match value {
        Value::Object(members) => {
            let members = members
                .iter()
                .filter(|(name, value)| !names.is_for_readers(name, value));
            let members = members.map(|(name, value)| {
                let value = if names.is_data(name) {
                    value.clone()
                } else {
                    structure(value, names.below(name))
                };
                (name.clone(), value)
            });
            Value::Object(members.collect::<Map<_, _>>())
        }
        Value::Array(items) => {
            let items = items.iter().map(|item| structure(item, Names::Keywords));
            Value::Array(items.collect())
        }
        plain => plain.clone(),
    }
}
