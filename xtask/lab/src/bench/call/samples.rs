//! Output of the program → the figures of each case. A malformed line is an error, never skipped.

use xtask::failure::Failure;

use crate::bench::comparison::Pairs;

/// The figures of every case, in the order in which the program measured them.
#[derive(Debug, Default)]
pub(in crate::bench) struct Cases {
    pub(super) each: Vec<Case>,
}

/// Cost of one call in one case, run by run.
#[derive(Debug, Default)]
pub(super) struct Case {
    /// Call, and number of concurrent calls.
    pub(super) name: String,
    pub(super) nanoseconds: Pairs,
    /// In nanoseconds, too.
    pub(super) latency: Pairs,
    pub(super) allocations: Pairs,
    pub(super) bytes: Pairs,
    /// The most that was held at a time.
    pub(super) held: Pairs,
}

impl Cases {
    /// Returns the allocations of a call with the generated client, rounded.
    pub(in crate::bench) fn allocations(&self, name: &str) -> Option<u64> {
        Some(self.find(name)?.allocations.ours())
    }

    /// Returns the bytes that a call with the generated client allocates, rounded.
    pub(in crate::bench) fn bytes(&self, name: &str) -> Option<u64> {
        Some(self.find(name)?.bytes.ours())
    }

    fn find(&self, name: &str) -> Option<&Case> {
        self.each.iter().find(|case| case.name == name)
    }

    /// Reads lines of a name and ten figures, apart by tabs: nanoseconds on the CPU and
    /// on the clock, allocations, bytes and the most bytes held at a time of the
    /// generated client, then the same by hand.
    pub(super) fn parse(printed: &str) -> Result<Self, Failure> {
        let mut cases = Self::default();
        for line in printed.lines() {
            cases.add(line).ok_or_else(|| {
                Failure::new(format!(
                    "the benchmark's program printed an unknown line: {line}"
                ))
            })?;
        }
        Ok(cases)
    }

    fn add(&mut self, line: &str) -> Option<()> {
        let (name, figures) = line.split_once('\t')?;
        let figures: Result<Vec<f64>, _> = figures.split('\t').map(str::parse).collect();
        let figures: [f64; 10] = figures.ok()?.try_into().ok()?;
        let case = self.case(name)?;
        case.nanoseconds.add(figures[0], figures[5]);
        case.latency.add(figures[1], figures[6]);
        case.allocations.add(figures[2], figures[7]);
        case.bytes.add(figures[3], figures[8]);
        case.held.add(figures[4], figures[9]);
        Some(())
    }

    /// Returns the case of this name, a new one if it is the first of its samples.
    fn case(&mut self, name: &str) -> Option<&mut Case> {
        if self.each.last().is_none_or(|case| case.name != name) {
            self.each.push(Case {
                name: name.to_owned(),
                ..Case::default()
            });
        }
        self.each.last_mut()
    }
}

#[cfg(test)]
mod tests {
    use super::Cases;

    #[test]
    fn samples_are_gathered_by_case() {
        let figures = "1\t2\t3\t4\t5\t6\t7\t8\t9";
        let printed = format!("a\t{figures}\t0\na\t{figures}\t0\nb\t{figures}\t8.5\n");
        let cases = Cases::parse(&printed).unwrap();
        let names: Vec<&str> = cases.each.iter().map(|case| case.name.as_str()).collect();
        assert_eq!(names, ["a", "b"]);
    }

    #[test]
    fn an_unknown_line_is_an_error() {
        for line in [
            "a",
            "a\t1\t2",
            "a\t1\t2\t3\t4\t5\t6\t7\t8\t9\tten",
            "a\t1\t2\t3\t4\t5\t6\t7\t8\t9\t10\t11",
        ] {
            assert!(Cases::parse(line).unwrap_err().to_string().contains(line));
        }
    }
}
