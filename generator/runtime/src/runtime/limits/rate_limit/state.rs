//! Quota left, and the order of waiting calls; a plain state machine over time in seconds.
//!
//! A call is let go only if the quota has certainly something left for it. What is left is the least that the server
//! has said in this window, less what is in progress: responses may arrive in any order, and each may or may not count
//! the calls that were in progress with it.

use super::headers::{RateLimit, RateLimitProblem};
use super::pace::Pace;
use super::policy::RateLimitPolicy;
use super::sliding_window::SlidingWindow;
use super::window::Window;

/// The window in which a ceiling per minute is counted.
const MINUTE: f64 = 60.0;
/// Time for which calls wait for the response to the probe of the quota, in seconds; then one more is sent.
const PATIENCE: f64 = 5.0;
/// The longest pause that holds back calls to come, in seconds: a day. A service that says "never" is called again
/// after it.
const LONGEST_PAUSE: f64 = 24.0 * 60.0 * 60.0;
/// Lets the server's clock be a little late, in seconds.
const MARGIN: f64 = 0.1;

/// Number of inconsistent windows in a row that count as a problem.
const SUSPICIOUS: u32 = 2;

/// Verdict on a call that wants to be sent.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Admission {
    Go(Sent),
    /// Nobody goes before this time; ask again when something changes, and then at the latest.
    Wait(f64),
    /// Ask again when something changes, and at this time at the latest; nothing says that it takes so long.
    Recheck(f64),
    /// As [`Self::Wait`], for the operations of its group alone; others may go.
    WaitGroup(f64),
    /// As [`Self::Wait`], because the server has asked to be left alone until then.
    Pause(f64),
    /// As [`Self::Pause`], for this operation alone; others may go.
    PauseOperation(f64),
}

/// A call that wants to go.
#[derive(Clone, Copy, Debug)]
pub(super) struct Asking {
    pub(super) operation: &'static str,
    pub(super) group: Option<&'static str>,
    /// Documented cost.
    pub(super) declared: u64,
    pub(super) pace: Pace,
    /// Number of waiting callers, this one included.
    pub(super) waiting: usize,
}

/// Record of a call that was admitted.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Sent {
    operation: &'static str,
    /// Documented cost, and counted cost.
    declared: u64,
    cost: u64,
    at: f64,
    /// In which window it was let go, and what was left then.
    window: u64,
    left: Option<u64>,
}

#[derive(Debug)]
pub(super) struct State {
    policy: RateLimitPolicy,
    window: Window,
    /// Counts the windows.
    number: u64,
    /// The least that the server has said is left in this window; `None` before its first response.
    left: Option<u64>,
    /// As [`Self::left`], in the window before.
    left_before: Option<u64>,
    /// Quota per window, as far as known, and the window of that information.
    capacity: u64,
    capacity_of: u64,
    /// Number of windows in a row whose first call succeeded and left nothing.
    empty: u32,
    /// Number of windows in a row that began with no more than the one before had left.
    not_renewed: u32,
    pub(super) problem: Option<RateLimitProblem>,
    /// Time of the last sent call that certainly belongs to this window.
    last_sent: Option<f64>,
    in_flight: u64,
    /// `true` if responses report a quota; `None` before the first one.
    speaks: Option<bool>,
    /// Nobody goes before.
    paused_until: f64,
    /// Operations that the server has sent away although the quota was not used up.
    pauses: Vec<(&'static str, f64)>,
    /// Actual costs of calls, by operation and documented cost: with other parameters, a call costs something else.
    costs: Vec<((&'static str, u64), u64)>,
    /// Start of the probe that asks for the quota of this window, until its response is received.
    asked: Option<f64>,
    /// `true` if the quota was used up at the last request for admission.
    is_used_up: bool,
    /// The last window in which callers queued because the quota did not suffice for all of them.
    short: Option<u64>,
    /// Time of the last admission.
    last_release: f64,
    /// Limits of the policy on all calls.
    ceilings: Vec<SlidingWindow>,
    /// The client's own share of the quota, if it is not all of it. Counted in any stretch of time, because it is not
    /// certain when the windows begin.
    share: Option<SlidingWindow>,
    /// Limits of the policy on groups of operations.
    groups: Vec<(&'static str, SlidingWindow)>,
    pub(super) latest: RateLimit,
}

impl State {
    /// Creates a state that knows nothing; `window` is the length of the quota's window, if the service has a quota.
    pub(super) fn new(policy: RateLimitPolicy, window: Option<f64>) -> Self {
        Self {
            policy,
            window: Window::new(window.unwrap_or(MINUTE)),
            number: 0,
            left: None,
            left_before: None,
            capacity: 0,
            capacity_of: 0,
            empty: 0,
            not_renewed: 0,
            problem: None,
            last_sent: None,
            in_flight: 0,
            speaks: window.is_none().then_some(false),
            paused_until: 0.0,
            pauses: Vec::new(),
            costs: Vec::new(),
            asked: None,
            is_used_up: false,
            short: None,
            last_release: f64::NEG_INFINITY,
            ceilings: ceilings(policy),
            share: policy
                .has_share()
                .then(|| SlidingWindow::new(1, window.unwrap_or(MINUTE))),
            groups: groups(policy),
            latest: RateLimit::default(),
        }
    }

    /// Decides if a call may be sent at `now`.
    pub(super) fn admit(&mut self, now: f64, asking: &Asking) -> Admission {
        if let Some(until) = self.pause_of(now, asking.operation) {
            return Admission::PauseOperation(until);
        }
        if now < self.paused_until {
            return Admission::Pause(self.paused_until);
        }
        let cost = self.cost(asking);
        if let Some(at) = self.group_ceiling(now, asking.group, cost) {
            return Admission::WaitGroup(at);
        }
        if let Some(at) = self.ceiling(now, cost) {
            return Admission::Wait(at);
        }
        match self.quota(now, asking, cost) {
            Some(wait) => wait,
            None => Admission::Go(self.release(now, asking)),
        }
    }

    /// Returns the counted cost of a call: the actual cost of a similar one, or else the documented cost.
    fn cost(&self, asking: &Asking) -> u64 {
        let key = (asking.operation, asking.declared);
        find(&self.costs, &key).unwrap_or(asking.declared)
    }

    fn pause_of(&mut self, now: f64, operation: &'static str) -> Option<f64> {
        self.pauses.retain(|(_, until)| *until > now);
        find(&self.pauses, &operation)
    }

    /// Returns the time at which the limits on all calls allow this one, if they do not now.
    fn ceiling(&mut self, now: f64, cost: u64) -> Option<f64> {
        let mut latest: Option<f64> = None;
        for ceiling in &mut self.ceilings {
            if let Some(at) = ceiling.wait(now, cost) {
                latest = Some(latest.map_or(at, |latest| latest.max(at)));
            }
        }
        latest
    }

    fn group_mut(&mut self, name: &str) -> Option<&mut SlidingWindow> {
        let mut groups = self.groups.iter_mut();
        groups.find_map(|(known, ceiling)| (*known == name).then_some(ceiling))
    }

    /// Returns the time at which the limit of its group allows the call, if it does not now.
    fn group_ceiling(&mut self, now: f64, group: Option<&str>, cost: u64) -> Option<f64> {
        self.group_mut(group?)?.wait(now, cost)
    }

    /// Returns the verdict that makes the call wait, if the quota does not allow it now.
    fn quota(&mut self, now: f64, asking: &Asking, cost: u64) -> Option<Admission> {
        if self.speaks == Some(false) || self.problem == Some(RateLimitProblem::NoLimit) {
            return None;
        }
        if self.window.roll(now - MARGIN) {
            self.begin_window(None);
        }
        // The first call of a window asks how much there is; the others wait for its response, which may come soon.
        let Some(said) = self.left else {
            let until = self.asked.map(|asked| asked + PATIENCE);
            return until.filter(|until| *until > now).map(Admission::Recheck);
        };
        let reserve = u64::from(self.policy.reserve).min(self.capacity.saturating_sub(1));
        let allowed = self.policy.share_of(self.capacity);
        let allowed = allowed.min(self.capacity - reserve);
        let cost = cost.min(allowed).max(1);
        let own = match self.own(now, allowed, cost) {
            Ok(left) => left,
            Err(at) => return Some(Admission::Wait(at)),
        };
        let said = said.saturating_sub(reserve);
        let left = said.saturating_sub(self.in_flight).min(own);
        self.note_queue(asking.waiting, left);
        self.is_used_up = left < cost;
        if self.is_used_up {
            // What is in progress may be counted in what the server has said: then there is more.
            let end = self.window.end().map(|end| end + MARGIN);
            return Some(match end {
                Some(end) if said < cost => Admission::Wait(end),
                end => Admission::Recheck(end.unwrap_or(now + PATIENCE)),
            });
        }
        let next = self.last_release + self.gap(now, asking, left, allowed);
        (next > now).then_some(Admission::Recheck(next))
    }

    /// Returns the rest of the client's own share, or the time at which there is enough for a call of this cost.
    fn own(&mut self, now: f64, allowed: u64, cost: u64) -> Result<u64, f64> {
        let Some(share) = &mut self.share else {
            return Ok(u64::MAX);
        };
        share.set_calls(allowed);
        match share.wait(now, cost) {
            Some(at) => Err(at),
            None => Ok(share.left()),
        }
    }

    /// Notes that more callers wait than calls are left, or have waited since the quota was used up.
    fn note_queue(&mut self, waiting: usize, left: u64) {
        let is_short = usize::try_from(left).is_ok_and(|left| waiting > left.max(1));
        if is_short || self.is_used_up && waiting > 1 {
            self.short = Some(self.number);
        }
    }

    /// Returns the time between two calls. There is none for a caller alone, and none while the burst lasts; then what
    /// is left is spread over the rest of the window.
    fn gap(&self, now: f64, asking: &Asking, left: u64, allowed: u64) -> f64 {
        let is_spread = match asking.pace {
            Pace::Urgent | Pace::Unlimited => false,
            Pace::Normal => self.is_crowded(asking.waiting) && !self.is_burst(left, allowed),
            Pace::Patient => true,
        };
        if !is_spread {
            return 0.0;
        }
        let rest = self.window.target().map_or(0.0, |target| target - now);
        let calls = u32::try_from(left).map_or(f64::INFINITY, f64::from);
        (rest / calls).max(0.0)
    }

    /// Returns `true` if callers have queued for lack of quota in this window or the one before, and there are others
    /// now.
    fn is_crowded(&self, waiting: usize) -> bool {
        let has_others = self.in_flight > 0 || waiting > 1;
        has_others && self.short.is_some_and(|short| short + 1 >= self.number)
    }

    /// Returns `true` if enough quota is left to send calls without spreading them.
    fn is_burst(&self, left: u64, allowed: u64) -> bool {
        let kept = 100 - u64::from(self.policy.burst_percent.min(100));
        left.saturating_mul(100) >= allowed.saturating_mul(kept)
    }

    /// Lets a call go, whatever is left.
    pub(super) fn release(&mut self, now: f64, asking: &Asking) -> Sent {
        let cost = self.cost(asking);
        self.in_flight = self.in_flight.saturating_add(cost);
        self.last_release = now;
        if self.left.is_none() {
            self.asked = Some(now);
        }
        for ceiling in self.ceilings.iter_mut().chain(&mut self.share) {
            ceiling.note(now, cost);
        }
        if let Some(ceiling) = asking.group.and_then(|group| self.group_mut(group)) {
            ceiling.note(now, cost);
        }
        Sent {
            operation: asking.operation,
            declared: asking.declared,
            cost,
            at: now,
            window: self.number,
            left: self.left,
        }
    }

    fn begin_window(&mut self, left: Option<u64>) {
        self.number += 1;
        self.asked = None;
        self.left_before = self.left.or(self.left_before);
        self.left = left;
    }

    /// Notes that the server has not seen a call.
    pub(super) fn not_sent(&mut self, sent: Sent) {
        self.settle(sent);
    }

    /// Notes that nothing will be heard of a call, which the server may have counted.
    pub(super) fn lost(&mut self, sent: Sent) {
        self.settle(sent);
        self.left = self.left.map(|left| left.saturating_sub(sent.cost));
    }

    fn settle(&mut self, sent: Sent) {
        self.in_flight = self.in_flight.saturating_sub(sent.cost);
        if sent.window == self.number {
            self.asked = None;
        }
    }

    /// Notes that a response said nothing of a quota. Without an earlier one that did, there is none.
    pub(super) fn answered_silently(&mut self, sent: Sent) {
        self.lost(sent);
        if self.left.is_none() {
            self.speaks = Some(false);
        }
    }

    /// Notes a response that came at `now`.
    pub(super) fn answered(&mut self, now: f64, sent: Sent, said: RateLimit) {
        let Some(remaining) = said.remaining else {
            self.problem = said.problem.or(self.problem);
            return self.lost(sent);
        };
        self.settle(sent);
        self.speaks = Some(true);
        self.latest = said;
        self.problem = self.note_first(sent, remaining);
        self.window.seen(now);
        self.note_remaining(now, sent, remaining);
        self.note_capacity(remaining, said.total);
        if let Some(used) = said.used.filter(|used| *used > 0) {
            self.note_cost(sent, used);
        }
    }

    /// Notes the first response in a window, and whether several of them look wrong.
    fn note_first(&mut self, sent: Sent, remaining: u64) -> Option<RateLimitProblem> {
        if self.left.is_none() && sent.window == self.number {
            let is_renewed = self.left_before.is_none_or(|before| remaining > before);
            self.not_renewed = if is_renewed { 0 } else { self.not_renewed + 1 };
            self.empty += 1;
        }
        if remaining > 0 {
            self.empty = 0;
        }
        if self.empty >= SUSPICIOUS {
            Some(RateLimitProblem::NoLimit)
        } else if self.not_renewed >= SUSPICIOUS {
            Some(RateLimitProblem::LongerWindow)
        } else {
            None
        }
    }

    /// Notes what the quota allows; within a window, it does not get less.
    fn note_capacity(&mut self, remaining: u64, total: Option<u64>) {
        let said = total.unwrap_or(self.capacity).max(remaining).max(1);
        if said < self.capacity && self.capacity_of == self.number {
            self.problem = self.problem.or(Some(RateLimitProblem::ShrinkingTotal));
            return;
        }
        (self.capacity, self.capacity_of) = (said, self.number);
    }

    /// Notes what a call has cost.
    fn note_cost(&mut self, sent: Sent, used: u64) {
        if used > self.capacity {
            self.problem = self.problem.or(Some(RateLimitProblem::Cost));
        } else {
            set(&mut self.costs, (sent.operation, sent.declared), used);
        }
    }

    fn note_remaining(&mut self, now: f64, sent: Sent, remaining: u64) {
        let is_current = sent.window == self.number;
        let known = if self.left.is_none() {
            self.left_before
        } else {
            sent.left
        };
        // Within a window it never gets more.
        let is_more = known.is_some_and(|known| remaining > known);
        if is_current && is_more {
            self.window
                .began(self.last_sent.unwrap_or(f64::NEG_INFINITY), now);
            if self.left.is_some() {
                self.begin_window(None);
            }
        }
        if is_current || is_more {
            self.left = Some(self.left.map_or(remaining, |left| left.min(remaining)));
            self.last_sent = Some(self.last_sent.map_or(sent.at, |at| at.max(sent.at)));
        }
    }

    /// Notes that the server sent a call away at `now`, and for how long, if it said that.
    pub(super) fn refused(&mut self, now: f64, sent: Sent, said: RateLimit, wait: Option<f64>) {
        let wait = wait.map(|wait| wait.min(LONGEST_PAUSE));
        self.answered(now, sent, said);
        (self.empty, self.problem) = (0, None);
        if said
            .remaining
            .is_some_and(|remaining| remaining >= sent.cost)
        {
            // Not the shared quota, but one of the operation's own.
            if let Some(wait) = wait {
                set(&mut self.pauses, sent.operation, now + wait);
            }
            return;
        }
        if let Some(wait) = wait {
            self.paused_until = self.paused_until.max(now + wait);
            self.begin_window(None);
        } else if self.speaks == Some(true) {
            self.left = Some(0);
        }
    }

    /// Returns the quota that this client certainly has left.
    pub(super) fn left(&self) -> Option<u64> {
        self.left.map(|left| left.saturating_sub(self.in_flight))
    }
}

/// Returns the limits of a policy on all calls: its own, and that of the plan.
fn ceilings(policy: RateLimitPolicy) -> Vec<SlidingWindow> {
    let mut ceilings = Vec::new();
    if let Some(calls) = policy.ceiling {
        ceilings.push(SlidingWindow::new(calls, MINUTE));
    }
    if let Some(plan) = policy.plan {
        ceilings.push(SlidingWindow::new(plan.total, plan.window.as_secs_f64()));
    }
    ceilings
}

/// Returns the limits of a policy on each group.
fn groups(policy: RateLimitPolicy) -> Vec<(&'static str, SlidingWindow)> {
    let Some(plan) = policy.plan else {
        return Vec::new();
    };
    let window = plan.window.as_secs_f64();
    let groups = plan.groups.iter();
    groups
        .map(|group| (group.name, SlidingWindow::new(group.calls, window)))
        .collect()
}

// The entries are few: operations whose cost is not the declared one, or that are paused. So they are searched from
// the start, and no map is compiled into every client.

fn find<K: PartialEq, T: Copy>(entries: &[(K, T)], key: &K) -> Option<T> {
    let entry = entries.iter().find(|(known, _)| known == key);
    entry.map(|(_, value)| *value)
}

fn set<K: PartialEq, T>(entries: &mut Vec<(K, T)>, key: K, value: T) {
    match entries.iter_mut().find(|(known, _)| *known == key) {
        Some(entry) => entry.1 = value,
        None => entries.push((key, value)),
    }
}
