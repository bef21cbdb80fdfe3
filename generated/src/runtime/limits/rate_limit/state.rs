//! What is left of the quota, and who may go next; a plain state machine over time in seconds.
//!
//! A call is let go only if the quota has certainly something left for it. What is left is the least that the server has
//! said in this window, less what is under way: answers may arrive in any order, and each may or may not count the calls
//! that were under way with it.

use super::headers::RateLimit;
use super::policy::RateLimitPolicy;
use super::sliding_window::SlidingWindow;
use super::window::Window;

/// The window in which a ceiling per minute is counted.
const MINUTE: f64 = 60.0;
/// How long the others wait for the call that asks how much there is, in seconds; then one more goes.
const PATIENCE: f64 = 5.0;
/// The longest pause that holds back calls to come, in seconds: a day. Whoever says "never" is asked again after it.
const LONGEST_PAUSE: f64 = 24.0 * 60.0 * 60.0;
/// Lets the server's clock be a little late, in seconds.
const MARGIN: f64 = 0.1;

/// The answer to a call that wants to go.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Verdict {
    Go(Sent),
    /// Ask again when something changes, and at this time at the latest.
    Wait(f64),
    /// As [`Self::Wait`], for the operations of its group alone; others may go.
    WaitGroup(f64),
    /// As [`Self::Wait`], because the server has asked to be left alone until then.
    Pause(f64),
    /// As [`Self::Pause`], for this operation alone; others may go.
    PauseOperation(f64),
}

/// What is remembered of a call that was let go.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Sent {
    operation: &'static str,
    /// What it was said to cost, and what it is counted as.
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
    /// The least that the server has said is left in this window; `None` before its first answer.
    left: Option<u64>,
    /// As [`Self::left`], in the window before.
    left_before: Option<u64>,
    /// What the quota allows per window, as far as it is known.
    capacity: u64,
    /// When the last call was sent that is known to belong to this window.
    last_sent: Option<f64>,
    in_flight: u64,
    /// Whether answers have told anything about a quota; `None` before the first one.
    speaks: Option<bool>,
    /// Nobody goes before.
    paused_until: f64,
    /// Operations that the server has sent away although the quota was not used up.
    pauses: Vec<(&'static str, f64)>,
    /// What calls have cost, by operation and what was declared: with other parameters, a call costs something else.
    costs: Vec<((&'static str, u64), u64)>,
    /// When the call was let go that asks how much there is in this window, until its answer comes.
    asked: Option<f64>,
    /// When a call was last let go.
    last_release: f64,
    /// What the policy allows in all.
    ceilings: Vec<SlidingWindow>,
    /// What it allows to groups of operations.
    groups: Vec<(&'static str, SlidingWindow)>,
    pub(super) latest: RateLimit,
}

impl State {
    /// A state that knows nothing; `window` is the length of the quota's window, if the service has a quota.
    pub(super) fn new(policy: RateLimitPolicy, window: Option<f64>) -> Self {
        Self {
            policy,
            window: Window::new(window.unwrap_or(MINUTE)),
            number: 0,
            left: None,
            left_before: None,
            capacity: 0,
            last_sent: None,
            in_flight: 0,
            speaks: window.is_none().then_some(false),
            paused_until: 0.0,
            pauses: Vec::new(),
            costs: Vec::new(),
            asked: None,
            last_release: f64::NEG_INFINITY,
            ceilings: ceilings(policy),
            groups: groups(policy),
            latest: RateLimit::default(),
        }
    }

    /// Whether a call of `operation` may go at `now`.
    pub(super) fn admit(
        &mut self,
        now: f64,
        operation: &'static str,
        group: Option<&str>,
        declared: u64,
    ) -> Verdict {
        if let Some(until) = self.pause_of(now, operation) {
            return Verdict::PauseOperation(until);
        }
        if now < self.paused_until {
            return Verdict::Pause(self.paused_until);
        }
        let cost = find(&self.costs, &(operation, declared)).unwrap_or(declared);
        if let Some(at) = self.group_ceiling(now, group, cost) {
            return Verdict::WaitGroup(at);
        }
        if let Some(at) = self.ceiling(now, cost) {
            return Verdict::Wait(at);
        }
        match self.quota(now, cost) {
            Some(wait) => wait,
            None => Verdict::Go(self.release(now, (operation, group), declared, cost)),
        }
    }

    fn pause_of(&mut self, now: f64, operation: &'static str) -> Option<f64> {
        self.pauses.retain(|(_, until)| *until > now);
        find(&self.pauses, &operation)
    }

    /// When the ceilings for all calls allow this one, if they do not now.
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

    /// When the ceiling of its group allows the call, if it does not now.
    fn group_ceiling(&mut self, now: f64, group: Option<&str>, cost: u64) -> Option<f64> {
        self.group_mut(group?)?.wait(now, cost)
    }

    /// What the call has to wait for, if the quota does not allow it now.
    fn quota(&mut self, now: f64, cost: u64) -> Option<Verdict> {
        if self.speaks == Some(false) {
            return None;
        }
        if self.window.roll(now - MARGIN) {
            self.begin_window(None);
        }
        // The first call of a window asks how much there is; the others wait for its answer.
        let Some(left) = self.left else {
            let until = self.asked.map(|asked| asked + PATIENCE);
            return until.filter(|until| *until > now).map(Verdict::Wait);
        };
        let reserve = u64::from(self.policy.reserve).min(self.capacity.saturating_sub(1));
        let cost = cost.min(self.capacity - reserve).max(1);
        let left = left.saturating_sub(self.in_flight).saturating_sub(reserve);
        if left < cost {
            let end = self.window.end().unwrap_or(now + PATIENCE);
            return Some(Verdict::Wait(end + MARGIN));
        }
        let next = self.last_release + self.gap(now, left, reserve);
        (next > now).then_some(Verdict::Wait(next))
    }

    /// The time between two calls: none while half of the quota is left, then what is left is spread over the rest of
    /// the window.
    fn gap(&self, now: f64, left: u64, reserve: u64) -> f64 {
        if left.saturating_mul(2) >= self.capacity.saturating_sub(reserve) {
            return 0.0;
        }
        let rest = self.window.target().map_or(0.0, |target| target - now);
        let calls = u32::try_from(left).map_or(f64::INFINITY, f64::from);
        (rest / calls).max(0.0)
    }

    fn release(
        &mut self,
        now: f64,
        (operation, group): (&'static str, Option<&str>),
        declared: u64,
        cost: u64,
    ) -> Sent {
        self.in_flight = self.in_flight.saturating_add(cost);
        self.last_release = now;
        if self.left.is_none() {
            self.asked = Some(now);
        }
        for ceiling in &mut self.ceilings {
            ceiling.note(now, cost);
        }
        if let Some(ceiling) = group.and_then(|group| self.group_mut(group)) {
            ceiling.note(now, cost);
        }
        Sent {
            operation,
            declared,
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

    /// Notes that an answer said nothing of a quota. Without an earlier one that did, there is none.
    pub(super) fn answered_silently(&mut self, sent: Sent) {
        self.lost(sent);
        if self.left.is_none() {
            self.speaks = Some(false);
        }
    }

    /// Notes an answer that came at `now`.
    pub(super) fn answered(&mut self, now: f64, sent: Sent, said: RateLimit) {
        let Some(remaining) = said.remaining else {
            return self.lost(sent);
        };
        self.settle(sent);
        self.speaks = Some(true);
        self.latest = said;
        self.capacity = said.total.unwrap_or(self.capacity).max(remaining).max(1);
        if let Some(used) = said.used.filter(|used| *used > 0) {
            set(&mut self.costs, (sent.operation, sent.declared), used);
        }
        self.window.seen(now);
        self.note_remaining(now, sent, remaining);
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

    /// What is certainly left for this client now.
    pub(super) fn left(&self) -> Option<u64> {
        self.left.map(|left| left.saturating_sub(self.in_flight))
    }
}

/// What a policy allows in all: its own ceiling, and that of the plan.
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

/// What a policy allows to each group.
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
