//! Failures of a command → the message for the terminal. Every message names its path, in the form of the generator's
//! own diagnostics.

use std::error::Error;
use std::fmt;
use std::io;

use generator::Diagnostics;

/// Reason why a command failed.
#[derive(Debug)]
pub enum Failure {
    /// The generator refuses the description or the settings.
    Diagnostics(Diagnostics),
    /// Something around the generator: arguments, files, folders, processes.
    Message(Message),
}

/// One error, laid out the way the generator prints its diagnostics.
#[derive(Debug)]
pub struct Message {
    /// Problem, in one line.
    text: String,
    /// `file:line:column`, or `None` when no place in a file is meant.
    place: Option<String>,
    /// Suggested correction, or `None` when the text says it all.
    help: Option<String>,
}

impl Failure {
    /// Creates a failure that says `text` and no more.
    pub fn new(text: impl Into<String>) -> Self {
        Self::Message(Message {
            text: text.into(),
            place: None,
            help: None,
        })
    }

    /// Returns a failure of the operating system: `doing` names the attempt and the path.
    pub fn io(doing: impl fmt::Display, error: &io::Error) -> Self {
        Self::new(format!("{doing}: {error}"))
    }

    /// Adds the place in a file; diagnostics know theirs already.
    pub fn at(mut self, file: &str, line: usize, column: usize) -> Self {
        if let Self::Message(message) = &mut self {
            message.place = Some(format!("{file}:{line}:{column}"));
        }
        self
    }

    /// Adds what to do about it; diagnostics say so already.
    pub fn help(mut self, help: impl Into<String>) -> Self {
        if let Self::Message(message) = &mut self {
            message.help = Some(help.into());
        }
        self
    }
}

impl From<Diagnostics> for Failure {
    fn from(diagnostics: Diagnostics) -> Self {
        Self::Diagnostics(diagnostics)
    }
}

impl Error for Failure {}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Diagnostics(diagnostics) => diagnostics.fmt(f),
            Self::Message(message) => message.fmt(f),
        }
    }
}

impl fmt::Display for Message {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "error: {}", self.text)?;
        if let Some(place) = &self.place {
            write!(f, "\n  --> {place}")?;
        }
        if let Some(help) = &self.help {
            write!(f, "\n  = help: {help}")?;
        }
        Ok(())
    }
}
