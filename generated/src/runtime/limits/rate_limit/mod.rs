//! Keeps callers within the server's rate limit: they queue here before each attempt, first come, first served.
//!
//! Shared by the clones of a client. A caller that goes away while it waits leaves nothing behind.

mod headers;
mod plan;
mod policy;
mod sliding_window;
mod state;
mod window;

use std::future::Future;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use http::{HeaderMap, StatusCode};
use tokio::sync::{Mutex as Turnstile, Notify};
use tokio::time::{self, Instant};

pub use self::headers::RateLimit;
pub use self::plan::{Plan, PlanGroup};
pub use self::policy::RateLimitPolicy;
use self::state::{Sent, State, Verdict};
use crate::runtime::description::Operation;
use crate::runtime::description::RateLimitHeaders;
use crate::runtime::error::retry_after;

/// The queue of a client's callers.
#[derive(Debug)]
pub(in crate::runtime) struct RateLimiter {
    enabled: bool,
    names: Option<&'static RateLimitHeaders>,
    origin: Instant,
    /// Held by the caller who goes next; those after it wait for it in order.
    turnstile: Turnstile<()>,
    /// Wakes the caller who goes next.
    changed: Notify,
    state: Mutex<State>,
}

/// Why a caller is not let through.
#[derive(Clone, Copy, Debug)]
pub(in crate::runtime) enum Refusal {
    /// It would not be its turn before the deadline.
    TooLate,
    /// The server has asked for a pause that is too long, and has this much of it left.
    Paused(Duration),
}

/// How long a caller is willing to wait.
#[derive(Clone, Copy, Debug)]
pub(in crate::runtime) struct Patience {
    pub(in crate::runtime) deadline: Option<Instant>,
    /// The longest pause that the server may ask for.
    pub(in crate::runtime) pause: Duration,
}

impl RateLimiter {
    pub(in crate::runtime) fn new(
        policy: RateLimitPolicy,
        names: Option<&'static RateLimitHeaders>,
    ) -> Self {
        let window = names.map(|names| names.window.as_secs_f64());
        Self {
            enabled: policy.enabled,
            names,
            origin: Instant::now(),
            turnstile: Turnstile::new(()),
            changed: Notify::new(),
            state: Mutex::new(State::new(policy, window)),
        }
    }

    /// Waits until a call of `operation` may go.
    ///
    /// # Errors
    ///
    /// [`Refusal`] as soon as it is clear that this takes longer than `patience` allows.
    pub(in crate::runtime) async fn admit(
        &self,
        operation: &'static Operation,
        cost: u32,
        patience: Patience,
    ) -> Result<Ticket<'_>, Refusal> {
        if !self.enabled {
            return Ok(Ticket {
                limiter: self,
                sent: None,
            });
        }
        loop {
            let turn = before(patience.deadline, self.turnstile.lock()).await?;
            let pause = loop {
                match self.ask(operation, cost) {
                    Verdict::Go(sent) => {
                        let sent = Some(sent);
                        return Ok(Ticket {
                            limiter: self,
                            sent,
                        });
                    }
                    Verdict::PauseOperation(until) => break self.pause(until, patience)?,
                    Verdict::WaitGroup(at) => {
                        let at = self.instant(at);
                        check(at, patience.deadline)?;
                        break at;
                    }
                    Verdict::Pause(until) => {
                        self.pause(until, patience)?;
                        self.wait(until, patience).await?;
                    }
                    Verdict::Wait(at) => self.wait(at, patience).await?,
                }
            };
            drop(turn);
            time::sleep_until(pause).await;
        }
    }

    fn ask(&self, operation: &'static Operation, cost: u32) -> Verdict {
        let now = self.seconds(Instant::now());
        let (id, group) = (operation.id, operation.group);
        self.state().admit(now, id, group, u64::from(cost))
    }

    /// When a pause that the server has asked for is over.
    fn pause(&self, until: f64, patience: Patience) -> Result<Instant, Refusal> {
        let until = self.instant(until);
        let left = until.saturating_duration_since(Instant::now());
        if left > patience.pause {
            return Err(Refusal::Paused(left));
        }
        check(until, patience.deadline)?;
        Ok(until)
    }

    async fn wait(&self, at: f64, patience: Patience) -> Result<(), Refusal> {
        let at = self.instant(at);
        check(at, patience.deadline)?;
        // Whichever comes first, the state is asked again.
        let _ = time::timeout_at(at, self.changed.notified()).await;
        Ok(())
    }

    /// The latest that the server has said, less what is under way.
    pub(in crate::runtime) fn current(&self) -> RateLimit {
        let state = self.state();
        RateLimit {
            remaining: state.left().or(state.latest.remaining),
            ..state.latest
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // The state is consistent between any two statements, so a panic elsewhere does not spoil it.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn seconds(&self, instant: Instant) -> f64 {
        instant.saturating_duration_since(self.origin).as_secs_f64()
    }

    /// The instant for a time of the state's, rounded up to what a timer can tell apart.
    fn instant(&self, seconds: f64) -> Instant {
        // As good as never; a longer time could not be added to a clock.
        const FAR: Duration = Duration::from_secs(10 * 365 * 24 * 60 * 60);
        let since = Duration::try_from_secs_f64(seconds.max(0.0)).unwrap_or(FAR);
        self.origin + since.min(FAR) + Duration::from_micros(1)
    }
}

/// The right to send one call, and the duty to tell what became of it; dropping it says that nothing is known.
#[derive(Debug)]
pub(in crate::runtime) struct Ticket<'a> {
    limiter: &'a RateLimiter,
    sent: Option<Sent>,
}

impl Ticket<'_> {
    /// Notes the head of the answer, and gives what it says about the quota.
    pub(in crate::runtime) fn answered(
        mut self,
        status: StatusCode,
        headers: &HeaderMap,
    ) -> RateLimit {
        let said = RateLimit::read(self.limiter.names, headers);
        let Some(sent) = self.sent.take() else {
            return said;
        };
        let now = self.limiter.seconds(Instant::now());
        let mut state = self.limiter.state();
        if status == StatusCode::TOO_MANY_REQUESTS {
            let wait = retry_after::read(headers).map(|wait| wait.as_secs_f64());
            state.refused(now, sent, said, wait);
        } else if said.remaining.is_none() && status.is_success() {
            state.answered_silently(sent);
        } else {
            state.answered(now, sent, said);
        }
        drop(state);
        self.limiter.changed.notify_one();
        said
    }

    /// Notes that the server has not seen the call.
    pub(in crate::runtime) fn not_sent(mut self) {
        if let Some(sent) = self.sent.take() {
            self.limiter.state().not_sent(sent);
            self.limiter.changed.notify_one();
        }
    }
}

impl Drop for Ticket<'_> {
    fn drop(&mut self) {
        if let Some(sent) = self.sent.take() {
            self.limiter.state().lost(sent);
            self.limiter.changed.notify_one();
        }
    }
}

fn check(at: Instant, deadline: Option<Instant>) -> Result<(), Refusal> {
    match deadline {
        Some(deadline) if deadline <= at => Err(Refusal::TooLate),
        _ => Ok(()),
    }
}

async fn before<T>(deadline: Option<Instant>, work: impl Future<Output = T>) -> Result<T, Refusal> {
    match deadline {
        Some(deadline) => time::timeout_at(deadline, work)
            .await
            .map_err(|_| Refusal::TooLate),
        None => Ok(work.await),
    }
}
