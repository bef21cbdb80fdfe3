//! Resolution times of tickets: a table by priority, and a plot.
//!
//! Invariant: a ticket counts once, with the time from its creation to its last resolution.

use std::{
    collections::BTreeMap, error::Error, fmt::Write as _, fs, path::PathBuf, process::ExitCode,
};

use clap::Parser;
use freshdesk::{
    Client, Timestamp,
    models::{TicketListInclude, TicketPriority},
};
use jiff::SignedDuration;

const NOTES: &str = "\
Environment: FRESHDESK_DOMAIN and FRESHDESK_API_KEY; FRESHDESK_BASE_URL instead of the domain for another address.
Exit codes: 0 done, 1 failed, 2 wrong arguments.";

/// Tells how long it takes until tickets are resolved.
#[derive(Parser)]
#[command(name = "resolution_times", after_help = NOTES)]
struct Args {
    /// Tickets that were resolved in the last so many days.
    #[arg(long, value_name = "N", default_value_t = 30)]
    days: u16,
    /// File for a plot of the number of tickets by resolution time.
    #[arg(long, value_name = "FILE.svg")]
    plot: Option<PathBuf>,
}

/// The times of tickets, in hours, by priority.
type Times = BTreeMap<TicketPriority, Vec<f64>>;

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    match report(&Args::parse()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn report(args: &Args) -> Result<(), Box<dyn Error>> {
    let since = Timestamp::now() - SignedDuration::from_hours(24 * i64::from(args.days));
    let times = read(&Client::from_env()?, since).await?;
    if times.is_empty() {
        println!("no ticket was resolved in the last {} days", args.days);
        return Ok(());
    }
    print!("{}", table(&times));
    if let Some(path) = &args.plot {
        let hours: Vec<f64> = times.values().flatten().copied().collect();
        fs::write(path, plot(&hours)).map_err(|error| format!("{}: {error}", path.display()))?;
        println!("the plot is in {}", path.display());
    }
    Ok(())
}

/// Reads all tickets changed since a time, which include those resolved since then.
async fn read(client: &Client, since: Timestamp) -> Result<Times, freshdesk::Error> {
    let request = client.tickets().list().updated_since(since).per_page(100);
    let mut tickets = request.include([TicketListInclude::Stats]).all();
    let mut resolved = BTreeMap::new();
    while let Some(ticket) = tickets.try_next().await? {
        let at = ticket.stats.and_then(|stats| stats.resolved_at);
        let hours = at.filter(|at| *at >= since).map(|at| {
            let time = at.duration_since(ticket.created_at);
            (ticket.priority, time.as_secs_f64() / 3600.0)
        });
        // One that is changed meanwhile comes again, and the later one holds.
        resolved.insert(ticket.id, hours);
    }
    let mut times = Times::new();
    for (priority, hours) in resolved.into_values().flatten() {
        times.entry(priority).or_default().push(hours);
    }
    for hours in times.values_mut() {
        hours.sort_by(f64::total_cmp);
    }
    Ok(times)
}

fn table(times: &Times) -> String {
    let mut table = format!(
        "{:<10}{:>8}{:>10}{:>10}{:>10}\n",
        "priority", "tickets", "mean h", "median h", "90 % h"
    );
    for (priority, hours) in times {
        let mean = hours.iter().sum::<f64>() / count(hours.len());
        let [median, most] = [0.5, 0.9].map(|share| quantile(hours, share));
        let priority = format!("{priority:?}");
        // Writing to a string cannot fail.
        let _ = writeln!(
            table,
            "{priority:<10}{:>8}{mean:>10.1}{median:>10.1}{most:>10.1}",
            hours.len()
        );
    }
    table
}

/// Returns the smallest of the sorted values that such a share does not exceed.
fn quantile(sorted: &[f64], share: f64) -> f64 {
    let rank = (1..=sorted.len()).find(|rank| count(*rank) >= share * count(sorted.len()));
    rank.map_or(0.0, |rank| sorted[rank - 1])
}

/// Number of bars in the plot.
const BARS: u32 = 12;

/// Returns an SVG with a bar for each range of hours.
fn plot(hours: &[f64]) -> String {
    let longest = hours.iter().copied().fold(1.0, f64::max);
    // In whole hours, and the longest is within the last one.
    let width = (longest / f64::from(BARS)).floor() + 1.0;
    let mut bars = String::new();
    let counts: Vec<(f64, usize)> = (0..BARS)
        .map(|bar| {
            let (from, to) = (f64::from(bar) * width, f64::from(bar + 1) * width);
            (
                from,
                hours
                    .iter()
                    .filter(|hours| (from..to).contains(*hours))
                    .count(),
            )
        })
        .collect();
    let most = counts
        .iter()
        .map(|(_, number)| *number)
        .max()
        .unwrap_or_default()
        .max(1);
    for (bar, (from, number)) in (0_u32..).zip(&counts) {
        let x = 40 + bar * 50;
        let height = 200.0 * count(*number) / count(most);
        let (top, middle) = (240.0 - height, x + 22);
        let _ = writeln!(
            bars,
            "<rect x='{x}' y='{top:.1}' width='44' height='{height:.1}' fill='#2a6f97'/>\
             <text x='{middle}' y='{:.1}'>{number}</text><text x='{middle}' y='256'>{from}</text>",
            top - 4.0
        );
    }
    format!(
        "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 680 290' font-family='sans-serif' font-size='12' \
         text-anchor='middle'>\n<title>Time to resolution</title>\n{bars}\
         <text x='340' y='280'>hours to resolution, from</text>\n\
         <text x='340' y='18' font-size='14'>{} tickets</text>\n</svg>\n",
        hours.len()
    )
}

/// Returns a number of things, as a number to count with.
fn count(number: usize) -> f64 {
    u32::try_from(number).map_or(f64::MAX, f64::from)
}
