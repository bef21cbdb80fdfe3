//! Work that starts commands → the CPU time of those commands, with everything
//! that they start in turn. Beside other work on the same machine, it is far
//! steadier than time on the clock.

use std::fs;
use std::time::{Duration, Instant};

use xtask::failure::Failure;

/// Linux counts there in hundredths of a second, on every platform.
const TICKS_PER_SECOND: f64 = 100.0;

/// Resources used by the commands.
#[derive(Debug, Clone, Copy)]
pub(super) struct Cost {
    /// User and system time.
    pub(super) cpu: Duration,
    /// Time on the clock.
    pub(super) wall: Duration,
}

/// Does the work, which has to wait for every command that it starts.
pub(super) fn measure<T>(work: impl FnOnce() -> Result<T, Failure>) -> Result<(T, Cost), Failure> {
    let before = of_children()?;
    let started = Instant::now();
    let result = work()?;
    let wall = started.elapsed();
    let cpu = of_children()?.saturating_sub(before);
    Ok((result, Cost { cpu, wall }))
}

/// Returns the CPU time of all commands that have ended so far.
fn of_children() -> Result<Duration, Failure> {
    read("self", Whose::Children)
}

/// Returns the CPU time so far of a process that runs, by its number.
pub(super) fn of_process(id: u32) -> Result<Duration, Failure> {
    read(&id.to_string(), Whose::Own)
}

/// Process whose time is read.
#[derive(Debug, Clone, Copy)]
enum Whose {
    Own,
    /// The children that have ended.
    Children,
}

/// Reads the CPU time. Linux reports it in a file; the standard library has no word for it, and asking the C library
/// takes unsafe code.
fn read(process: &str, whose: Whose) -> Result<Duration, Failure> {
    let path = format!("/proc/{process}/stat");
    let text = fs::read_to_string(&path).map_err(|error| {
        Failure::io(format_args!("cannot read `{path}`"), &error)
            .help("this benchmark reports CPU time, which it can read on Linux only")
    })?;
    parse(&text, whose).ok_or_else(|| Failure::new(format!("`{path}` has an unknown form: {text}")))
}

/// Adds up the fields `utime` and `stime`, number 14 and 15 of proc(5), or `cutime` and `cstime`, the two after
/// them.
fn parse(stat: &str, whose: Whose) -> Option<Duration> {
    // The name of the program is in parentheses, and may hold both blanks and parentheses.
    let (_, from_third) = stat.rsplit_once(") ")?;
    let skipped = match whose {
        Whose::Own => 11,
        Whose::Children => 13,
    };
    let mut fields = from_third.split(' ').skip(skipped);
    let user: u32 = fields.next()?.parse().ok()?;
    let system: u32 = fields.next()?.parse().ok()?;
    let ticks = f64::from(user) + f64::from(system);
    Some(Duration::from_secs_f64(ticks / TICKS_PER_SECOND))
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::{Whose, parse};

    #[test]
    fn the_times_of_children_are_found_behind_any_name() {
        let stat = "7 (a) b (c)) S 1 7 7 0 -1 4194560 1 2 3 4 900 800 150 25 20 0 1 0 99";
        let children = parse(stat, Whose::Children);
        assert_eq!(children, Some(Duration::from_millis(1750)));
        assert_eq!(parse(stat, Whose::Own), Some(Duration::from_secs(17)));
        assert_eq!(parse("7 (xtask) S 1", Whose::Own), None);
    }
}
