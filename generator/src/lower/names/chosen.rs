//! Names that a person chose: `x-rust-name`.
//!
//! Invariant: a chosen name is only the wish; it is cased, and kept from colliding, where all
//! identifiers are assigned.

use super::{
    case::{NameKind, identifier},
    reserved::is_reserved,
};
use crate::{
    diagnostics::Diagnostic,
    lower::reporter::Reporter,
    source::extension::{Found, RustName},
};

/// Returns the name that was chosen for something of a kind; `None` where the rule decides. Warns of a name that is not
/// free: what bears it gets a suffix.
pub(in crate::lower) fn chosen(
    name: Option<Found<RustName<'_>>>,
    kind: NameKind,
    reporter: &Reporter,
) -> Option<String> {
    let Found {
        value: RustName(name),
        at,
        ..
    } = name?;
    let ident = identifier(name, kind);
    if is_reserved(&ident, kind) {
        let message =
            format!("`{ident}` is a name that every client uses itself; this one gets a suffix");
        let warning = Diagnostic::warning("reserved-name", message)
            .at(at)
            .help("choose another name");
        reporter.report(warning);
    }
    Some(name.to_owned())
}
