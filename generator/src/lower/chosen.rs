//! What a person decided about one thing of the description: `x-rust-name` and `x-retry`.
//!
//! Invariant: a chosen name is only the wish; it is cased, and kept from colliding, where all
//! identifiers are allotted.

use serde_json::Value;

use crate::lower::{
    Lowering,
    names::{Kind, identifier, is_reserved},
};
use crate::{diagnostics::Diagnostic, model::Retry};

/// The key of a name.
pub(super) const NAME: &str = "x-rust-name";

/// The key of what a second call does.
pub(super) const RETRY: &str = "x-retry";

impl Lowering<'_> {
    /// The name that was chosen for what stands at a place and is to be of a kind, from its extension; empty where
    /// the rule decides.
    pub(super) fn chosen_name(&mut self, value: Option<&Value>, kind: Kind, at: &str) -> String {
        let Some(value) = value else {
            return String::new();
        };
        let name = value.as_str().map(str::trim);
        if let Some(name) = name.filter(|name| name.contains(|c: char| c.is_ascii_alphabetic())) {
            self.check_chosen(name, kind, at);
            return name.to_owned();
        }
        let message = "a name for Rust has to be a text with a letter in it";
        let help = "write words in any case, such as `list_for_ticket`";
        self.wrong_extension(message, help, &format!("{at}/{NAME}"));
        String::new()
    }

    /// Warns of a name that is not free: what bears it gets a suffix.
    fn check_chosen(&mut self, name: &str, kind: Kind, at: &str) {
        let ident = identifier(name, kind);
        if is_reserved(&ident, kind) {
            let message = format!(
                "`{ident}` is a name that every client uses itself; this one gets a suffix"
            );
            let warning = Diagnostic::warning("reserved-name", message)
                .at(format!("{at}/{NAME}"))
                .help("choose another name");
            self.diagnostics.push(warning);
        }
    }

    /// Whether doing an operation twice is the same as doing it once.
    pub(super) fn retry(&mut self, value: Option<&Value>, at: &str) -> Retry {
        match value.map(Value::as_str) {
            None => Retry::ByMethod,
            Some(Some("safe")) => Retry::Safe,
            Some(Some("unsafe")) => Retry::Unsafe,
            Some(_) => {
                let message = "whether a call may be made twice is `safe` or `unsafe`";
                let help = "write `x-retry: safe` if doing it twice is the same as doing it once";
                self.wrong_extension(message, help, &format!("{at}/{RETRY}"));
                Retry::ByMethod
            }
        }
    }
}
