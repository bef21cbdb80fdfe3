//! Kinds of nodes that references lead to.
//!
//! Invariant: a reference is refused only where it is certain that something else is there than is wanted.

use serde_json::Value;

use crate::source::{
    nodes::{Form, Node},
    shape::kind_of,
    unescape,
};

/// Sections whose members are nothing that a reference to a schema, a parameter or a response can mean.
const FOREIGN: [(&str, &str); 8] = [
    ("/components/callbacks/", "a callback"),
    ("/components/examples/", "an example"),
    ("/components/headers/", "a header"),
    ("/components/links/", "a link"),
    ("/externalDocs", "documentation"),
    ("/info", "the title of the description"),
    ("/servers", "a server"),
    ("/tags", "a tag"),
];

/// Describes the mismatch of a node that is certainly of another kind than `wanted`. `None`: it may be of that kind.
pub(super) fn mismatch(root: &Value, pointer: &str, found: &Value, wanted: Node) -> Option<String> {
    let stands = match (found, node_at(root, pointer)) {
        (Value::Object(_) | Value::Bool(_), Some(node)) if node == wanted => return None,
        (Value::Object(_) | Value::Bool(_), Some(node)) => node.noun(),
        (Value::Object(_) | Value::Bool(_), None) => foreign(pointer)?,
        _ => kind_of(found),
    };
    Some(format!(
        "{stands} is at this place, and {} is wanted",
        wanted.noun()
    ))
}

/// Names a member of a section that can hold no node of the kind in question.
fn foreign(pointer: &str) -> Option<&'static str> {
    let (_, noun) = FOREIGN.iter().find(|(prefix, _)| {
        let rest = pointer.strip_prefix(prefix);
        rest.is_some_and(|rest| !prefix.ends_with('/') || !rest.contains('/'))
    })?;
    Some(noun)
}

/// Returns the node at a pointer, if all steps on the way are the standard's.
fn node_at(root: &Value, pointer: &str) -> Option<Node> {
    let (mut node, mut value) = (Node::Root, root);
    let mut steps = pointer.split('/').skip(1).map(unescape);
    while let Some(step) = steps.next() {
        let (form, child) = node.child(&step)?;
        value = value.get(&step)?;
        node = child;
        match (form, value) {
            (Form::Map, Value::Object(members)) => value = members.get(&steps.next()?)?,
            (Form::Map, _) => return None,
            (Form::One, Value::Array(items)) => {
                value = items.get(steps.next()?.parse::<usize>().ok()?)?;
            }
            (Form::One, _) => {}
        }
    }
    Some(node)
}

impl Node {
    /// Returns the noun for messages.
    fn noun(self) -> &'static str {
        match self {
            Self::Root => "the description",
            Self::Components => "all components",
            Self::PathItem => "a path",
            Self::Operation => "an operation",
            Self::Parameter => "a parameter",
            Self::RequestBody => "the body of a request",
            Self::Response => "a response",
            Self::MediaType => "a media type",
            Self::SecurityScheme => "a security scheme",
            Self::Schema => "a schema",
        }
    }
}
