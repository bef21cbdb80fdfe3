//! Diagnostics of the generator → the terminal, or lines of JSON.
//!
//! Many warnings of one kind are shown up to a limit and then counted, errors always all; and the last line
//! counts everything.

use std::collections::BTreeMap;
use std::env;
use std::fmt::Write as _;
use std::io::{self, IsTerminal as _};

use generator::{Colours, Diagnostics, Severity};

use crate::terminal::{self, count};

/// So many warnings of one kind are shown.
const SHOWN: usize = 10;

/// Extent of the report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Extent {
    /// Of each kind of warning up to a limit.
    Limited,
    /// Everything.
    All,
}

/// Writes everything to standard error, in colours where that is a terminal.
pub(crate) fn tell(diagnostics: &Diagnostics, extent: Extent) {
    if !diagnostics.is_empty() {
        terminal::complain(&text(diagnostics, extent, colours()));
    }
}

/// Returns everything as text, with the counts at the end.
pub(crate) fn text(diagnostics: &Diagnostics, extent: Extent, colours: Colours) -> String {
    let mut text = String::new();
    let mut kinds: BTreeMap<&str, usize> = BTreeMap::new();
    for diagnostic in diagnostics.iter() {
        if diagnostic.severity == Severity::Warning {
            let seen = kinds.entry(diagnostic.code).or_default();
            *seen += 1;
            if *seen > SHOWN && extent == Extent::Limited {
                continue;
            }
        }
        text.push_str(&generator::render_diagnostic(diagnostic, colours));
        text.push_str("\n\n");
    }
    for (code, number) in kinds {
        if number > SHOWN && extent == Extent::Limited {
            let more = count(number - SHOWN, "more warning");
            // Writing to a string cannot fail.
            let _ = writeln!(
                text,
                "warning[{code}]: {more} of this kind, which --all shows\n"
            );
        }
    }
    text.push_str(&counts(diagnostics));
    text.push('\n');
    text
}

/// Returns `3 errors, 12 warnings`.
pub(crate) fn counts(diagnostics: &Diagnostics) -> String {
    let errors = count(diagnostics.count(Severity::Error), "error");
    let warnings = count(diagnostics.count(Severity::Warning), "warning");
    format!("{errors}, {warnings}")
}

/// Returns one JSON object a line: each diagnostic, then the summary.
pub(crate) fn json(diagnostics: &Diagnostics) -> String {
    let each = diagnostics.iter().map(generator::as_json);
    let all = each.chain([generator::summary_as_json(diagnostics)]);
    all.flat_map(|object| [object.to_string(), "\n".to_owned()])
        .collect()
}

/// Colours belong on a terminal alone, and not where `NO_COLOR` is set.
fn colours() -> Colours {
    let refused = env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    let dumb = env::var_os("TERM").is_some_and(|value| value == "dumb");
    if refused || dumb || !io::stderr().is_terminal() {
        Colours::Off
    } else {
        Colours::On
    }
}

#[cfg(test)]
mod tests {
    use generator::{Colours, Diagnostic, Diagnostics};

    use super::{Extent, SHOWN, json, text};

    fn many() -> Diagnostics {
        let mut all = Diagnostics::default();
        for number in 0..SHOWN + 2 {
            all.push(Diagnostic::error("broken", format!("e{number}.")));
            all.push(Diagnostic::warning("untyped", format!("w{number}.")));
        }
        all
    }

    #[test]
    fn errors_are_all_shown_and_warnings_up_to_a_limit() {
        let limited = text(&many(), Extent::Limited, Colours::Off);
        assert!(
            limited.contains(": e11.") && limited.contains(": w9."),
            "{limited}"
        );
        assert!(!limited.contains(": w10."), "{limited}");
        assert!(limited.ends_with(
            "warning[untyped]: 2 more warnings of this kind, which --all shows\n\n12 errors, 12 warnings\n"
        ));
        let all = text(&many(), Extent::All, Colours::Off);
        assert!(all.contains(": w11.") && !all.contains("--all"), "{all}");
    }

    #[test]
    fn json_is_an_object_a_line_and_a_summary() {
        let lines = json(&many());
        let values: Vec<serde_json::Value> = lines
            .lines()
            .map_while(|line| serde_json::from_str(line).ok())
            .collect();
        assert_eq!(values.len(), 2 * SHOWN + 5);
        assert_eq!(values[0]["severity"], "error");
        assert_eq!(values[0]["line"], serde_json::Value::Null);
        assert_eq!(
            values.last(),
            Some(&serde_json::json!({"kind": "summary", "errors": 12, "warnings": 12}))
        );
    }
}
