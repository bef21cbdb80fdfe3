//! One walk over a document: what is common to all kinds of nodes.

use serde_json::{Map, Value, json};

use crate::{
    diagnostics::{Diagnostic, Diagnostics},
    source::{
        Pointer,
        shape::{self, Members},
    },
};

/// One walk over a document.
#[derive(Default)]
pub(super) struct Pass {
    pub(super) diagnostics: Diagnostics,
}

impl AsMut<Diagnostics> for Pass {
    fn as_mut(&mut self) -> &mut Diagnostics {
        &mut self.diagnostics
    }
}

impl Pass {
    /// Normalizes every child of a member, if the member is there.
    pub(super) fn each(
        &mut self,
        members: &mut Map<String, Value>,
        key: &str,
        at: &Pointer<'_>,
        visit: impl Fn(&mut Self, &mut Value, &Pointer<'_>),
    ) {
        if let Some(value) = members.get_mut(key) {
            self.children(value, &at.key(key), visit);
        }
    }

    /// Normalizes every member of a mapping, or every item of a list. Among paths and responses
    /// there may be extensions; elsewhere a name that begins with `x-` is a name.
    pub(super) fn children(
        &mut self,
        value: &mut Value,
        at: &Pointer<'_>,
        visit: impl Fn(&mut Self, &mut Value, &Pointer<'_>),
    ) {
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

    pub(super) fn members<'v>(
        &mut self,
        value: &'v mut Value,
        known: Members,
        at: &Pointer<'_>,
    ) -> Option<&'v mut Map<String, Value>> {
        shape::members(value, known, at, &mut self.diagnostics)
    }

    /// Works like [`Self::members`], for a place where a reference may be instead.
    ///
    /// `None` also when there is a reference: nothing in here is left to do then.
    pub(super) fn members_or_reference<'v>(
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

    pub(super) fn check_reference(&mut self, reference: &Value, at: &Pointer<'_>) {
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
    pub(super) fn require(
        &mut self,
        members: &Map<String, Value>,
        keys: &[&str],
        at: &Pointer<'_>,
    ) {
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

/// Turns the scalars of a list into strings.
pub(super) fn strings_only(members: &mut Map<String, Value>, key: &str) {
    let Some(Value::Array(items)) = members.get_mut(key) else {
        return;
    };
    for item in items {
        if !item.is_string() {
            *item = Value::String(item.to_string());
        }
    }
}
