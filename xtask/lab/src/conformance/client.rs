//! The target of a call → the client that makes it, with the address and the credentials that the scenario expects.
//!
//! Invariant: credentials are those of the operation's security alone.

use std::fmt::Write as _;

use generator::model::{ApiKeyLocation, SecurityScheme};
use serde_json::{Map, Value};

use super::target::Target;

/// Returns the statement that makes `client`; what the credentials send is taken from the query and the headers.
pub(super) fn of(
    target: &Target<'_>,
    query: &mut Map<String, Value>,
    headers: &mut Map<String, Value>,
) -> String {
    let api = &target.document.api;
    let mut set = address(target);
    let schemes = target.operation.security.as_ref().unwrap_or(&api.security);
    let found = schemes
        .iter()
        .find_map(|scheme| credentials(scheme, query, headers));
    let is_free = schemes.is_empty() || schemes.contains(&SecurityScheme::Anonymous);
    let credentials = match found {
        Some(credentials) => Some(credentials),
        None if is_free
            && api
                .security
                .iter()
                .all(|one| schemes.contains(one) || schemes.is_empty()) =>
        {
            None
        }
        None => invalid(schemes.first().or(api.security.first())),
    };
    for credentials in credentials.into_iter().flatten() {
        let _ = write!(set, ".credentials(api::Credentials::{credentials})");
    }
    format!("let client = client(url, |builder, url| builder{set}); ")
}

/// Returns the setters of the address.
fn address(target: &Target<'_>) -> String {
    let server = target
        .operation
        .server
        .as_ref()
        .or(target.document.api.servers.first());
    let Some(server) = server else {
        return ".base_url(url)".to_owned();
    };
    let Some((host, _)) = server
        .url
        .strip_prefix('{')
        .and_then(|rest| rest.split_once('}'))
    else {
        let path = server
            .url
            .split_once("://")
            .and_then(|(_, rest)| rest.split_once('/'));
        let path = path.map_or(String::new(), |(_, path)| format!("/{path}"));
        return format!(".base_url(format!(\"{{url}}{path}\"))");
    };
    let mut set = format!(".server_variable({host:?}, url)");
    for (name, value) in &target.variables {
        let _ = write!(set, ".server_variable({name:?}, {value:?})");
    }
    set
}

/// Returns the constructors of the credentials of a scheme with the values that are expected. `None`: another scheme's
/// are.
fn credentials(
    scheme: &SecurityScheme,
    query: &mut Map<String, Value>,
    headers: &mut Map<String, Value>,
) -> Option<Vec<String>> {
    let is_alone = scheme.each().len() == 1;
    let each = scheme.each().iter();
    each.map(|part| constructor(part, is_alone, query, headers))
        .collect()
}

fn constructor(
    scheme: &SecurityScheme,
    is_alone: bool,
    query: &mut Map<String, Value>,
    headers: &mut Map<String, Value>,
) -> Option<String> {
    match scheme {
        SecurityScheme::ApiKey { location, name, .. } => {
            let key = match location {
                ApiKeyLocation::Header => take(headers, name, ""),
                ApiKeyLocation::Query => take(query, name, ""),
                ApiKeyLocation::Cookie => None,
            }?;
            Some(if is_alone {
                format!("api_key({key:?})")
            } else {
                format!("api_key_in({name:?}, {key:?})")
            })
        }
        SecurityScheme::Bearer { .. } => {
            let token = take(headers, "authorization", "Bearer ")?;
            Some(format!("bearer({token:?})"))
        }
        SecurityScheme::Http { scheme, .. } => {
            let key = take(headers, "authorization", &format!("{scheme} "))?;
            Some(format!("api_key({key:?})"))
        }
        SecurityScheme::Basic { .. } | SecurityScheme::Anonymous | SecurityScheme::All(_) => None,
    }
}

/// Takes a text with a prefix from the headers or the query, and returns it without that.
fn take(from: &mut Map<String, Value>, name: &str, prefix: &str) -> Option<String> {
    let mut found = from.iter();
    let (known, value) = found.find(|(known, _)| known.eq_ignore_ascii_case(name))?;
    let secret = value.as_str()?.strip_prefix(prefix)?.to_owned();
    let known = known.clone();
    from.remove(&known);
    Some(secret)
}

/// Returns credentials that the server rejects, for calls of which the scenario gives none.
fn invalid(scheme: Option<&SecurityScheme>) -> Option<Vec<String>> {
    match scheme? {
        SecurityScheme::Bearer { .. } => Some(vec!["bearer(\"rejected-secret\")".to_owned()]),
        SecurityScheme::ApiKey { .. } | SecurityScheme::Http { .. } => {
            Some(vec!["api_key(\"rejected-secret\")".to_owned()])
        }
        SecurityScheme::Basic { .. } => Some(vec![
            "basic(\"rejected-secret\", \"rejected-secret\")".to_owned(),
        ]),
        SecurityScheme::Anonymous | SecurityScheme::All(_) => None,
    }
}
