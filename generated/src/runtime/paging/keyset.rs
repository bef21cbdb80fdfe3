//! How a list can be walked without end by the values of its items, as constant data.
//!
//! What it says is the API description's; the rules of such a walk are in `since`.

/// What a walk over a list by the values of its items needs: the service gives out only so many pages, but starts
/// them anywhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Keyset {
    /// The member of an item that the list is ordered by, an instant, such as `updated_at`.
    pub property: &'static str,
    /// The query parameter that leaves out items with earlier values, such as `updated_since`; whether it leaves out
    /// the value itself does not matter.
    pub parameter: &'static str,
    /// The member of an item that tells it from all others, such as `id`.
    pub key: &'static str,
    /// The query parameters that put the list in the order of the property, from early to late, with their values.
    pub fixed: &'static [(&'static str, &'static str)],
    /// The value of `parameter` that leaves out nothing.
    pub everything: &'static str,
    /// The query parameter that numbers the pages from 1, such as `page`.
    pub page: &'static str,
}
