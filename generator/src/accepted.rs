//! `spec/accepted.toml` → the breaks that a person has accepted, each with a reason and until a version.
//!
//! Invariant: an acceptance names a rule by which something can break.

use serde::Deserialize;

use crate::{
    compare::{Change, Effect, RULES},
    diagnostics::{Diagnostic, Diagnostics},
    settings::position,
    source::{Source, similar},
};

/// A break that is accepted.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Acceptance {
    /// The rule that the change breaks by.
    pub rule: String,
    /// The subject of the change, as the report calls it.
    pub subject: String,
    /// The reason why callers can live with it.
    pub reason: String,
    /// The version that makes an end of it: as soon as callers have that, nothing is accepted any more.
    pub until: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    accepted: Vec<Acceptance>,
}

impl Acceptance {
    /// Tells whether a change breaks by the rule, about the subject.
    #[must_use]
    pub fn is_about(&self, change: &Change) -> bool {
        let mut rules = change.rules.iter();
        change.subject == self.subject
            && rules.any(|rule| rule.id == self.rule && rule.effect == Effect::Break)
    }
}

/// Reads the breaks that are accepted.
///
/// # Errors
///
/// Reports text that is no TOML, entries without a member or with another one, and rules by which nothing breaks.
pub fn parse_accepted(source: &Source) -> Result<Vec<Acceptance>, Diagnostics> {
    let file: File = toml::from_str(&source.text).map_err(|error| {
        let start = error.span().map(|span| position(&source.text, span.start));
        Diagnostic::error("accepted", error.message().to_owned())
            .file(&source.name)
            .position(start)
            .help("an entry `[[accepted]]` has `rule`, `subject`, `reason` and `until`, a version")
    })?;
    let mut diagnostics = Diagnostics::default();
    for entry in &file.accepted {
        let breaks = || RULES.iter().filter(|rule| rule.effect == Effect::Break);
        if !breaks().any(|rule| rule.id == entry.rule) {
            let message = format!("nothing breaks by a rule `{}`", entry.rule);
            let near = similar(&entry.rule, breaks().map(|rule| rule.id));
            let error = Diagnostic::error("accepted", message).file(&source.name);
            diagnostics.push(error.did_you_mean(near));
        }
    }
    let (accepted, _) = diagnostics.unless_errors(file.accepted)?;
    Ok(accepted)
}

#[cfg(test)]
mod tests {
    use super::parse_accepted;
    use crate::source::Source;

    fn parsed(text: &str) -> String {
        let source = Source {
            name: "accepted.toml".to_owned(),
            text: text.to_owned(),
        };
        match parse_accepted(&source) {
            Ok(accepted) => format!("{} accepted", accepted.len()),
            Err(errors) => errors.to_string(),
        }
    }

    #[test]
    fn an_entry_names_a_break_and_a_reason() {
        let entry = "[[accepted]]\nrule = 'operation-gone'\nsubject = 'GET /a'\nreason = 'Unused.'\nuntil = '0.3.0'\n";
        assert_eq!(parsed(""), "0 accepted");
        assert_eq!(parsed(entry), "1 accepted");
        let said = parsed(&entry.replace("operation-gone", "operation-gon"));
        assert!(said.contains("did you mean `operation-gone`?"), "{said}");
        // What breaks nothing needs no acceptance.
        assert!(
            parsed(&entry.replace("operation-gone", "text-changed")).contains("nothing breaks")
        );
        let said = parsed(&entry.replace("reason = 'Unused.'\n", ""));
        assert!(
            said.contains("missing field `reason`") && said.contains("accepted.toml:1"),
            "{said}"
        );
    }
}
