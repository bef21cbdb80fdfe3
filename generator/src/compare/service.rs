//! Addresses and authentication before and after.
//!
//! Invariant: documentation alone is no change here.

use super::{
    Change, Kind,
    rules::{SECURITY_CHANGED, SERVER_CHANGED},
};
use crate::model::{Api, Docs, SecurityScheme, Server};

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
