//! Many mixed calls against a server with seeded faults: nothing is doubled, lost, mixed up, late or leaked.
//!
//! `SOAK_CALLS` and `SOAK_SEED` set the number of calls and the faults; `cargo lab soak` sets them.

use std::fmt::Write as _;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use client_runtime::runtime::{
    Body, ByteStream, Client, ClientBuilder, Credentials, Error, NextPage, Operation, Paging,
    Request, RetryPolicy,
};
use http::Method;
use tokio::time::Instant;

use crate::support::faulty::{Counts, Faulty, PAGES, PER_PAGE, Seen, draw, is_list};
use crate::support::{CREATE, GET, SECRET, UPDATE, WIDGETS};

static DELETE: Operation = Operation::new("delete_widget", Method::DELETE, "/widgets/{id}");
static PAGED: Operation =
    Operation::new("list_widgets", Method::GET, "/widgets").paged(Paging::new(NextPage::Link {
        number: Some("page"),
    }));

const CALLS: u64 = 2_000;
/// Calls in progress at a time.
const CONCURRENCY: u64 = 32;
const MAX_RETRIES: u32 = 3;
const DEADLINE: Duration = Duration::from_secs(20);
/// Size of an upload, in bytes: one whose progress counts.
const UPLOAD: usize = 80_000;

/// Kind of a call, which follows from its number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum CallKind {
    List,
    Get,
    Create,
    Upload,
    Update,
    Delete,
}

impl CallKind {
    fn of(seed: u64, call: u64) -> Self {
        if is_list(call) {
            return Self::List;
        }
        match draw(&[seed, call, 2], 10) {
            0..=2 => Self::Get,
            3..=5 => Self::Create,
            6 => Self::Upload,
            7 | 8 => Self::Update,
            _ => Self::Delete,
        }
    }

    fn is_idempotent(self) -> bool {
        !matches!(self, Self::Create | Self::Upload)
    }
}

/// Makes one call, and returns the number of items or the number in the response.
async fn call(client: &Client, kind: CallKind, number: u64) -> Result<u64, Error> {
    let header = number.to_string();
    let one = |operation: &'static Operation| {
        Request::<u64>::json(client, operation).header("x-call", &header)
    };
    match kind {
        CallKind::List => {
            let list = Request::<Vec<u64>>::json(client, &PAGED).header("x-call", &header);
            let items: Vec<u64> = list.items().collect_all(1_000).await?;
            let first = number * 1000;
            assert!(items.iter().copied().eq(first..first + PAGES * PER_PAGE));
            Ok(number)
        }
        CallKind::Get => one(&GET).path("id", &header).await,
        CallKind::Create => one(&CREATE).json_body(&header).await,
        CallKind::Upload => {
            let length = u64::try_from(UPLOAD).unwrap();
            let body = Body::stream(Some(length), || ByteStream::once(vec![b'x'; UPLOAD]));
            one(&CREATE).body("text/plain", body).await
        }
        CallKind::Update => one(&UPDATE).path("id", &header).json_body(&header).await,
        CallKind::Delete => one(&DELETE).path("id", &header).await,
    }
}

/// Findings of a run, each a number of calls that should be zero.
#[derive(Debug, Default, PartialEq, Eq)]
struct Findings {
    /// Sent again although the server may have acted on it.
    doubled: u64,
    /// Successful, and not processed.
    lost: u64,
    /// With the response of another call.
    mixed_up: u64,
    /// With more attempts than the policy allows.
    beyond_policy: u64,
    /// Later than the deadline.
    late: u64,
}

/// Outcome of a call, as the client has it.
struct Outcome {
    result: Result<u64, Error>,
    taken: Duration,
}

impl Findings {
    fn add(&mut self, kind: CallKind, number: u64, outcome: &Outcome, counts: &Counts) {
        let none = Seen::default();
        let seen = counts.calls.get(&number).unwrap_or(&none);
        let attempts = seen.attempts.values().max().copied().unwrap_or_default();
        let received: u64 = seen.attempts.values().sum();
        self.late += u64::from(outcome.taken > DEADLINE + Duration::from_secs(5));
        self.beyond_policy += u64::from(attempts > u64::from(MAX_RETRIES) + 1);
        if !kind.is_idempotent() {
            self.doubled += u64::from(received - seen.limited > 1 || seen.processed > 1);
        }
        if let Ok(value) = &outcome.result {
            self.mixed_up += u64::from(*value != number);
            let is_whole = kind != CallKind::Upload || seen.body == UPLOAD as u64;
            self.lost += u64::from(seen.processed == 0 || !is_whole);
        }
    }
}

fn setting(name: &str, default: u64) -> u64 {
    std::env::var(name).map_or(default, |value| value.parse().unwrap())
}

/// Memory of this process in KiB, where the system tells it.
fn memory() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmRSS:"))?;
    line.split_whitespace().nth(1)?.parse().ok()
}

fn client_of(server: &Faulty) -> Client {
    let policy = RetryPolicy::new()
        .max_retries(MAX_RETRIES)
        .base_delay(Duration::from_millis(4));
    ClientBuilder::new(&WIDGETS)
        .base_url(&server.address)
        .credentials(Credentials::api_key(SECRET))
        .retry(policy)
        .retry_budget(1_000_000)
        .timeout(Duration::from_millis(1500))
        .deadline(DEADLINE)
        .build()
        .unwrap()
}

/// Makes the calls `numbers`, some at a time.
async fn run(client: &Client, seed: u64, numbers: std::ops::Range<u64>) -> Vec<(u64, Outcome)> {
    let next = Arc::new(AtomicU64::new(numbers.start));
    let workers: Vec<_> = (0..CONCURRENCY)
        .map(|_| {
            let (client, next, end) = (client.clone(), Arc::clone(&next), numbers.end);
            tokio::spawn(async move {
                let mut outcomes = Vec::new();
                loop {
                    let number = next.fetch_add(1, Ordering::Relaxed);
                    if number >= end {
                        break outcomes;
                    }
                    let start = Instant::now();
                    let result = call(&client, CallKind::of(seed, number), number).await;
                    let taken = start.elapsed();
                    outcomes.push((number, Outcome { result, taken }));
                }
            })
        })
        .collect();
    let mut outcomes = Vec::new();
    for worker in workers {
        outcomes.extend(worker.await.unwrap());
    }
    outcomes
}

#[tokio::test]
async fn mixed_calls_with_faults() {
    let (calls, seed) = (setting("SOAK_CALLS", CALLS), setting("SOAK_SEED", 1));
    let server = Faulty::start(seed).await;
    let client = client_of(&server);
    let warm = calls / 5;
    let mut outcomes = run(&client, seed, 0..warm).await;
    let before = memory();
    outcomes.extend(run(&client, seed, warm..calls).await);
    let after = memory();
    drop(client);
    let mut open = usize::MAX;
    for _ in 0..100 {
        open = server.counts.lock().unwrap().open;
        if open == 0 {
            break;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }

    let counts = server.counts.lock().unwrap();
    let mut findings = Findings::default();
    let mut failed = 0;
    for (number, outcome) in &outcomes {
        findings.add(CallKind::of(seed, *number), *number, outcome, &counts);
        failed += u64::from(outcome.result.is_err());
    }
    let requests: u64 = counts
        .calls
        .values()
        .flat_map(|seen| seen.attempts.values())
        .sum();
    let grown = before
        .zip(after)
        .map(|(before, after)| after.saturating_sub(before));
    let mut report = String::new();
    writeln!(
        report,
        "{calls} calls with seed {seed}: {requests} requests"
    )
    .unwrap();
    writeln!(report, "calls that failed as they may: {failed}").unwrap();
    writeln!(report, "{findings:#?}").unwrap();
    writeln!(
        report,
        "connections: {} at most, {open} at the end",
        counts.most_open
    )
    .unwrap();
    writeln!(
        report,
        "memory after a fifth of the calls: {before:?} KiB, grown by {grown:?} KiB"
    )
    .unwrap();
    println!("{report}");
    assert_eq!(findings, Findings::default(), "{report}");
    assert_eq!(open, 0, "{report}");
    // A connection that the server has closed may not be gone before the next one is open.
    assert!(
        counts.most_open <= 2 * usize::try_from(CONCURRENCY).unwrap(),
        "{report}"
    );
    assert!(
        requests > calls && failed > 0 && failed < calls / 5,
        "{report}"
    );
    // The counts of the server itself take some of it.
    let allowed = 32 * 1024 + calls / 2;
    assert!(grown.is_none_or(|grown| grown < allowed), "{report}");
}
