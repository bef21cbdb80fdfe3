//! Output of a tool → its verdict.
//!
//! Invariant: what is in no form that is known here is no verdict.

use super::super::truth::first_error;

/// Verdict of a tool: breaking or not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::prove) enum Said {
    /// They do, with one line that says why.
    Break(String),
    NoBreak,
    /// Nothing was said, with one line that says why not.
    CannotTell(String),
}

impl Said {
    /// Returns the verdict in a table.
    pub(super) fn word(&self) -> &'static str {
        match self {
            Self::Break(_) => "break",
            Self::NoBreak => "no break",
            Self::CannotTell(_) => "cannot tell",
        }
    }

    /// Returns the output besides the verdict.
    pub(super) fn line(&self) -> Option<&str> {
        match self {
            Self::Break(line) | Self::CannotTell(line) => Some(line),
            Self::NoBreak => None,
        }
    }

    /// Returns `true` if there are two verdicts, and they differ.
    pub(super) fn contradicts(&self, other: &Self) -> bool {
        matches!(
            (self, other),
            (Self::Break(_), Self::NoBreak) | (Self::NoBreak, Self::Break(_))
        )
    }
}

/// Output and exit status of a program.
#[derive(Debug)]
pub(super) struct Printed<'a> {
    pub(super) is_success: bool,
    pub(super) out: &'a str,
    pub(super) err: &'a str,
}

/// Returns the verdict of `cargo-semver-checks`: each lint that fails has a heading, and below `Failed in:`
/// the items that it is about.
pub(super) fn by_semver_checks(printed: &Printed<'_>) -> Said {
    let mut lines = printed.out.lines().map(str::trim);
    let heading = lines.find_map(|line| line.strip_prefix("--- failure "));
    match (heading, printed.is_success) {
        (Some(heading), _) => {
            let heading = heading.trim_end_matches(['-', ' ']);
            let item = lines.skip_while(|line| *line != "Failed in:").nth(1);
            Said::Break(match item {
                Some(item) => format!("{heading}: {item}"),
                None => heading.to_owned(),
            })
        }
        (None, true) => Said::NoBreak,
        (None, false) => Said::CannotTell(first_error(printed.err)),
    }
}

/// Returns the verdict of `cargo-public-api`: what is removed or changed begins with `-`, as in a diff.
pub(super) fn by_public_api(printed: &Printed<'_>) -> Said {
    if !printed.is_success {
        return Said::CannotTell(first_error(printed.err));
    }
    if !printed.out.contains("Removed items from the public API") {
        return Said::CannotTell("it printed no list of what is removed".to_owned());
    }
    match printed.out.lines().find(|line| line.starts_with('-')) {
        Some(line) => Said::Break(line.to_owned()),
        None => Said::NoBreak,
    }
}

#[cfg(test)]
mod tests {
    use super::{Printed, Said, by_public_api, by_semver_checks};

    fn printed<'a>(is_success: bool, out: &'a str, err: &'a str) -> Printed<'a> {
        Printed {
            is_success,
            out,
            err,
        }
    }

    #[test]
    fn a_lint_that_fails_is_a_break_told_by_its_first_item() {
        let out = "\n--- failure door_missing: a door is gone ---\n\nDescription:\nNobody gets in.\n\n\
                   Failed in:\n  House::door, previously in file house.rs:7\n  House::gate\n";
        let said = by_semver_checks(&printed(false, out, "     Summary 1 major check failed"));
        let line =
            "door_missing: a door is gone: House::door, previously in file house.rs:7".to_owned();
        assert_eq!(said, Said::Break(line));
    }

    #[test]
    fn a_warning_of_a_lint_is_no_break() {
        let out = "\n--- warning door_creaks: a door wants oil ---\n\nFailed in:\n  House::door\n";
        assert_eq!(by_semver_checks(&printed(true, out, "")), Said::NoBreak);
    }

    #[test]
    fn a_tool_that_fails_has_no_verdict() {
        let broken = printed(
            false,
            "",
            "    Checking house\nerror: no such house\n\nCaused by: fog\n",
        );
        let expected = Said::CannotTell("error: no such house".to_owned());
        assert_eq!(by_semver_checks(&broken), expected);
        assert_eq!(by_public_api(&broken), expected);
        assert!(matches!(
            by_public_api(&printed(true, "a new form", "")),
            Said::CannotTell(_)
        ));
    }

    #[test]
    fn what_is_removed_or_changed_is_a_break_and_what_is_added_is_none() {
        let lists = |removed: &str, changed: &str| {
            format!(
                "Removed items from the public API\n===\n{removed}\n\nChanged items in the public API\n===\n\
                 {changed}\n\nAdded items to the public API\n===\n+pub fn house::window()\n"
            )
        };
        let said = |removed, changed| by_public_api(&printed(true, &lists(removed, changed), ""));
        let door = Said::Break("-pub fn house::door()".to_owned());
        assert_eq!(said("-pub fn house::door()", "(none)"), door);
        let changed = "-pub fn house::door()\n+pub fn house::door(u8)";
        assert_eq!(said("(none)", changed), door);
        assert_eq!(said("(none)", "(none)"), Said::NoBreak);
    }

    #[test]
    fn only_two_verdicts_contradict_each_other() {
        let (break_, none) = (Said::Break(String::new()), Said::NoBreak);
        assert!(break_.contradicts(&none) && none.contradicts(&break_));
        let silent = Said::CannotTell(String::new());
        assert!(!silent.contradicts(&none) && !break_.contradicts(&silent));
        assert!(!none.contradicts(&none));
    }
}
