//! Retry decisions: if and when a failed call is sent again.
//!
//! A request that is not safe to repeat is sent again only if the server certainly did not act on it.

use std::collections::hash_map::RandomState;
use std::hash::{BuildHasher as _, Hasher as _};
use std::ptr;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use crate::runtime::description::Operation;
use crate::runtime::error::{Error, TimeLimit};

/// Retry policy of failed calls.
///
/// Connection errors, attempts that timed out and the statuses 408, 429, 500, 502, 503 and 504 are retried when the
/// operation is idempotent; other operations only when the server has certainly not acted on the request: no connection
/// was made, the response was 429, or an HTTP/2 server refused the request unprocessed. A connection that cannot be
/// made, as with a certificate that is not trusted, is not retried. Pauses grow exponentially with full jitter:
/// each is chosen at random between zero and the current limit. A deadline is never overrun: without time for the
/// pause, the call ends with its error at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RetryPolicy {
    max_retries: u32,
    base_delay: Duration,
    max_delay: Duration,
    max_retry_after: Duration,
    idempotent: Option<bool>,
    only_if: Option<Predicate>,
}

/// Errors after which a call may be retried, as the caller decides.
#[derive(Clone, Copy, Debug)]
struct Predicate(fn(&Error) -> bool);

impl PartialEq for Predicate {
    fn eq(&self, other: &Self) -> bool {
        ptr::fn_addr_eq(self.0, other.0)
    }
}

impl Eq for Predicate {}

impl RetryPolicy {
    /// Creates a policy of 3 retries, pauses of up to 0.5, 1 and 2 seconds, a `Retry-After` of up to 120 seconds.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            max_retries: 3,
            base_delay: Duration::from_millis(500),
            max_delay: Duration::from_secs(20),
            max_retry_after: Duration::from_secs(120),
            idempotent: None,
            only_if: None,
        }
    }

    /// Returns one attempt only.
    #[must_use]
    pub const fn never() -> Self {
        Self::new().max_retries(0)
    }

    /// Sets how often a call is retried at most; 3 unless set. A request that an HTTP/2 server refuses unprocessed,
    /// as when it ends a connection in good order, is sent again up to four times as often.
    #[must_use]
    pub const fn max_retries(mut self, count: u32) -> Self {
        self.max_retries = count;
        self
    }

    /// Sets the limit of the first pause, which doubles with each one; half a second unless set.
    #[must_use]
    pub const fn base_delay(mut self, delay: Duration) -> Self {
        self.base_delay = delay;
        self
    }

    /// Sets what the limit of a pause never exceeds; 20 seconds unless set.
    #[must_use]
    pub const fn max_delay(mut self, delay: Duration) -> Self {
        self.max_delay = delay;
        self
    }

    /// Sets the longest `Retry-After` that is waited for; 120 seconds unless set. When the server asks for more, the
    /// call ends with its error at once.
    #[must_use]
    pub const fn max_retry_after(mut self, delay: Duration) -> Self {
        self.max_retry_after = delay;
        self
    }

    /// Declares the calls to be idempotent or not, whatever their operations are: for a `POST` that the caller knows to
    /// be safe to repeat, or for a `PUT` that is not. Set it on single requests, not on a client.
    #[must_use]
    pub const fn idempotent(mut self, idempotent: bool) -> Self {
        self.idempotent = Some(idempotent);
        self
    }

    /// Makes a call again only after errors for which `predicate` is true, of those after which it would be retried.
    #[must_use]
    pub const fn only_if(mut self, predicate: fn(&Error) -> bool) -> Self {
        self.only_if = Some(Predicate(predicate));
        self
    }

    /// Returns the longest pause that the server may ask for, with what a retry adds to it.
    pub(in crate::runtime) fn longest_pause(&self) -> Duration {
        self.max_retry_after.saturating_add(self.base_delay)
    }

    /// Returns the pause before the next attempt after `error`, if there is to be one; the attempts before are known by
    /// the error.
    pub(in crate::runtime) fn pause(
        &self,
        error: &Error,
        operation: &Operation,
    ) -> Option<Duration> {
        let again = match verdict(error) {
            RetryRule::Never => false,
            RetryRule::IfIdempotent => self.idempotent.unwrap_or_else(|| is_idempotent(operation)),
            RetryRule::Always => true,
        };
        let again = again && self.only_if.is_none_or(|predicate| predicate.0(error));
        let (retries, max_retries) = self.count(error);
        let asked = asked(error);
        if !again || retries >= max_retries || asked.is_some_and(|d| d > self.max_retry_after) {
            return None;
        }
        let is_first = asked.is_some() || error.is_refused_unprocessed();
        let jitter = self.backoff(if is_first { 0 } else { retries });
        Some(asked.unwrap_or_default().saturating_add(jitter))
    }

    /// Returns the number of attempts before that count for this error, and how many there may be. Requests that the
    /// server refuses unprocessed count by themselves: many of them may be on their way when it ends a connection in
    /// good order.
    fn count(&self, error: &Error) -> (u32, u32) {
        let is_refused = error.is_refused_unprocessed();
        let previous = error.previous_attempts().iter();
        let count = previous.filter(|attempt| attempt.is_refused_unprocessed() == is_refused);
        let count = u32::try_from(count.count()).unwrap_or(u32::MAX);
        if is_refused {
            (count, self.max_retries.saturating_mul(4))
        } else {
            (count, self.max_retries)
        }
    }

    /// Returns a random part of the limit that holds after `retries` retries.
    fn backoff(&self, retries: u32) -> Duration {
        let factor = 1_u32.checked_shl(retries.min(31)).unwrap_or(u32::MAX);
        let limit = self.base_delay.saturating_mul(factor).min(self.max_delay);
        limit.mul_f64(random_fraction())
    }
}

impl Default for RetryPolicy {
    fn default() -> Self {
        Self::new()
    }
}

/// For which operations a failure is worth another attempt.
enum RetryRule {
    Never,
    IfIdempotent,
    /// The server certainly did not act on the request.
    Always,
}

fn verdict(error: &Error) -> RetryRule {
    match error {
        Error::RateLimited(_) => RetryRule::Always,
        Error::Connection(error) if error.is_permanent() => RetryRule::Never,
        Error::Connection(error) if error.is_unsent() => RetryRule::Always,
        Error::Connection(error) if !error.is_request_body() => RetryRule::IfIdempotent,
        Error::Timeout(error) => match error.limit() {
            TimeLimit::Connect => RetryRule::Always,
            TimeLimit::Attempt => RetryRule::IfIdempotent,
            TimeLimit::Deadline => RetryRule::Never,
        },
        Error::Api(_) if error.is_retryable() => RetryRule::IfIdempotent,
        _ => RetryRule::Never,
    }
}

/// Returns the delay that the server requested; `None` for a time that is over.
fn asked(error: &Error) -> Option<Duration> {
    error.retry_after().filter(|wait| !wait.is_zero())
}

fn is_idempotent(operation: &Operation) -> bool {
    operation
        .idempotent
        .unwrap_or_else(|| operation.method.is_idempotent())
}

/// Returns a number in [0, 1); the keys of the standard library's maps are random enough to spread callers.
fn random_fraction() -> f64 {
    let bits = RandomState::new().build_hasher().finish() >> 32;
    f64::from(u32::try_from(bits).unwrap_or(0)) / 4_294_967_296.0
}

/// Bounds the load that retries add while a server is down: shared by the clones of a client.
///
/// Each retry takes a token, each success gives a tenth of one back.
#[derive(Debug)]
pub(in crate::runtime) struct RetryBudget {
    /// In tenths of a token.
    tenths: AtomicU32,
    capacity: u32,
}

impl RetryBudget {
    /// Creates a full budget of `retries` tokens.
    pub(in crate::runtime) fn new(retries: u32) -> Self {
        let capacity = retries.saturating_mul(10);
        Self {
            tenths: AtomicU32::new(capacity),
            capacity,
        }
    }

    /// Takes a token for another attempt after `error`, if there is one.
    ///
    /// Neither a server that says when to come back is the failure that the budget is there for, nor one that ends a
    /// connection in good order while more requests are on their way.
    pub(in crate::runtime) fn allows(&self, error: &Error) -> bool {
        if asked(error).is_some() || error.is_refused_unprocessed() {
            return true;
        }
        let taken = |tenths: u32| tenths.checked_sub(10);
        let order = Ordering::Relaxed;
        self.tenths.fetch_update(order, order, taken).is_ok()
    }

    /// Notes a success.
    pub(in crate::runtime) fn deposit(&self) {
        let order = Ordering::Relaxed;
        if self.tenths.load(order) < self.capacity {
            let _ = self.tenths.fetch_add(1, order);
        }
    }
}
