//! How a list is given out in pages.

use super::TypeRef;

/// The way from one page of an operation's answer to the next.
#[derive(Clone, Debug, PartialEq)]
pub struct Pagination {
    /// How the next page is found.
    pub kind: PaginationKind,
    /// The query parameter with the number of the page.
    pub parameter: String,
    /// The type of one item.
    pub item: TypeRef,
}

/// How the next page is found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PaginationKind {
    /// A `Link` header names it; the answer is the list itself.
    Link,
    /// By counting, up to a total; the answer is an object around the list.
    Total {
        /// The property with the list.
        items: String,
        /// The property with the number of items on all pages.
        total: String,
    },
}
