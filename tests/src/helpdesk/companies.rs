//! Companies: created, read, listed, found by their names, changed and deleted.
//!
//! Invariant: no two companies have the same name.

use serde_json::{Value, json};

use super::{
    call::Call,
    paging,
    records::{Object, merge, number, object, text},
    refusal::{Refusal, Wrong},
    reply::Reply,
    state::{State, values},
};

pub(super) fn list(state: &State, call: &Call<'_>) -> Result<Reply, Refusal> {
    paging::page(call, values(state.companies.iter()))
}

pub(super) fn get(state: &State, call: &Call<'_>) -> Result<Reply, Refusal> {
    let company = state.companies.get(call.id()?).cloned();
    company.map(Reply::ok).ok_or(Refusal::NotFound)
}

pub(super) fn create(state: &mut State, call: &Call<'_>) -> Result<Reply, Refusal> {
    check(state, None, &call.body)?;
    let mut company = object(json!({
        "description": null, "note": null, "domains": [], "health_score": null, "account_tier": null,
        "renewal_date": null, "industry": null, "custom_fields": {},
    }));
    merge(&mut company, &call.body);
    Ok(Reply::created(state.companies.add(company)))
}

pub(super) fn update(state: &mut State, call: &Call<'_>) -> Result<Reply, Refusal> {
    let id = call.id()?;
    check(state, Some(id), &call.body)?;
    let changed = state
        .companies
        .change(id, |company| merge(company, &call.body));
    changed.map(Reply::ok).ok_or(Refusal::NotFound)
}

pub(super) fn delete(state: &mut State, call: &Call<'_>) -> Result<Reply, Refusal> {
    let there = state.companies.remove(call.id()?);
    there.then(|| Reply::empty(204)).ok_or(Refusal::NotFound)
}

/// Returns those whose names begin with what is given, capitals or not.
pub(super) fn autocomplete(state: &State, call: &Call<'_>) -> Reply {
    let begun = call.text("name").unwrap_or_default().to_lowercase();
    let fits = |company: &&Object| {
        let name = text(company, "name").unwrap_or_default();
        name.to_lowercase().starts_with(&begun)
    };
    let found = state.companies.iter().filter(fits);
    let found: Vec<Value> = found
        .map(|company| json!({"id": company["id"], "name": company["name"]}))
        .collect();
    Reply::ok(json!({"companies": found}))
}

fn check(state: &State, own: Option<i64>, company: &Object) -> Result<(), Refusal> {
    let name = company.get("name").cloned().unwrap_or_default();
    let others = state.companies.with("name", &name);
    if others.iter().any(|other| number(other, "id") != own) {
        let wrong = Wrong::new("name", "duplicate_value", "It should be a unique value");
        return Err(Refusal::Conflict(wrong));
    }
    Ok(())
}
