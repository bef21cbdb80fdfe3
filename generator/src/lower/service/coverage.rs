//! What the description says of its own gaps: `x-partly-typed` and `x-left-out`.
//!
//! Invariant: a reason is a text with something in it.

use serde_json::Value;

use crate::lower::Lowering;
use crate::{
    model::LeftOut,
    source::extension::{self, Extension as _},
};

/// The key with the reason why an operation is typed in part.
pub(in crate::lower) const PARTLY_TYPED: &str = "x-partly-typed";

impl Lowering<'_> {
    /// Why an operation is typed in part. `None`: it is not said to be.
    pub(in crate::lower) fn partly_typed(
        &mut self,
        value: Option<&Value>,
        at: &str,
    ) -> Option<String> {
        let reason = value?.as_str().map(str::trim);
        let reason = reason.filter(|reason| !reason.is_empty());
        if reason.is_none() {
            let message = "the reason has to be a text";
            let help = "say which part of the body or the answer is not known";
            self.wrong_extension(message, help, &format!("{at}/{PARTLY_TYPED}"));
        }
        reason.map(str::to_owned)
    }

    /// What is left out on purpose.
    pub(in crate::lower) fn left_out(&mut self) -> Vec<LeftOut> {
        let Some(value) = self.description.extensions.get(extension::LeftOut::KEY) else {
            return Vec::new();
        };
        match extension::LeftOut::read(value, "") {
            Ok(extension::LeftOut(entries)) => entries
                .into_iter()
                .map(|entry| LeftOut {
                    operation: entry.operation,
                    reason: entry.reason,
                })
                .collect(),
            Err(error) => {
                self.diagnostics.push(*error);
                Vec::new()
            }
        }
    }
}
