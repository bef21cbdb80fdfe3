//! Security requirements and schemes: what the service as a whole asks for, and what single operations ask for.
//!
//! Invariant: scopes are the token's affair; two requirements are the same when they name the same
//! schemes.

use openapiv3::{APIKeyLocation as Location, SecurityRequirement, SecurityScheme as Described};

use crate::lower::draft::Operation;
use crate::{
    lower::{context::Context, path_item::all_operations},
    model::{ApiKeyLocation, Docs, SecurityScheme},
    source::escape,
};

/// Returns the ways that the client offers, in this order: those of the description as a whole, or
/// else those of most operations, and those of single operations; all that are declared where
/// nothing is required anywhere.
pub(in crate::lower) fn security(context: &Context<'_>) -> Vec<SecurityScheme> {
    let mut ways = requirements(context.description.security.as_deref());
    for way in ways_by_use(context) {
        // That one operation can do without says nothing of the others.
        if !way.is_empty() && !ways.contains(&way) {
            ways.push(way);
        }
    }
    if ways.is_empty() {
        let declared = context.description.components.iter();
        let declared = declared.flat_map(|components| components.security_schemes.keys());
        ways = declared.map(|name| vec![name.as_str()]).collect();
        ways.sort_unstable();
    }
    schemes(context, &ways)
}

/// Returns the ways that operations name, those of most operations first, by name among equals.
fn ways_by_use<'d>(context: &Context<'d>) -> Vec<Way<'d>> {
    let mut counts = std::collections::BTreeMap::<Way<'d>, usize>::new();
    for operation in all_operations(context.description, context.further) {
        for way in requirements(operation.security.as_deref()) {
            *counts.entry(way).or_default() += 1;
        }
    }
    let mut ways: Vec<(Way<'d>, usize)> = counts.into_iter().collect();
    ways.sort_by(|(left, fewer), (right, more)| more.cmp(fewer).then_with(|| left.cmp(right)));
    ways.into_iter().map(|(way, _)| way).collect()
}

/// Returns the security requirements of the description as a whole.
pub(in crate::lower) fn common_security(context: &Context<'_>) -> Vec<SecurityScheme> {
    let ways = requirements(context.description.security.as_deref());
    schemes(context, &ways)
}

/// Returns the security requirements of an operation of its own. `None`: those of the service as a whole.
pub(in crate::lower) fn own_security(
    context: &Context<'_>,
    operation: &openapiv3::Operation,
) -> Option<Vec<SecurityScheme>> {
    let ways = requirements(Some(operation.security.as_deref()?));
    Some(schemes(context, &ways))
}

/// Returns the schemes behind names, each once.
fn schemes(context: &Context<'_>, ways: &[Way<'_>]) -> Vec<SecurityScheme> {
    let mut schemes: Vec<SecurityScheme> = Vec::new();
    for way in ways {
        let mut all: Vec<SecurityScheme> = Vec::new();
        for name in way {
            match security_scheme(context, name) {
                Some(scheme) if !all.contains(&scheme) => all.push(scheme),
                _ => {}
            }
        }
        let scheme = match all.len() {
            0 if way.is_empty() => Some(SecurityScheme::Anonymous),
            0 | 1 => all.pop(),
            _ => Some(SecurityScheme::All(all)),
        };
        schemes.extend(scheme.filter(|scheme| !schemes.contains(scheme)));
    }
    schemes
}

/// Returns a scheme, if the client can follow it.
fn security_scheme(context: &Context<'_>, name: &str) -> Option<SecurityScheme> {
    let at = format!("/components/securitySchemes/{}", escape(name));
    let Some(described) = context.components.security_scheme(name) else {
        let message = format!("the security scheme `{name}` is not described");
        context
            .reporter
            .warn("unknown-security-scheme", message, "/security");
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
            fixed_password: context.settings.authentication.api_key_password.clone(),
            docs: docs(description),
        }),
        Described::HTTP {
            scheme,
            description,
            ..
        } if scheme.eq_ignore_ascii_case("bearer") => Some(SecurityScheme::Bearer {
            docs: docs(description),
        }),
        Described::HTTP {
            scheme,
            description,
            ..
        } if !is_a_protocol(scheme) => Some(SecurityScheme::Http {
            scheme: scheme.clone(),
            docs: docs(description),
        }),
        Described::HTTP { scheme, .. } => {
            let message = format!("authentication by `{scheme}` is not supported; it is omitted");
            context
                .reporter
                .warn("unsupported-security-scheme", message, &at);
            None
        }
        Described::OAuth2 { description, .. } | Described::OpenIDConnect { description, .. } => {
            Some(SecurityScheme::Bearer {
                docs: docs(description),
            })
        }
    }
}

/// Forgets what an operation asks for where that is what the service as a whole asks for, or all
/// that any operation does.
pub(in crate::lower) fn drop_common<'o>(
    whole: &[SecurityScheme],
    all: &[SecurityScheme],
    operations: impl Iterator<Item = &'o mut Operation>,
) {
    for operation in operations {
        let own = operation.security.as_ref();
        let is_common = own.is_some_and(|own| {
            !own.is_empty()
                && (own.as_slice() == whole || all.iter().all(|scheme| own.contains(scheme)))
        });
        if is_common {
            operation.security = None;
        }
    }
}

/// Names of schemes that are wanted together, in their order.
type Way<'d> = Vec<&'d str>;

/// Returns `true` if a scheme wants more than a secret: answers to what the service asks, or a certificate.
fn is_a_protocol(scheme: &str) -> bool {
    const PROTOCOLS: [&str; 8] = [
        "digest",
        "hoba",
        "mutual",
        "mutualtls",
        "negotiate",
        "ntlm",
        "scram-sha-1",
        "scram-sha-256",
    ];
    let is_token = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~!#$%&'*+^`|".contains(&byte);
    PROTOCOLS.contains(&scheme.to_lowercase().as_str()) || !scheme.bytes().all(is_token)
}

/// Returns the alternatives among requirements, each once. An empty requirement says that none is needed.
fn requirements(requirements: Option<&[SecurityRequirement]>) -> Vec<Way<'_>> {
    let mut ways: Vec<Way<'_>> = Vec::new();
    let mut is_optional = false;
    for requirement in requirements.unwrap_or_default() {
        let way: Way<'_> = requirement.keys().map(String::as_str).collect();
        is_optional |= way.is_empty();
        if !way.is_empty() && !ways.contains(&way) {
            ways.push(way);
        }
    }
    if is_optional && !ways.is_empty() {
        ways.push(Vec::new());
    }
    ways
}
