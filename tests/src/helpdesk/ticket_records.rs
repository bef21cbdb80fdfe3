//! The tickets that the help desk holds, and the order of their changes.
//!
//! Invariant: every ticket is in the order of changes under its last change, and nowhere else.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::{
    account,
    records::{Object, Records, merge, number, object, text},
    refusal::Refusal,
};

/// All tickets.
#[derive(Debug)]
pub(super) struct Tickets {
    records: Records,
    /// The time of the last change, and the ID.
    changes: BTreeSet<(String, i64)>,
}

impl Default for Tickets {
    fn default() -> Self {
        Self {
            records: Records::from(1),
            changes: BTreeSet::new(),
        }
    }
}

impl Tickets {
    pub(super) fn records(&self) -> &Records {
        &self.records
    }

    /// Adds a ticket; what it does not say is as in a new one.
    pub(super) fn add(&mut self, given: &Object) -> Object {
        let mut ticket = blank();
        merge(&mut ticket, given);
        let ticket = self.records.add(ticket);
        self.changes.insert(stamp(&ticket));
        ticket
    }

    /// Returns the ticket with this ID, unless it is in the trash.
    pub(super) fn get(&self, id: i64) -> Result<&Object, Refusal> {
        let ticket = self.records.get(id).filter(|ticket| !is(ticket, "deleted"));
        ticket.ok_or(Refusal::NotFound)
    }

    pub(super) fn change(
        &mut self,
        id: i64,
        change: impl FnOnce(&mut Object),
    ) -> Result<Object, Refusal> {
        let before = self.records.get(id).map(stamp).ok_or(Refusal::NotFound)?;
        let after = self.records.change(id, change).ok_or(Refusal::NotFound)?;
        self.changes.remove(&before);
        self.changes.insert(stamp(&after));
        Ok(after)
    }

    /// Notes that something about a ticket has changed.
    pub(super) fn touch(&mut self, id: i64) -> Result<(), Refusal> {
        self.get(id)?;
        self.change(id, |_| {}).map(drop)
    }

    /// Returns all in the order of a property, the first first.
    pub(super) fn ordered(
        &self,
        by: &str,
        since: &str,
    ) -> Box<dyn DoubleEndedIterator<Item = i64> + '_> {
        let start = (since.to_owned(), i64::MIN);
        let changed = self.changes.range(start..).map(|(_, id)| *id);
        match by {
            "updated_at" => Box::new(changed),
            // They were created in the order of their IDs.
            "created_at" if since.is_empty() => {
                Box::new(self.records.iter().filter_map(|one| number(one, "id")))
            }
            other => {
                let mut ids: Vec<i64> = changed.collect();
                ids.sort_by_cached_key(|id| {
                    let value = self.records.get(*id).and_then(|one| one.get(other));
                    (value.map(ToString::to_string), *id)
                });
                Box::new(ids.into_iter())
            }
        }
    }
}

fn stamp(ticket: &Object) -> (String, i64) {
    let changed = text(ticket, "updated_at").unwrap_or_default();
    (changed.to_owned(), number(ticket, "id").unwrap_or_default())
}

pub(super) fn is(ticket: &Object, flag: &str) -> bool {
    ticket.get(flag) == Some(&Value::Bool(true))
}

/// Returns a new ticket with default values only.
pub(super) fn blank() -> Object {
    object(json!({
        "subject": "",
        "description": "",
        "status": 2,
        "priority": 1,
        "source": 2,
        "type": null,
        "requester_id": null,
        "responder_id": null,
        "group_id": null,
        "product_id": null,
        "company_id": null,
        "email_config_id": null,
        "cc_emails": [],
        "fwd_emails": [],
        "reply_cc_emails": [],
        "to_emails": null,
        "tags": [],
        "custom_fields": account::blank_fields(),
        "fr_escalated": false,
        "spam": false,
        "is_escalated": false,
        "due_by": null,
        "fr_due_by": null,
        "attachments": [],
        "stats": {
            "agent_responded_at": null, "requester_responded_at": null, "first_responded_at": null,
            "status_updated_at": null, "pending_since": null, "reopened_at": null, "resolved_at": null,
            "closed_at": null,
        },
    }))
}
