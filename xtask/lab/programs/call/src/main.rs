//! Calls a server on this machine with the generated client and with code
//! written by hand, in turns → one line per pair of samples, for
//! `cargo lab bench call` to read: the case, then nanoseconds on the CPU and on
//! the clock, allocations and allocated bytes per call and the most bytes held at a time, of the generated
//! client and by hand, apart by tabs.
//!
//! Everything that a client does happens on the main thread, and is all that
//! happens there.

mod by_hand;
mod by_hand_models;
mod calls;
mod counting;
mod measure;
mod server;

use std::env;
use std::error::Error;

use self::calls::{ByHand, Call, Generated};
use self::measure::{Case, Sample};

/// Numbers of concurrent calls.
const CONCURRENCY: [usize; 3] = [1, 16, 256];

/// Calls, and their number in one sample: enough for many ticks of the clock.
const CALLS: [(Call, usize); 2] = [(Call::Ticket, 8192), (Call::Page, 512)];

/// Number of times that one sample reads all pages.
const WALKS: usize = 4;

/// Default number of sample pairs.
const RUNS: u32 = 10;

fn main() -> Result<(), Box<dyn Error>> {
    let runs = env::args().nth(1).map_or(Ok(RUNS), |runs| runs.parse())?;
    let address = server::start()?;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    let generated = Generated::new(&address)?;
    let by_hand = ByHand::new(&address)?;
    for (call, count) in CALLS {
        for concurrency in CONCURRENCY {
            let case = Case {
                call,
                count,
                concurrency,
            };
            compare(&runtime, &generated, &by_hand, &case, runs)?;
        }
    }
    let walk = Case {
        call: Call::Walk,
        count: WALKS,
        concurrency: 1,
    };
    compare(&runtime, &generated, &by_hand, &walk, runs)
}

/// Takes and prints the samples of one case; a pair of samples that opens the
/// connections is not printed. The two sides take turns at going first.
fn compare(
    runtime: &tokio::runtime::Runtime,
    generated: &Generated,
    by_hand: &ByHand,
    case: &Case,
    runs: u32,
) -> Result<(), Box<dyn Error>> {
    for run in 0..=runs {
        let (ours, other);
        if run.is_multiple_of(2) {
            ours = case.sample(runtime, generated)?;
            other = case.sample(runtime, by_hand)?;
        } else {
            other = case.sample(runtime, by_hand)?;
            ours = case.sample(runtime, generated)?;
        }
        if run > 0 {
            print(case, &ours, &other);
        }
    }
    Ok(())
}

fn print(case: &Case, ours: &Sample, other: &Sample) {
    let noun = match case.call {
        Call::Ticket => "One ticket",
        Call::Page => "A page of 100 tickets",
        Call::Walk => "10,000 tickets on 100 pages",
    };
    println!("{noun}, {} at a time\t{ours}\t{other}", case.concurrency);
}
