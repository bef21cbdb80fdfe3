//! What the headers of an answer say about the quota.
//!
//! Lenient: a number may have a fraction or spaces; what cannot be read counts as not sent.

use http::HeaderMap;

use crate::runtime::description::RateLimitHeaders;

/// The state of the quota, in calls, as an answer says it; `None` for what it does not say.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct RateLimit {
    /// What the quota allows per window.
    pub total: Option<u64>,
    /// What is left of it in this window.
    pub remaining: Option<u64>,
    /// What the call itself took.
    pub used: Option<u64>,
}

impl RateLimit {
    /// Reads the headers that the service names.
    pub(in crate::runtime) fn read(names: Option<&RateLimitHeaders>, headers: &HeaderMap) -> Self {
        let number = |name: Option<&str>| number(headers.get(name?)?.to_str().ok()?);
        names.map_or_else(Self::default, |names| Self {
            total: number(names.total),
            remaining: number(Some(names.remaining)),
            used: number(names.used),
        })
    }
}

/// `100`, ` 100 `, `100.0`; less than one is none.
fn number(text: &str) -> Option<u64> {
    if let Ok(number) = text.parse() {
        return Some(number);
    }
    let text = text.trim();
    let whole = text.split_once('.').map_or(text, |(whole, _)| whole);
    if let Some(negative) = whole.strip_prefix('-') {
        return negative.parse::<u64>().ok().map(|_| 0);
    }
    whole.parse().ok()
}
