//! What calls take from the rate limit.
//!
//! Invariant: a query parameter that costs something is there.

use serde_json::Value;

use crate::lower::{Lowering, operations::pagination::Paged};
use crate::{
    diagnostics::Diagnostic,
    model::Credits,
    source::extension::{self, Extension as _},
};

impl Lowering<'_> {
    /// What a call takes, as `said` in the extension, or 1.
    pub(in crate::lower) fn credits(&mut self, said: Option<&Value>, paged: &Paged<'_>) -> Credits {
        let Some(said) = said else {
            return Credits::default();
        };
        match extension::Credits::read(said, paged.pointer) {
            Ok(said) => {
                for name in said.per_value.keys().filter(|name| !paged.takes(name)) {
                    self.diagnostics.push(unknown(name, paged.pointer));
                }
                Credits {
                    base: said.base,
                    per_value: said.per_value.into_iter().collect(),
                }
            }
            Err(error) => {
                self.diagnostics.push(*error);
                Credits::default()
            }
        }
    }
}

fn unknown(name: &str, pointer: &str) -> Diagnostic {
    let message = format!("the operation has no query parameter `{name}`");
    let at = format!("{pointer}/{}/per-value", extension::Credits::KEY);
    Diagnostic::error("invalid-credits", message)
        .at(at)
        .help("declare it under `parameters`, or remove it here")
}
