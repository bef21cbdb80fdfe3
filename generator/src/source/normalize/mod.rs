//! OpenAPI 3.1 → the 3.0 shape that `openapiv3` reads.
//!
//! Invariant: references and schemas are looked for where the standard puts them and nowhere
//! else, so a `$ref` inside an example or an extension stays plain data.

mod keywords;
mod operation;
mod schema;
mod security;

pub(crate) use self::{
    operation::{ENCODING, ITEM_SCHEMA},
    schema::CONTENT_MEDIA_TYPE,
};
use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use self::operation::{parameter, path_item, request_body, response};
use self::schema::schema;
use self::security::{requirements, scheme};
use super::{
    Document, Pointer,
    shape::{self, Members},
};
use crate::diagnostics::{Diagnostic, Diagnostics};

/// Rewrites what 3.1 says in its own way, and checks the shape of everything on the way.
///
/// The result says the same as the input: `type: [string, 'null']` is `nullable`, `const` is an
/// `enum` of one, a `$ref` with siblings is an `allOf`, numeric exclusive bounds are flags, and
/// `webhooks` wait under `x-webhooks`.
///
/// # Errors
///
/// Reports every member that has the wrong shape or that the standard demands and the document
/// lacks. Warnings alone come back with the document.
pub fn normalize(mut document: Document) -> Result<(Document, Diagnostics), Diagnostics> {
    let mut pass = Pass::default();
    pass.root(&mut document.root);
    pass.diagnostics.unless_errors(document)
}

/// One walk over a document.
#[derive(Default)]
struct Pass {
    diagnostics: Diagnostics,
}

/// Normalizes one value at its place.
type Visit = fn(&mut Pass, &mut Value, &Pointer<'_>);

impl Pass {
    fn root(&mut self, value: &mut Value) {
        let at = Pointer::ROOT;
        let version = value["openapi"].take();
        let Some(root) = self.members(value, shape::ROOT, &at) else {
            return;
        };
        root.insert("openapi".to_owned(), version);
        self.info(root, &at);
        self.each(root, "servers", &at, server);
        self.each(root, "tags", &at, tag);
        if !root
            .get("externalDocs")
            .is_some_and(|docs| docs["url"].is_string())
        {
            root.shift_remove("externalDocs");
        }
        requirements(self, root, &at);
        root.entry("paths").or_insert_with(|| json!({}));
        self.slashes(root, &at.key("paths"));
        self.each(root, "paths", &at, path_item);
        if let Some(mut webhooks) = root.shift_remove("webhooks") {
            self.children(&mut webhooks, &at.key("webhooks"), path_item);
            root.insert("x-webhooks".to_owned(), webhooks);
        }
        if let Some(components) = root.get_mut("components") {
            self.components(components, &at.key("components"));
        }
    }

    fn info(&mut self, root: &mut Map<String, Value>, at: &Pointer<'_>) {
        let at = at.key("info");
        let info = root.entry("info").or_insert_with(|| json!({}));
        if let Some(info) = self.members(info, shape::INFO, &at) {
            self.require(info, &["title", "version"], &at);
        }
    }

    /// Puts the slash in front of paths that lack it.
    fn slashes(&mut self, root: &mut Map<String, Value>, at: &Pointer<'_>) {
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
                let message =
                    format!("the path `{path}` is described twice, once without its slash");
                self.diagnostics
                    .push(Diagnostic::error("duplicate-path", message).at(place));
                continue;
            }
            let warning = Diagnostic::warning(
                "path-without-slash",
                format!("the path `{key}` has no slash in front"),
            );
            self.diagnostics
                .push(warning.at(place).help("begin it with `/`"));
            paths.insert(path, item);
        }
    }

    fn components(&mut self, value: &mut Value, at: &Pointer<'_>) {
        let Some(components) = self.members(value, shape::COMPONENTS, at) else {
            return;
        };
        self.each(components, "schemas", at, schema);
        self.each(components, "parameters", at, parameter);
        self.each(components, "requestBodies", at, request_body);
        self.each(components, "responses", at, response);
        self.each(components, "securitySchemes", at, scheme);
    }

    /// Normalizes every child of a member, if the member is there.
    fn each(
        &mut self,
        members: &mut Map<String, Value>,
        key: &str,
        at: &Pointer<'_>,
        visit: Visit,
    ) {
        if let Some(value) = members.get_mut(key) {
            self.children(value, &at.key(key), visit);
        }
    }

    /// Normalizes every member of a mapping, or every item of a list. Among paths and responses
    /// there may be extensions; elsewhere a name that begins with `x-` is a name.
    fn children(&mut self, value: &mut Value, at: &Pointer<'_>, visit: Visit) {
        match value {
            Value::Object(members) => members
                .iter_mut()
                .filter(|(key, _)| !(key.starts_with("x-") && at.takes_extensions()))
                .for_each(|(key, child)| visit(self, child, &at.key(key))),
            Value::Array(items) => items
                .iter_mut()
                .enumerate()
                .for_each(|(index, child)| visit(self, child, &at.index(index))),
            _ => {}
        }
    }

    fn members<'v>(
        &mut self,
        value: &'v mut Value,
        known: Members,
        at: &Pointer<'_>,
    ) -> Option<&'v mut Map<String, Value>> {
        shape::members(value, known, at, &mut self.diagnostics)
    }

    /// Like [`Self::members`], for a place where a reference may stand instead.
    ///
    /// `None` also when there is a reference: nothing in here is left to do then.
    fn members_or_reference<'v>(
        &mut self,
        value: &'v mut Value,
        known: Members,
        at: &Pointer<'_>,
    ) -> Option<&'v mut Map<String, Value>> {
        if let Some(reference) = value.get("$ref") {
            self.check_reference(reference, &at.key("$ref"));
            *value = json!({ "$ref": reference });
            return None;
        }
        self.members(value, known, at)
    }

    fn check_reference(&mut self, reference: &Value, at: &Pointer<'_>) {
        match reference.as_str() {
            Some(text) if text.starts_with("#/") => {}
            Some(text) => self.diagnostics.push(
                Diagnostic::error(
                    "external-reference",
                    format!("the reference `{text}` leads out of this document"),
                )
                .at(at.to_string())
                .help("put what it refers to under `components` and write `#/components/…`"),
            ),
            None => {
                let found = shape::kind_of(reference);
                self.diagnostics.push(shape::wrong(
                    at,
                    "a reference such as `#/components/schemas/Name`",
                    found,
                ));
            }
        }
    }

    /// Reports members that the standard demands.
    fn require(&mut self, members: &Map<String, Value>, keys: &[&str], at: &Pointer<'_>) {
        for key in keys.iter().filter(|key| !members.contains_key(**key)) {
            let place = at.key(key).to_string();
            // A member of the wrong shape is reported as that, and is not missing.
            if self
                .diagnostics
                .iter()
                .any(|known| known.pointer.as_deref() == Some(&place))
            {
                continue;
            }
            self.diagnostics.push(
                Diagnostic::error("missing-member", format!("`{key}` is missing here"))
                    .at(at.to_string())
                    .help(format!(
                        "add a line `{key}: …`; the OpenAPI standard demands it"
                    )),
            );
        }
    }
}

fn tag(pass: &mut Pass, value: &mut Value, at: &Pointer<'_>) {
    if let Some(tag) = pass.members(value, shape::TAG, at) {
        pass.require(tag, &["name"], at);
    }
}

fn server(pass: &mut Pass, value: &mut Value, at: &Pointer<'_>) {
    if let Some(server) = pass.members(value, shape::SERVER, at) {
        pass.require(server, &["url"], at);
        pass.each(server, "variables", at, server_variable);
    }
}

fn server_variable(pass: &mut Pass, value: &mut Value, at: &Pointer<'_>) {
    // A number such as a port is common where the standard wants a string.
    if let Some(default @ Value::Number(_)) = value.get_mut("default") {
        *default = Value::String(default.to_string());
    }
    if let Some(variable) = pass.members(value, shape::SERVER_VARIABLE, at) {
        pass.require(variable, &["default"], at);
        strings_only(variable, "enum");
    }
}

/// Turns the scalars of a list into strings.
fn strings_only(members: &mut Map<String, Value>, key: &str) {
    let Some(Value::Array(items)) = members.get_mut(key) else {
        return;
    };
    for item in items {
        if !item.is_string() {
            *item = Value::String(item.to_string());
        }
    }
}
