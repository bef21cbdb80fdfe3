//! Limits of a call: the rate limit, the retries, and cancellation.
//!
//! A client's calls and those of its clones share them.

mod cancellation;
mod rate_limit;
mod retry;

pub use self::cancellation::Cancellation;
pub(in crate::runtime) use self::cancellation::Cancelling;
pub use self::rate_limit::{Pace, Plan, PlanGroup, RateLimit, RateLimitPolicy, RateLimitProblem};
pub(in crate::runtime) use self::rate_limit::{Passage, Patience, RateLimiter, Refusal, Ticket};
pub(in crate::runtime) use self::retry::RetryBudget;
pub use self::retry::RetryPolicy;
