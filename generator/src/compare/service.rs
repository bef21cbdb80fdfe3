//! Addresses, authentication and webhooks before and after.
//!
//! Invariant: documentation alone is no change here.

use super::{
    Change, Kind,
    rules::{SECURITY_CHANGED, SERVER_CHANGED, WEBHOOK_CHANGED},
};
use crate::model::{Api, Webhook};

pub(super) fn service(before: &Api, after: &Api) -> Vec<Change> {
    let (before, after) = (
        before.clone().without_texts(),
        after.clone().without_texts(),
    );
    let mut changes = Vec::new();
    if before.security != after.security {
        let detail = "the client authenticates in another way";
        let change = Change::new(Kind::Changed, "security", detail).rule(&SECURITY_CHANGED);
        changes.push(at(change, "/components/securitySchemes"));
    }
    if before.servers != after.servers {
        let detail = "the service is at another address";
        let change = Change::new(Kind::Changed, "servers", detail).rule(&SERVER_CHANGED);
        changes.push(at(change, "/servers"));
    }
    changes.extend(webhooks(&before, &after));
    changes
}

/// The client is made by its builder, which knows addresses and credentials.
fn at(change: Change, pointer: &str) -> Change {
    change
        .claim("ClientBuilder")
        .stood_at(pointer)
        .stands_at(pointer)
}

/// What the service sends by itself. The types in it are compared as types.
fn webhooks(before: &Api, after: &Api) -> Vec<Change> {
    let plain = |webhook: &Webhook| Webhook {
        pointer: String::new(),
        ..webhook.clone()
    };
    let find = |api: &Api, name: &str| {
        let mut all = api.webhooks.iter();
        all.find(|webhook| webhook.name.wire == name).map(plain)
    };
    let about = |kind: Kind, webhook: &Webhook, detail: &str| {
        Change::new(kind, format!("webhook {}", webhook.name.wire), detail)
            .rule(&WEBHOOK_CHANGED)
            .claim("webhooks")
    };
    let mut changes = Vec::new();
    for old in &before.webhooks {
        let change = match find(after, &old.name.wire) {
            None => about(Kind::Removed, old, "the webhook is gone"),
            Some(new) if new != plain(old) => about(Kind::Changed, old, "holds something else"),
            Some(_) => continue,
        };
        changes.push(change.stood_at(&old.pointer));
    }
    let is_new = |new: &&Webhook| find(before, &new.name.wire).is_none();
    for new in after.webhooks.iter().filter(is_new) {
        changes.push(about(Kind::Added, new, "the webhook is new").stands_at(&new.pointer));
    }
    changes
}
