//! Answers as Freshdesk gives them: objects with every member that is always there.
//!
//! Invariant: what a test gives is over what is here, and nothing else is omitted.

use serde_json::{Map, Value};

/// A ticket.
pub(crate) const TICKET: &str = r#"{"id":42,"subject":"Printer","status":2,"priority":1,"source":2,"requester_id":7,
    "created_at":"2026-01-02T03:04:05Z","updated_at":"2026-01-02T03:04:06Z"}"#;

/// A contact.
pub(crate) const CONTACT: &str =
    r#"{"id":7,"created_at":"2026-01-02T03:04:05Z","updated_at":"2026-01-02T03:04:06Z"}"#;

/// A note, a reply or a forward.
pub(crate) const CONVERSATION: &str = r#"{"id":9,"ticket_id":42,"created_at":"2026-01-02T03:04:05Z",
    "updated_at":"2026-01-02T03:04:06Z"}"#;

/// Returns a ticket with these members in place of its own, or beside them.
pub(crate) fn ticket(members: &str) -> String {
    with(TICKET, members)
}

/// Returns the object with the members of another one in place of its own, or beside them.
pub(crate) fn with(object: &str, members: &str) -> String {
    let mut object = read(object);
    object.extend(read(members));
    Value::Object(object).to_string()
}

/// Returns the object without one of its members.
pub(crate) fn without(object: &str, member: &str) -> String {
    let mut object = read(object);
    assert!(object.remove(member).is_some(), "there is no {member}");
    Value::Object(object).to_string()
}

/// Returns a list of objects.
pub(crate) fn list(items: impl IntoIterator<Item = String>) -> String {
    let items: Vec<String> = items.into_iter().collect();
    format!("[{}]", items.join(","))
}

fn read(object: &str) -> Map<String, Value> {
    serde_json::from_str(object).unwrap()
}
