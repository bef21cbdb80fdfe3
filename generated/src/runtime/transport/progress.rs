//! Progress of a request's body: the number of bytes that a transport has read of it, and when it did last.
//!
//! A transport reads when the connection has taken what was read before, so reading counts as sending. What the buffers on
//! the way still hold at the end is estimated: as much as they have taken at once before.

use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::Bytes;
use futures_core::Stream;
use tokio::time::Instant;

use super::byte_stream::ByteStream;
use super::error::TransportError;

/// Largest number of bytes that is given to a transport at once. Some write several chunks before they ask for the next
/// one, so small chunks show the progress of a slow connection.
const PIECE: usize = 4 << 10;
/// Longest time that is waited for buffers to be sent.
const LONGEST: Duration = Duration::from_secs(3600);
/// Shortest time between two pieces for which the connection, and not the processor, is the reason.
const PAUSE: Duration = Duration::from_millis(10);

/// Progress of an upload: how much of the body of a request was sent in this attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct UploadProgress {
    /// Number of bytes that were given to the connection. It starts at zero again when the request is sent again.
    pub sent: u64,
    /// Number of bytes in the whole body, with the parts of a form around the files; `None` if it is not known.
    pub total: Option<u64>,
}

/// Function that is called after each step of an upload.
pub(in crate::runtime) type Listener = Arc<dyn Fn(UploadProgress) + Send + Sync>;

/// Progress of one attempt.
pub(in crate::runtime) struct Meter {
    state: Mutex<State>,
    listener: Option<Listener>,
}

struct State {
    progress: UploadProgress,
    /// Time of the last read; the start of the attempt before that.
    last: Instant,
    has_ended: bool,
    /// Number of bytes that were read since the transport had to wait.
    burst: u64,
    /// Largest number of bytes that were read without waiting.
    largest_burst: u64,
    /// Time that the transport has waited in all.
    waited: Duration,
}

impl State {
    /// Estimates the time in which the buffers on the way are sent, at the pace of the bytes before.
    fn backlog(&self) -> Duration {
        let buffered = self.largest_burst;
        let passed = self.progress.sent.saturating_sub(buffered);
        if passed == 0 {
            return Duration::ZERO;
        }
        let nanos = self.waited.as_nanos() * u128::from(buffered) / u128::from(passed);
        Duration::from_nanos(u64::try_from(nanos).unwrap_or(u64::MAX))
    }
}

impl Meter {
    /// Creates a meter of a body of `total` bytes, of which nothing was read.
    pub(in crate::runtime) fn new(total: Option<u64>, listener: Option<Listener>) -> Self {
        let state = State {
            progress: UploadProgress { sent: 0, total },
            last: Instant::now(),
            has_ended: total == Some(0),
            burst: 0,
            largest_burst: 0,
            waited: Duration::ZERO,
        };
        Self {
            state: Mutex::new(state),
            listener,
        }
    }

    /// Returns the time at which the last bytes were sent; the start of the attempt before that.
    pub(in crate::runtime) fn last(&self) -> Instant {
        let state = self.lock();
        if state.has_ended {
            // Twice as long, because buffers grow.
            state.last + state.backlog().saturating_mul(2).min(LONGEST)
        } else {
            state.last
        }
    }

    /// Returns `true` if the whole body was read.
    pub(in crate::runtime) fn has_ended(&self) -> bool {
        self.lock().has_ended
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        // Nothing that can fail is done while it is held.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Notes that the transport asks for more.
    fn ask(&self) {
        let mut state = self.lock();
        let pause = state.last.elapsed();
        if state.progress.sent > 0 && pause >= PAUSE {
            state.burst = 0;
            state.waited += pause;
        }
    }

    fn add(&self, count: usize) {
        let progress = {
            let mut state = self.lock();
            let count = u64::try_from(count).unwrap_or(u64::MAX);
            state.progress.sent = state.progress.sent.saturating_add(count);
            state.burst = state.burst.saturating_add(count);
            state.largest_burst = state.largest_burst.max(state.burst);
            state.has_ended = state.progress.total == Some(state.progress.sent);
            state.last = Instant::now();
            state.progress
        };
        if let Some(listener) = &self.listener {
            listener(progress);
        }
    }

    fn end(&self) {
        let mut state = self.lock();
        if !std::mem::replace(&mut state.has_ended, true) {
            state.last = Instant::now();
        }
    }
}

/// Body in pieces that a meter counts.
pub(super) struct Metered {
    stream: ByteStream,
    meter: Arc<Meter>,
    /// Bytes that were read of the stream and are not given yet.
    rest: Bytes,
    /// `true` after the transport has asked for a piece, until it gets one.
    is_asked: bool,
}

impl Metered {
    pub(super) fn new(stream: ByteStream, meter: Arc<Meter>) -> Self {
        Self {
            stream,
            meter,
            rest: Bytes::new(),
            is_asked: false,
        }
    }
}

impl Stream for Metered {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if !std::mem::replace(&mut self.is_asked, true) {
            self.meter.ask();
        }
        while self.rest.is_empty() {
            match ready!(Pin::new(&mut self.stream).poll_next(context)) {
                Some(Ok(chunk)) => self.rest = chunk,
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => {
                    self.meter.end();
                    return Poll::Ready(None);
                }
            }
        }
        let count = self.rest.len().min(PIECE);
        let piece = self.rest.split_to(count);
        self.meter.add(count);
        self.is_asked = false;
        Poll::Ready(Some(Ok(piece)))
    }
}
