//! A server with a quota in fixed windows of unknown phase, and callers who use it, on a clock that does not wait.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use client_runtime::runtime::{Client, Json, RateLimitHeaders, Request, Service};
use tokio::time::Instant;

use super::fake::{Fake, ScriptedResponse, answer};
use super::{LIST, WIDGETS};

pub(crate) static LIMITED: Service = Service {
    rate_limit: Some(RateLimitHeaders {
        total: Some("x-quota"),
        remaining: "x-quota-left",
        used: Some("x-quota-used"),
        window: Duration::from_secs(60),
    }),
    ..WIDGETS
};

/// A server with a quota per minute, in fixed windows.
pub(crate) struct Quota {
    pub(crate) total: u64,
    /// Time between the start of the first window and the start of the test.
    pub(crate) phase: Duration,
    pub(crate) start: Instant,
    pub(crate) window: u64,
    pub(crate) used: u64,
    pub(crate) refused: usize,
    pub(crate) served: usize,
}

impl Quota {
    pub(crate) fn new(total: u64, phase: Duration) -> Arc<Mutex<Self>> {
        Arc::new(Mutex::new(Self {
            total,
            phase,
            start: Instant::now(),
            window: 0,
            used: 0,
            refused: 0,
            served: 0,
        }))
    }

    /// Returns the window of this instant.
    pub(crate) fn now(&self) -> Duration {
        self.start.elapsed() + self.phase
    }

    pub(crate) fn take(&mut self, cost: u64) -> ScriptedResponse {
        let window = self.now().as_secs() / 60;
        if window != self.window {
            (self.window, self.used) = (window, 0);
        }
        let total = self.total.to_string();
        if self.used + cost > self.total {
            self.refused += 1;
            let wait = (60 - self.now().as_secs() % 60).to_string();
            let left = (self.total - self.used).to_string();
            return answer(
                429,
                &[
                    ("retry-after", &wait),
                    ("x-quota", &total),
                    ("x-quota-left", &left),
                ],
                "",
            );
        }
        self.used += cost;
        self.served += 1;
        let left = (self.total - self.used).to_string();
        let headers = [
            ("x-quota", &*total),
            ("x-quota-left", &*left),
            ("x-quota-used", &*cost.to_string()),
        ];
        answer(200, &headers, "true")
    }
}

/// Returns a transport in front of `quota`; responses take between 20 and 200 ms, and overtake each other.
pub(crate) fn server(quota: &Arc<Mutex<Quota>>) -> Arc<Fake> {
    let quota = Arc::clone(quota);
    Fake::jittery(move |_, _| quota.lock().unwrap().take(1))
}

/// Makes `calls` calls from `tasks` tasks.
pub(crate) async fn work(client: &Client, tasks: usize, calls: usize) {
    let left = Arc::new(Mutex::new(calls));
    let tasks: Vec<_> = (0..tasks)
        .map(|_| {
            let (client, left) = (client.clone(), Arc::clone(&left));
            tokio::spawn(async move {
                while take_one(&left) {
                    Request::<Json>::json(&client, &LIST).await.unwrap();
                }
            })
        })
        .collect();
    for task in tasks {
        task.await.unwrap();
    }
}

fn take_one(left: &Mutex<usize>) -> bool {
    let mut left = left.lock().unwrap();
    let some = *left > 0;
    *left -= usize::from(some);
    some
}
