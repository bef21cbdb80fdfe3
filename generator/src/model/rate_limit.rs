//! The rate limit of the service, as its responses report it.

/// The response headers that report the rate limit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RateLimitHeaders {
    /// The header with the number of calls in a window. `None`: there is none.
    pub total: Option<String>,
    /// The header with the number of calls that are left.
    pub remaining: String,
    /// The header with the number of calls that the request itself used. `None`: there is none.
    pub used: Option<String>,
    /// The length of a window.
    pub window_seconds: u64,
}
