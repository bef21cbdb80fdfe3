//! Servers of the description → the addresses of the service and of single operations.

use openapiv3::{OpenAPI, ReferenceOr};

use crate::{
    lower::{
        names::Setters,
        path_item::{operations, servers_of},
    },
    model::{Docs, Server, ServerVariable},
    settings::Settings,
};

/// Returns the addresses of the service: those of the description, or, where it has none but `/`, those that
/// most operations have.
pub(in crate::lower) fn described_servers(description: &OpenAPI) -> &[openapiv3::Server] {
    let own = &description.servers;
    if own.iter().any(|server| server.url != "/") {
        return own;
    }
    let mut counts: Vec<(&[openapiv3::Server], usize)> = Vec::new();
    for item in description
        .paths
        .paths
        .values()
        .filter_map(ReferenceOr::as_item)
    {
        for (_, operation) in operations(item) {
            let servers = servers_of(item, operation);
            match counts.iter_mut().find(|(known, _)| *known == servers) {
                Some((_, count)) => *count += 1,
                None => counts.push((servers, 1)),
            }
        }
    }
    // `max_by_key` keeps the last of equals; reversed, that is the first of the description.
    let most = counts.into_iter().rev().max_by_key(|(_, count)| *count);
    match most {
        Some((servers, _)) if !servers.is_empty() => servers,
        _ => own,
    }
}

pub(in crate::lower) fn servers(
    settings: &Settings,
    servers: &[openapiv3::Server],
    setters: &mut Setters,
) -> Vec<Server> {
    let required = &settings.server.required_variables;
    servers
        .iter()
        .map(|server| Server {
            url: server.url.clone(),
            docs: Docs::described(server.description.clone()),
            variables: server
                .variables
                .iter()
                .flatten()
                .map(|(name, variable)| ServerVariable {
                    name: setters.name(name),
                    default: (!required.contains(name)).then(|| variable.default.clone()),
                    values: variable.enumeration.clone(),
                    docs: Docs::described(variable.description.clone()),
                })
                .collect(),
        })
        .collect()
}

/// Returns the server of an operation that has servers of its own: the first of them.
pub(in crate::lower) fn own_server(
    settings: &Settings,
    common: &[openapiv3::Server],
    item: &openapiv3::PathItem,
    operation: &openapiv3::Operation,
    setters: &mut Setters,
) -> Option<Server> {
    let own = servers_of(item, operation);
    if own.is_empty() {
        return None;
    }
    if own.first().map(|server| &server.url) == common.first().map(|server| &server.url) {
        return None;
    }
    servers(settings, own, setters).into_iter().next()
}
