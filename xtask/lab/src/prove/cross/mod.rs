//! Verdicts on changes → verdicts of third-party tools on some of them, side by side.
//!
//! Invariant: a tool never fails the command; where it contradicts, the compiler says who is right
//! by the caller that it was given, which does what spec/README.md promises and nothing else.

mod said;
mod tool;

use std::fmt::Write as _;

use generator::FileTree;
use xtask::failure::Failure;
use xtask::terminal::count;

pub(super) use self::said::Said;
use self::tool::Tool;
use super::truth::{Bench, Truth};

/// A change with the verdicts that the command itself has.
#[derive(Debug)]
pub(super) struct Judged {
    /// Name of the change.
    pub(super) case: String,
    /// The crate before and after.
    pub(super) crates: [FileTree; 2],
    pub(super) ours: Said,
    pub(super) compiler: Said,
}

impl From<Truth> for Said {
    fn from(truth: Truth) -> Self {
        match truth {
            Truth::Compiles => Self::NoBreak,
            Truth::Breaks(error) => Self::Break(error),
        }
    }
}

/// The changes that were checked, and what checks them.
#[derive(Debug)]
pub(super) struct CrossCheck {
    /// Number of changes to check.
    wanted: usize,
    /// Number of changes tried.
    tried: usize,
    tools: Vec<Tool>,
    missing: Vec<Tool>,
    rows: Vec<Row>,
}

/// A change that was checked.
#[derive(Debug)]
struct Row {
    case: String,
    ours: Said,
    compiler: Said,
    /// One for each tool, in their order.
    tools: Vec<Said>,
}

impl CrossCheck {
    pub(super) fn prepare(wanted: usize, tried: usize, bench: &Bench) -> Self {
        let (tools, missing) = Tool::ALL.iter().partition(|tool| tool.is_there(bench));
        Self {
            wanted,
            tried,
            tools,
            missing,
            rows: Vec::new(),
        }
    }

    /// Asks the tools about a change, if the one with this number is to be checked.
    pub(super) fn check(
        &mut self,
        number: usize,
        judged: Judged,
        bench: &Bench,
    ) -> Result<(), Failure> {
        if self.tools.is_empty() || !is_picked(number, self.wanted, self.tried) {
            return Ok(());
        }
        let [before, after] = &judged.crates;
        let before = bench.describe(before, "before.json")?;
        let after = bench.describe(after, "after.json")?;
        let tools = self.tools.iter().map(|tool| match (&before, &after) {
            (Ok(before), Ok(after)) => tool.compare(bench, [before, after]),
            (Err(why), _) | (_, Err(why)) => Said::CannotTell(why.clone()),
        });
        self.rows.push(Row {
            tools: tools.collect(),
            case: judged.case,
            ours: judged.ours,
            compiler: judged.compiler,
        });
        Ok(())
    }

    /// Returns the table, what is not unanimous, and what is missing.
    pub(super) fn report(&self) -> String {
        let mut report = String::new();
        if !self.tools.is_empty() {
            report.push_str(&self.table());
            report.push_str(&self.differences());
        }
        for program in self.missing.iter().map(|tool| tool.program()) {
            // Writing to a string cannot fail.
            let _ = writeln!(
                report,
                "{program} is not on the PATH and was not asked; `cargo install {program}` installs it"
            );
        }
        report
    }

    fn table(&self) -> String {
        let mut table = format!("cross-check of {}\n", count(self.rows.len(), "change"));
        let programs = self.tools.iter().map(|tool| tool.program());
        push_line(&mut table, ["ours", "compiler"].into_iter().chain(programs));
        table.push_str("change\n");
        for row in &self.rows {
            let verdicts = [&row.ours, &row.compiler].into_iter().chain(&row.tools);
            push_line(&mut table, verdicts.map(Said::word));
            table.push_str(&row.case);
            table.push('\n');
        }
        table
    }

    fn differences(&self) -> String {
        let mut number = 0;
        let mut text = String::new();
        for row in &self.rows {
            for (tool, said) in self.tools.iter().zip(&row.tools) {
                number += usize::from(said.contradicts(&row.ours));
                text.push_str(&row.difference(tool.program(), said));
            }
        }
        format!("{}\n{text}", count(number, "disagreement"))
    }
}

impl Row {
    /// Describes the verdict of one tool: empty if it agrees with ours.
    fn difference(&self, program: &str, said: &Said) -> String {
        let case = &self.case;
        if let Said::CannotTell(why) = said {
            return format!("  {program} cannot tell: {case}\n    {why}\n");
        }
        if !said.contradicts(&self.ours) {
            return String::new();
        }
        let right = if self.compiler.contradicts(said) {
            "this command"
        } else {
            program
        };
        let mut text = format!("  disagreement: {case}; the compiler sides with {right}\n");
        let sides = [
            (program, said),
            ("this command", &self.ours),
            ("the compiler", &self.compiler),
        ];
        for (who, said) in sides {
            let why = said
                .line()
                .map_or_else(String::new, |line| format!(": {line}"));
            // Writing to a string cannot fail.
            let _ = writeln!(text, "    {who} says {}{why}", said.word());
        }
        text
    }
}

/// Returns `true` if the change with this number, from zero, is one of `wanted` that are spread over `tried`.
fn is_picked(number: usize, wanted: usize, tried: usize) -> bool {
    wanted >= tried || number * wanted % tried < wanted
}

/// Writes cells in columns; the last cell of the line is still to come.
fn push_line<'a>(table: &mut String, cells: impl Iterator<Item = &'a str>) {
    table.push_str("  ");
    for cell in cells {
        // Writing to a string cannot fail.
        let _ = write!(table, "{cell:<21}");
    }
}

#[cfg(test)]
mod tests {
    use super::{CrossCheck, Row, Said, Tool, is_picked};

    fn checked(compiler: Said, tools: [Said; 2]) -> CrossCheck {
        CrossCheck {
            wanted: 1,
            tried: 1,
            tools: Tool::ALL.to_vec(),
            missing: Vec::new(),
            rows: vec![Row {
                case: "paint door".to_owned(),
                ours: Said::NoBreak,
                compiler,
                tools: tools.into(),
            }],
        }
    }

    #[test]
    fn as_many_as_are_wanted_are_spread_over_all() {
        let picked = |wanted, tried| {
            let all = 0..tried;
            all.filter(|number| is_picked(*number, wanted, tried))
                .collect::<Vec<_>>()
        };
        assert_eq!(picked(4, 8), [0, 2, 4, 6]);
        assert_eq!(picked(3, 10), [0, 4, 7]);
        assert_eq!(picked(9, 3), [0, 1, 2]);
    }

    #[test]
    fn a_disagreement_tells_all_sides_and_who_is_right() {
        let red = || Said::Break("the door is red".to_owned());
        let report = checked(Said::NoBreak, [Said::NoBreak, red()]).report();
        assert!(report.contains("1 disagreement\n"), "{report}");
        let expected = "  disagreement: paint door; the compiler sides with this command\n    \
                        cargo-public-api says break: the door is red\n    this command says no break\n";
        assert!(report.contains(expected), "{report}");
        let report = checked(red(), [Said::NoBreak, red()]).report();
        assert!(report.contains("the compiler sides with cargo-public-api"));
    }

    #[test]
    fn what_cannot_be_told_is_no_disagreement_and_never_silent() {
        let fog = Said::CannotTell("fog".to_owned());
        let report = checked(Said::NoBreak, [fog, Said::NoBreak]).report();
        assert!(report.contains("0 disagreements\n"), "{report}");
        assert!(report.contains("  cargo-semver-checks cannot tell: paint door\n    fog\n"));
    }

    #[test]
    fn a_missing_tool_is_named_with_the_way_to_install_it() {
        let mut check = checked(Said::NoBreak, [Said::NoBreak, Said::NoBreak]);
        check.tools.clear();
        check.missing = vec![Tool::PublicApi];
        assert_eq!(
            check.report(),
            "cargo-public-api is not on the PATH and was not asked; `cargo install cargo-public-api` installs it\n"
        );
    }
}
