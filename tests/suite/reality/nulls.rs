//! Values that are null against the description, and members that lists omit.

use freshdesk::models::{Agent, Company, Contact, Conversation, Group, Ticket};

use super::{contact, conversation, may_be_null, named, read, ticket};
use crate::answers::{CONTACT, CONVERSATION, TICKET};

/// An agent with what is always there.
const AGENT: &str = r#"{"id":11,"contact":{"name":"Ada","email":"ada@example.com"},
    "created_at":"2026-01-02T03:04:05Z","updated_at":"2026-01-02T03:04:06Z"}"#;

#[test]
fn tickets_without_sla_are_never_due() {
    may_be_null::<Ticket>(TICKET, &["due_by", "fr_due_by", "nr_due_by"]);
}

#[test]
fn tickets_that_came_without_mail_have_no_addresses() {
    let addresses = [
        "cc_emails",
        "fwd_emails",
        "reply_cc_emails",
        "ticket_cc_emails",
        "ticket_bcc_emails",
        "to_emails",
        "support_email",
    ];
    may_be_null::<Ticket>(TICKET, &addresses);
}

#[test]
fn tickets_of_nobody_and_alone() {
    let nobody = [
        "responder_id",
        "group_id",
        "company_id",
        "product_id",
        "type",
    ];
    may_be_null::<Ticket>(TICKET, &nobody);
    may_be_null::<Ticket>(TICKET, &["association_type", "custom_fields", "tags"]);
}

#[test]
fn conversations_without_user_or_addresses() {
    let members = [
        "user_id",
        "support_email",
        "to_emails",
        "cc_emails",
        "bcc_emails",
        "from_email",
        "source",
    ];
    may_be_null::<Conversation>(CONVERSATION, &members);
}

#[test]
fn contacts_without_mail_or_rights() {
    let members = [
        "view_all_tickets",
        "email",
        "time_zone",
        "twitter_id",
        "twitter_profile_status",
        "twitter_followers_count",
        "phone",
        "mobile",
        "company_id",
        "other_companies",
    ];
    may_be_null::<Contact>(CONTACT, &members);
}

#[test]
fn agents_without_signature_who_were_never_active() {
    may_be_null::<Agent>(AGENT, &["signature", "last_active_at", "available_since"]);
    let read: Agent = read(AGENT);
    assert_eq!(read.contact.email.as_deref(), Some("ada@example.com"));
}

#[test]
fn companies_of_which_the_name_alone_is_known() {
    let members = [
        "description",
        "note",
        "health_score",
        "account_tier",
        "renewal_date",
        "industry",
        "domains",
    ];
    may_be_null::<Company>(&named("{}"), &members);
}

#[test]
fn lists_leave_out_what_a_single_answer_has() {
    let ticket: Ticket = read(&ticket("{}"));
    assert_eq!(ticket.description, None);
    assert_eq!(ticket.attachments, None);
    let agent: Agent = read(AGENT);
    assert_eq!(agent.group_ids, None);
    let group: Group = read(&named("{}"));
    assert_eq!(group.agent_ids, None);
    let contact: Contact = read(&contact("{}"));
    assert_eq!(contact.avatar, None);
    let conversation: Conversation = read(&conversation("{}"));
    assert_eq!(conversation.attachments, None);
}
