//! `operationId`, tag, method and path → the short name of a method.
//!
//! Invariant: the name depends on these four alone.

use super::words::{same_noun, singular, words};
use crate::model::{Method, PathTemplate};

/// Returns an `operationId` without the path and the method that `FastAPI` appends to the name of a function:
/// `read_item_items__item_id__get` of `GET /items/{item_id}` is `read_item`.
pub(in crate::lower) fn own_name<'n>(
    operation_id: &'n str,
    method: &Method,
    path: &PathTemplate,
) -> &'n str {
    let method = method.as_str().to_lowercase();
    if !operation_id.ends_with(&method) {
        return operation_id;
    }
    let is_word = |letter: char| letter.is_alphanumeric() || letter == '_';
    let path = path.to_string();
    let letters = path.chars();
    let steps: String = letters
        .map(|letter| if is_word(letter) { letter } else { '_' })
        .collect();
    let appended = format!("{steps}_{method}");
    let own = operation_id.strip_suffix(&appended);
    own.filter(|own| own.contains(char::is_alphabetic))
        .unwrap_or(operation_id)
}

/// Returns the name of a method on the handle of its tag: its `operationId` without the words of the tag.
///
/// - the tag's noun right after the verb goes: `listTicketFields` of Tickets is `list_fields`;
/// - the noun at the end goes: `bulkUpdateTickets` is `bulk_update`; what is before it is
///   an owner when the path begins with it: `listTicketConversations` of Conversations is
///   `list_for_ticket`;
/// - the noun in front goes: `searchTickets` of Search is `tickets`;
/// - the class that has the method goes, too: `UsersController_findAll` of any tag is `find_all`.
pub(super) fn method_name(operation_id: &str, tag: &str, path: &PathTemplate) -> String {
    let all = words(without_class(operation_id));
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

/// Returns an `operationId` of a class and its method without the class.
fn without_class(operation_id: &str) -> &str {
    let parts = operation_id.split_once("Controller");
    let method = parts.and_then(|(_, rest)| rest.strip_prefix(['_', '.']));
    method
        .filter(|method| method.starts_with(char::is_alphabetic))
        .unwrap_or(operation_id)
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
    use super::{method_name, own_name};
    use crate::model::{Method, PathTemplate};

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
            ("UsersController_findAll", "Users", "/users", "find_all"),
            ("UserController.remove", "default", "/users", "remove"),
            ("listEmailCCs", "Cloudflare IPs", "/a", "list_email_ccs"),
        ] {
            let name = method_name(operation_id, tag, &PathTemplate::new(path));
            assert_eq!(name, expected, "{operation_id} of {tag}");
        }
    }

    #[test]
    fn appended_paths_and_methods_go() {
        for (operation_id, path, expected) in [
            (
                "read_item_api_v1_items__item_id__get",
                "/api/v1/items/{item_id}",
                "read_item",
            ),
            ("root__get", "/", "root"),
            ("read_items_items__get", "/items/", "read_items"),
            ("_items_get", "/items", "_items_get"),
            ("items_get", "/items", "items_get"),
            ("read_item_items_post", "/items", "read_item_items_post"),
        ] {
            let name = own_name(operation_id, &Method::Get, &PathTemplate::new(path));
            assert_eq!(name, expected, "{operation_id} of {path}");
        }
    }

    #[test]
    fn owners_are_set_off() {
        let path = PathTemplate::new("/tickets/{ticket_id}/conversations");
        let name = method_name("listTicketConversations", "Conversations", &path);
        assert_eq!(name, "list_for_ticket");
    }
}
