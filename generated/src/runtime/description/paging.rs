//! Pagination as an API description declares it, as constant data.
//!
//! The rules of following the pages are in [`paging`](crate::runtime::paging).

/// Pagination of an operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Paging {
    /// The member of the response that holds the items, such as `results`; `None` when the response itself is the list.
    pub items: Option<&'static str>,
    /// Link from one page to the next.
    pub next: NextPage,
    /// The number of the last page that the service has, however long the list is; `None` when it has them all. Only
    /// lists whose pages have numbers are known to be cut off there.
    pub last_page: Option<u64>,
    /// Keyset pagination past the service's page limit; `None` if not possible.
    pub keyset: Option<Keyset>,
}

impl Paging {
    /// Creates a response that is the list itself and goes on as `next` says, for as many pages as there are.
    #[must_use]
    pub const fn new(next: NextPage) -> Self {
        Self {
            items: None,
            next,
            last_page: None,
            keyset: None,
        }
    }

    /// Returns the same, with the list in a member of the response.
    #[must_use]
    pub const fn in_member(mut self, items: &'static str) -> Self {
        self.items = Some(items);
        self
    }

    /// Returns the same, cut off after a page.
    #[must_use]
    pub const fn last_page(mut self, number: u64) -> Self {
        self.last_page = Some(number);
        self
    }

    /// Returns the same, with a way past the last page.
    #[must_use]
    pub const fn keyset(mut self, keyset: Keyset) -> Self {
        self.keyset = Some(keyset);
        self
    }
}

/// Link from one page of a list to the next.
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
        /// Number of items on a full page, if the description fixes it.
        size: Option<u64>,
        /// The member of the response with the number of items on all pages, such as `total`. With `None`, an empty
        /// page is the end.
        total: Option<&'static str>,
    },
    /// The response has a mark that the next request repeats; without one, or with an empty one, it is the last page.
    Cursor {
        /// The query parameter that takes the mark, such as `cursor`.
        parameter: &'static str,
        /// The member of the response with the mark, such as `next_cursor`; `/` leads into objects.
        member: &'static str,
    },
    /// A header has a mark that the next request repeats; without one, or with an empty one, it is the last page.
    HeaderCursor {
        /// The query parameter that takes the mark, such as `cursor`.
        parameter: &'static str,
        /// The header with the mark, such as `x-next-cursor`.
        header: &'static str,
    },
    /// The response has the address of the next page; without one, or with an empty one, it is the last page.
    Address {
        /// The member of the response with the address, such as `next`; `/` leads into objects.
        member: &'static str,
        /// The query parameter in these addresses that numbers the pages, if there is one: an address that does not
        /// raise it is an error.
        number: Option<&'static str>,
    },
}

impl NextPage {
    /// Returns the member of the response that says how many items there are in all.
    pub(in crate::runtime) fn total_member(self) -> Option<&'static str> {
        match self {
            Self::Number { total, .. } => total,
            _ => None,
        }
    }

    /// Returns the member of the response that leads to the next page.
    pub(in crate::runtime) fn mark_member(self) -> Option<&'static str> {
        match self {
            Self::Cursor { member, .. } | Self::Address { member, .. } => Some(member),
            Self::Link { .. } | Self::Number { .. } | Self::HeaderCursor { .. } => None,
        }
    }
}

/// Keyset pagination, by the values of the items: the service limits the number of pages, but not where they start.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Keyset {
    /// The member of an item that the list is ordered by, an instant, such as `updated_at`.
    pub property: &'static str,
    /// The query parameter that omits items with earlier values, such as `updated_since`; whether it omits
    /// the value itself does not matter.
    pub parameter: &'static str,
    /// The member of an item that tells it from all others, such as `id`.
    pub key: &'static str,
    /// The query parameters that put the list in the order of the property, from early to late, with their values.
    pub fixed: &'static [(&'static str, &'static str)],
    /// The value of `parameter` that omits nothing.
    pub everything: &'static str,
    /// The query parameter that numbers the pages from 1, such as `page`.
    pub page: &'static str,
}
