//! Webhooks that the service sends, before and after.
//!
//! Invariant: the types in a payload are compared as types, not here; a webhook is the same when
//! the description calls it the same.

use super::{
    Change, ChangeKind,
    renames::Renames,
    rules::{
        NEW_ON_THE_WIRE, RECEIVED_BODY_CHANGED, RECEIVED_LESS, RECEIVED_TYPE_CHANGED, Rule,
        WEBHOOK_CHANGED,
    },
};
use crate::model::{Api, KeyContent, Payload, Webhook, WebhookKey, WebhookKeys};

pub(super) fn webhooks(before: &Api, after: &Api, renames: &Renames<'_>) -> Vec<Change> {
    let find = |api: &Api, webhook: &Webhook| {
        let mut all = api.webhooks.iter();
        all.find(|other| other.name.wire == webhook.name.wire)
            .cloned()
    };
    let mut changes = Vec::new();
    for old in &before.webhooks {
        match find(after, old) {
            None => changes.push(
                about(ChangeKind::Removed, old, "the webhook is gone")
                    .rule(&RECEIVED_LESS)
                    .stood_at(&old.pointer),
            ),
            Some(new) => changes.extend(
                Pair {
                    renames,
                    old,
                    new: &new,
                }
                .changes(),
            ),
        }
    }
    for new in after
        .webhooks
        .iter()
        .filter(|new| find(before, new).is_none())
    {
        let change = about(ChangeKind::Added, new, "the webhook is new");
        changes.push(change.rule(&NEW_ON_THE_WIRE).stands_at(&new.pointer));
    }
    changes
}

fn about(kind: ChangeKind, webhook: &Webhook, detail: &str) -> Change {
    Change::new(kind, format!("webhook {}", webhook.name.wire), detail)
        .rule(&WEBHOOK_CHANGED)
        .claim(path(webhook))
}

/// Returns the path of the function or the type that reads it.
fn path(webhook: &Webhook) -> String {
    format!("webhooks::{}", webhook.name.ident)
}

/// One webhook on both sides.
struct Pair<'a> {
    renames: &'a Renames<'a>,
    old: &'a Webhook,
    new: &'a Webhook,
}

impl Pair<'_> {
    fn changes(&self) -> Vec<Change> {
        let mut changes = Vec::new();
        if self.old.name.ident != self.new.name.ident {
            let detail = format!("was called `{}`", self.old.name.ident);
            changes.push(self.change(ChangeKind::Renamed, &detail));
        }
        match (&self.old.payload, &self.new.payload) {
            (Payload::Json(old), Payload::Json(new)) if self.renames.same(old, new) => {}
            (Payload::Keys(old), Payload::Keys(new)) => changes.extend(self.keys(old, new)),
            _ => changes.push(
                self.change(ChangeKind::Changed, "carries another body")
                    .rule(&RECEIVED_BODY_CHANGED),
            ),
        }
        changes
    }

    fn keys(&self, old: &WebhookKeys, new: &WebhookKeys) -> Vec<Change> {
        let mut changes = Vec::new();
        if old.envelope != new.envelope {
            let change = self.change(ChangeKind::Changed, "holds its keys at another place");
            changes.push(change.rule(&RECEIVED_BODY_CHANGED));
        }
        if old.custom_fields != new.custom_fields {
            let detail = "custom fields have another prefix";
            changes.push(
                self.change(ChangeKind::Changed, detail)
                    .rule(&RECEIVED_LESS),
            );
        }
        for before in &old.keys {
            match new
                .keys
                .iter()
                .find(|after| after.name.wire == before.name.wire)
            {
                None => {
                    let change = self.key(ChangeKind::Removed, before, "the key is gone");
                    changes.push(change.rule(&RECEIVED_LESS));
                }
                Some(after) => changes.extend(self.same_key(before, after)),
            }
        }
        for after in &new.keys {
            if old
                .keys
                .iter()
                .all(|before| before.name.wire != after.name.wire)
            {
                let change = self.key(ChangeKind::Added, after, "the key is new");
                changes.push(change.rule(&NEW_ON_THE_WIRE));
            }
        }
        changes
    }

    fn same_key(&self, before: &WebhookKey, after: &WebhookKey) -> Vec<Change> {
        let mut changes = Vec::new();
        if before.name.ident != after.name.ident {
            let detail = format!("was called `{}`", before.name.ident);
            let change = self.key(ChangeKind::Renamed, after, &detail);
            changes.push(change.claim(format!("{}::{}", path(self.old), before.name.ident)));
        }
        if before.aliases != after.aliases {
            let is_less = before
                .aliases
                .iter()
                .any(|alias| !after.aliases.contains(alias));
            let rule: &Rule = if is_less {
                &RECEIVED_LESS
            } else {
                &NEW_ON_THE_WIRE
            };
            changes.push(
                self.key(ChangeKind::Changed, after, "has other names besides")
                    .rule(rule),
            );
        }
        let is_same = match (&before.content, &after.content) {
            (KeyContent::Value(before), KeyContent::Value(after)) => {
                self.renames.same(before, after)
            }
            (before, after) => before == after,
        };
        if !is_same {
            let is_read = match (&before.content, &after.content) {
                (KeyContent::Value(before), KeyContent::Value(after)) => {
                    self.renames.still_understands(before, after)
                }
                _ => false,
            };
            let change = self.key(ChangeKind::Changed, after, "is of another type");
            changes.push(change.rules((!is_read).then_some(&RECEIVED_TYPE_CHANGED)));
        }
        changes
    }

    fn key(&self, kind: ChangeKind, key: &WebhookKey, detail: &str) -> Change {
        let change = self.change(kind, detail);
        Change {
            subject: format!("{}.{}", change.subject, key.name.wire),
            ..change
        }
        .claim(format!("{}::{}", path(self.old), key.name.ident))
        .claim(format!("{}::{}", path(self.new), key.name.ident))
    }

    fn change(&self, kind: ChangeKind, detail: &str) -> Change {
        about(kind, self.new, detail)
            .claim(path(self.old))
            .stood_at(&self.old.pointer)
            .stands_at(&self.new.pointer)
    }
}
