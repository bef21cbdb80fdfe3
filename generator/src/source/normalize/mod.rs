//! OpenAPI 3.1 → the 3.0 shape that `openapiv3` reads.
//!
//! Invariant: references and schemas are looked for where the standard puts them and nowhere
//! else, so a `$ref` inside an example or an extension stays plain data.

mod distribute;
mod keywords;
mod operation;
mod pass;
mod schema;
mod security;
mod service;
mod values;

pub(crate) use self::{
    distribute::ALTERNATIVE_NAME,
    keywords::DEFAULT_MAPPING,
    operation::{ENCODING, ITEM_SCHEMA},
    schema::CONTENT_MEDIA_TYPE,
};

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use self::{
    operation::{parameter, path_item, request_body, response},
    pass::Pass,
    schema::schema,
    security::{requirements, scheme},
    service::{server, tag},
};
use super::{Document, Pointer, nodes::WEBHOOKS, shape};
use crate::diagnostics::{Diagnostic, Diagnostics, Reports, Subject};

/// Rewrites what 3.1 says in its own way, and checks the shape of everything on the way.
///
/// The result says the same as the input: `type: [string, 'null']` is `nullable`, `const` is an
/// `enum` of one, a `$ref` with siblings is an `allOf`, numeric exclusive bounds are flags, and
/// `webhooks` wait under `x-webhooks`.
///
/// Reports every member that has the wrong shape or that the standard demands and the document
/// lacks.
#[must_use]
pub fn normalize(mut document: Document) -> (Document, Diagnostics) {
    let mut pass = Pass::default();
    root(&mut pass, &mut document.root);
    distribute::distribute(&mut document.root);
    (document, pass.diagnostics)
}

fn root(pass: &mut Pass, value: &mut Value) {
    let at = Pointer::ROOT;
    let version = value["openapi"].take();
    let Some(root) = pass.members(value, shape::ROOT, &at) else {
        return;
    };
    root.insert("openapi".to_owned(), version);
    info(pass, root, &at);
    pass.each(root, "servers", &at, server);
    pass.each(root, "tags", &at, tag);
    if !root
        .get("externalDocs")
        .is_some_and(|docs| docs["url"].is_string())
    {
        root.shift_remove("externalDocs");
    }
    requirements(pass, root, &at);
    root.entry("paths").or_insert_with(|| json!({}));
    slashes(pass, root, &at.key("paths"));
    pass.each(root, "paths", &at, |pass, item, at| {
        let path = Subject::Path(name(at));
        pass.about(path, |pass| path_item(pass, item, at));
    });
    if let Some(mut webhooks) = root.shift_remove("webhooks") {
        pass.children(&mut webhooks, &at.key("webhooks"), |pass, item, at| {
            let webhook = Subject::Webhook(name(at));
            pass.about(webhook, |pass| path_item(pass, item, at));
        });
        root.insert(WEBHOOKS.to_owned(), webhooks);
    }
    if let Some(value) = root.get_mut("components") {
        components(pass, value, &at.key("components"));
    }
}

/// Returns the name of the member at a place.
fn name(at: &Pointer<'_>) -> String {
    at.name().unwrap_or_default().to_owned()
}

fn info(pass: &mut Pass, root: &mut Map<String, Value>, at: &Pointer<'_>) {
    let at = at.key("info");
    let info = root.entry("info").or_insert_with(|| json!({}));
    if let Some(info) = pass.members(info, shape::INFO, &at) {
        pass.require(info, &["title", "version"], &at);
    }
}

/// Puts the slash in front of paths that lack it.
fn slashes(pass: &mut Pass, root: &mut Map<String, Value>, at: &Pointer<'_>) {
    let Some(Value::Object(paths)) = root.get_mut("paths") else {
        return;
    };
    let described = std::mem::take(paths);
    let with_slash: BTreeSet<String> = described
        .keys()
        .filter(|key| key.starts_with('/'))
        .cloned()
        .collect();
    for (key, item) in described {
        if key.starts_with('/') || key.starts_with("x-") {
            paths.insert(key, item);
            continue;
        }
        let place = at.key(&key).to_string();
        let path = format!("/{key}");
        if with_slash.contains(&path) {
            let message = format!("the path `{path}` is described twice, once without its slash");
            let error = Diagnostic::error("duplicate-path", message).at(place);
            pass.about(Subject::Path(key.clone()), |pass| {
                pass.diagnostics.push(error);
            });
            paths.insert(key, item);
            continue;
        }
        let warning = Diagnostic::warning(
            "path-without-slash",
            format!("the path `{key}` must begin with a slash"),
        );
        pass.diagnostics
            .push(warning.at(place).help("begin it with `/`"));
        paths.insert(path, item);
    }
}

fn components(pass: &mut Pass, value: &mut Value, at: &Pointer<'_>) {
    /// Normalizes a component.
    type Visit = fn(&mut Pass, &mut Value, &Pointer<'_>);
    const SECTIONS: [(&str, Visit); 5] = [
        ("schemas", schema),
        ("parameters", parameter),
        ("requestBodies", request_body),
        ("responses", response),
        ("securitySchemes", scheme),
    ];
    let Some(components) = pass.members(value, shape::COMPONENTS, at) else {
        return;
    };
    for (section, visit) in SECTIONS {
        pass.each(components, section, at, |pass, value, at| {
            let name = name(at);
            let component = Subject::Component { section, name };
            pass.about(component, |pass| visit(pass, value, at));
        });
    }
}
