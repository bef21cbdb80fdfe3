//! Security schemes and requirements.
//!
//! Invariant: a scheme that the client cannot follow is one of HTTP, by the name of what it is, for the lowering to warn of.

use serde_json::{Map, Value, json};

use super::pass::Pass;
use crate::{
    diagnostics::Diagnostic,
    source::{Pointer, shape},
};

pub(super) fn scheme(pass: &mut Pass, value: &mut Value, at: &Pointer<'_>) {
    let Some(scheme) = pass.members_or_reference(value, shape::SECURITY_SCHEME, at) else {
        return;
    };
    pass.require(scheme, &["type"], at);
    let kind = scheme
        .get("type")
        .and_then(Value::as_str)
        .map(str::to_owned);
    match kind.as_deref() {
        None => {}
        Some("apiKey") => {
            pass.require(scheme, &["name", "in"], at);
            key_location(pass, scheme, at);
        }
        Some("http") => pass.require(scheme, &["scheme"], at),
        // The token of any flow is given by the caller; what the flow is does not matter here.
        Some("oauth2") => {
            scheme.insert("flows".to_owned(), json!({}));
        }
        // Where tokens come from does not matter either.
        Some("openIdConnect") => {
            scheme.insert("openIdConnectUrl".to_owned(), json!(""));
        }
        Some(other) => {
            scheme.insert("scheme".to_owned(), json!(other));
            scheme.insert("type".to_owned(), json!("http"));
        }
    }
}

fn key_location(pass: &mut Pass, scheme: &Map<String, Value>, at: &Pointer<'_>) {
    let location = scheme.get("in").and_then(Value::as_str);
    if let Some(other) = location.filter(|name| !["query", "header", "cookie"].contains(name)) {
        pass.diagnostics.push(
            Diagnostic::error("invalid-location", format!("a key cannot be in `{other}`"))
                .at(at.key("in").to_string())
                .help("`in` is one of `query`, `header` and `cookie`"),
        );
    }
}

/// Checks the requirements at `security`. A scheme without a list of scopes asks for none.
pub(super) fn requirements(pass: &mut Pass, owner: &mut Map<String, Value>, at: &Pointer<'_>) {
    let at = at.key("security");
    let Some(Value::Array(ways)) = owner.get_mut("security") else {
        return;
    };
    for (index, way) in ways.iter_mut().enumerate() {
        let at = at.index(index);
        let Value::Object(schemes) = way else {
            let found = shape::kind_of(way);
            pass.diagnostics
                .push(shape::wrong(&at, "a mapping such as `name: []`", found));
            continue;
        };
        for (name, scopes) in schemes.iter_mut() {
            if scopes.is_null() {
                *scopes = json!([]);
            }
            match scopes {
                // Scopes are the token's affair.
                Value::Array(scopes) => scopes.clear(),
                other => {
                    let found = shape::kind_of(other);
                    pass.diagnostics
                        .push(shape::wrong(&at.key(name), "a list of scopes", found));
                }
            }
        }
    }
}
