//! Components that are files, and maps that are: each member of such a map is a reference into the file.
//!
//! Invariant: a component that is nothing but a reference into a file is the component that the file becomes, so that
//! it keeps its name.

use std::collections::btree_map::Entry;

use serde_json::{Map, Value, json};

use super::{Bundle, File, Reference, only_reference};
use crate::{
    diagnostics::Reports,
    source::{
        Pointer, escape,
        nodes::{Form, Node},
    },
};

impl Bundle<'_> {
    /// Registers the components that are files under their names, and keeps the description as it is then.
    pub(super) fn adopt(&mut self, root: &mut Value) {
        let components = Pointer::ROOT.key("components");
        let mut entries: Vec<(Node, String, String, String)> = Vec::new();
        if let Some(Value::Object(sections)) = root.get_mut("components") {
            for (section, members) in sections {
                let Some((Form::Map, node)) = Node::Components.child(section) else {
                    continue;
                };
                let Value::Object(members) = members else {
                    continue;
                };
                self.spread(members, "", &components.key(section));
                entries.extend(members.iter().filter_map(|(name, value)| {
                    let text = only_reference(value)?.to_owned();
                    Some((node, section.clone(), name.clone(), text))
                }));
            }
        }
        let whole = File {
            root: root.clone(),
            text: 0,
        };
        self.files.insert(String::new(), whole);
        for (node, section, name, text) in entries {
            let section = components.key(&section);
            // An error is the component's, as it is where the reference is met again.
            self.about(node.component(&name), |bundle| {
                bundle.adopt_one(node, &name, text, &section.key(&name));
            });
        }
    }

    fn adopt_one(&mut self, node: Node, name: &str, mut text: String, at: &Pointer<'_>) {
        const LONGEST: usize = 32;
        let mut file = String::new();
        for _ in 0..LONGEST {
            let reference = Reference {
                text: &text,
                path: &file,
                at,
                optional: (node == Node::Schema).then_some("$ref"),
                is_copied: false,
            };
            let Some(target) = self.target(reference) else {
                return;
            };
            if target.file.is_empty() {
                return;
            }
            let Some(found) = self.found(&target, reference) else {
                return;
            };
            if let Some(further) = only_reference(&found) {
                (text, file) = (further.to_owned(), target.file);
                continue;
            }
            let Some(section) = node.section() else {
                return;
            };
            let key = (section, target.clone());
            if let Entry::Vacant(entry) = self.names.entry(key) {
                entry.insert(name.to_owned());
                self.open.push((target, node, name.to_owned()));
            }
            return;
        }
    }

    /// Puts the members of what a map refers to as a whole into it, each as a reference to that member.
    pub(super) fn spread(
        &mut self,
        members: &mut Map<String, Value>,
        path: &str,
        at: &Pointer<'_>,
    ) {
        let Some(text) = members
            .get("$ref")
            .and_then(Value::as_str)
            .map(str::to_owned)
        else {
            return;
        };
        let reference = Reference {
            text: &text,
            path,
            at,
            optional: None,
            is_copied: false,
        };
        let found = self
            .target(reference)
            .and_then(|target| self.found(&target, reference));
        let Some(Value::Object(found)) = found else {
            return;
        };
        members.shift_remove("$ref");
        let (file, fragment) = text.split_once('#').unwrap_or((&text, ""));
        for name in found.keys() {
            let step = escape(name).replace('%', "%25");
            let reference = format!("{file}#{fragment}/{step}");
            members
                .entry(name.clone())
                .or_insert_with(|| json!({ "$ref": reference }));
        }
    }
}
