//! The state of the quota in the headers of a response.
//!
//! Lenient: a number may have a fraction or spaces; one that cannot be read counts as not sent, and one that cannot be
//! true is named and ignored.

use std::fmt;

use http::HeaderMap;

use crate::runtime::description::RateLimitHeaders;

/// The state of the quota, in calls, as a response names it; `None` for a number that it does not name.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct RateLimit {
    /// Number of calls that the quota allows per window.
    pub total: Option<u64>,
    /// Number of calls that are left of it in this window.
    pub remaining: Option<u64>,
    /// Number of calls that the call itself took.
    pub used: Option<u64>,
    /// The reason why some of the numbers are ignored, if they cannot be true.
    pub problem: Option<RateLimitProblem>,
}

/// A statement about the quota that cannot be true, or contradicts the API description.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum RateLimitProblem {
    /// The total is zero or negative, or no call was ever left although calls succeed: taken for "no limit", so nothing
    /// is held up until a 429.
    NoLimit,
    /// Cost of a call that is larger than the whole quota; the documented cost is used.
    Cost,
    /// The total has become smaller within a window; the larger one counts until the window ends.
    ShrinkingTotal,
    /// The quota was not renewed in several windows of the length that the description says: the service counts in
    /// longer windows, such as an hour, or others use up the quota. A 429 with `Retry-After` is waited out all the
    /// same.
    LongerWindow,
}

impl fmt::Display for RateLimitProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NoLimit => "the quota is zero; treated as unlimited",
            Self::Cost => "a call costs more than the whole quota; the documented cost is used",
            Self::ShrinkingTotal => "the quota shrinks within a window; the larger one is used",
            Self::LongerWindow => {
                "the quota is not renewed in the time that the description says; the service may count in longer windows"
            }
        })
    }
}

impl RateLimit {
    /// Reads the headers that the service names.
    pub(in crate::runtime) fn read(names: Option<&RateLimitHeaders>, headers: &HeaderMap) -> Self {
        let number = |name: Option<&str>| number(headers.get(name?)?.to_str().ok()?);
        let Some(names) = names else {
            return Self::default();
        };
        let (total, remaining) = (number(names.total), number(Some(names.remaining)));
        let is_limited = match (total, remaining) {
            (Some(total), _) => total > 0,
            (None, Some(remaining)) => remaining >= 0,
            (None, None) => true,
        };
        Self {
            total: total.filter(|_| is_limited).map(at_least_none),
            remaining: remaining.filter(|_| is_limited).map(at_least_none),
            used: number(names.used).map(at_least_none),
            problem: (!is_limited).then_some(RateLimitProblem::NoLimit),
        }
    }
}

/// Parses a number: `100`, ` 100 `, `100.0`, `-1`.
fn number(text: &str) -> Option<i128> {
    let text = text.trim();
    let whole = text.split_once('.').map_or(text, |(whole, _)| whole);
    let number: i128 = whole.parse().ok()?;
    (number <= i128::from(u64::MAX)).then_some(number)
}

/// Returns the number; less than one is none.
fn at_least_none(number: i128) -> u64 {
    u64::try_from(number.max(0)).unwrap_or(u64::MAX)
}
