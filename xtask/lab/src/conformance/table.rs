//! The verdicts of all scenarios → a table by specification, the sum, and the reason of each that did not pass.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::verdict::Verdict;

/// Longest reason in characters.
const REASON: usize = 300;

/// Numbers of scenarios by their verdicts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Count {
    passed: usize,
    /// Those of the passed with any JSON value in them, because the description says no more.
    open: usize,
    manual: usize,
    pub(super) failed: usize,
    inexpressible: usize,
}

impl Count {
    fn add(&mut self, verdict: &Verdict) {
        match verdict {
            Verdict::Passed { is_open } => {
                self.passed += 1;
                self.open += usize::from(*is_open);
            }
            Verdict::Manual(_) => self.manual += 1,
            Verdict::Failed(_) => self.failed += 1,
            Verdict::Inexpressible(_) => self.inexpressible += 1,
        }
    }

    /// Returns the number of scenarios that OpenAPI can express.
    fn expressible(&self) -> usize {
        self.passed + self.manual + self.failed
    }
}

/// Verdict of a scenario with its names.
pub(super) struct Row<'a> {
    pub(super) specification: &'a str,
    pub(super) name: &'a str,
    pub(super) verdict: Verdict,
}

/// Returns the number of scenarios by their verdicts.
pub(super) fn count<'a>(rows: impl IntoIterator<Item = &'a Row<'a>>) -> Count {
    let mut count = Count::default();
    for row in rows {
        count.add(&row.verdict);
    }
    count
}

/// Returns the table.
pub(super) fn report(rows: &[Row<'_>]) -> String {
    let mut by_specification: BTreeMap<&str, Count> = BTreeMap::new();
    for row in rows {
        by_specification
            .entry(row.specification)
            .or_default()
            .add(&row.verdict);
    }
    let width = by_specification
        .keys()
        .map(|name| name.len())
        .max()
        .unwrap_or_default();
    let mut text = format!(
        "{:width$}  passed  manual  failed  not expressible\n",
        "specification"
    );
    for (name, count) in &by_specification {
        let _ = writeln!(text, "{name:width$}  {}", columns(count));
    }
    let sum = count(rows);
    let _ = writeln!(text, "{:width$}  {}", "sum", columns(&sum));
    let _ = writeln!(
        text,
        "{} of {} expressible scenarios pass with typed arguments; in {} of them the description allows any JSON value\n",
        sum.passed,
        sum.expressible(),
        sum.open
    );
    for (title, reason) in [
        ("failed", reason_of_failed as fn(&Verdict) -> Option<&str>),
        ("manual", reason_of_manual),
        ("not expressible", reason_of_inexpressible),
    ] {
        reasons(&mut text, title, rows, reason);
    }
    text
}

fn columns(count: &Count) -> String {
    let Count {
        passed,
        manual,
        failed,
        inexpressible,
        ..
    } = count;
    format!("{passed:6}  {manual:6}  {failed:6}  {inexpressible:15}")
}

fn reasons(text: &mut String, title: &str, rows: &[Row<'_>], reason: fn(&Verdict) -> Option<&str>) {
    for row in rows {
        if let Some(reason) = reason(&row.verdict) {
            let reason: String = reason
                .split_whitespace()
                .collect::<Vec<_>>()
                .join(" ")
                .chars()
                .take(REASON)
                .collect();
            let _ = writeln!(text, "{title}: {}: {reason}", row.name);
        }
    }
}

fn reason_of_failed(verdict: &Verdict) -> Option<&str> {
    match verdict {
        Verdict::Failed(reason) => Some(reason),
        _ => None,
    }
}

fn reason_of_manual(verdict: &Verdict) -> Option<&str> {
    match verdict {
        Verdict::Manual(reason) => Some(reason),
        _ => None,
    }
}

fn reason_of_inexpressible(verdict: &Verdict) -> Option<&str> {
    match verdict {
        Verdict::Inexpressible(reason) => Some(reason),
        _ => None,
    }
}
