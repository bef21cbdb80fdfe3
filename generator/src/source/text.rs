//! The texts that are read: descriptions, overlays and settings.

/// A text with the name by which messages call it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// The file's path as the user wrote it.
    pub name: String,
    /// The text.
    pub text: String,
}
