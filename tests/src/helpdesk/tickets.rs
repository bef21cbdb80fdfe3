//! Tickets: calls that change them, and their form in responses.
//!
//! What is held, and in which order, is in `ticket_records`.

use serde_json::{Value, json};

use super::{
    call::Call,
    clock, contacts,
    custom_fields::{self, Purpose},
    paging,
    records::{Object, merge, number, object, text},
    refusal::{Refusal, Wrong},
    reply::Reply,
    state::State,
    ticket_records::is,
};

/// The list has no page after this one.
const LAST_PAGE: i64 = 300;

/// Age of the oldest ticket in a list without a filter by change time.
const DAYS: i64 = 30;

/// The states of a ticket, the account's own at the end.
const STATES: [i64; 6] = [2, 3, 4, 5, 6, 7];

pub(super) fn list(state: &State, call: &Call<'_>) -> Result<Reply, Refusal> {
    let since = match call.text("updated_since") {
        Some(given) => clock::normal(given).ok_or(Refusal::NotFound)?,
        None => String::new(),
    };
    let order = call.text("order_by").unwrap_or("created_at");
    let ascending = state.tickets.ordered(order, &since);
    let ids: Box<dyn Iterator<Item = i64>> = match call.text("order_type") {
        Some("asc") => Box::new(ascending),
        _ => Box::new(ascending.rev()),
    };
    let floor = clock::days_ago(DAYS);
    let is_recent =
        |ticket: &Object| !since.is_empty() || text(ticket, "created_at") >= Some(&floor);
    let tickets = ids.filter_map(|id| state.tickets.records().get(id));
    let tickets = tickets.filter(|ticket| is_recent(ticket) && is_asked_for(state, call, ticket));
    let shown = tickets.map(|ticket| shown_in_list(state, call, ticket));
    paging::page_up_to(call, shown, LAST_PAGE)
}

/// Returns `true` if the filters of a list include a ticket.
fn is_asked_for(state: &State, call: &Call<'_>, ticket: &Object) -> bool {
    let requester = || state.contacts.get(number(ticket, "requester_id")?);
    let of_requester = |parameter: &str| match call.text(parameter) {
        Some(wanted) => requester().and_then(|one| text(one, parameter)) == Some(wanted),
        None => true,
    };
    let same = |key: &str| {
        call.number(key)
            .is_none_or(|id| number(ticket, key) == Some(id))
    };
    let fits = match call.text("filter") {
        Some("deleted") => is(ticket, "deleted"),
        Some("spam") => is(ticket, "spam"),
        Some("new_and_my_open") => {
            number(ticket, "status") == Some(2) && ticket["responder_id"].is_null()
        }
        _ => !is(ticket, "deleted") && !is(ticket, "spam"),
    };
    fits && same("requester_id")
        && same("company_id")
        && of_requester("email")
        && of_requester("unique_external_id")
}

fn shown_in_list(state: &State, call: &Call<'_>, ticket: &Object) -> Value {
    let mut shown = shown(state, call, ticket);
    shown.remove("attachments");
    if !call.includes("description") {
        shown.remove("description");
        shown.remove("description_text");
    }
    Value::Object(shown)
}

/// Returns a ticket as a response shows it, without the parts that `include` does not name.
pub(super) fn shown(state: &State, call: &Call<'_>, ticket: &Object) -> Object {
    let mut shown = ticket.clone();
    let plain = plain(text(ticket, "description").unwrap_or_default());
    shown.insert("description_text".to_owned(), plain.into());
    if !call.includes("stats") {
        shown.remove("stats");
    }
    let requester = number(ticket, "requester_id").and_then(|id| state.contacts.get(id));
    if let Some(requester) = requester.filter(|_| call.includes("requester")) {
        let keys = ["id", "name", "email", "mobile", "phone"];
        let part = keys.map(|key| (key.to_owned(), requester[key].clone()));
        shown.insert(
            "requester".to_owned(),
            Value::Object(part.into_iter().collect()),
        );
    }
    if call.includes("company") {
        let company = number(ticket, "company_id").and_then(|id| state.companies.get(id));
        let part = company.map_or(
            Value::Null,
            |one| json!({"id": one["id"], "name": one["name"]}),
        );
        shown.insert("company".to_owned(), part);
    }
    if call.includes("conversations") {
        let said = state.conversations.with("ticket_id", &ticket["id"]);
        let said: Value = said
            .into_iter()
            .take(10)
            .cloned()
            .map(Value::Object)
            .collect();
        shown.insert("conversations".to_owned(), said);
    }
    shown
}

/// Returns the text of HTML without its tags.
pub(super) fn plain(html: &str) -> String {
    let pieces = html
        .split('<')
        .map(|piece| piece.split_once('>').map_or(piece, |(_, rest)| rest));
    pieces.collect::<String>().trim().to_owned()
}

pub(super) fn get(state: &State, call: &Call<'_>) -> Result<Reply, Refusal> {
    let ticket = state.tickets.get(call.id()?)?;
    Ok(Reply::ok(shown(state, call, ticket)))
}

pub(super) fn create(state: &mut State, call: &Call<'_>) -> Result<Reply, Refusal> {
    let mut ticket = call.body.clone();
    check(state, &mut ticket, Purpose::Create)?;
    let requester = requester(state, &ticket)?;
    for key in [
        "email",
        "name",
        "phone",
        "twitter_id",
        "facebook_id",
        "unique_external_id",
    ] {
        ticket.remove(key);
    }
    ticket.insert("requester_id".to_owned(), requester.into());
    let attachments = state.files.keep(&call.files)?;
    ticket.insert("attachments".to_owned(), attachments);
    let ticket = state.tickets.add(&ticket);
    let id = number(&ticket, "id").unwrap_or_default();
    let ticket = state.tickets.change(id, note_status)?;
    Ok(Reply::created(shown(state, call, &ticket)))
}

pub(super) fn update(state: &mut State, call: &Call<'_>) -> Result<Reply, Refusal> {
    let id = call.id()?;
    state.tickets.get(id)?;
    let mut change = call.body.clone();
    check(state, &mut change, Purpose::Change)?;
    let attachments = state.files.keep(&call.files)?;
    let ticket = state.tickets.change(id, |ticket| {
        merge(ticket, &change);
        if let (Some(Value::Array(kept)), Value::Array(more)) =
            (ticket.get_mut("attachments"), attachments)
        {
            kept.extend(more);
        }
        note_status(ticket);
    })?;
    Ok(Reply::ok(shown(state, call, &ticket)))
}

pub(super) fn delete(state: &mut State, call: &Call<'_>) -> Result<Reply, Refusal> {
    let id = call.id()?;
    state.tickets.get(id)?;
    let deleted = |ticket: &mut Object| {
        ticket.insert("deleted".to_owned(), true.into());
    };
    state.tickets.change(id, deleted)?;
    Ok(Reply::empty(204))
}

pub(super) fn restore(state: &mut State, call: &Call<'_>) -> Result<Reply, Refusal> {
    let restored = |ticket: &mut Object| {
        ticket.remove("deleted");
    };
    state.tickets.change(call.id()?, restored)?;
    Ok(Reply::empty(204))
}

/// Notes when a ticket was resolved and closed.
fn note_status(ticket: &mut Object) {
    let (state, now) = (number(ticket, "status").unwrap_or_default(), clock::now());
    let Some(Value::Object(times)) = ticket.get_mut("stats") else {
        return;
    };
    for (key, least) in [("resolved_at", 4), ("closed_at", 5)] {
        if state < least || state > 5 {
            times.insert(key.to_owned(), Value::Null);
        } else if times[key].is_null() {
            times.insert(key.to_owned(), now.clone().into());
        }
    }
}

/// Refuses what the account does not have.
fn check(state: &State, ticket: &mut Object, purpose: Purpose) -> Result<(), Refusal> {
    let mut wrong = Vec::new();
    if number(ticket, "status").is_some_and(|status| !STATES.contains(&status)) {
        let message = "It should be one of these values: '2,3,4,5,6,7'";
        wrong.push(Wrong::new("status", "invalid_value", message));
    }
    for (key, known, noun) in [
        ("responder_id", &state.agents, "agent"),
        ("group_id", &state.groups, "group"),
        ("company_id", &state.companies, "company"),
        ("requester_id", &state.contacts, "contact"),
    ] {
        if number(ticket, key).is_some_and(|id| known.get(id).is_none()) {
            let message = format!("There is no {noun} matching the given {key}");
            wrong.push(Wrong::new(key, "invalid_value", message));
        }
    }
    let mut none = Object::new();
    let fields = match ticket.get_mut("custom_fields") {
        Some(Value::Object(fields)) => fields,
        _ => &mut none,
    };
    wrong.extend(custom_fields::check(&state.ticket_fields, fields, purpose));
    if wrong.is_empty() {
        Ok(())
    } else {
        Err(Refusal::Invalid(wrong))
    }
}

/// Returns the contact who asks; a new one if nobody is known by the address.
fn requester(state: &mut State, ticket: &Object) -> Result<i64, Refusal> {
    if let Some(id) = number(ticket, "requester_id") {
        return Ok(id);
    }
    let keys = [
        "email",
        "phone",
        "twitter_id",
        "facebook_id",
        "unique_external_id",
    ];
    let Some(key) = keys.into_iter().find(|key| text(ticket, key).is_some()) else {
        let message = format!(
            "One of these has to be given: requester_id, {}",
            keys.join(", ")
        );
        return Err(Wrong::new("requester_id", "missing_field", message).into());
    };
    let value = text(ticket, key).unwrap_or_default().to_lowercase();
    let known = state
        .contacts
        .iter()
        .find(|one| text(one, key) == Some(&value));
    if let Some(id) = known.and_then(|one| number(one, "id")) {
        return Ok(id);
    }
    let name = text(ticket, "name").unwrap_or(&value);
    let contact = object(json!({"name": name, key: value}));
    let contact = contacts::add(state, &contact);
    Ok(number(&contact, "id").unwrap_or_default())
}
