//! The stage that a command is in → a bar on a line of the terminal, once the command has taken two seconds.
//!
//! Invariant: nothing is written where standard error is no terminal, and nothing stays of what was written.

use std::io::{self, IsTerminal as _, Write as _};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::sync::{Mutex, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

/// The time that a command may take without a word.
const PATIENCE: Duration = Duration::from_secs(2);
/// The time between two drawings of the bar.
const INTERVAL: Duration = Duration::from_millis(250);

/// The stage of this process's command.
static STAGE: Mutex<Stage> = Mutex::new(Stage {
    done: 0,
    all: 1,
    name: "reading",
});
/// `true` while a bar is on the terminal.
static IS_SHOWN: AtomicBool = AtomicBool::new(false);

/// A part of a command, and how far the command is when it begins.
#[derive(Clone, Copy)]
struct Stage {
    done: usize,
    all: usize,
    name: &'static str,
}

/// Notes that a command has finished `done` of `all` of its stages, and begins the one of this name.
pub(crate) fn enter(done: usize, all: usize, name: &'static str) {
    *STAGE.lock().unwrap_or_else(PoisonError::into_inner) = Stage { done, all, name };
}

/// Removes the bar, for text that is written to standard error; it comes back below that.
pub(crate) fn clear() {
    if IS_SHOWN.swap(false, Ordering::Relaxed) {
        // Where standard error is closed there is nobody left to tell.
        drop(write!(io::stderr().lock(), "\r\x1b[2K"));
    }
}

/// The watch over a command, which shows its stage until it is dropped.
pub(crate) struct Watch(Option<(Sender<()>, JoinHandle<()>)>);

impl Watch {
    pub(crate) fn start() -> Self {
        if !io::stderr().is_terminal() {
            return Self(None);
        }
        let started = Instant::now();
        let (end, ended) = mpsc::channel();
        let watch = thread::spawn(move || {
            let mut pause = PATIENCE;
            while ended.recv_timeout(pause) == Err(RecvTimeoutError::Timeout) {
                let stage = *STAGE.lock().unwrap_or_else(PoisonError::into_inner);
                let mut stderr = io::stderr().lock();
                drop(write!(stderr, "\r\x1b[2K{}", stage.bar(started.elapsed())));
                drop(stderr.flush());
                IS_SHOWN.store(true, Ordering::Relaxed);
                pause = INTERVAL;
            }
        });
        Self(Some((end, watch)))
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        if let Some((end, watch)) = self.0.take() {
            drop(end);
            drop(watch.join());
            clear();
        }
    }
}

impl Stage {
    /// Returns the bar after this time: `[#####     ] generating, 3 s`.
    fn bar(self, time: Duration) -> String {
        const WIDTH: usize = 20;
        let full = "#".repeat(WIDTH * self.done / self.all.max(1));
        format!("[{full:WIDTH$}] {}, {} s", self.name, time.as_secs())
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::Stage;

    #[test]
    fn a_bar_is_as_full_as_the_command_is_done() {
        let bar = |done, all| {
            let stage = Stage {
                done,
                all,
                name: "generating",
            };
            stage.bar(Duration::from_millis(3_900))
        };
        assert_eq!(bar(0, 3), "[                    ] generating, 3 s");
        assert_eq!(bar(1, 2), "[##########          ] generating, 3 s");
        assert_eq!(bar(3, 3), "[####################] generating, 3 s");
    }
}
