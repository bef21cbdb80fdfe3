//! Lists that come in pages: how an API pages, as constant data, and the walk over the pages.
//!
//! A walk holds one page at a time (two with prefetch), and asks no host but the configured one.

mod collect;
mod envelope;
mod items;
mod link;
mod macros;
mod page;
mod pages;
mod place;
mod token;
mod walk;

pub use self::collect::CollectAll;
pub use self::items::Items;
pub use self::page::Page;
pub use self::pages::Pages;
pub use self::token::{InvalidResumeToken, ResumeToken};

/// How an operation pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Paging {
    /// The member of the answer that holds the items, such as `results`; `None` when the answer itself is the list.
    pub items: Option<&'static str>,
    /// How one page leads to the next.
    pub next: NextPage,
}

/// How one page of a list leads to the next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NextPage {
    /// The `Link` header (RFC 8288) has a link with `rel="next"`, except on the last page.
    Link {
        /// The query parameter in these links that numbers the pages, such as `page`, if there is one: a link that
        /// does not raise it is an error.
        number: Option<&'static str>,
    },
    /// The caller counts pages in a query parameter.
    Number {
        /// The query parameter, such as `page`.
        parameter: &'static str,
        /// The number of the first page, usually 1.
        first: u64,
        /// How many items a full page has, if the description fixes that.
        size: Option<u64>,
        /// The member of the answer with the number of items on all pages, such as `total`. With `None`, an empty page
        /// is the end.
        total: Option<&'static str>,
    },
    /// The answer has a mark that the next request repeats; without one, or with an empty one, it is the last page.
    Cursor {
        /// The query parameter that takes the mark, such as `cursor`.
        parameter: &'static str,
        /// The member of the answer with the mark, such as `next_cursor`.
        member: &'static str,
    },
    /// The answer has the address of the next page; without one, or with an empty one, it is the last page.
    Address {
        /// The member of the answer with the address, such as `next`.
        member: &'static str,
        /// The query parameter in these addresses that numbers the pages, if there is one: an address that does not
        /// raise it is an error.
        number: Option<&'static str>,
    },
}

impl NextPage {
    /// The member of the answer that says how many items there are in all.
    fn total_member(self) -> Option<&'static str> {
        match self {
            Self::Number { total, .. } => total,
            _ => None,
        }
    }

    /// The member of the answer that leads to the next page.
    fn mark_member(self) -> Option<&'static str> {
        match self {
            Self::Cursor { member, .. } | Self::Address { member, .. } => Some(member),
            Self::Link { .. } | Self::Number { .. } => None,
        }
    }
}
