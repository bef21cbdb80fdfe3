//! `x-rust-pagination`: how an operation returns its list in pages.

use serde::Deserialize;
use serde_json::{Map, Value};

use super::key::{Extension, OldName};

/// Pagination as documented by the author; the rest is inferred.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct Pagination {
    /// Link from one page to the next.
    pub(crate) next: Option<Next>,
    /// The query parameter with the number of the page.
    pub(crate) parameter: Option<String>,
    /// The number of the first page.
    pub(crate) first: Option<u64>,
    /// Number of items on a full page.
    pub(crate) size: Option<u64>,
    /// The property of the response with the cursor or the address of the next page; `/` leads into objects.
    pub(crate) property: Option<String>,
    /// The header of the response with the cursor of the next page.
    pub(crate) header: Option<String>,
    /// The property of the response with the list.
    pub(crate) items: Option<String>,
    /// The property of the response with the number of items on all pages.
    pub(crate) total: Option<String>,
    /// The number of the last page that the service has, however long the list is.
    pub(crate) last_page: Option<u64>,
    /// Keyset pagination past the service's page limit.
    pub(crate) keyset: Option<Keyset>,
}

/// Link from one page to the next.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Next {
    /// By a `Link` header.
    Link,
    /// By counting.
    Number,
    /// By a cursor in the response, which the next request repeats.
    Cursor,
    /// By an address in the response.
    Address,
    /// It does not: the list is whole.
    None,
}

/// A list in the order of a property, which can be asked for from a value on.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct Keyset {
    /// The property of an item, a date and time.
    pub(crate) property: String,
    /// The query parameter that omits items with earlier values.
    pub(crate) parameter: String,
    /// The property of an item that tells it from all others.
    pub(crate) key: String,
    /// The query parameters that put the list into the order of the property, with their values.
    #[serde(default)]
    pub(crate) fixed: Map<String, Value>,
    /// The value of the parameter that omits nothing.
    pub(crate) everything: String,
}

impl Extension<'_> for Pagination {
    const SHAPE: &'static str = "`{next: link | number | cursor | address | none, parameter: page, property: next, \
                                 header: X-Next, first: 1, size: 30, items: results, total: total, last-page: 10, \
                                 keyset: {property, parameter, key, fixed, everything}}`, of which no member is required";
    const OLD_NAME: OldName = OldName::Warned;
}
