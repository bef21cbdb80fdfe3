//! The ways to authenticate of a service, before and after.
//!
//! Invariant: texts about a scheme make no difference.

use super::{
    Change, ChangeKind,
    rules::{NEW_ON_THE_WIRE, SECURITY_CHANGED, SECURITY_GONE},
};
use crate::model::{ApiKeyLocation, SecurityScheme};

/// Changes of the service as a whole.
pub(super) fn security(before: &[SecurityScheme], after: &[SecurityScheme]) -> Vec<Change> {
    let about = |kind: ChangeKind, detail: String| {
        Change::new(kind, "security", detail)
            .of_client("/components/securitySchemes")
            .rule(&SECURITY_CHANGED)
    };
    let is_in = |list: &[SecurityScheme], scheme: &SecurityScheme| {
        list.iter().any(|other| words(other) == words(scheme))
    };
    let mut changes = Vec::new();
    for gone in before.iter().filter(|scheme| !is_in(after, scheme)) {
        let detail = format!("{} is not taken any more", words(gone));
        changes.push(about(ChangeKind::Removed, detail).rule(&SECURITY_GONE));
    }
    for new in after.iter().filter(|scheme| !is_in(before, scheme)) {
        let detail = format!("{} is taken", words(new));
        changes.push(about(ChangeKind::Added, detail).rule(&NEW_ON_THE_WIRE));
    }
    if changes.is_empty() && !same_schemes(before, after) {
        let detail = format!("the client prefers {} in this order", listed(after));
        changes.push(about(ChangeKind::Changed, detail));
    }
    changes
}

/// Returns `true` if two lists are equal except for texts.
pub(super) fn same_schemes(before: &[SecurityScheme], after: &[SecurityScheme]) -> bool {
    before.len() == after.len()
        && before
            .iter()
            .zip(after)
            .all(|(before, after)| words(before) == words(after))
}

/// Returns `HTTP Basic or a bearer token`
pub(super) fn listed(schemes: &[SecurityScheme]) -> String {
    let schemes: Vec<String> = schemes.iter().map(words).collect();
    schemes.join(" or ")
}

/// Returns a way in words, which no two different ways share.
fn words(scheme: &SecurityScheme) -> String {
    match scheme {
        SecurityScheme::Basic { fixed_password, .. } => match fixed_password {
            None => "HTTP Basic".to_owned(),
            Some(password) => format!("HTTP Basic with an API key and the password `{password}`"),
        },
        SecurityScheme::Bearer { .. } => "a bearer token".to_owned(),
        SecurityScheme::Http { scheme, .. } => format!("a secret of the scheme `{scheme}`"),
        SecurityScheme::Anonymous => "no credentials".to_owned(),
        SecurityScheme::ApiKey { location, name, .. } => {
            let place = match location {
                ApiKeyLocation::Header => "header",
                ApiKeyLocation::Query => "query parameter",
                ApiKeyLocation::Cookie => "cookie",
            };
            format!("an API key in the {place} `{name}`")
        }
        SecurityScheme::All(schemes) => {
            let all: Vec<String> = schemes.iter().map(words).collect();
            all.join(" and ")
        }
    }
}
