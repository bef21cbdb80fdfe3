//! Two ways of doing the same, measured in turns → a table of both with their
//! ratio. A ratio is the median of the ratios of neighbours, so that a change in
//! the machine's load meets both sides.

use std::fmt::Write as _;

use xtask::terminal::grouped;

/// One of the two clients.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    /// The client that this repository generates.
    Generated,
    /// The client that a person would write.
    Ordinary,
}

/// Costs of our client and of the other, run by run.
#[derive(Debug, Default)]
pub(super) struct Pairs {
    ours: Vec<f64>,
    other: Vec<f64>,
}

impl Pairs {
    pub(super) fn add(&mut self, ours: f64, other: f64) {
        self.ours.push(ours);
        self.other.push(other);
    }

    /// Adds the figure of one side.
    pub(super) fn add_on(&mut self, side: Side, figure: f64) {
        match side {
            Side::Generated => self.ours.push(figure),
            Side::Ordinary => self.other.push(figure),
        }
    }

    /// Returns the median of ours, as a whole number.
    pub(super) fn ours(&self) -> u64 {
        // A count that is written without a fraction is one.
        format!("{:.0}", median(&self.ours))
            .parse()
            .unwrap_or_default()
    }

    /// Returns the median of the ratios; `None` where nothing can be divided.
    fn ratio(&self) -> Option<f64> {
        let pairs = self.ours.iter().zip(&self.other);
        let ratios: Vec<f64> = pairs.map(|(ours, other)| ours / other).collect();
        Some(median(&ratios)).filter(|ratio| ratio.is_finite())
    }
}

/// Returns the middle figure; of an even number, the mean of the two in the middle. Zero without any.
pub(super) fn median(figures: &[f64]) -> f64 {
    let mut sorted = figures.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    let upper = sorted.get(sorted.len() / 2);
    let lower = sorted.get(sorted.len().saturating_sub(1) / 2);
    match (lower, upper) {
        (Some(lower), Some(upper)) => f64::midpoint(*lower, *upper),
        _ => 0.0,
    }
}

/// Unit of a figure.
#[derive(Debug, Clone, Copy)]
pub(super) enum Unit {
    /// Seconds, as such.
    Seconds,
    /// Nanoseconds, written as microseconds.
    Microseconds,
    /// A number of things.
    Count,
    /// Bytes, written as KiB.
    Kibibytes,
    /// KiB, written as MiB.
    Mebibytes,
}

impl Unit {
    pub(super) fn show(self, figure: f64) -> String {
        match self {
            Self::Seconds => format!("{figure:.2} s"),
            Self::Microseconds => format!("{:.1} µs", figure / 1000.0),
            // A median of two counts may end in a half.
            Self::Count => format!("{figure:.0}")
                .parse()
                .map_or_else(|_| figure.to_string(), grouped),
            Self::Kibibytes => format!("{:.1} KiB", figure / 1024.0),
            Self::Mebibytes => format!("{:.0} MiB", figure / 1024.0),
        }
    }
}

/// Rows of a name, a figure of ours and, where there are two sides, the other's and their ratio, in sections.
#[derive(Debug)]
pub(super) struct Comparison {
    text: String,
}

impl Comparison {
    /// Returns an empty table; the other side is called `other`.
    pub(super) fn with(other: &str) -> Self {
        Self::of("generated", other)
    }

    /// Returns an empty table of the generated side alone.
    pub(super) fn alone() -> Self {
        Self {
            text: format!("{:<36} {:>14}\n", "", "generated"),
        }
    }

    /// Returns an empty table of two sides with these names.
    pub(super) fn of(ours: &str, other: &str) -> Self {
        let text = format!("{:<36} {ours:>14} {other:>14} {:>7}\n", "", "ratio");
        Self { text }
    }

    pub(super) fn section(&mut self, title: &str) {
        // Writing to a string cannot fail.
        let _ = writeln!(self.text, "{title}");
    }

    pub(super) fn row(&mut self, name: &str, unit: Unit, pairs: &Pairs) {
        let ours = unit.show(median(&pairs.ours));
        if pairs.other.is_empty() {
            // Writing to a string cannot fail.
            let _ = writeln!(self.text, "  {name:<34} {ours:>14}");
            return;
        }
        let other = unit.show(median(&pairs.other));
        let ratio = pairs
            .ratio()
            .map_or("-".to_owned(), |ratio| format!("{ratio:.2}"));
        // Writing to a string cannot fail.
        let _ = writeln!(self.text, "  {name:<34} {ours:>14} {other:>14} {ratio:>7}");
    }

    pub(super) fn into_text(self) -> String {
        self.text
    }
}

#[cfg(test)]
mod tests {
    use super::{Comparison, Pairs, Side, Unit};

    #[test]
    fn a_ratio_is_that_of_neighbours() {
        let mut pairs = Pairs::default();
        for (ours, other) in [(2.0, 1.0), (30.0, 10.0), (9.0, 9.0)] {
            pairs.add(ours, other);
        }
        let mut table = Comparison::with("by hand");
        table.row("time", Unit::Seconds, &pairs);
        let mut crates = Pairs::default();
        crates.add(1200.0, 0.0);
        table.row("crates", Unit::Count, &crates);
        let mut alone = Pairs::default();
        alone.add_on(Side::Generated, 3.0);
        table.row("lines", Unit::Count, &alone);
        let text = table.into_text();
        let rows: Vec<Vec<&str>> = text
            .lines()
            .map(|row| row.split_whitespace().collect())
            .collect();
        assert_eq!(rows[1], ["time", "9.00", "s", "9.00", "s", "2.00"]);
        assert_eq!(rows[2], ["crates", "1,200", "0", "-"]);
        assert_eq!(rows[3], ["lines", "3"]);
    }
}
