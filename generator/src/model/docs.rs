//! Texts of the description, as they are there.

/// Documentation texts of an item, as in the description and not yet escaped. Nothing is escaped yet.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Docs {
    /// One line. `None` where the description has no summary or title.
    pub summary: Option<String>,
    /// Any number of lines of `CommonMark`. `None` where the description is silent.
    pub description: Option<String>,
}

impl Docs {
    /// Returns a text without a summary.
    #[must_use]
    pub fn described(description: Option<String>) -> Self {
        Self {
            summary: None,
            description,
        }
    }

    /// Returns `true` if there is no text at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.summary.is_none() && self.description.is_none()
    }
}
