//! Addresses, authentication and webhooks before and after.
//!
//! Invariant: documentation alone is no change here.

use super::{
    Change, Kind,
    rules::{SECURITY_CHANGED, SERVER_CHANGED, WEBHOOK_CHANGED},
};
use crate::model::{Api, Docs, SecurityScheme, Server, Webhook};

pub(super) fn service(before: &Api, after: &Api) -> Vec<Change> {
    let mut changes = Vec::new();
    if security(before) != security(after) {
        let change = Change::new(
            Kind::Changed,
            "security",
            "the client authenticates in another way",
        );
        changes.push(
            change
                .rule(&SECURITY_CHANGED)
                .claim("ClientBuilder")
                .was_at("/components/securitySchemes")
                .is_at("/components/securitySchemes"),
        );
    }
    if servers(before) != servers(after) {
        let change = Change::new(
            Kind::Changed,
            "servers",
            "the service is at another address",
        );
        changes.push(
            change
                .rule(&SERVER_CHANGED)
                .claim("ClientBuilder")
                .was_at("/servers")
                .is_at("/servers"),
        );
    }
    changes.extend(webhooks(before, after));
    changes
}

/// What the service sends by itself. The types in it are compared as types.
fn webhooks(before: &Api, after: &Api) -> Vec<Change> {
    let plain = |webhook: &Webhook| Webhook {
        docs: Docs::default(),
        pointer: String::new(),
        ..webhook.clone()
    };
    let find = |api: &'_ Api, name: &str| {
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
        changes.push(change.was_at(&old.pointer));
    }
    let is_new = |new: &&Webhook| find(before, &new.name.wire).is_none();
    for new in after.webhooks.iter().filter(is_new) {
        changes.push(about(Kind::Added, new, "the webhook is new").is_at(&new.pointer));
    }
    changes
}

fn security(api: &Api) -> Vec<SecurityScheme> {
    let mut schemes = api.security.clone();
    for scheme in &mut schemes {
        let (SecurityScheme::Basic { docs }
        | SecurityScheme::Bearer { docs }
        | SecurityScheme::ApiKey { docs, .. }) = scheme;
        *docs = Docs::default();
    }
    schemes
}

fn servers(api: &Api) -> Vec<Server> {
    let mut servers = api.servers.clone();
    for server in &mut servers {
        server.docs = Docs::default();
        for variable in &mut server.variables {
            variable.docs = Docs::default();
        }
    }
    servers
}
