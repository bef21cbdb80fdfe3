//! Tags → resources, and what their methods are called.
//!
//! Invariant: a method's short name depends on its `operationId`, its tag and its path alone.

use std::collections::BTreeSet;

use openapiv3::{Operation, ReferenceOr};

use crate::lower::{
    Lowering,
    names::{Kind, same_noun, singular, words},
};
use crate::{
    diagnostics::Diagnostic,
    model::{Docs, Method, Name, PathTemplate, Resource},
    source::extension,
};

/// The tag of operations that have none, and whose path has no word to take one from.
const UNTAGGED: &str = "default";

impl Lowering<'_> {
    /// One resource for every tag that an operation has.
    pub(in crate::lower) fn resources(&mut self) -> Vec<Resource> {
        let tags = self.description.tags.iter().enumerate();
        let mut resources: Vec<Resource> =
            tags.map(|(index, tag)| self.declared(index, tag)).collect();
        for (path, item) in &self.description.paths.paths {
            let item = match item {
                ReferenceOr::Item(item) => item,
                ReferenceOr::Reference { reference } => {
                    let pointer = format!("/paths/{}", crate::source::escape(path));
                    self.unresolved(reference, &pointer);
                    continue;
                }
            };
            for (method, operation) in operations(item) {
                let tag = tag_of(operation, path);
                let lowered = self.operation(path, method, item, operation);
                let index = resources
                    .iter()
                    .position(|resource| resource.name.wire == tag);
                match index {
                    Some(index) => resources[index].operations.push(lowered),
                    None => resources.push(Resource {
                        operations: vec![lowered],
                        ..empty(&tag)
                    }),
                }
            }
        }
        resources.retain(|resource| !resource.operations.is_empty());
        self.check_ids(&resources);
        resources
    }

    /// Warns of operations with the name of another one: theirs get numbers.
    fn check_ids(&mut self, resources: &[Resource]) {
        let mut known: BTreeSet<&str> = BTreeSet::new();
        for operation in resources.iter().flat_map(|resource| &resource.operations) {
            let id = operation.name.wire.as_str();
            if !known.insert(id) {
                let message = format!(
                    "another operation has the name `{id}` as well; what is made of this one gets a suffix"
                );
                let at = format!("{}/operationId", operation.pointer);
                let warning = Diagnostic::warning("duplicate-operation-id", message)
                    .at(at)
                    .help("give each operation a name of its own");
                self.diagnostics.push(warning);
            }
        }
    }

    fn declared(&mut self, index: usize, tag: &openapiv3::Tag) -> Resource {
        let mut resource = Resource {
            docs: Docs::described(tag.description.clone()),
            ..empty(&tag.name)
        };
        let at = format!("/tags/{index}");
        let keys = extension::Tag::read(&tag.extensions, &at, &mut self.diagnostics);
        resource.name.ident = self.chosen_name(keys.name, Kind::Module);
        resource
    }
}

fn empty(tag: &str) -> Resource {
    Resource {
        name: Name {
            wire: tag.to_owned(),
            ident: String::new(),
        },
        handle: String::new(),
        feature: String::new(),
        docs: Docs::default(),
        operations: Vec::new(),
    }
}

/// The operations of a path, in the order in which the standard lists the methods.
pub(in crate::lower) fn operations(
    item: &openapiv3::PathItem,
) -> impl Iterator<Item = (Method, &Operation)> {
    [
        (Method::Get, &item.get),
        (Method::Put, &item.put),
        (Method::Post, &item.post),
        (Method::Delete, &item.delete),
        (Method::Options, &item.options),
        (Method::Head, &item.head),
        (Method::Patch, &item.patch),
        (Method::Trace, &item.trace),
    ]
    .into_iter()
    .filter_map(|(method, operation)| Some((method, operation.as_ref()?)))
}

fn tag_of(operation: &Operation, path: &str) -> String {
    let from_path = || {
        path.split('/')
            .find(|step| !step.is_empty() && !step.contains('{'))
            .unwrap_or(UNTAGGED)
            .to_owned()
    };
    operation.tags.first().cloned().unwrap_or_else(from_path)
}

/// What a method is called on the handle of its tag: its `operationId` without what the tag
/// says already.
///
/// - the tag's noun right after the verb goes: `listTicketFields` of Tickets is `list_fields`;
/// - the noun at the end goes: `bulkUpdateTickets` is `bulk_update`; what stands before it is
///   an owner when the path begins with it: `listTicketConversations` of Conversations is
///   `list_for_ticket`;
/// - the noun in front goes: `searchTickets` of Search is `tickets`.
pub(in crate::lower) fn method_name(operation_id: &str, tag: &str, path: &PathTemplate) -> String {
    let all = words(operation_id);
    let noun = words(tag);
    let size = noun.len();
    if size == 0 || all.len() <= size {
        return all.join("_");
    }
    if same_noun(&all[1..=size], &noun) {
        return [&all[..1], &all[size + 1..]].concat().join("_");
    }
    let (before, end) = all.split_at(all.len() - size);
    if same_noun(end, &noun) {
        return without_noun(before, path);
    }
    if same_noun(&all[..size], &noun) {
        return all[size..].join("_");
    }
    all.join("_")
}

/// The words before the tag's noun, where an owner is set off: `list` `ticket` → `list_for_ticket`.
fn without_noun(before: &[String], path: &PathTemplate) -> String {
    let Some((verb, owner)) = before.split_first().filter(|(_, owner)| !owner.is_empty()) else {
        return before.join("_");
    };
    let path = path.to_string();
    let owns = path
        .split('/')
        .filter(|step| !step.is_empty() && !step.contains('{'))
        .zip(path.split('/').filter(|step| !step.is_empty()).skip(1))
        .any(|(step, next)| next.starts_with('{') && same_noun(&words(step), owner));
    if owns {
        let owner: Vec<String> = owner.iter().map(|word| singular(word)).collect();
        format!("{verb}_for_{}", owner.join("_"))
    } else {
        before.join("_")
    }
}

#[cfg(test)]
mod tests {
    use super::method_name;
    use crate::model::PathTemplate;

    #[test]
    fn methods_do_not_repeat_their_tag() {
        for (operation_id, tag, path, expected) in [
            ("listTickets", "Tickets", "/tickets", "list"),
            (
                "listTicketFields",
                "Tickets",
                "/ticket_fields",
                "list_fields",
            ),
            (
                "bulkUpdateTickets",
                "Tickets",
                "/tickets/bulk_update",
                "bulk_update",
            ),
            ("listSLAPolicies", "SLA Policies", "/sla_policies", "list"),
            (
                "getBusinessHour",
                "Business Hours",
                "/business_hours/{id}",
                "get",
            ),
            ("searchTickets", "Search", "/search/tickets", "tickets"),
            (
                "listAllTimeEntries",
                "Time Entries",
                "/time_entries",
                "list_all",
            ),
            (
                "replyToTicket",
                "Conversations",
                "/tickets/{id}/reply",
                "reply_to_ticket",
            ),
            (
                "toggleTimer",
                "Time Entries",
                "/time_entries/{id}/toggle_timer",
                "toggle_timer",
            ),
            ("list", "Tickets", "/tickets", "list"),
        ] {
            let name = method_name(operation_id, tag, &PathTemplate::new(path));
            assert_eq!(name, expected, "{operation_id} of {tag}");
        }
    }

    #[test]
    fn owners_are_set_off() {
        let path = PathTemplate::new("/tickets/{ticket_id}/conversations");
        let name = method_name("listTicketConversations", "Conversations", &path);
        assert_eq!(name, "list_for_ticket");
    }
}
