//! Rate-limit cost of calls.
//!
//! Invariant: a query parameter that costs something is there.

use crate::lower::{operations::builder::OperationBuilder, operations::pagination::Paged};
use crate::{
    model::Credits,
    source::extension::{self, Found},
};

impl OperationBuilder<'_> {
    /// Determines the rate-limit cost of a call, as `said` in the extension, or 1.
    pub(super) fn credits(
        &mut self,
        said: Option<&Found<extension::Credits>>,
        paged: &Paged<'_>,
    ) -> Credits {
        let Some(said) = said else {
            return Credits::default();
        };
        let credits = &said.value;
        for name in credits.per_value.keys().filter(|name| !paged.takes(name)) {
            let message = format!("the operation has no query parameter `{name}`");
            let help = "declare it under `parameters`, or remove it here";
            self.context
                .reporter
                .report(said.wrong("per-value", message).help(help));
        }
        Credits {
            base: credits.base,
            per_value: credits.per_value.clone().into_iter().collect(),
        }
    }
}
