//! Names that a person chose: `x-rust-name`.
//!
//! Invariant: a chosen name is only the wish; it is cased, and kept from colliding, where all
//! identifiers are allotted.

use crate::lower::{
    Lowering,
    names::{Kind, identifier, is_reserved},
};
use crate::{
    diagnostics::Diagnostic,
    source::extension::{Found, RustName},
};

impl Lowering<'_> {
    /// The name that was chosen for something of a kind; empty where the rule decides. Warns of a name that is not
    /// free: what bears it gets a suffix.
    pub(super) fn chosen_name(&mut self, name: Option<Found<RustName<'_>>>, kind: Kind) -> String {
        let Some(Found { value, at }) = name else {
            return String::new();
        };
        let RustName(name) = value;
        let ident = identifier(name, kind);
        if is_reserved(&ident, kind) {
            let message = format!(
                "`{ident}` is a name that every client uses itself; this one gets a suffix"
            );
            let warning = Diagnostic::warning("reserved-name", message)
                .at(at)
                .help("choose another name");
            self.diagnostics.push(warning);
        }
        name.to_owned()
    }
}
