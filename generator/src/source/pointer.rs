//! JSON pointers (RFC 6901), built on the way down and printed only when needed.
//!
//! Invariant: going down costs no allocation.

use std::fmt;

/// A place in a tree: the place above it and one more step.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Pointer<'a> {
    parent: Option<&'a Pointer<'a>>,
    step: Step<'a>,
}

#[derive(Clone, Copy, Debug)]
enum Step<'a> {
    Root,
    Key(&'a str),
    Index(usize),
}

impl<'a> Pointer<'a> {
    /// The whole document.
    pub(crate) const ROOT: Self = Self {
        parent: None,
        step: Step::Root,
    };

    /// Returns the member of an object.
    pub(crate) fn key(&'a self, key: &'a str) -> Self {
        Self {
            parent: Some(self),
            step: Step::Key(key),
        }
    }

    /// Returns the name of the member that this is.
    pub(crate) fn name(&self) -> Option<&'a str> {
        match self.step {
            Step::Key(key) => Some(key),
            Step::Root | Step::Index(_) => None,
        }
    }

    /// Returns `true` for a keyword of the standard, and `false` for a name among properties.
    pub(crate) fn is_keyword(&self) -> bool {
        !matches!(
            self.parent.map(|parent| parent.step),
            Some(Step::Key("properties" | "schemas"))
        )
    }

    /// Returns `true` for one of the schemas of `allOf`, `anyOf` or `oneOf`.
    pub(crate) fn is_member(&self) -> bool {
        let list = self.parent.map(|parent| parent.step);
        matches!(self.step, Step::Index(_))
            && matches!(
                list,
                Some(Step::Key("allOf" | "oneOf" | "anyOf" | "prefixItems"))
            )
            || matches!(self.step, Step::Key("not")) && self.is_keyword()
    }

    /// Returns `true` if the node at this pointer may have extensions beside members with names of the author's.
    pub(crate) fn takes_extensions(&self) -> bool {
        matches!(self.step, Step::Key("paths" | "responses" | "webhooks"))
            && !matches!(
                self.parent.map(|parent| parent.step),
                Some(Step::Key("components" | "properties"))
            )
    }

    /// Returns the item of a list.
    pub(crate) fn index(&'a self, index: usize) -> Self {
        Self {
            parent: Some(self),
            step: Step::Index(index),
        }
    }
}

impl fmt::Display for Pointer<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(parent) = self.parent {
            parent.fmt(formatter)?;
        }
        match self.step {
            Step::Root => Ok(()),
            Step::Key(key) => write!(formatter, "/{}", escape(key)),
            Step::Index(index) => write!(formatter, "/{index}"),
        }
    }
}

/// Returns a key as it is in a pointer.
pub(crate) fn escape(key: &str) -> String {
    key.replace('~', "~0").replace('/', "~1")
}

/// Returns a key that was in a pointer.
pub(crate) fn unescape(key: &str) -> String {
    key.replace("~1", "/").replace("~0", "~")
}

/// Returns the keys and indexes of a pointer.
pub(crate) fn steps(pointer: &str) -> impl Iterator<Item = String> {
    pointer.split('/').skip(1).map(unescape)
}

#[cfg(test)]
mod tests {
    use super::Pointer;

    #[test]
    fn slashes_and_tildes_are_escaped() {
        let paths = Pointer::ROOT.key("paths");
        let path = paths.key("/a~b/{c}");
        assert_eq!(path.index(3).to_string(), "/paths/~1a~0b~1{c}/3");
        assert_eq!(Pointer::ROOT.to_string(), "");
        assert_eq!(super::unescape("~01~1"), "~1/");
    }
}
