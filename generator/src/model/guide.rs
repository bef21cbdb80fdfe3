//! Chapters of the guide that only one API has.

/// Chapter that the maintainers wrote for this API.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GuideChapter {
    /// Module of the chapter, in snake case.
    pub module: String,
    /// Title in the list of chapters.
    pub title: String,
    /// Summary of the content, without a full stop at the end.
    pub summary: String,
    /// Page in Markdown, with the placeholders that all pages of the guide have.
    pub page: String,
}
