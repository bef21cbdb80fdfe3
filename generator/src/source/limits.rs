//! How much a text may ask for.
//!
//! Invariant: what is read takes memory and time in proportion to the text, whatever aliases and
//! merge keys of YAML make of it.

use std::cell::Cell;

use serde::de;
use serde_json::Value;

use crate::diagnostics::{Diagnostic, Position};

/// How deep brackets may be nested before a text is not even given to a reader: YAML's takes
/// time by the square of it.
const DEEPEST: usize = 1_000;

/// How many values aliases may add to those that a text has itself.
const MORE_VALUES: usize = 1_000_000;

/// How many bytes of text aliases may add.
const MORE_BYTES: usize = 64 * 1024 * 1024;

/// What is left of the limits of one text.
pub(super) struct Budget {
    values: Cell<usize>,
    bytes: Cell<usize>,
}

impl Budget {
    /// What a text may have: each of its bytes is a value and a part of one at the most.
    pub(super) fn of(text: &str) -> Self {
        Self {
            values: Cell::new(text.len().saturating_add(MORE_VALUES)),
            bytes: Cell::new(text.len().saturating_add(MORE_BYTES)),
        }
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
            _ => Err(E::custom(TOO_MUCH)),
        }
    }
}

const TOO_MUCH: &str = "aliases make too much of the text";

/// What to say about a text whose brackets are nested too deep, wherever they stand.
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
            return Some(explain(Diagnostic::error("too-large", message)).position(Some(position)));
        }
    }
    None
}

/// What a reader says about its limits, in words that name them.
pub(super) fn explain(mut diagnostic: Diagnostic) -> Diagnostic {
    let (message, help) = match diagnostic.message.as_str() {
        text if text.contains("recursion limit exceeded") => (
            "the text is nested more than 128 levels deep".to_owned(),
            "make components of what is far inside, and refer to them",
        ),
        text if text.contains("repetition limit exceeded") || text.contains(TOO_MUCH) => (
            format!(
                "aliases make too much of the text: more than a hundred times its parts, \
                 {MORE_VALUES} values or {} MiB",
                MORE_BYTES / 1024 / 1024
            ),
            "refer to components with `$ref` instead of repeating them by aliases",
        ),
        text if text.contains("nested more than") => (
            text.to_owned(),
            "make components of what is far inside, and refer to them",
        ),
        _ => return diagnostic,
    };
    diagnostic.code = "too-large";
    diagnostic.message = message;
    diagnostic.help(help)
}
