//! References without targets → one error about the end of the description, where that explains them all.
//!
//! Invariant: every component that is missing would be behind the last one that is there. Few that are missing are told one
//! by one, unless the text ends in the middle of a line.

use std::collections::BTreeSet;

use serde_json::Value;

use super::{Source, escape, located};
use crate::diagnostics::{Diagnostic, Diagnostics, Position, Severity};

/// End of a description before its components, or among them.
#[derive(Debug)]
pub(crate) struct Truncation {
    error: Diagnostic,
    /// JSON pointer of the last node.
    last: String,
}

impl Truncation {
    /// Looks for it in a description.
    pub(crate) fn of(root: &Value, text: &str) -> Option<Self> {
        let mut references = Vec::new();
        collect(root, &mut references);
        let missing = |reference: &&str| root.pointer(reference).is_none();
        let all: Vec<&str> = references.into_iter().filter(missing).collect();
        let missing: BTreeSet<&str> = all.iter().copied().collect();
        if !is_behind_the_end(root, &all, &missing, text.ends_with('\n')) {
            return None;
        }
        let first = all.first()?;
        let message = format!(
            "the description ends before the components that it refers to: {} missing, {} references to them, the first \
             to `#{first}`",
            missing.len(),
            all.len(),
        );
        let error = Diagnostic::error("truncated", message)
            .position(Some(end(text)))
            .help("get the whole description");
        Some(Self {
            error,
            last: last(root),
        })
    }

    /// Replaces the errors that it explains by one.
    pub(crate) fn explain(self, diagnostics: Diagnostics, description: &Source) -> Diagnostics {
        let is_other = |diagnostic: &Diagnostic| match diagnostic.severity {
            Severity::Error => {
                let pointer = diagnostic.pointer.as_deref();
                diagnostic.code != "unresolved-reference"
                    && !pointer.is_some_and(|pointer| self.ends_in(pointer))
            }
            // What is missing is warned of in many ways; what is omitted is told all the same.
            Severity::Warning => diagnostic.code == "left-out",
        };
        let mut left = Diagnostics::default();
        left.append(located(self.error.clone().into(), description));
        left.extend(diagnostics.into_iter().filter(is_other));
        left
    }

    /// Returns `true` if the last node is at or below a pointer.
    fn ends_in(&self, pointer: &str) -> bool {
        let rest = self.last.strip_prefix(pointer);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    }
}

/// Collects the references to whole components, as JSON pointers.
fn collect<'v>(value: &'v Value, references: &mut Vec<&'v str>) {
    match value {
        Value::Object(members) => {
            let reference = members.get("$ref").and_then(Value::as_str);
            let pointer = reference.and_then(|reference| reference.strip_prefix('#'));
            references.extend(pointer.filter(|pointer| section(pointer).is_some()));
            members
                .values()
                .for_each(|value| collect(value, references));
        }
        Value::Array(items) => items.iter().for_each(|value| collect(value, references)),
        _ => {}
    }
}

/// Returns the section of the components that a pointer leads into.
fn section(pointer: &str) -> Option<&str> {
    let (section, name) = pointer.strip_prefix("/components/")?.split_once('/')?;
    (!name.contains('/')).then_some(section)
}

/// Returns `true` if all that is missing is of sections that are not there, or of the last one, and is too much for
/// mistakes in names.
fn is_behind_the_end(
    root: &Value,
    references: &[&str],
    missing: &BTreeSet<&str>,
    ends_with_line: bool,
) -> bool {
    const MANY: usize = 20;
    let components = root.get("components").and_then(Value::as_object);
    let root = root.as_object();
    let last_member = root.and_then(|root| root.keys().next_back());
    let last = components
        .filter(|_| last_member.is_some_and(|key| key == "components"))
        .and_then(|components| components.keys().next_back());
    let is_there = |section: &str| {
        let found = components.and_then(|components| components.get(section));
        found.is_some_and(Value::is_object)
    };
    let is_last = |section: &str| last.is_some_and(|last| last.as_str() == section);
    let mut sections = missing.iter().filter_map(|pointer| section(pointer));
    let mistakes = match (ends_with_line, components) {
        (false, _) => 1,
        (true, None) => 2,
        (true, Some(_)) => 10,
    };
    let is_much = missing.len() > mistakes
        || references.len() > MANY && sections.clone().any(|section| !is_there(section));
    is_much && sections.all(|section| !is_there(section) || is_last(section))
}

/// Returns the position of the last line.
fn end(text: &str) -> Position {
    Position {
        line: text.trim_end().matches('\n').count() + 1,
        column: 1,
    }
}

/// Returns the JSON pointer of the last node.
fn last(root: &Value) -> String {
    let (mut pointer, mut value) = (String::new(), root);
    loop {
        let (step, child) = match value {
            Value::Object(members) => match members.iter().next_back() {
                Some((key, child)) => (escape(key), child),
                None => return pointer,
            },
            Value::Array(items) => match items.last() {
                Some(child) => ((items.len() - 1).to_string(), child),
                None => return pointer,
            },
            _ => return pointer,
        };
        pointer = format!("{pointer}/{step}");
        value = child;
    }
}
