//! Current place of the lowering in the description, and the name of a type found there.
//!
//! Invariant: place and name depend only on the way from the component or operation that owns
//! the schema, so a schema that is reached on two ways is one type with one name.

use crate::lower::names::{NameKind, brief, camel, identifier, singular, snake, words};
use crate::source::escape;

/// A schema's place.
#[derive(Clone, Debug)]
pub(super) struct Place {
    /// The JSON pointer, which is also the provisional key of the type.
    pub(super) pointer: String,
    /// Name of a type found here: words in camel case.
    pub(super) name: String,
    /// The module that the type would be in.
    pub(super) module: String,
}

impl Place {
    /// Returns a schema that has a name in the description.
    pub(super) fn component(section: &str, name: &str) -> Self {
        Self {
            pointer: format!("/components/{section}/{}", escape(name)),
            name: name.to_owned(),
            module: module_of(name),
        }
    }

    /// Returns the same place under a name that was chosen.
    pub(super) fn renamed(self, name: &str) -> Self {
        Self {
            name: camel(name),
            module: module_of(name),
            ..self
        }
    }

    /// Returns a schema that an operation owns, whose name has several words where it is put together.
    pub(super) fn operation(pointer: String, name: &str) -> Self {
        Self {
            pointer,
            module: module_of(name),
            name: if name.contains(' ') {
                joined(name)
            } else {
                camel(name)
            },
        }
    }

    /// Returns a schema at another pointer that is named after this place and a word.
    pub(super) fn beside(&self, pointer: String, word: &str) -> Self {
        Self {
            pointer,
            name: joined(&format!("{} {word}", self.name)),
            module: self.module.clone(),
        }
    }

    /// Returns the place of a property.
    pub(super) fn property(&self, property: &str) -> Self {
        self.child(
            &format!("properties/{}", escape(property)),
            &format!("{} {property}", self.name),
        )
    }

    /// Returns the place of a list's items: one of what the list is named after.
    pub(super) fn items(&self) -> Self {
        let mut words = words(&self.name);
        let last = words.pop().unwrap_or_default();
        let one = singular(&last);
        if one == last || words.last().is_some_and(|word| singular(word) == one) {
            if one == last {
                words.push(last);
            }
            words.push("item".to_owned());
        } else {
            words.push(one);
        }
        self.child("items", &words.join(" "))
    }

    /// Returns the place of a map's values.
    pub(super) fn values(&self) -> Self {
        self.child("additionalProperties", &format!("{} value", self.name))
    }

    /// Returns the place of a member of `allOf` and the like, which has no name of its own.
    pub(super) fn member(&self, keyword: &str, index: usize) -> Self {
        self.child(&format!("{keyword}/{index}"), &self.name)
    }

    /// Returns the place of an alternative at `at`, named after the union and itself.
    pub(super) fn alternative(&self, at: &Self, name: &str) -> Self {
        Self {
            module: at.module.clone(),
            ..self.beside(at.pointer.clone(), name)
        }
    }

    fn child(&self, step: &str, name: &str) -> Self {
        Self {
            pointer: format!("{}/{step}", self.pointer),
            name: if name == self.name {
                camel(name)
            } else {
                joined(name)
            },
            module: self.module.clone(),
        }
    }
}

/// Returns a name of several parts in camel case.
fn joined(name: &str) -> String {
    camel(&brief(name))
}

/// Returns the module of a type: its name without the words that tell the members of a family apart,
/// so that `Ticket`, `TicketCreate` and `TicketUpdate` are together.
fn module_of(name: &str) -> String {
    const ROLES: [&str; 10] = [
        "create", "update", "request", "response", "input", "output", "list", "params", "payload",
        "body",
    ];
    let name = snake(name);
    let mut stem = name.as_str();
    while let Some((rest, role)) = stem.rsplit_once('_') {
        if !ROLES.contains(&role) {
            break;
        }
        stem = rest;
    }
    match identifier(stem, NameKind::Module) {
        // A module of the name of the module around it would be hard to tell from it.
        module if module == "models" => "models_".to_owned(),
        module => module,
    }
}

#[cfg(test)]
mod tests {
    use super::{Place, module_of};

    #[test]
    fn families_share_a_module() {
        for name in ["TimeEntry", "TimeEntryCreate", "TimeEntryUpdateRequest"] {
            assert_eq!(module_of(name), "time_entry");
        }
        assert_eq!(module_of("Update"), "update");
        assert_eq!(module_of("Mod"), "mod_");
    }

    #[test]
    fn long_names_keep_their_first_and_last_words() {
        let mut place = Place::component("schemas", "PaymentIntent");
        for property in [
            "next_action",
            "display_bank_transfer_instructions",
            "financial_addresses",
        ] {
            place = place.property(property);
        }
        let name = place.property("supported_networks").name;
        assert_eq!(name, "PaymentIntentFinancialAddressesSupportedNetworks");
        let long = "a".repeat(80);
        let place = Place::component("schemas", &long);
        assert_eq!(place.name, long);
    }

    #[test]
    fn items_are_one_of_their_list() {
        let place = Place::component("schemas", "Error");
        assert_eq!(place.property("errors").items().name, "ErrorItem");
        assert_eq!(
            place.property("attachments").items().name,
            "ErrorAttachment"
        );
        assert_eq!(place.property("data").items().name, "ErrorDataItem");
        assert_eq!(
            place.property("a/b").pointer,
            "/components/schemas/Error/properties/a~1b"
        );
    }
}
