//! A description → which of its parts refer to which component.
//!
//! Invariant: references are looked for where the standard has them, and every one of them belongs to the smallest part
//! around it: a component, a response, an operation, a path or a webhook.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use super::nodes::{self, Form, Node};
use crate::diagnostics::Subject;

/// Deeper nesting than any text may have.
const DEEPEST: usize = 256;

/// The parts of a description that refer to each component.
#[derive(Default)]
pub(super) struct Uses {
    users: BTreeMap<Subject, BTreeSet<Subject>>,
}

impl Uses {
    /// Reads `$ref` and the mappings of discriminators. A security scheme is none of it: without one, an operation is
    /// as it is described, and called with what credentials the caller has.
    pub(super) fn of(root: &Value) -> Self {
        let mut uses = Self::default();
        uses.walk(root, Node::Root, None, 0);
        uses.families(root);
        uses
    }

    /// Returns the parts that refer to a component, in order.
    pub(super) fn users(&self, component: &Subject) -> impl Iterator<Item = &Subject> {
        self.users.get(component).into_iter().flatten()
    }

    /// Reads a node and everything below it. `part` is what has it.
    fn walk(&mut self, value: &Value, node: Node, part: Option<&Subject>, depth: usize) {
        let Some(members) = value.as_object().filter(|_| depth <= DEEPEST) else {
            return;
        };
        if let Some(part) = part {
            for component in components(members, node) {
                self.add(component, part);
            }
        }
        for (key, child) in members {
            let Some((form, inner)) = node.child(key) else {
                continue;
            };
            match (form, child) {
                (Form::Map, Value::Object(children)) => {
                    for (name, child) in children {
                        let own = node.part(key, Some(name), part);
                        self.walk(child, inner, own.as_ref().or(part), depth + 1);
                    }
                }
                (Form::Map, _) => {}
                (Form::One, Value::Array(items)) => {
                    for item in items {
                        self.walk(item, inner, part, depth + 1);
                    }
                }
                (Form::One, child) => {
                    let own = node.part(key, None, part);
                    self.walk(child, inner, own.as_ref().or(part), depth + 1);
                }
            }
        }
    }

    fn add(&mut self, component: Subject, user: &Subject) {
        if component == *user {
            return;
        }
        let users = self.users.entry(component).or_default();
        if !users.contains(user) {
            users.insert(user.clone());
        }
    }

    /// Treats a base with a discriminator as a union of everything that extends it, as if a mapping listed that.
    fn families(&mut self, root: &Value) {
        let schemas = root.pointer("/components/schemas");
        let Some(schemas) = schemas.and_then(Value::as_object) else {
            return;
        };
        for name in schemas.keys() {
            let Some(child) = Node::Schema.component(name) else {
                return;
            };
            let bases = bases(name, schemas);
            for (base, _) in bases.into_iter().filter(|(_, schema)| is_choice(schema)) {
                if let Some(base) = Node::Schema.component(base) {
                    self.add(child.clone(), &base);
                }
            }
        }
    }
}

/// Returns `true` if a schema is a union by its discriminator alone.
fn is_choice(schema: &Value) -> bool {
    let has = |keyword: &str| schema.get(keyword).is_some();
    has("discriminator") && !has("oneOf") && !has("anyOf")
}

/// Returns the schemas that a schema extends by `allOf`, directly or not.
fn bases<'s>(name: &str, schemas: &'s Map<String, Value>) -> BTreeMap<&'s str, &'s Value> {
    let mut found = BTreeMap::new();
    let mut open: Vec<&Value> = schemas.get(name).into_iter().collect();
    while let Some(schema) = open.pop() {
        let joined = schema["allOf"].as_array().into_iter().flatten();
        for member in joined.filter_map(|member| member["$ref"].as_str()) {
            let Some(Subject::Component {
                section,
                name: base,
            }) = nodes::component(member)
            else {
                continue;
            };
            if section == "schemas"
                && base != name
                && let Some((base, schema)) = schemas.get_key_value(&base)
                && found.insert(base.as_str(), schema).is_none()
            {
                open.push(schema);
            }
        }
    }
    found
}

/// Returns the components that a node itself refers to.
fn components(members: &Map<String, Value>, node: Node) -> Vec<Subject> {
    let reference = members.get("$ref").and_then(Value::as_str);
    let mut found: Vec<Subject> = reference.and_then(nodes::component).into_iter().collect();
    if node == Node::Schema {
        let mapping = members.get("discriminator").map(|found| &found["mapping"]);
        let targets = mapping.and_then(Value::as_object).into_iter().flatten();
        let targets = targets.filter_map(|(_, target)| target.as_str());
        // A mapping has references or names.
        found.extend(targets.filter_map(|target| {
            nodes::component(target).or_else(|| Node::Schema.component(target))
        }));
    }
    found
}
