//! Pagination of a list.

use super::{Assigned, Stage, TypeRef};

/// The pages of an operation's response.
#[derive(Clone, Debug, PartialEq)]
pub struct Pagination<S: Stage = Assigned> {
    /// The type of one item.
    pub item: TypeRef<S>,
    /// The property of the response with the list. `None`: the response is the list itself.
    pub items: Option<String>,
    /// Link from one page to the next.
    pub next: NextPage,
    /// The number of the last page that the service has, however long the list is. `None`: it has
    /// all of them, as far as documented.
    pub last_page: Option<u64>,
    /// Keyset pagination past the service's page limit. `None`: not possible.
    pub keyset: Option<Keyset>,
}

/// Link from one page to the next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NextPage {
    /// A `Link` header names it.
    Link {
        /// The query parameter with the number of the page. `None`: pages have no numbers.
        parameter: Option<String>,
    },
    /// The response has a cursor, which the next request repeats. Without one, it is the last page.
    Cursor {
        /// The query parameter that takes it.
        parameter: String,
        /// Where it is.
        place: CursorPlace,
    },
    /// The response has the address of the next page. Without one, it is the last page.
    Address {
        /// The property with the address; `/` leads into objects.
        property: String,
        /// The query parameter of such addresses with the number of the page. `None`: pages have no numbers.
        parameter: Option<String>,
    },
    /// By counting.
    Number {
        /// The query parameter with the number of the page.
        parameter: String,
        /// The number of the first page.
        first: u64,
        /// Number of items on a full page. `None`: set by the caller, or not documented.
        size: Option<u64>,
        /// The property of the response with the number of items on all pages. `None`: an empty page
        /// is the end.
        total: Option<String>,
    },
}

/// Where a response has the cursor of the next page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CursorPlace {
    /// A property; `/` leads into objects.
    Property(String),
    /// A header.
    Header(String),
}

/// List that starts at a given value, and therefore has no last page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Keyset {
    /// The property of an item that the list is ordered by: a date and time.
    pub property: String,
    /// The query parameter that omits items with earlier values.
    pub parameter: String,
    /// The property of an item that tells it from all others.
    pub key: String,
    /// The query parameters that put the list into this order, with their values.
    pub fixed: Vec<(String, String)>,
    /// The value of the parameter that omits nothing.
    pub everything: String,
    /// The query parameter with the number of the page.
    pub page: String,
}
