//! Diagnostics: the errors and warnings about the input.
//!
//! Invariant: a diagnostic names a place whenever its cause has one, as a JSON pointer while
//! the stages run, and as line and column once [`located`](crate::source::located) has read the text
//! again.

mod excerpt;
mod json;
mod reports;
mod subject;
mod text;

use std::fmt;

pub use self::{
    excerpt::Excerpt,
    json::{as_json, summary_as_json},
    subject::Subject,
    text::{Colours, render_diagnostic},
};

pub(crate) use self::reports::Reports;

/// Severity of a diagnostic.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Nothing can be generated.
    Error,
    /// Something is generated, with less in it than the description says.
    Warning,
}

/// A place in a text, counted from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// The line.
    pub line: usize,
    /// The column, in characters.
    pub column: usize,
}

/// One thing to say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// Severity.
    pub severity: Severity,
    /// A stable name of the kind of problem, such as `unresolved-reference`.
    pub code: &'static str,
    /// Message: the problem, on one line.
    pub message: String,
    /// Suggested correction.
    pub help: Option<String>,
    /// The file it is about.
    pub file: Option<String>,
    /// Part of the description that it is about. `None`: the description as a whole.
    pub subject: Option<Subject>,
    /// JSON pointer to the affected node of the description.
    pub pointer: Option<String>,
    /// Position in the text.
    pub position: Option<Position>,
    /// The line of the text with the key or value that it is about.
    pub excerpt: Option<Excerpt>,
}

impl Diagnostic {
    /// Returns an error without a place.
    #[must_use]
    pub fn error(code: &'static str, message: impl Into<String>) -> Self {
        Self {
            severity: Severity::Error,
            code,
            message: message.into(),
            help: None,
            file: None,
            subject: None,
            pointer: None,
            position: None,
            excerpt: None,
        }
    }

    /// Returns a warning without a place.
    #[must_use]
    pub fn warning(code: &'static str, message: impl Into<String>) -> Self {
        Self {
            severity: Severity::Warning,
            ..Self::error(code, message)
        }
    }

    /// Adds what to do about it.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Adds the name that was probably meant, if any is like it enough.
    #[must_use]
    pub fn did_you_mean(self, name: Option<impl fmt::Display>) -> Self {
        match name {
            Some(name) => self.help(format!("did you mean `{name}`?")),
            None => self,
        }
    }

    /// Adds the place in the description.
    #[must_use]
    pub fn at(mut self, pointer: impl Into<String>) -> Self {
        self.pointer = Some(pointer.into());
        self
    }

    /// Adds the place in the text.
    #[must_use]
    pub fn position(mut self, position: Option<Position>) -> Self {
        self.position = position;
        self
    }

    /// Adds the file.
    #[must_use]
    pub fn file(mut self, name: impl Into<String>) -> Self {
        self.file = Some(name.into());
        self
    }
}

/// Everything there is to say, in the order of the text once it is located.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Diagnostics {
    items: Vec<Diagnostic>,
    /// Part of the description that the work is at, see [`Reports::about`]. `None`: the description as a whole.
    scope: Option<Subject>,
}

impl Diagnostics {
    /// Returns one error without a place.
    #[must_use]
    pub fn single(message: impl Into<String>) -> Self {
        Diagnostic::error("invalid-input", message).into()
    }

    /// Adds one more.
    pub fn push(&mut self, mut diagnostic: Diagnostic) {
        if diagnostic.subject.is_none() {
            diagnostic.subject.clone_from(&self.scope);
        }
        self.items.push(diagnostic);
    }

    /// Adds those that there are.
    pub fn extend(&mut self, more: impl IntoIterator<Item = Diagnostic>) {
        for diagnostic in more {
            self.push(diagnostic);
        }
    }

    /// Adds all of `other`.
    pub fn append(&mut self, other: Self) {
        self.extend(other.items);
    }

    /// Returns `true` if there are no diagnostics.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    /// Returns the number of diagnostics.
    #[must_use]
    pub fn len(&self) -> usize {
        self.items.len()
    }

    /// Returns `true` if at least one is an error, after which generation stops.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.count(Severity::Error) > 0
    }

    /// Returns the number of diagnostics with this severity.
    #[must_use]
    pub fn count(&self, severity: Severity) -> usize {
        let items = self.items.iter();
        items
            .filter(|diagnostic| diagnostic.severity == severity)
            .count()
    }

    /// Iterates over the diagnostics.
    pub fn iter(&self) -> impl Iterator<Item = &Diagnostic> {
        self.items.iter()
    }

    /// Returns the value together with the warnings, or everything when there is an error among it.
    ///
    /// # Errors
    ///
    /// Returns itself when it holds an error.
    pub fn unless_errors<T>(self, value: T) -> Result<(T, Self), Self> {
        if self.has_errors() {
            Err(self)
        } else {
            Ok((value, self))
        }
    }

    /// Splits the diagnostics into errors and warnings.
    pub(crate) fn split(self) -> (Self, Self) {
        let (mut errors, mut others) = (Self::default(), Self::default());
        for diagnostic in self.items {
            match diagnostic.severity {
                Severity::Error => errors.push(diagnostic),
                Severity::Warning => others.push(diagnostic),
            }
        }
        (errors, others)
    }

    /// Enters a part of the description, and gives back the one around it.
    pub(crate) fn enter(&mut self, subject: Subject) -> Option<Subject> {
        self.scope.replace(subject)
    }

    /// Leaves a part for the one around it.
    pub(crate) fn leave(&mut self, outer: Option<Subject>) {
        self.scope = outer;
    }

    /// Returns the part of the description that the work is at.
    pub(crate) fn scope(&self) -> Option<&Subject> {
        self.scope.as_ref()
    }

    /// Iterates over the diagnostics, to be completed.
    pub(crate) fn iter_mut(&mut self) -> impl Iterator<Item = &mut Diagnostic> {
        self.items.iter_mut()
    }

    /// Puts errors first, and each kind in the order of the texts, of which `rank` tells the
    /// place among them.
    pub(crate) fn sort_by(&mut self, rank: impl Fn(&Diagnostic) -> usize) {
        self.items
            .sort_by_key(|diagnostic| (diagnostic.severity, rank(diagnostic), diagnostic.position));
    }

    /// Keeps one of those that differ in their subjects alone, once they are sorted.
    pub(crate) fn merge_subjects(&mut self) {
        let mut merged: Vec<Diagnostic> = Vec::new();
        for diagnostic in std::mem::take(&mut self.items) {
            let earlier = merged.iter().rev();
            let mut here = earlier.take_while(|one| one.position == diagnostic.position);
            let is_known = here.any(|one| {
                let subject = diagnostic.subject.clone();
                Diagnostic {
                    subject,
                    ..one.clone()
                } == diagnostic
            });
            if !is_known {
                merged.push(diagnostic);
            }
        }
        self.items = merged;
    }
}

impl IntoIterator for Diagnostics {
    type Item = Diagnostic;
    type IntoIter = std::vec::IntoIter<Diagnostic>;

    fn into_iter(self) -> Self::IntoIter {
        self.items.into_iter()
    }
}

impl AsMut<Self> for Diagnostics {
    fn as_mut(&mut self) -> &mut Self {
        self
    }
}

impl From<Diagnostic> for Diagnostics {
    fn from(diagnostic: Diagnostic) -> Self {
        Self {
            items: vec![diagnostic],
            scope: None,
        }
    }
}

impl fmt::Display for Diagnostics {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, diagnostic) in self.items.iter().enumerate() {
            if index > 0 {
                formatter.write_str("\n\n")?;
            }
            diagnostic.fmt(formatter)?;
        }
        Ok(())
    }
}

impl std::error::Error for Diagnostics {}
