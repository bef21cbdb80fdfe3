//! Many calls → what one of them takes of the calling thread. Only whole samples
//! are compared, each a few hundred milliseconds long.

use std::cell::Cell;
use std::error::Error;
use std::fmt;
use std::fs;
use std::rc::Rc;
use std::time::{Duration, Instant};

use tokio::runtime::Runtime;
use tokio::task::LocalSet;

use crate::calls::{Call, Client, Failed};
use crate::counting::{self, Allocated};

/// File in which Linux reports the CPU time of this thread, in nanoseconds.
const SCHEDSTAT: &str = "/proc/thread-self/schedstat";

/// Call to measure, number of calls, and number of concurrent calls.
#[derive(Debug)]
pub(crate) struct Case {
    pub(crate) call: Call,
    pub(crate) count: usize,
    pub(crate) concurrency: usize,
}

/// Average cost of one call.
#[derive(Debug)]
pub(crate) struct Sample {
    nanoseconds: f64,
    /// From the start of a call to its end, in nanoseconds.
    latency: f64,
    allocations: f64,
    bytes: f64,
    /// The most that was held at a time by all calls together, beside what was held before; in bytes.
    held: f64,
}

impl Case {
    /// Makes all calls of one sample.
    pub(crate) fn sample(
        &self,
        runtime: &Runtime,
        client: &impl Client,
    ) -> Result<Sample, Box<dyn Error>> {
        let (time, allocated, held) = (cpu_time()?, counting::so_far(), counting::watch());
        let waited = Rc::new(Cell::new(Duration::ZERO));
        let calls = self.make_calls(client, &waited);
        let outcome = runtime.block_on(LocalSet::new().run_until(calls));
        let (time, allocated) = (cpu_time()? - time, counting::so_far() - allocated);
        outcome?;
        let held = counting::most() - held;
        Ok(self.per_call(time, waited.get(), allocated, held))
    }

    /// Starts as many tasks as there are calls at a time, each making its share one after the other.
    async fn make_calls(
        &self,
        client: &impl Client,
        waited: &Rc<Cell<Duration>>,
    ) -> Result<(), Failed> {
        let share = self.count / self.concurrency;
        let tasks: Vec<_> = (0..self.concurrency)
            .map(|_| {
                let (client, call, waited) = (client.clone(), self.call, Rc::clone(waited));
                tokio::task::spawn_local(async move {
                    for _ in 0..share {
                        let start = Instant::now();
                        client.make(call).await?;
                        waited.set(waited.get() + start.elapsed());
                    }
                    Ok::<(), Failed>(())
                })
            })
            .collect();
        for task in tasks {
            task.await??;
        }
        Ok(())
    }
}

impl Case {
    #[allow(
        clippy::cast_precision_loss,
        reason = "far below 2^52, and only their ratio counts"
    )]
    fn per_call(
        &self,
        nanoseconds: u64,
        waited: Duration,
        allocated: Allocated,
        held: i64,
    ) -> Sample {
        let calls = self.count as f64;
        Sample {
            nanoseconds: nanoseconds as f64 / calls,
            latency: waited.as_nanos() as f64 / calls,
            allocations: allocated.times as f64 / calls,
            bytes: allocated.bytes as f64 / calls,
            held: held as f64,
        }
    }
}

impl fmt::Display for Sample {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            nanoseconds,
            latency,
            allocations,
            bytes,
            held,
        } = self;
        write!(
            f,
            "{nanoseconds:.1}\t{latency:.1}\t{allocations:.2}\t{bytes:.1}\t{held:.0}"
        )
    }
}

/// Returns the CPU time of this thread so far, in nanoseconds.
fn cpu_time() -> Result<u64, Box<dyn Error>> {
    let text = fs::read_to_string(SCHEDSTAT)
        .map_err(|error| format!("cannot read `{SCHEDSTAT}`, which Linux alone has: {error}"))?;
    let nanoseconds = text.split(' ').next().unwrap_or_default();
    nanoseconds
        .parse()
        .map_err(|_| format!("`{SCHEDSTAT}` has an unknown form: {text}").into())
}
