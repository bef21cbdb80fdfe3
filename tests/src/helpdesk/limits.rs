//! The calls of a minute: how many there were, and how many are left.
//!
//! Invariant: a call that is refused for being one too many counts as well, as with the service.

use std::time::{Duration, Instant};

use super::reply::Reply;

const WINDOW: Duration = Duration::from_secs(60);

/// Limit that is reported if there is none.
const PLENTY: u64 = 1_000_000;

/// The calls of the current minute.
#[derive(Debug)]
pub(super) struct Limits {
    limit: Option<u64>,
    begun: Instant,
    used: u64,
}

impl Limits {
    pub(super) fn new(limit: Option<u64>) -> Self {
        Self {
            limit,
            begun: Instant::now(),
            used: 0,
        }
    }

    /// Counts a call; if it is one too many, the seconds until there are new ones.
    pub(super) fn count(&mut self, cost: u64) -> Result<(), u64> {
        if self.begun.elapsed() >= WINDOW {
            self.begun = Instant::now();
            self.used = 0;
        }
        self.used += cost;
        match self.limit {
            Some(limit) if self.used > limit => {
                let left = WINDOW.saturating_sub(self.begun.elapsed());
                Err(left.as_secs() + 1)
            }
            _ => Ok(()),
        }
    }

    /// Says in the head of a response how things are.
    pub(super) fn tell(&self, reply: Reply, cost: u64) -> Reply {
        let (total, used) = match self.limit {
            Some(limit) => (limit, self.used),
            None => (PLENTY, 0),
        };
        reply
            .header(format!("x-ratelimit-total: {total}"))
            .header(format!(
                "x-ratelimit-remaining: {}",
                total.saturating_sub(used)
            ))
            .header(format!("x-ratelimit-used-currentrequest: {cost}"))
    }
}

#[cfg(test)]
mod tests {
    use super::Limits;

    #[test]
    fn the_last_call_is_let_through_and_the_next_one_is_not() {
        let mut limits = Limits::new(Some(5));
        assert_eq!(limits.count(3), Ok(()));
        assert_eq!(limits.count(2), Ok(()));
        let seconds = limits.count(1).unwrap_err();
        assert!((59..=60).contains(&seconds), "{seconds}");
    }
}
