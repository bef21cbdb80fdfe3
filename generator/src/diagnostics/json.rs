//! Diagnostics → JSON for machines.
//!
//! Invariant: every member is always there; what a diagnostic does not know is `null`.

use serde_json::{Value, json};

use super::{Diagnostic, Diagnostics, Severity};

/// Returns one diagnostic.
///
/// | member | what it is |
/// |---|---|
/// | `kind` | `diagnostic` |
/// | `severity` | `error` or `warning` |
/// | `code` | the kind of problem, such as `unresolved-reference` |
/// | `message` | what is wrong |
/// | `file`, `line`, `column` | where, counted from 1, in characters |
/// | `pointer` | where in the description, as a JSON pointer |
/// | `excerpt` | the line of the text, `…` where it was cut |
/// | `found` | the part of the excerpt that is marked |
/// | `help` | what to write instead |
#[must_use]
pub fn as_json(diagnostic: &Diagnostic) -> Value {
    let excerpt = diagnostic.excerpt.as_ref();
    json!({
        "kind": "diagnostic",
        "severity": match diagnostic.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
        },
        "code": diagnostic.code,
        "message": diagnostic.message,
        "file": diagnostic.file,
        "line": diagnostic.position.map(|position| position.line),
        "column": diagnostic.position.map(|position| position.column),
        "pointer": diagnostic.pointer,
        "excerpt": excerpt.map(|excerpt| excerpt.line.as_str()),
        "found": excerpt.map(super::Excerpt::found),
        "help": diagnostic.help,
    })
}

/// Returns the counts as JSON: `kind` is `summary`, `errors` and `warnings` are numbers.
#[must_use]
pub fn summary_as_json(diagnostics: &Diagnostics) -> Value {
    json!({
        "kind": "summary",
        "errors": diagnostics.count(Severity::Error),
        "warnings": diagnostics.count(Severity::Warning),
    })
}
