//! Webhooks as Freshdesk sends them: the keys that it is known to send.

use freshdesk::{models::TicketStatus, webhooks::TicketEvent};

/// An event with keys of several kinds.
pub(crate) const BODY: &str = r#"{"freshdesk_webhook": {"ticket_id": "11", "ticket_contact_email": "jane@example.com",
    "ticket_status": "Open", "ticket_agent_name": null, "ticket_cf_floor": 2,
    "triggered_event": "{status:{from:4,to:6}}"}}"#;

#[test]
fn an_event_is_read() {
    let event = TicketEvent::parse(BODY.as_bytes()).unwrap();
    assert_eq!(event.ticket_id().unwrap(), Some(11));
    assert_eq!(
        event.ticket_requester_email().unwrap().as_deref(),
        Some("jane@example.com")
    );
    assert_eq!(event.ticket_status().unwrap().as_deref(), Some("Open"));
    assert_eq!(event.ticket_agent_name().unwrap(), None);
    assert_eq!(event.get_as::<i64>("ticket_cf_floor").unwrap(), Some(2));
    assert_eq!(event.custom_fields().count(), 1);
    let changes = event.triggered_event().unwrap();
    let status = changes.get("status").unwrap();
    assert_eq!(status.from_as(), Some(TicketStatus::Resolved));
    assert_eq!(status.to_as(), Some(TicketStatus::Unknown(6)));
}
