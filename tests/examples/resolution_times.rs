//! A report of the time to resolution of tickets: a table by priority, and a plot.
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

/// Reports the time to resolution of tickets.
#[derive(Parser)]
#[command(name = "resolution_times", version = env!("CLIENT_VERSION"), after_help = NOTES)]
struct Args {
    /// The number of past days in which the tickets were resolved.
    #[arg(long, value_name = "N", default_value_t = 30)]
    days: u16,
    /// The file for a plot: the number of tickets by hours to resolution.
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

/// Whatever was resolved since a time was changed since then, too.
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

/// The number of ranges on the horizontal axis.
const RANGES: u32 = 12;

/// Returns an SVG with a bar for each range of hours that has tickets.
fn plot(hours: &[f64]) -> String {
    let longest = hours.iter().copied().fold(1.0, f64::max);
    // In whole hours, and the longest is within the last one.
    let width = (longest / f64::from(RANGES)).floor() + 1.0;
    let within = |range: u32| {
        let (from, to) = (f64::from(range) * width, f64::from(range + 1) * width);
        hours
            .iter()
            .filter(|hours| (from..to).contains(*hours))
            .count()
    };
    let most = (0..RANGES).map(within).max().unwrap_or_default().max(1);
    let mut drawn = String::new();
    for range in 0..RANGES {
        let (x, number) = (60 + range * 50, within(range));
        let from = f64::from(range) * width;
        let _ = write!(drawn, "<text x='{x}' y='256'>{from}</text>");
        if number > 0 {
            let height = 200.0 * count(number) / count(most);
            let (top, middle) = (240.0 - height, x + 25);
            let _ = write!(
                drawn,
                "<rect x='{}' y='{top:.1}' width='46' height='{height:.1}' fill='#2a6f97'/>\
                 <text x='{middle}' y='{:.1}'>{number}</text>",
                x + 2,
                top - 4.0
            );
        }
        drawn.push('\n');
    }
    let end = f64::from(RANGES) * width;
    format!(
        "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 700 300' font-family='sans-serif' font-size='12' \
         text-anchor='middle'>\n<title>Time to resolution</title>\n<rect width='700' height='300' fill='#fff'/>\n\
         {drawn}<text x='660' y='256'>{end}</text>\n\
         <path d='M60 30V240H660' fill='none' stroke='#444'/>\n\
         <text x='360' y='284'>hours to resolution</text>\n\
         <text transform='translate(24 135) rotate(-90)'>tickets</text>\n\
         <text x='360' y='18' font-size='14'>{} resolved tickets</text>\n</svg>\n",
        hours.len()
    )
}

/// Returns a number of things, as a number to count with.
fn count(number: usize) -> f64 {
    u32::try_from(number).map_or(f64::MAX, f64::from)
}
