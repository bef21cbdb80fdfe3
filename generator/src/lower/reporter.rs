//! Errors and warnings of the lowering, in the order in which they are found.
//!
//! Invariant: what is met again, such as a component at each of its uses, is reported once.

use std::{cell::RefCell, collections::BTreeSet};

use crate::{
    diagnostics::{Diagnostic, Diagnostics, Subject},
    source::extension,
};

/// The diagnostics of one run. It is shared by all owners, so reporting borrows none of them.
#[derive(Default)]
pub(super) struct Reporter {
    found: RefCell<Diagnostics>,
    /// Reports so far, by code and place.
    known: RefCell<BTreeSet<(&'static str, String)>>,
}

impl Reporter {
    /// Reports a diagnostic, known or not.
    pub(super) fn report(&self, diagnostic: Diagnostic) {
        self.found.borrow_mut().push(diagnostic);
    }

    /// Does the work at a part of the description: what it reports is about `part`, unless it is about a part of that.
    /// `None`: the work is at no other part than before.
    pub(super) fn about<T>(&self, part: impl Into<Option<Subject>>, work: impl FnOnce() -> T) -> T {
        let Some(part) = part.into() else {
            return work();
        };
        let outer = self.found.borrow_mut().enter(part);
        let done = work();
        self.found.borrow_mut().leave(outer);
        done
    }

    /// Returns the part of the description that the work is at.
    pub(super) fn scope(&self) -> Option<Subject> {
        self.found.borrow().scope().cloned()
    }

    /// Reports a diagnostic unless the same was reported at the same place about the same part of the description: of
    /// what several parts have in common, each is wrong.
    pub(super) fn report_once(&self, diagnostic: Diagnostic) {
        let Diagnostic {
            pointer, message, ..
        } = &diagnostic;
        let place = format!("{pointer:?}: {message}: {:?}", self.scope());
        if self.is_new(diagnostic.code, place) {
            self.report(diagnostic);
        }
    }

    /// Warns of the one thing of this kind at a place.
    pub(super) fn warn(&self, code: &'static str, message: impl Into<String>, at: &str) {
        self.warn_in(code, message, at, "");
    }

    /// Warns of one of several things of a kind at a place, which is told from the others by `what`.
    pub(super) fn warn_in(
        &self,
        code: &'static str,
        message: impl Into<String>,
        at: &str,
        what: &str,
    ) {
        if self.is_new(code, format!("{at}{what}")) {
            self.report(Diagnostic::warning(code, message).at(at));
        }
    }

    /// Reports a value of an extension that cannot be used.
    pub(super) fn wrong_extension(&self, message: impl Into<String>, help: &str, at: &str) {
        self.report(extension::wrong(message, help, at));
    }

    /// Calls a reader that reports what it finds.
    pub(super) fn read<T>(&self, read: impl FnOnce(&mut Diagnostics) -> T) -> T {
        read(&mut self.found.borrow_mut())
    }

    /// Returns everything that was reported.
    pub(super) fn finish(&self) -> Diagnostics {
        self.found.take()
    }

    fn is_new(&self, code: &'static str, place: String) -> bool {
        self.known.borrow_mut().insert((code, place))
    }
}
