//! Times of one piece of work → their median and minimum, and a table of them.
//! No sample is omitted.

use std::fmt::Write as _;
use std::time::Duration;

/// The times that one piece of work took, run after run.
#[derive(Debug, Default)]
pub(super) struct Samples {
    times: Vec<Duration>,
}

impl Samples {
    pub(super) fn add(&mut self, time: Duration) {
        self.times.push(time);
    }

    /// Returns the middle time; of an even number, the mean of the two in the middle.
    /// Zero without any sample.
    pub(super) fn median(&self) -> Duration {
        let mut sorted = self.times.clone();
        sorted.sort_unstable();
        let upper = sorted.get(sorted.len() / 2);
        let lower = sorted.get(sorted.len().saturating_sub(1) / 2);
        match (lower, upper) {
            (Some(lower), Some(upper)) => (*lower + *upper) / 2,
            _ => Duration::ZERO,
        }
    }

    /// Returns the shortest time, zero without any sample.
    pub(super) fn minimum(&self) -> Duration {
        self.times.iter().min().copied().unwrap_or_default()
    }
}

/// Rows of a name, a median and a minimum, in milliseconds.
#[derive(Debug, Default)]
pub(super) struct Table {
    pub(super) text: String,
}

impl Table {
    pub(super) fn new() -> Self {
        let text = format!("{:<24} {:>12} {:>12}\n", "", "median", "minimum");
        Self { text }
    }

    pub(super) fn row(&mut self, name: &str, samples: &Samples) {
        let (median, minimum) = (samples.median(), samples.minimum());
        // Writing to a string cannot fail.
        let _ = writeln!(
            self.text,
            "{name:<24} {:>12} {:>12}",
            milliseconds(median),
            milliseconds(minimum),
        );
    }
}

fn milliseconds(time: Duration) -> String {
    format!("{:.2} ms", time.as_secs_f64() * 1000.0)
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::Samples;

    fn samples(milliseconds: &[u64]) -> Samples {
        let times = milliseconds.iter().copied().map(Duration::from_millis);
        Samples {
            times: times.collect(),
        }
    }

    #[test]
    fn median_and_minimum_of_few_samples() {
        assert_eq!(samples(&[]).median(), Duration::ZERO);
        assert_eq!(samples(&[7]).median(), Duration::from_millis(7));
        assert_eq!(samples(&[9, 1, 5]).median(), Duration::from_millis(5));
        assert_eq!(samples(&[4, 1, 2, 9]).median(), Duration::from_millis(3));
        assert_eq!(samples(&[4, 1, 2, 9]).minimum(), Duration::from_millis(1));
    }
}
