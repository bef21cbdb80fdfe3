//! Keeps callers within the server's rate limit: they queue here before each attempt, first come, first served.
//!
//! Shared by the clones of a client. A caller that goes away while it waits leaves nothing behind.

mod headers;
mod lane;
mod pace;
mod plan;
mod policy;
mod sliding_window;
mod state;
mod window;

use std::future::Future;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use http::{HeaderMap, StatusCode};
use tokio::time::{self, Instant};

pub use self::headers::{RateLimit, RateLimitProblem};
use self::lane::Lane;
pub use self::pace::Pace;
pub use self::plan::{Plan, PlanGroup};
pub use self::policy::RateLimitPolicy;
use self::state::{Admission, Asking, Sent, State};
use crate::runtime::description::Operation;
use crate::runtime::description::RateLimitHeaders;
use crate::runtime::error::retry_after;

/// As good as never; a longer time could not be added to a clock.
const FAR: Duration = Duration::from_secs(10 * 365 * 24 * 60 * 60);
/// Time that a caller gives to those of a higher pace before it tries again, in seconds.
const COURTESY: f64 = 1.0;

/// The queues of a client's callers.
#[derive(Debug)]
pub(in crate::runtime) struct RateLimiter {
    enabled: bool,
    names: Option<&'static RateLimitHeaders>,
    origin: Instant,
    urgent: Lane,
    normal: Lane,
    patient: Lane,
    state: Mutex<State>,
}

/// Reason to refuse a call.
#[derive(Clone, Copy, Debug)]
pub(in crate::runtime) enum Refusal {
    /// It is not its turn before the deadline.
    TooLate,
    /// The server has asked for a pause that is too long, and has this much of it left.
    Paused(Duration),
}

/// Limit on the time that a caller waits.
#[derive(Clone, Copy, Debug)]
pub(in crate::runtime) struct Patience {
    pub(in crate::runtime) deadline: Option<Instant>,
    /// The longest pause that the server may ask for.
    pub(in crate::runtime) pause: Duration,
}

/// A call that wants to go.
#[derive(Clone, Copy, Debug)]
pub(in crate::runtime) struct Passage {
    pub(in crate::runtime) operation: &'static Operation,
    pub(in crate::runtime) cost: u32,
    pub(in crate::runtime) pace: Pace,
    pub(in crate::runtime) patience: Patience,
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
            urgent: Lane::new(),
            normal: Lane::new(),
            patient: Lane::new(),
            state: Mutex::new(State::new(policy, window)),
        }
    }

    /// Waits until a call may go.
    ///
    /// # Errors
    ///
    /// [`Refusal`] as soon as it is certain that this takes longer than its patience allows.
    pub(in crate::runtime) async fn admit(&self, passage: Passage) -> Result<Ticket<'_>, Refusal> {
        let sent = if !self.enabled {
            None
        } else if passage.pace == Pace::Unlimited {
            let now = self.seconds(Instant::now());
            Some(self.state().release(now, &self.asking(passage)))
        } else {
            Some(self.wait_in_time(passage).await?)
        };
        Ok(Ticket {
            limiter: self,
            sent,
        })
    }

    /// Waits in the lane of the call's pace until the deadline; without urgency, for half of that time, and then in the
    /// urgent lane: what is spread over the window must not make a call late while others are left.
    async fn wait_in_time(&self, passage: Passage) -> Result<Sent, Refusal> {
        let Some(deadline) = passage.patience.deadline else {
            return self.wait_in_lane(passage).await;
        };
        let left = deadline.saturating_duration_since(Instant::now());
        if passage.pace != Pace::Urgent
            && let Some(done) = before(deadline - left / 2, self.wait_in_lane(passage)).await
        {
            return done;
        }
        let urgent = Passage {
            pace: Pace::Urgent,
            ..passage
        };
        let done = before(deadline, self.wait_in_lane(urgent)).await;
        done.unwrap_or(Err(Refusal::TooLate))
    }

    async fn wait_in_lane(&self, passage: Passage) -> Result<Sent, Refusal> {
        let Passage { pace, patience, .. } = passage;
        loop {
            let place = self.lane(pace).enter();
            let turn = place.first().await;
            let pause = loop {
                match self.ask(passage) {
                    Admission::Go(sent) => {
                        drop(place);
                        self.wake_after(pace);
                        return Ok(sent);
                    }
                    Admission::PauseOperation(until) => break self.pause(until, patience)?,
                    Admission::WaitGroup(at) => break self.not_before(at, patience)?,
                    Admission::Pause(until) => place.changed(self.pause(until, patience)?).await,
                    Admission::Wait(at) => place.changed(self.not_before(at, patience)?).await,
                    Admission::Recheck(at) => place.changed(self.instant(at)).await,
                }
            };
            drop(turn);
            drop(place);
            self.wake_after(pace);
            time::sleep_until(pause).await;
        }
    }

    fn ask(&self, passage: Passage) -> Admission {
        let now = self.seconds(Instant::now());
        if self.has_priority_over(passage.pace) {
            return Admission::Recheck(now + COURTESY);
        }
        self.state().admit(now, &self.asking(passage))
    }

    fn asking(&self, passage: Passage) -> Asking {
        Asking {
            operation: passage.operation.id,
            group: passage.operation.group,
            declared: u64::from(passage.cost),
            pace: passage.pace,
            waiting: self.waiting(),
        }
    }

    fn lane(&self, pace: Pace) -> &Lane {
        match pace {
            Pace::Urgent => &self.urgent,
            Pace::Patient => &self.patient,
            Pace::Normal | Pace::Unlimited => &self.normal,
        }
    }

    /// Returns the number of callers in all lanes.
    fn waiting(&self) -> usize {
        self.urgent.waiting() + self.normal.waiting() + self.patient.waiting()
    }

    /// Returns `true` if callers of a higher pace are waiting.
    fn has_priority_over(&self, pace: Pace) -> bool {
        match pace {
            Pace::Urgent | Pace::Unlimited => false,
            Pace::Normal => self.urgent.waiting() > 0,
            Pace::Patient => self.urgent.waiting() + self.normal.waiting() > 0,
        }
    }

    /// Wakes those who have let a caller of this pace go ahead.
    fn wake_after(&self, pace: Pace) {
        if pace == Pace::Urgent {
            self.normal.wake();
        }
        if pace != Pace::Patient {
            self.patient.wake();
        }
    }

    fn wake_all(&self) {
        self.urgent.wake();
        self.normal.wake();
        self.patient.wake();
    }

    /// Returns the end of a pause that the server has requested.
    fn pause(&self, until: f64, patience: Patience) -> Result<Instant, Refusal> {
        let at = self.instant(until);
        let left = at.saturating_duration_since(Instant::now());
        if left > patience.pause {
            return Err(Refusal::Paused(left));
        }
        self.not_before(until, patience)
    }

    /// Returns the instant before which no call goes, if the deadline is after it.
    fn not_before(&self, at: f64, patience: Patience) -> Result<Instant, Refusal> {
        let at = self.instant(at);
        match patience.deadline {
            Some(deadline) if deadline <= at => Err(Refusal::TooLate),
            _ => Ok(at),
        }
    }

    /// Returns the latest that the server has said, less what is in progress.
    pub(in crate::runtime) fn current(&self) -> RateLimit {
        let state = self.state();
        RateLimit {
            remaining: state.left().or(state.latest.remaining),
            problem: state.problem,
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

    /// Returns the instant for a time of the state's, rounded up to what a timer can tell apart.
    fn instant(&self, seconds: f64) -> Instant {
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
    /// Notes the head of the response, and gives what it says about the quota.
    pub(in crate::runtime) fn answered(
        mut self,
        status: StatusCode,
        headers: &HeaderMap,
    ) -> RateLimit {
        let mut said = RateLimit::read(self.limiter.names, headers);
        let Some(sent) = self.sent.take() else {
            return said;
        };
        let now = self.limiter.seconds(Instant::now());
        let mut state = self.limiter.state();
        let known = state.problem;
        if status == StatusCode::TOO_MANY_REQUESTS {
            let wait = retry_after::read(headers).map(|wait| wait.as_secs_f64());
            state.refused(now, sent, said, wait);
        } else if said.remaining.is_none() && said.problem.is_none() && status.is_success() {
            state.answered_silently(sent);
        } else {
            state.answered(now, sent, said);
        }
        said.problem = said.problem.or(state.problem);
        drop(state);
        if said.problem != known {
            report(said.problem);
        }
        self.limiter.wake_all();
        said
    }

    /// Notes that the server has not seen the call.
    pub(in crate::runtime) fn not_sent(mut self) {
        if let Some(sent) = self.sent.take() {
            self.limiter.state().not_sent(sent);
            self.limiter.wake_all();
        }
    }
}

impl Drop for Ticket<'_> {
    fn drop(&mut self) {
        if let Some(sent) = self.sent.take() {
            self.limiter.state().lost(sent);
            self.limiter.wake_all();
        }
    }
}

/// Tells tracing of a problem when it is new.
#[cfg(feature = "tracing")]
fn report(problem: Option<RateLimitProblem>) {
    if let Some(problem) = problem {
        tracing::warn!(%problem, "implausible rate limit");
    }
}

#[cfg(not(feature = "tracing"))]
fn report(_: Option<RateLimitProblem>) {}

/// Returns the outcome of `work`, if there is one before `deadline`.
async fn before<T>(deadline: Instant, work: impl Future<Output = T>) -> Option<T> {
    time::timeout_at(deadline, work).await.ok()
}
