//! The service as a whole: its texts, its addresses, and how it wants callers to authenticate.

use openapiv3::{APIKeyLocation as Location, OpenAPI, SecurityScheme as Described};

use super::Lowering;
use crate::{
    model::{ApiKeyLocation, Docs, Name, SecurityScheme, Server, ServerVariable},
    source::escape,
};

pub(super) fn info_docs(description: &OpenAPI) -> Docs {
    Docs {
        summary: Some(description.info.title.clone()),
        description: description.info.description.clone(),
    }
}

pub(super) fn servers(servers: &[openapiv3::Server]) -> Vec<Server> {
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
                    default: variable.default.clone(),
                    values: variable.enumeration.clone(),
                    docs: Docs::described(variable.description.clone()),
                })
                .collect(),
        })
        .collect()
}

impl Lowering<'_> {
    /// The schemes that the description requires for the whole API, in its order; all that it
    /// declares where it requires none there.
    pub(super) fn security(&mut self) -> Vec<SecurityScheme> {
        let description = self.description;
        let required = description
            .security
            .iter()
            .flatten()
            .flat_map(|scheme| scheme.keys());
        let declared = description
            .components
            .iter()
            .flat_map(|components| components.security_schemes.keys());
        let mut names: Vec<&String> = required.collect();
        if names.is_empty() {
            names = declared.collect();
            names.sort();
        }
        let mut schemes = Vec::new();
        for name in names {
            match self.security_scheme(name) {
                Some(scheme) if !schemes.contains(&scheme) => schemes.push(scheme),
                _ => {}
            }
        }
        schemes
    }

    fn security_scheme(&mut self, name: &str) -> Option<SecurityScheme> {
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
                    format!("HTTP authentication `{scheme}` is not supported; it is left out");
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
