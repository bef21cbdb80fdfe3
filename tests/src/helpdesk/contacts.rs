//! Contacts: created, read, listed, changed and deleted.
//!
//! Invariant: no two contacts that are not deleted have the same address, number or outside ID.

use serde_json::{Value, json};

use super::{
    call::Call,
    clock, paging,
    records::{Object, merge, number, object, text},
    refusal::{Refusal, Wrong},
    reply::Reply,
    state::{State, values},
};

/// Fields that identify a contact; one of them is required.
const KEYS: [&str; 5] = [
    "email",
    "mobile",
    "phone",
    "twitter_id",
    "unique_external_id",
];

/// Fields that are unique among contacts.
const UNIQUE: [&str; 3] = ["email", "twitter_id", "unique_external_id"];

/// Adds a contact; what it does not say is as in a new one.
pub(super) fn add(state: &mut State, given: &Object) -> Object {
    let mut contact = object(json!({
        "name": null, "email": null, "phone": null, "mobile": null, "twitter_id": null, "address": null,
        "description": null, "job_title": null, "language": "en", "time_zone": "UTC", "company_id": null,
        "unique_external_id": null, "view_all_tickets": false, "active": false, "tags": [], "other_emails": [],
        "other_companies": [], "custom_fields": {},
    }));
    merge(&mut contact, given);
    state.contacts.add(contact)
}

pub(super) fn list(state: &State, call: &Call<'_>) -> Result<Reply, Refusal> {
    let since = call
        .text("_updated_since")
        .and_then(clock::normal)
        .unwrap_or_default();
    let same = |contact: &Object, key: &str| match call.query.get(key) {
        Some(wanted) => contact.get(key) == Some(wanted),
        None => true,
    };
    let keys = [
        "email",
        "phone",
        "mobile",
        "company_id",
        "unique_external_id",
    ];
    let contacts = state.contacts.iter().rev().filter(|contact| {
        let is_deleted = contact.contains_key("deleted");
        is_deleted == (call.text("state") == Some("deleted"))
            && text(contact, "updated_at").unwrap_or_default() >= since.as_str()
            && keys.iter().all(|key| same(contact, key))
    });
    paging::page(call, values(contacts))
}

/// Returns the contact of a call, unless it is deleted.
fn find(state: &State, call: &Call<'_>) -> Result<Object, Refusal> {
    let contact = state.contacts.get(call.id()?);
    let there = contact.filter(|contact| !contact.contains_key("deleted"));
    there.cloned().ok_or(Refusal::NotFound)
}

pub(super) fn get(state: &State, call: &Call<'_>) -> Result<Reply, Refusal> {
    find(state, call).map(Reply::ok)
}

pub(super) fn create(state: &mut State, call: &Call<'_>) -> Result<Reply, Refusal> {
    let contact = normal(&call.body);
    let missing = |key: &str| Wrong::new(key, "missing_field", "It should be a/an String");
    if text(&contact, "name").is_none_or(str::is_empty) {
        return Err(missing("name").into());
    }
    if KEYS.iter().all(|key| text(&contact, key).is_none()) {
        return Err(missing("email").into());
    }
    check(state, None, &contact)?;
    Ok(Reply::created(add(state, &contact)))
}

pub(super) fn update(state: &mut State, call: &Call<'_>) -> Result<Reply, Refusal> {
    let id = call.id()?;
    find(state, call)?;
    let change = normal(&call.body);
    check(state, Some(id), &change)?;
    let changed = state.contacts.change(id, |contact| merge(contact, &change));
    changed.map(Reply::ok).ok_or(Refusal::NotFound)
}

pub(super) fn delete(state: &mut State, call: &Call<'_>) -> Result<Reply, Refusal> {
    find(state, call)?;
    let deleted = |contact: &mut Object| {
        contact.insert("deleted".to_owned(), true.into());
    };
    state.contacts.change(call.id()?, deleted);
    Ok(Reply::empty(204))
}

/// Writes an address in lower case, as the service does.
fn normal(given: &Object) -> Object {
    let mut contact = given.clone();
    if let Some(Value::String(email)) = contact.get_mut("email") {
        *email = email.to_lowercase();
    }
    contact
}

fn check(state: &State, own: Option<i64>, contact: &Object) -> Result<(), Refusal> {
    let company = number(contact, "company_id");
    if company.is_some_and(|id| state.companies.get(id).is_none()) {
        let message = "There is no company matching the given company_id";
        return Err(Wrong::new("company_id", "invalid_value", message).into());
    }
    for key in UNIQUE {
        let Some(value) = text(contact, key) else {
            continue;
        };
        let others = state.contacts.with(key, &value.into());
        let mut others = others.iter().filter(|other| number(other, "id") != own);
        if others.any(|other| !other.contains_key("deleted")) {
            let message = "It should be a unique value";
            return Err(Refusal::Conflict(Wrong::new(
                key,
                "duplicate_value",
                message,
            )));
        }
    }
    Ok(())
}
