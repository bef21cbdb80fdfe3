//! Limits on the size of a text.
//!
//! Invariant: what is read takes memory and time in proportion to the text, whatever aliases and
//! merge keys of YAML make of it.

use std::cell::Cell;

use serde::de;
use serde_json::Value;

use crate::diagnostics::{Diagnostic, Position};

/// Deepest nesting of values. The readers of JSON and YAML stop at 128 levels and report it in words only, so this
/// limit is reached before theirs.
const DEEPEST_VALUE: usize = 120;

/// Deepest nesting of brackets before a text is refused without being parsed: YAML's parser takes
/// time by the square of it.
const DEEPEST: usize = 1_000;

/// Number of values that aliases may add to those of the text itself.
const MORE_VALUES: usize = 1_000_000;

/// Bytes of text that aliases may add.
const MORE_BYTES: usize = 64 * 1024 * 1024;

/// Remaining part of the limits of one text.
pub(super) struct Budget {
    values: Cell<usize>,
    bytes: Cell<usize>,
    /// Number of lists and mappings around the value that is read.
    depth: Cell<usize>,
    /// Limit that stopped the reader; `None` as long as the text keeps to all of them.
    exceeded: Cell<Option<Limit>>,
}

/// Limit of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Limit {
    /// Levels of nested values.
    Depth,
    /// Size of the tree that aliases make.
    Aliases,
}

impl Budget {
    /// Computes the budget of a text: each of its bytes is a value and a part of one at the most.
    pub(super) fn of(text: &str) -> Self {
        Self {
            values: Cell::new(text.len().saturating_add(MORE_VALUES)),
            bytes: Cell::new(text.len().saturating_add(MORE_BYTES)),
            depth: Cell::new(0),
            exceeded: Cell::new(None),
        }
    }

    /// Returns the limit that the text exceeds, if that is why its reader stopped.
    pub(super) fn exceeded(&self) -> Option<Limit> {
        self.exceeded.get()
    }

    /// Reads a list or a mapping, unless it is nested too deep.
    pub(super) fn nested<T, E: de::Error>(
        &self,
        read: impl FnOnce() -> Result<T, E>,
    ) -> Result<T, E> {
        let depth = self.depth.get();
        if depth == DEEPEST_VALUE {
            return Err(self.stop(Limit::Depth));
        }
        self.depth.set(depth + 1);
        let value = read();
        self.depth.set(depth);
        value
    }

    /// Takes what a value needs, without what is below it.
    pub(super) fn take<E: de::Error>(&self, value: &Value) -> Result<(), E> {
        let bytes = value.as_str().map_or(0, str::len);
        let left = |limit: &Cell<usize>, used| {
            let left = limit.get().checked_sub(used)?;
            limit.set(left);
            Some(())
        };
        match (left(&self.values, 1), left(&self.bytes, bytes)) {
            (Some(()), Some(())) => Ok(()),
            _ => Err(self.stop(Limit::Aliases)),
        }
    }

    /// Returns the error that makes a reader stop. Its text is never shown: [`Limit::diagnostic`] replaces it.
    fn stop<E: de::Error>(&self, limit: Limit) -> E {
        self.exceeded.set(Some(limit));
        E::custom("limit exceeded")
    }
}

const NESTED_HELP: &str = "make components of what is far inside, and refer to them";

impl Limit {
    /// Reports a text that exceeds the limit.
    pub(super) fn diagnostic(self) -> Diagnostic {
        let (message, help) = match self {
            Self::Depth => (
                format!("the text is nested more than {DEEPEST_VALUE} levels deep"),
                NESTED_HELP,
            ),
            Self::Aliases => (
                format!(
                    "aliases expand the text too much: more than a hundred times its parts, \
                     {MORE_VALUES} values or {} MiB",
                    MORE_BYTES / 1024 / 1024
                ),
                "refer to components with `$ref` instead of repeating them by aliases",
            ),
        };
        Diagnostic::error("too-large", message).help(help)
    }
}

/// Reports brackets that are nested too deep, wherever they are.
pub(super) fn too_deep(text: &str) -> Option<Diagnostic> {
    let mut depth = 0_usize;
    let mut line = 1;
    for byte in text.bytes() {
        match byte {
            b'[' | b'{' => depth += 1,
            b']' | b'}' => depth = depth.saturating_sub(1),
            b'\n' => line += 1,
            _ => {}
        }
        if depth > DEEPEST {
            let message = format!("brackets are nested more than {DEEPEST} levels deep");
            let position = Position { line, column: 1 };
            let diagnostic = Diagnostic::error("too-large", message).help(NESTED_HELP);
            return Some(diagnostic.position(Some(position)));
        }
    }
    None
}
