//! Numbers and flags where a text is wanted → the text as it is written: the version `1.10` is not the number 1.1.
//!
//! Invariant: only what is wanted as a text alone is changed; a value that its text does not have at its place, because an
//! alias brought it, becomes the text of the value.

use serde_json::{Map, Value};

use super::{
    Document, Pointer, Texts,
    nodes::{Form, Node},
    shape::{self, Members, NodeShape},
};
use crate::diagnostics::{Diagnostic, Diagnostics};

/// Deeper nesting than any text may have.
const DEEPEST: usize = 256;

/// Writes scalars as texts where these are wanted, and warns of those in lists of values, where the value may be meant.
pub(crate) fn write_as_text(document: &mut Document, texts: &Texts<'_>) -> Diagnostics {
    let mut search = Search::default();
    search.root(&document.root);
    let written = texts.scalars(search.found.iter().map(String::as_str));
    for pointer in &search.found {
        if let Some(value) = document.root.pointer_mut(pointer) {
            let text = written.get(pointer.as_str()).cloned();
            *value = Value::String(text.unwrap_or_else(|| value.to_string()));
        }
    }
    let mut diagnostics = Diagnostics::default();
    for pointer in &search.listed {
        let text = document.root.pointer(pointer).and_then(Value::as_str);
        diagnostics.extend(text.map(|text| unquoted(text, pointer)));
    }
    diagnostics
}

fn unquoted(text: &str, pointer: &str) -> Diagnostic {
    let message = format!(
        "`{text}` is no string, and the values here are strings; it is read as the string '{text}'"
    );
    Diagnostic::warning("unquoted-value", message)
        .at(pointer)
        .help("put the value in quotes")
}

/// Search for scalars that are no texts where texts are wanted.
#[derive(Default)]
struct Search {
    /// Their JSON pointers.
    found: Vec<String>,
    /// The first of each list of values.
    listed: Vec<String>,
}

impl Search {
    fn root(&mut self, root: &Value) {
        let at = Pointer::ROOT;
        self.texts(&root["info"], shape::INFO, &at.key("info"));
        self.each(&root["tags"], &at.key("tags"), |search, tag, at| {
            search.texts(tag, shape::TAG, at);
        });
        self.walk(root, Node::Root, &at, 0);
    }

    fn walk(&mut self, value: &Value, node: Node, at: &Pointer<'_>, depth: usize) {
        let Some(members) = value.as_object().filter(|_| depth <= DEEPEST) else {
            return;
        };
        self.texts(value, texts_of(node), at);
        self.servers(&value["servers"], &at.key("servers"));
        match node {
            Node::Operation => self.scalars(&value["tags"], &at.key("tags")),
            Node::Schema => self.schema(members, at),
            _ => {}
        }
        for (key, child) in members {
            let Some((form, inner)) = node.child(key) else {
                continue;
            };
            let at = at.key(key);
            match (form, child) {
                (Form::Map, Value::Object(_)) | (Form::One, Value::Array(_)) => {
                    self.each(child, &at, |search, child, at| {
                        search.walk(child, inner, at, depth + 1);
                    });
                }
                (Form::Map, _) => {}
                (Form::One, child) => self.walk(child, inner, &at, depth + 1),
            }
        }
    }

    fn servers(&mut self, servers: &Value, at: &Pointer<'_>) {
        self.each(servers, at, |search, server, at| {
            search.texts(server, shape::SERVER, at);
            let (variables, at) = (&server["variables"], at.key("variables"));
            search.each(variables, &at, |search, variable, at| {
                search.texts(variable, shape::SERVER_VARIABLE, at);
                search.scalars(&variable["enum"], &at.key("enum"));
            });
        });
    }

    fn schema(&mut self, schema: &Map<String, Value>, at: &Pointer<'_>) {
        if let Some(required) = schema.get("required") {
            self.scalars(required, &at.key("required"));
        }
        if !schema.get("type").is_some_and(is_string) {
            return;
        }
        for key in ["const", "default", "example"] {
            if let Some(value) = schema.get(key) {
                self.scalar(value, &at.key(key));
            }
        }
        if let Some(examples) = schema.get("examples") {
            self.scalars(examples, &at.key("examples"));
        }
        if let Some(values) = schema.get("enum") {
            let before = self.found.len();
            self.scalars(values, &at.key("enum"));
            self.listed.extend(self.found.get(before).cloned());
        }
    }

    /// Searches members that are texts.
    fn texts(&mut self, value: &Value, members: Members, at: &Pointer<'_>) {
        let texts = members
            .iter()
            .filter(|(_, shape)| matches!(shape, NodeShape::Text));
        for (key, _) in texts {
            self.scalar(&value[*key], &at.key(key));
        }
    }

    /// Searches the items of a list of texts.
    fn scalars(&mut self, list: &Value, at: &Pointer<'_>) {
        if list.is_array() {
            self.each(list, at, Self::scalar);
        }
    }

    fn scalar(&mut self, value: &Value, at: &Pointer<'_>) {
        if value.is_number() || value.is_boolean() {
            self.found.push(at.to_string());
        }
    }

    /// Goes through the items of a list or the members of a mapping.
    fn each(
        &mut self,
        value: &Value,
        at: &Pointer<'_>,
        visit: impl Fn(&mut Self, &Value, &Pointer<'_>),
    ) {
        match value {
            Value::Array(items) => {
                for (index, item) in items.iter().enumerate() {
                    visit(self, item, &at.index(index));
                }
            }
            Value::Object(members) => {
                for (name, member) in members {
                    visit(self, member, &at.key(name));
                }
            }
            _ => {}
        }
    }
}

/// Returns the members that a kind of node may have.
fn texts_of(node: Node) -> Members {
    match node {
        Node::PathItem => shape::PATH_ITEM,
        Node::Operation => shape::OPERATION,
        Node::Parameter => shape::PARAMETER,
        Node::RequestBody => shape::REQUEST_BODY,
        Node::Response => shape::RESPONSE,
        Node::SecurityScheme => shape::SECURITY_SCHEME,
        Node::Schema => shape::SCHEMA,
        Node::Root | Node::Components | Node::MediaType => &[],
    }
}

/// Returns `true` for the type of strings, or of strings and `null`.
fn is_string(ty: &Value) -> bool {
    match ty {
        Value::Array(types) => {
            types.iter().any(|ty| ty == "string")
                && types.iter().all(|ty| ty == "string" || ty == "null")
        }
        ty => ty == "string",
    }
}
