//! The places of a description where the standard allows references.
//!
//! Invariant: a `$ref` inside an example, a default or an extension is plain data.

use serde_json::Value;

/// What stands at a place.
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

/// How many nodes stand at a key.
#[derive(Clone, Copy, Debug)]
pub(super) enum Form {
    /// One, or a list.
    One,
    /// Any number, by names of the author's.
    Map,
}

impl Node {
    /// The section of the components that holds such nodes.
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

    /// What stands at the key of a node.
    pub(super) fn child(self, key: &str) -> Option<(Form, Self)> {
        Some(match (self, key) {
            (Self::Root, "paths" | "webhooks") => (Form::Map, Self::PathItem),
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
                "get" | "put" | "post" | "delete" | "options" | "head" | "patch" | "trace",
            ) => (Form::One, Self::Operation),
            (Self::Operation, "requestBody") => (Form::One, Self::RequestBody),
            (Self::Parameter | Self::RequestBody | Self::Response, "content") => {
                (Form::Map, Self::MediaType)
            }
            (Self::Parameter | Self::MediaType, "schema")
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

/// Whether a tree has references that may lead somewhere else than to a whole component. Data that
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

fn is_whole_component(reference: &str) -> bool {
    let rest = reference.strip_prefix("#/components/");
    rest.is_some_and(|rest| rest.matches('/').count() == 1)
}

/// Whether a schema is a scalar without a list of values: a copy of it costs nothing.
pub(super) fn is_scalar(schema: &Value) -> bool {
    let is_scalar = schema["type"]
        .as_str()
        .is_some_and(|ty| ["string", "integer", "number", "boolean"].contains(&ty));
    let is_more = ["enum", "const", "allOf", "oneOf", "anyOf", "$ref"]
        .iter()
        .any(|keyword| schema.get(*keyword).is_some());
    is_scalar && !is_more
}
