//! Authentication of operations, before and after.
//!
//! Invariant: ways to authenticate are the same whatever their texts are.

use super::Pair;
use crate::{
    compare::{
        Change, ChangeKind,
        rules::{SECURITY_CHANGED, SECURITY_GONE, SERVER_CHANGED, SERVER_GONE},
        security::{listed, same_schemes},
    },
    model::{Operation, SecurityScheme, Server},
};

/// The address that an operation is called at: its own, or else the first of the service.
fn address<'a>(operation: &'a Operation, servers: &'a [Server]) -> Option<&'a str> {
    let server = operation.server.as_ref().or(servers.first())?;
    Some(&server.url)
}

impl Pair<'_> {
    pub(super) fn security(&self) -> Option<Change> {
        let is_same = match (&self.old.security, &self.new.security) {
            (Some(old), Some(new)) => same_schemes(old, new),
            (old, new) => old.is_none() && new.is_none(),
        };
        if is_same {
            return None;
        }
        let detail = match self.new.security.as_deref() {
            None => "requires authentication as everywhere".to_owned(),
            Some([]) => "requires no authentication".to_owned(),
            Some(schemes) => format!("asks for {}", listed(schemes)),
        };
        let change = self
            .change(ChangeKind::Changed, detail)
            .rule(&SECURITY_CHANGED);
        Some(change.rules(self.is_locked_out().then_some(&SECURITY_GONE)))
    }

    /// Compares the servers of the operation itself.
    pub(super) fn server(&self) -> Option<Change> {
        let silent = |operation: &Operation| operation.server.clone().map(Server::without_texts);
        if silent(self.old) == silent(self.new) {
            return None;
        }
        let [old, new] = [
            address(self.old, self.servers[0]),
            address(self.new, self.servers[1]),
        ];
        let detail = match (old, new) {
            (Some(old), Some(new)) if old != new => {
                format!("is called at `{new}`, and was at `{old}`")
            }
            _ => "is called at another address".to_owned(),
        };
        let change = self
            .change(ChangeKind::Changed, detail)
            .rule(&SERVER_CHANGED);
        // The service as a whole may have moved, which is told there.
        Some(change.rules((old != new).then_some(&SERVER_GONE)))
    }

    /// Returns `true` if the service no longer accepts any credentials that the released crate can send.
    fn is_locked_out(&self) -> bool {
        let [before, after] = self.security;
        let old = self.old.security.as_deref().unwrap_or(before);
        let new = self.new.security.as_deref().unwrap_or(after);
        let is_taken = |scheme: &SecurityScheme| {
            let scheme = std::slice::from_ref(scheme);
            new.iter()
                .any(|other| same_schemes(scheme, std::slice::from_ref(other)))
        };
        !new.is_empty() && !old.iter().any(is_taken)
    }
}
