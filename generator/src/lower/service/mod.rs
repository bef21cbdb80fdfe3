//! The service as a whole: its texts, its addresses, and how it wants callers to authenticate.

pub(super) mod package;
pub(super) mod plans;
pub(super) mod requirements;
pub(super) mod resources;
pub(super) mod webhooks;

use openapiv3::{APIKeyLocation as Location, OpenAPI, ReferenceOr, SecurityScheme as Described};

use crate::lower::{Lowering, service::resources::operations};
use crate::{
    model::{ApiKeyLocation, Docs, Name, SecurityScheme, Server, ServerVariable},
    settings::Settings,
    source::escape,
};

pub(in crate::lower) fn info_docs(description: &OpenAPI) -> Docs {
    Docs {
        summary: Some(description.info.title.clone()),
        description: description.info.description.clone(),
    }
}

/// The addresses of the service: those of the description, or, where it has none but `/`, those that
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

/// The addresses that an operation has of its own, or by its path.
pub(in crate::lower) fn servers_of<'d>(
    item: &'d openapiv3::PathItem,
    operation: &'d openapiv3::Operation,
) -> &'d [openapiv3::Server] {
    if operation.servers.is_empty() {
        &item.servers
    } else {
        &operation.servers
    }
}

pub(in crate::lower) fn servers(settings: &Settings, servers: &[openapiv3::Server]) -> Vec<Server> {
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
                    name: Name {
                        wire: name.clone(),
                        ident: String::new(),
                    },
                    default: (!required.contains(name)).then(|| variable.default.clone()),
                    values: variable.enumeration.clone(),
                    docs: Docs::described(variable.description.clone()),
                })
                .collect(),
        })
        .collect()
}

impl Lowering<'_> {
    /// Where an operation is called, if it has servers of its own: the first of them.
    pub(in crate::lower) fn own_server(
        &self,
        item: &openapiv3::PathItem,
        operation: &openapiv3::Operation,
    ) -> Option<Server> {
        let own = servers_of(item, operation);
        if own.is_empty() {
            return None;
        }
        let common = self.common_servers;
        if own.first().map(|server| &server.url) == common.first().map(|server| &server.url) {
            return None;
        }
        servers(self.settings, own).into_iter().next()
    }

    /// A scheme, if the client can follow it.
    pub(in crate::lower) fn security_scheme(&mut self, name: &str) -> Option<SecurityScheme> {
        let at = format!("/components/securitySchemes/{}", escape(name));
        let Some(described) = self.components.security_scheme(name) else {
            let message = format!("the security scheme `{name}` is not described");
            self.warn("unknown-security-scheme", message, "/security");
            return None;
        };
        let docs = |text: &Option<String>| Docs::described(text.clone());
        match described {
            Described::APIKey {
                location,
                name,
                description,
                ..
            } => Some(SecurityScheme::ApiKey {
                location: match location {
                    Location::Query => ApiKeyLocation::Query,
                    Location::Header => ApiKeyLocation::Header,
                    Location::Cookie => ApiKeyLocation::Cookie,
                },
                name: name.clone(),
                docs: docs(description),
            }),
            Described::HTTP {
                scheme,
                description,
                ..
            } if scheme.eq_ignore_ascii_case("basic") => Some(SecurityScheme::Basic {
                fixed_password: self.settings.authentication.api_key_password.clone(),
                docs: docs(description),
            }),
            Described::HTTP {
                scheme,
                description,
                ..
            } if scheme.eq_ignore_ascii_case("bearer") => Some(SecurityScheme::Bearer {
                docs: docs(description),
            }),
            Described::HTTP { scheme, .. } => {
                let message =
                    format!("authentication by `{scheme}` is not supported; it is left out");
                self.warn("unsupported-security-scheme", message, &at);
                None
            }
            Described::OAuth2 { description, .. }
            | Described::OpenIDConnect { description, .. } => Some(SecurityScheme::Bearer {
                docs: docs(description),
            }),
        }
    }
}
