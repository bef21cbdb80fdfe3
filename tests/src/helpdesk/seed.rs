//! A new help desk → one that has been at work for a while.
//!
//! Invariant: but for the time at which it starts, the same number of tickets gives the same help desk.

use jiff::{SignedDuration, Timestamp};
use serde_json::json;

use super::{
    clock, contacts,
    files::Files,
    names,
    records::{Object, number, object},
    state::State,
};

/// Number of requesters.
const PEOPLE: usize = 40;

/// A ticket comes in every so many seconds, unless so many would take longer than [`DAYS`].
const STEP: i64 = 3600;
const DAYS: i64 = 90;

impl State {
    /// Returns a help desk without files, with so many tickets, and a few of everything else.
    pub(super) fn seeded(tickets: usize, files: Files, mandatory: &[String]) -> Self {
        let mut state = Self::empty(files, mandatory);
        fill(&mut state, tickets);
        state
    }
}

/// Fills what is empty.
fn fill(state: &mut State, tickets: usize) {
    let company = state.companies.add(object(json!({
        "name": "Acme",
        "description": null,
        "note": null,
        "domains": ["acme.example"],
        "health_score": null,
        "account_tier": null,
        "renewal_date": null,
        "industry": null,
        "custom_fields": {},
    })));
    let company = number(&company, "id");
    let people: Vec<i64> = (0..PEOPLE)
        .map(|index| {
            let name = names::person(index);
            let email = format!("{}@acme.example", name.to_lowercase().replace(' ', "."));
            let contact =
                json!({"name": name, "email": email, "company_id": company, "active": true});
            let contact = contacts::add(state, &object(contact));
            number(&contact, "id").unwrap_or_default()
        })
        .collect();
    let category = state
        .categories
        .add(object(json!({"name": "General", "description": null})));
    state.folders.add(object(json!({
        "name": "Getting started",
        "description": null,
        "category_id": category["id"],
        "visibility": 1,
    })));
    let now = Timestamp::now();
    let count = i64::try_from(tickets).unwrap_or(i64::MAX).max(1);
    let step = STEP.min(DAYS * 86_400 / count).max(1);
    for index in 0..tickets {
        let age = (count - i64::try_from(index).unwrap_or_default()) * step;
        let created = now - SignedDuration::from_secs(age);
        let requester = people[index % PEOPLE];
        state.tickets.add(&ticket(index, created, now, requester));
    }
}

/// Creates a ticket. Of four in a row, two are resolved, one of them closed; what that took grows with the number.
fn ticket(index: usize, created: Timestamp, now: Timestamp, requester: i64) -> Object {
    let status = [2, 3, 4, 5][index % 4];
    let hours = i64::try_from(index % 48).unwrap_or_default() + 1;
    // Nothing has happened that is still to come.
    let later = |time: Timestamp| clock::text(time.min(now));
    let resolved = later(created + SignedDuration::from_mins(30 * hours));
    let resolved = (status >= 4).then_some(resolved);
    let changed = resolved.clone().unwrap_or_else(|| clock::text(created));
    object(json!({
        "subject": names::subject(index),
        "description": format!("<div><p>{}.</p></div>", names::subject(index)),
        "status": status,
        "priority": index % 4 + 1,
        "source": 2,
        "type": "Incident",
        "requester_id": requester,
        "tags": ["seed"],
        "created_at": clock::text(created),
        "updated_at": changed,
        "due_by": later(created + SignedDuration::from_hours(72)),
        "fr_due_by": later(created + SignedDuration::from_hours(24)),
        "stats": {
            "resolved_at": resolved,
            "closed_at": (status == 5).then_some(resolved.clone()).flatten(),
            "first_responded_at": resolved,
        },
    }))
}
