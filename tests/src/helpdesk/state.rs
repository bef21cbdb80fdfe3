//! Everything that the help desk holds.
//!
//! Invariant: every record that is named by its ID existed when the record came to be.

use serde_json::Value;

use super::{
    account, catalogue,
    files::Files,
    records::{Object, Records},
    ticket_records::Tickets,
};

/// Everything that the help desk holds.
#[derive(Debug)]
pub(super) struct State {
    pub(super) tickets: Tickets,
    pub(super) conversations: Records,
    pub(super) time_entries: Records,
    pub(super) contacts: Records,
    pub(super) companies: Records,
    pub(super) categories: Records,
    pub(super) folders: Records,
    pub(super) articles: Records,
    pub(super) agents: Records,
    pub(super) groups: Records,
    pub(super) ticket_fields: Records,
    pub(super) files: Files,
}

impl State {
    /// Returns a help desk with agents and nothing else that could change.
    pub(super) fn empty(files: Files, mandatory: &[String]) -> Self {
        Self {
            tickets: Tickets::default(),
            conversations: Records::from(43_000_000_001),
            time_entries: Records::from(43_000_000_001),
            contacts: Records::from(43_000_000_101),
            companies: Records::from(43_000_000_001),
            categories: Records::from(43_000_000_001),
            folders: Records::from(43_000_000_001),
            articles: Records::from(43_000_000_001),
            agents: catalogue::agents(),
            groups: catalogue::groups(),
            ticket_fields: account::ticket_fields(mandatory),
            files,
        }
    }

    /// Returns everything of a kind.
    pub(super) fn all(&self, kind: &str) -> Vec<Value> {
        let records = match kind {
            "tickets" => self.tickets.records(),
            "conversations" => &self.conversations,
            "time_entries" => &self.time_entries,
            "contacts" => &self.contacts,
            "companies" => &self.companies,
            "categories" => &self.categories,
            "folders" => &self.folders,
            "articles" => &self.articles,
            other => panic!("no kind is called `{other}`"),
        };
        records.iter().cloned().map(Value::Object).collect()
    }
}

/// Objects as responses have them.
pub(super) fn values<'o>(
    objects: impl IntoIterator<Item = &'o Object>,
) -> impl Iterator<Item = Value> {
    objects.into_iter().cloned().map(Value::Object)
}
