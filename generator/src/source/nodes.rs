//! The places of a description where the standard allows references.
//!
//! Invariant: a `$ref` inside an example, a default or an extension is plain data.

use serde_json::Value;

use super::unescape;
use crate::diagnostics::Subject;

/// Key of the webhooks in the form of 3.0, which has none of its own.
pub(super) const WEBHOOKS: &str = "x-webhooks";

/// Key of the operations whose methods the form of 3.0 does not have.
pub(crate) const FURTHER_METHODS: &str = "x-further-methods";

/// Kinds of nodes in a description.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Node {
    Root,
    Components,
    PathItem,
    Operation,
    Parameter,
    RequestBody,
    Response,
    MediaType,
    SecurityScheme,
    Schema,
}

/// Number of nodes under a key.
#[derive(Clone, Copy, Debug)]
pub(super) enum Form {
    /// One, or a list.
    One,
    /// Any number, by names of the author's.
    Map,
}

impl Node {
    /// Returns the section of the components that holds such nodes.
    pub(super) fn section(self) -> Option<&'static str> {
        match self {
            Self::Parameter => Some("parameters"),
            Self::RequestBody => Some("requestBodies"),
            Self::Response => Some("responses"),
            Self::SecurityScheme => Some("securitySchemes"),
            Self::Schema => Some("schemas"),
            Self::Root | Self::Components | Self::PathItem | Self::Operation | Self::MediaType => {
                None
            }
        }
    }

    /// Returns the part of the description that is at a key of this node, and among several at it has a name. `None`:
    /// what is there belongs to the part around it, `outer`.
    pub(super) fn part(
        self,
        key: &str,
        name: Option<&str>,
        outer: Option<&Subject>,
    ) -> Option<Subject> {
        match (self, key, name) {
            (Self::Root, "paths", Some(path)) => Some(Subject::Path(path.to_owned())),
            (Self::Root, "webhooks" | WEBHOOKS, Some(name)) => {
                Some(Subject::Webhook(name.to_owned()))
            }
            (Self::Components, _, Some(name)) => {
                let (_, component) = self.child(key)?;
                component.component(name)
            }
            (Self::PathItem, method, None) if method != "parameters" => {
                Some(outer?.operation(method))
            }
            (Self::Operation, "responses", Some(status)) => Some(outer?.response(status)),
            _ => None,
        }
    }

    /// Returns the component of this kind with a name.
    pub(super) fn component(self, name: &str) -> Option<Subject> {
        Some(Subject::Component {
            section: self.section()?,
            name: name.to_owned(),
        })
    }

    /// Returns the kind of the nodes under a key of this node.
    pub(super) fn child(self, key: &str) -> Option<(Form, Self)> {
        Some(match (self, key) {
            (Self::Root, "paths" | "webhooks" | WEBHOOKS) | (Self::Components, "pathItems") => {
                (Form::Map, Self::PathItem)
            }
            (Self::Root, "components") => (Form::One, Self::Components),
            (Self::Components, "schemas") | (Self::Schema, "properties" | "patternProperties") => {
                (Form::Map, Self::Schema)
            }
            (Self::Components, "parameters") => (Form::Map, Self::Parameter),
            (Self::Components, "requestBodies") => (Form::Map, Self::RequestBody),
            (Self::Components | Self::Operation, "responses") => (Form::Map, Self::Response),
            (Self::Components, "securitySchemes") => (Form::Map, Self::SecurityScheme),
            (Self::PathItem | Self::Operation, "parameters") => (Form::One, Self::Parameter),
            (
                Self::PathItem,
                "get" | "put" | "post" | "delete" | "options" | "head" | "patch" | "trace"
                | "query",
            ) => (Form::One, Self::Operation),
            (Self::PathItem, "additionalOperations" | FURTHER_METHODS) => {
                (Form::Map, Self::Operation)
            }
            (Self::Operation, "requestBody") => (Form::One, Self::RequestBody),
            (Self::Parameter | Self::RequestBody | Self::Response, "content") => {
                (Form::Map, Self::MediaType)
            }
            (Self::Components, "mediaTypes") => (Form::Map, Self::MediaType),
            (Self::Parameter | Self::MediaType, "schema")
            | (Self::MediaType, "itemSchema")
            | (
                Self::Schema,
                "items"
                | "prefixItems"
                | "additionalItems"
                | "additionalProperties"
                | "allOf"
                | "oneOf"
                | "anyOf"
                | "not",
            ) => (Form::One, Self::Schema),
            _ => return None,
        })
    }
}

/// Returns the component that a reference leads to, if it leads to a whole one.
pub(super) fn component(reference: &str) -> Option<Subject> {
    let (section, name) = reference.strip_prefix("#/components/")?.split_once('/')?;
    let (_, node) = Node::Components.child(section)?;
    (!name.contains('/')).then(|| node.component(&unescape(name)))?
}

/// Returns `true` if a tree has references that may lead to something other than a whole component. Data that
/// looks like a reference counts too: the walk that follows tells them apart.
pub(super) fn leads_elsewhere(value: &Value) -> bool {
    match value {
        Value::Object(members) => members.iter().any(|(key, member)| match member {
            Value::String(text) if key == "$ref" => !is_whole_component(text),
            Value::Object(_) | Value::Array(_) => leads_elsewhere(member),
            _ => false,
        }),
        Value::Array(items) => items.iter().any(leads_elsewhere),
        _ => false,
    }
}

/// Returns `true` if a reference leads to a whole component of a section that the form of 3.0 reads.
fn is_whole_component(reference: &str) -> bool {
    let rest = reference.strip_prefix("#/components/");
    let Some((section, name)) = rest.and_then(|rest| rest.split_once('/')) else {
        return false;
    };
    let is_copied = section.starts_with("x-") || ["mediaTypes", "pathItems"].contains(&section);
    !name.contains('/') && !is_copied
}

/// Returns `true` for a scalar schema without a list of values, which costs nothing to copy.
pub(super) fn is_scalar(schema: &Value) -> bool {
    let is_scalar = schema["type"]
        .as_str()
        .is_some_and(|ty| ["string", "integer", "number", "boolean"].contains(&ty));
    let is_more = ["enum", "const", "allOf", "oneOf", "anyOf", "$ref"]
        .iter()
        .any(|keyword| schema.get(*keyword).is_some());
    is_scalar && !is_more
}
