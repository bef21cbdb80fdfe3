//! Position in a list: the data that the request for a page needs.
//!
//! An address in here is a path with a query: it has no host, so it cannot lead away from the configured one.

use url::Url;

use super::keyset::KeysetPosition;
use crate::runtime::error::PagingProblem;
use crate::runtime::text;

/// A page of a list.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Position {
    pub(super) spot: Spot,
    /// Number of items on the pages before it, as far as known.
    pub(super) before: u64,
}

/// Reference to a page.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Spot {
    /// The request as the caller made it.
    Start,
    /// Path and query.
    Address(String),
    /// The page's number.
    Number(u64),
    /// The mark from the page before.
    Cursor(String),
    /// The pages from a value on.
    Keyset(KeysetPosition),
}

impl Position {
    /// Start of every pagination.
    pub(super) const START: Self = Self {
        spot: Spot::Start,
        before: 0,
    };
}

/// Returns the path and query of what `link`, found on the page at `current`, leads to.
///
/// # Errors
///
/// When that is not on the same server, by scheme, host and port.
pub(super) fn resolve(current: &Url, link: &str) -> Result<Url, PagingProblem> {
    let target = current.join(link).map_err(|_| PagingProblem::Unreadable)?;
    let named = !target.username().is_empty() || target.password().is_some();
    if named || target.origin() != current.origin() {
        return Err(PagingProblem::OtherServer(
            target.origin().ascii_serialization(),
        ));
    }
    Ok(target)
}

/// Returns the path and query of `url`.
pub(super) fn path_and_query(url: &Url) -> String {
    match url.query() {
        Some(query) => format!("{}?{query}", url.path()),
        None => url.path().to_owned(),
    }
}

/// Returns the number in the query parameter `name` of `url`, or `missing` without that parameter.
pub(super) fn number_in(url: &Url, name: &str, missing: Option<u64>) -> Option<u64> {
    let mut pairs = url.query_pairs();
    let value = pairs.find_map(|(key, value)| (key == name).then_some(value));
    value.map_or(missing, |value| value.parse().ok())
}

/// Removes the query parameter `name` from `url`: a server may repeat the key it was called with.
pub(super) fn remove(url: &mut Url, name: &str) {
    let mut kept = String::new();
    for pair in url.query().unwrap_or_default().split('&') {
        if !is_named(pair, name) {
            text::append(&mut kept, "&", pair);
        }
    }
    url.set_query((!kept.is_empty()).then_some(&*kept));
}

fn is_named(pair: &str, name: &str) -> bool {
    url::form_urlencoded::parse(pair.as_bytes()).any(|(key, _)| key == name)
}
