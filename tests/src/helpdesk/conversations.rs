//! Replies and notes of tickets.
//!
//! Invariant: one that is added is a change of its ticket.

use serde_json::{Value, json};

use super::{
    call::Call,
    paging,
    records::{Object, merge, object, text},
    refusal::Refusal,
    reply::Reply,
    state::{State, values},
    tickets,
};

/// The agent that the key belongs to.
const AGENT: i64 = 43_000_000_001;

/// Origin of a conversation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ConversationKind {
    Reply,
    Note,
}

pub(super) fn list(state: &State, call: &Call<'_>) -> Result<Reply, Refusal> {
    let ticket = state.tickets.get(call.id()?)?;
    let said = state.conversations.with("ticket_id", &ticket["id"]);
    paging::page(call, values(said))
}

pub(super) fn create(
    state: &mut State,
    call: &Call<'_>,
    kind: ConversationKind,
) -> Result<Reply, Refusal> {
    let ticket = call.id()?;
    state.tickets.touch(ticket)?;
    let mut said = object(json!({
        "ticket_id": ticket,
        "user_id": AGENT,
        "incoming": false,
        "private": kind == ConversationKind::Note,
        "source": if kind == ConversationKind::Note { 2 } else { 0 },
        "support_email": null,
        "to_emails": [],
        "cc_emails": [],
        "bcc_emails": [],
    }));
    merge(&mut said, &call.body);
    let notified = said.remove("notify_emails");
    said.extend(notified.map(|emails| ("to_emails".to_owned(), emails)));
    let plain = tickets::plain(text(&said, "body").unwrap_or_default());
    said.insert("body_text".to_owned(), plain.into());
    let attachments = state.files.keep(&call.files)?;
    said.insert("attachments".to_owned(), attachments);
    Ok(Reply::created(state.conversations.add(said)))
}

pub(super) fn update(state: &mut State, call: &Call<'_>) -> Result<Reply, Refusal> {
    let plain = text(&call.body, "body").map(tickets::plain);
    let change = |said: &mut Object| {
        merge(said, &call.body);
        said.extend(plain.map(|plain| ("body_text".to_owned(), Value::from(plain))));
    };
    let changed = state.conversations.change(call.id()?, change);
    changed.map(Reply::ok).ok_or(Refusal::NotFound)
}

pub(super) fn delete(state: &mut State, call: &Call<'_>) -> Result<Reply, Refusal> {
    let there = state.conversations.remove(call.id()?);
    there.then(|| Reply::empty(204)).ok_or(Refusal::NotFound)
}
