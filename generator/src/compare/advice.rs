//! The rule by which something breaks → what a maintainer or a caller does about it.
//!
//! Invariant: only a break has advice, and every break of the wire and of behaviour has some.

use super::{Change, Effect, Level};

impl Change {
    /// Advice about a break, as a sentence. `None`: it breaks nothing, or a compiler says it to callers.
    #[must_use]
    pub fn advice(&self) -> Option<&'static str> {
        let breaking = [Level::Behaviour, Level::Wire]
            .into_iter()
            .find_map(|level| {
                let rule = self.verdict(level).rule?;
                (rule.effect == Effect::Break).then_some(rule)
            });
        let source = self.verdict(Level::Source).effect == Effect::Break;
        match breaking {
            Some(rule) => Some(of_rule(rule.id)),
            None => source.then_some("callers change their code as the compiler tells them"),
        }
    }
}

fn of_rule(rule: &str) -> &'static str {
    match rule {
        "name-rebound" => {
            "give what is new another name by `x-rust-name` in an overlay, so that the name keeps its meaning"
        }
        "operation-gone" => "callers find another operation before the service takes this one away",
        "request-line-changed" | "server-gone" => {
            "release the crate: earlier versions call an address that is gone"
        }
        "security-gone" => "release the crate: callers need credentials of another kind",
        "required-parameter-added" | "sent-field-required" => {
            "release the crate: calls of earlier versions lack what the service demands"
        }
        "parameter-gone" | "sent-field-gone" | "sent-value-gone" | "search-gone" => {
            "callers stop sending it; the service ignores or refuses it"
        }
        "parameter-moved" | "sent-type-changed" | "sent-null-refused" | "sent-body-changed" => {
            "release the crate: the service refuses what earlier versions send"
        }
        "received-type-changed"
        | "received-field-gone"
        | "received-field-optional"
        | "received-null"
        | "received-body-changed" => "release the crate: earlier versions fail on the response",
        _ => "release the crate, and tell callers",
    }
}
