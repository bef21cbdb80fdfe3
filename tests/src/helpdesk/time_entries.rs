//! The time that agents spend on tickets.
//!
//! Invariant: an entry belongs to a ticket that is there.

use serde_json::json;

use super::{
    call::Call,
    clock, paging,
    records::{merge, object},
    refusal::Refusal,
    reply::Reply,
    state::{State, values},
};

pub(super) fn list(state: &State, call: &Call<'_>) -> Result<Reply, Refusal> {
    let ticket = state.tickets.get(call.id()?)?;
    let entries = state.time_entries.with("ticket_id", &ticket["id"]);
    paging::page(call, values(entries))
}

pub(super) fn list_all(state: &State, call: &Call<'_>) -> Result<Reply, Refusal> {
    paging::page(call, values(state.time_entries.iter()))
}

pub(super) fn create(state: &mut State, call: &Call<'_>) -> Result<Reply, Refusal> {
    let ticket = call.id()?;
    state.tickets.touch(ticket)?;
    let now = clock::now();
    let mut entry = object(json!({
        "ticket_id": ticket,
        "agent_id": 43_000_000_001_i64,
        "billable": true,
        "note": null,
        "time_spent": "00:00",
        "timer_running": !call.body.contains_key("time_spent"),
        "executed_at": now,
        "start_time": now,
    }));
    merge(&mut entry, &call.body);
    Ok(Reply::created(state.time_entries.add(entry)))
}

pub(super) fn update(state: &mut State, call: &Call<'_>) -> Result<Reply, Refusal> {
    let changed = state
        .time_entries
        .change(call.id()?, |entry| merge(entry, &call.body));
    changed.map(Reply::ok).ok_or(Refusal::NotFound)
}

pub(super) fn delete(state: &mut State, call: &Call<'_>) -> Result<Reply, Refusal> {
    let there = state.time_entries.remove(call.id()?);
    there.then(|| Reply::empty(204)).ok_or(Refusal::NotFound)
}
