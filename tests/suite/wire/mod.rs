//! The generated client on the wire: what a server may do, and what a program gets to see of it.
//!
//! Invariant: nothing here waits for a clock. Pauses are set to nothing, and time limits pass at once (see `pass`).

mod beyond;
mod bodies;
mod duplicates;
mod faults;
mod forms;
mod limits;
mod paging;
mod resuming;
mod rivals;
mod search;
mod secrets;
mod statuses;
mod timeouts;
mod tls;
mod uploads;

use std::time::Duration;

use freshdesk::{Client, RetryPolicy};

use crate::server::Server;

/// Retries as usual, without pauses.
const AT_ONCE: RetryPolicy = RetryPolicy::new().base_delay(Duration::ZERO);

/// Tries again as long as it takes, every millisecond.
const PERSISTENT: RetryPolicy = RetryPolicy::new()
    .max_retries(100_000)
    .base_delay(Duration::from_millis(1))
    .max_delay(Duration::from_millis(1));

/// An hour: what takes so long does not happen by itself in a test.
const HOUR: Duration = Duration::from_secs(60 * 60);

/// Returns a client that makes one attempt.
fn once(server: &Server) -> Client {
    let builder = server.builder().retry(RetryPolicy::never());
    builder.build().unwrap()
}

/// Returns a client that tries again at once.
fn eager(server: &Server) -> Client {
    server.builder().retry(AT_ONCE).build().unwrap()
}

/// Lets so much time pass on the clock, at once.
async fn pass(time: Duration) {
    tokio::time::pause();
    tokio::time::advance(time).await;
    tokio::time::resume();
}

/// Returns everything that an error says: `Display` and `Debug`, of itself and of its causes.
fn everything(error: &dyn std::error::Error) -> String {
    let causes = std::iter::successors(Some(error), |error| error.source());
    let texts: Vec<String> = causes
        .map(|error| format!("{error}\n{error:?}\n"))
        .collect();
    texts.concat()
}

/// Returns the header of a page that another one follows, which is at this address.
fn next_link(address: &str) -> String {
    format!("link: <{address}>; rel=\"next\"")
}
