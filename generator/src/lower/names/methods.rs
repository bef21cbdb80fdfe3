//! `operationId`, tag and path → the short name of a method.
//!
//! Invariant: the name depends on these three alone.

use super::words::{same_noun, singular, words};
use crate::model::PathTemplate;

/// Returns the name of a method on the handle of its tag: its `operationId` without the words of the tag.
///
/// - the tag's noun right after the verb goes: `listTicketFields` of Tickets is `list_fields`;
/// - the noun at the end goes: `bulkUpdateTickets` is `bulk_update`; what is before it is
///   an owner when the path begins with it: `listTicketConversations` of Conversations is
///   `list_for_ticket`;
/// - the noun in front goes: `searchTickets` of Search is `tickets`.
pub(super) fn method_name(operation_id: &str, tag: &str, path: &PathTemplate) -> String {
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

/// Returns the words before the tag's noun, where an owner is set off: `list` `ticket` → `list_for_ticket`.
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
