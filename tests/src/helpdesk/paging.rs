//! All items of a list → the page that a call asks for, with a link to the next one.
//!
//! Invariant: a link is there if and only if there is a next page, and keeps the rest of the query.

use std::fmt::Write as _;

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::Value;

use super::{
    call::Call,
    refusal::{Refusal, Wrong},
    reply::Reply,
};

/// Default number of items on a page.
const SIZE: i64 = 30;

/// Returns the page of a list that has no last page.
pub(super) fn page(call: &Call<'_>, items: impl Iterator<Item = Value>) -> Result<Reply, Refusal> {
    page_up_to(call, items, i64::MAX)
}

/// Returns the page of a list of which no page after `last` is returned.
pub(super) fn page_up_to(
    call: &Call<'_>,
    items: impl Iterator<Item = Value>,
    last: i64,
) -> Result<Reply, Refusal> {
    let number = call.number("page").unwrap_or(1);
    let size = call.number("per_page").unwrap_or(SIZE);
    if number > last {
        let message = format!("You cannot access tickets beyond the {last}th page.");
        return Err(Wrong::new("page", "invalid_value", message).into());
    }
    let count = |number: i64| usize::try_from(number).unwrap_or(usize::MAX);
    let mut rest = items.skip(count((number - 1).saturating_mul(size)));
    let page: Vec<Value> = rest.by_ref().take(count(size)).collect();
    let reply = Reply::ok(page);
    Ok(match rest.next() {
        Some(_) => reply.header(link(call, number + 1)),
        None => reply,
    })
}

fn link(call: &Call<'_>, number: i64) -> String {
    let mut address = format!("{}?", call.address);
    for (key, value) in call.pairs.iter().filter(|(key, _)| key != "page") {
        let value = utf8_percent_encode(value, NON_ALPHANUMERIC);
        // Writing to a string cannot fail.
        let _ = write!(address, "{key}={value}&");
    }
    format!("link: <{address}page={number}>; rel=\"next\"")
}
