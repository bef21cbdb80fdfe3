//! Errors → the description without the parts that they are about, and without every part that needs one of those.
//!
//! Invariant: what is left refers to nothing that was omitted. Each part is omitted for one reason, which is told.

mod parts;

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, VecDeque};

use serde_json::{Map, Value};

use self::parts::{operations_of, pointer, remove};
use super::{Document, uses::Uses};
use crate::diagnostics::{Diagnostic, Diagnostics, Severity, Subject};

/// Part that was omitted from a description.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Loss {
    /// Operations such as `GET /widgets`, and webhooks, with the reason of each.
    pub(crate) operations: Vec<(String, String)>,
    /// Warnings about the parts that were omitted because they need others.
    pub(crate) warnings: Diagnostics,
}

/// Omits the parts of a description with errors, and everything that needs them. `None`: nothing is omitted,
/// because some error is about the description as a whole, or about nothing that it has.
pub(crate) fn leave_out(document: &mut Document, errors: &Diagnostics) -> Option<Loss> {
    let errors = errors.iter().filter(|one| one.severity == Severity::Error);
    let parts = errors.map(|error| Some((error.subject.clone()?, error.message.clone())));
    let parts: Vec<_> = parts.collect::<Option<_>>()?;
    let reasons = Lost::of(&document.root, parts);
    let mut loss = Loss::default();
    let mut is_less = false;
    for (part, reason) in &reasons {
        if !is_within_another(part, &reasons) {
            loss.tell(&document.root, part, reason);
        }
    }
    for part in reasons.keys() {
        is_less |= remove(&mut document.root, part).is_some();
    }
    is_less.then_some(loss)
}

/// Reason why a part is omitted.
#[derive(Clone, Debug)]
enum Reason {
    /// It is wrong.
    Own { message: String },
    /// It needs a component that is wrong.
    Needs { component: String, message: String },
}

impl Reason {
    fn text(&self) -> String {
        match self {
            Self::Own { message } => format!("the description of it is wrong: {message}"),
            Self::Needs { component, message } => {
                format!("it needs {component}, whose description is wrong: {message}")
            }
        }
    }

    /// Returns the reason for the users of a part that is omitted for this reason.
    fn of_users(&self, part: &Subject) -> Self {
        match self {
            Self::Own { message } => Self::Needs {
                component: part.to_string(),
                message: message.clone(),
            },
            needs @ Self::Needs { .. } => needs.clone(),
        }
    }
}

/// The parts that are lost, with their reasons.
type Reasons = BTreeMap<Subject, Reason>;

/// Returns `true` if a part is omitted together with the operation or the path that contains it.
fn is_within_another(part: &Subject, lost: &Reasons) -> bool {
    let is_lost = |path: &String| lost.contains_key(&Subject::Path(path.clone()));
    match part {
        Subject::Operation { path, .. } => is_lost(path),
        Subject::Response { path, method, .. } => {
            let operation = Subject::Path(path.clone()).operation(method);
            is_lost(path) || lost.contains_key(&operation)
        }
        _ => false,
    }
}

/// A search for the parts that are lost.
struct Lost<'d> {
    root: &'d Value,
    reasons: Reasons,
}

impl<'d> Lost<'d> {
    /// Returns the parts that errors are about, and everything that needs these.
    fn of(root: &'d Value, errors: Vec<(Subject, String)>) -> Reasons {
        let uses = Uses::of(root);
        let mut lost = Self {
            root,
            reasons: Reasons::new(),
        };
        let errors = errors.into_iter();
        let mut open: VecDeque<(Subject, Reason)> = errors
            .map(|(part, message)| (part, Reason::Own { message }))
            .collect();
        while let Some((part, reason)) = open.pop_front() {
            let part = lost.whole(part);
            if let Some(known) = lost.reasons.get_mut(&part) {
                // An error may be one of a component that it needs, which is told of that component alone.
                if matches!(known, Reason::Own { .. }) && matches!(reason, Reason::Needs { .. }) {
                    *known = reason;
                }
                continue;
            }
            let needing = uses.users(&part);
            open.extend(needing.map(|user| (user.clone(), reason.of_users(&part))));
            lost.reasons.insert(part, reason);
        }
        lost.reasons
    }

    /// Returns the least that can be omitted with a part: an operation does without the description of a failure.
    fn whole(&self, part: Subject) -> Subject {
        match part {
            Subject::Response {
                path,
                method,
                status,
            } if !self.is_failure(&path, &method, &status) => Subject::Operation { path, method },
            part => part,
        }
    }

    /// Returns `true` if a response describes nothing but errors. `default` does so where another response is a
    /// success.
    fn is_failure(&self, path: &str, method: &str, status: &str) -> bool {
        let is_success = |status: &str| status.starts_with('2');
        if status != "default" {
            return !is_success(status);
        }
        let responses = &self.root["paths"][path][method]["responses"];
        let mut described = responses.as_object().into_iter().flat_map(Map::keys);
        described.any(|status| is_success(status))
    }
}

impl Loss {
    /// Tells that a part is omitted.
    fn tell(&mut self, root: &Value, part: &Subject, reason: &Reason) {
        let names = match part {
            Subject::Operation { .. } | Subject::Webhook(_) => vec![part.clone()],
            Subject::Path(path) => operations_of(root, path),
            _ => Vec::new(),
        };
        let names = names.iter().map(|part| match part {
            Subject::Webhook(name) => format!("webhook {name}"),
            Subject::Operation { path, method } => format!("{} {path}", method.to_uppercase()),
            Subject::Path(path) => path.clone(),
            other => other.to_string(),
        });
        self.operations
            .extend(names.map(|name| (name, reason.text())));
        if let Reason::Needs { component, .. } = reason {
            let message = format!("{part} is omitted: it needs {component}, which is wrong");
            let warning = Diagnostic::warning("left-out", message).at(pointer(part));
            self.warnings.push(Diagnostic {
                subject: Some(part.clone()),
                ..warning
            });
        }
    }
}
