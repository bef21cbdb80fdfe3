//! Pace of a request: its priority while the quota runs low.

/// Priority of a call, compared with the other calls of its client; [`Request::pace`](crate::runtime::Request::pace)
/// sets it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Pace {
    /// At once while calls are left; in a queue, first come, first served, once more callers wait than calls are left.
    /// A call with a deadline waits in the queue for half of its time at most, and then goes ahead.
    #[default]
    Normal,
    /// Ahead of the queue, as soon as a call is left: for what a person waits for.
    Urgent,
    /// After all others, evenly over the rest of the window: for work in the background.
    Patient,
    /// At once, whatever is left; only a response with 429 makes it wait.
    Unlimited,
}
