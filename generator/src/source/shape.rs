//! The shapes that members of a description must have before anything reads them.
//!
//! Invariant: a member of the wrong shape is reported with its place and removed, so that the
//! stages behind never meet one.

use serde_json::{Map, Value};

use super::{Pointer, extension, reader::foreign_number, similar};
use crate::diagnostics::{Diagnostic, Diagnostics};

/// Required form of a member.
#[derive(Clone, Copy, Debug)]
pub(super) enum NodeShape {
    Text,
    Flag,
    Number,
    Count,
    List,
    Mapping,
    /// A schema: a mapping, or `true` or `false`.
    Schema,
}

impl NodeShape {
    pub(super) fn fits(self, value: &Value) -> bool {
        match self {
            Self::Text => value.is_string(),
            Self::Flag => value.is_boolean(),
            Self::Number => value.is_number(),
            Self::Count => value.is_u64(),
            Self::List => value.is_array(),
            Self::Mapping => value.is_object(),
            Self::Schema => value.is_object() || value.is_boolean(),
        }
    }

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Text => "a string",
            Self::Flag => "`true` or `false`",
            Self::Number => "a number",
            Self::Count => "a whole number from 0",
            Self::List => "a list",
            Self::Mapping => "a mapping",
            Self::Schema => "a schema",
        }
    }
}

/// The members of one kind of object, as far as a later stage reads them.
pub(super) type Members = &'static [(&'static str, NodeShape)];

pub(super) const ROOT: Members = &[
    ("info", NodeShape::Mapping),
    ("externalDocs", NodeShape::Mapping),
    ("servers", NodeShape::List),
    ("paths", NodeShape::Mapping),
    ("components", NodeShape::Mapping),
    ("security", NodeShape::List),
    ("tags", NodeShape::List),
    ("webhooks", NodeShape::Mapping),
];

pub(super) const INFO: Members = &[
    ("title", NodeShape::Text),
    ("version", NodeShape::Text),
    ("description", NodeShape::Text),
];

pub(super) const TAG: Members = &[
    ("name", NodeShape::Text),
    ("summary", NodeShape::Text),
    ("description", NodeShape::Text),
    ("parent", NodeShape::Text),
];

pub(super) const SERVER: Members = &[
    ("url", NodeShape::Text),
    ("description", NodeShape::Text),
    ("variables", NodeShape::Mapping),
];

pub(super) const SERVER_VARIABLE: Members = &[
    ("default", NodeShape::Text),
    ("description", NodeShape::Text),
    ("enum", NodeShape::List),
];

pub(super) const COMPONENTS: Members = &[
    ("schemas", NodeShape::Mapping),
    ("parameters", NodeShape::Mapping),
    ("requestBodies", NodeShape::Mapping),
    ("responses", NodeShape::Mapping),
    ("securitySchemes", NodeShape::Mapping),
];

pub(super) const PATH_ITEM: Members = &[
    ("summary", NodeShape::Text),
    ("description", NodeShape::Text),
    ("parameters", NodeShape::List),
    ("servers", NodeShape::List),
    ("get", NodeShape::Mapping),
    ("put", NodeShape::Mapping),
    ("post", NodeShape::Mapping),
    ("delete", NodeShape::Mapping),
    ("options", NodeShape::Mapping),
    ("head", NodeShape::Mapping),
    ("patch", NodeShape::Mapping),
    ("trace", NodeShape::Mapping),
    ("query", NodeShape::Mapping),
    ("additionalOperations", NodeShape::Mapping),
];

pub(super) const OPERATION: Members = &[
    ("operationId", NodeShape::Text),
    ("summary", NodeShape::Text),
    ("description", NodeShape::Text),
    ("tags", NodeShape::List),
    ("parameters", NodeShape::List),
    ("requestBody", NodeShape::Mapping),
    ("responses", NodeShape::Mapping),
    ("deprecated", NodeShape::Flag),
    ("security", NodeShape::List),
    ("servers", NodeShape::List),
];

pub(super) const PARAMETER: Members = &[
    ("name", NodeShape::Text),
    ("in", NodeShape::Text),
    ("description", NodeShape::Text),
    ("required", NodeShape::Flag),
    ("deprecated", NodeShape::Flag),
    ("style", NodeShape::Text),
    ("explode", NodeShape::Flag),
    ("allowReserved", NodeShape::Flag),
    ("schema", NodeShape::Schema),
    ("content", NodeShape::Mapping),
];

pub(super) const REQUEST_BODY: Members = &[
    ("description", NodeShape::Text),
    ("required", NodeShape::Flag),
    ("content", NodeShape::Mapping),
];

pub(super) const RESPONSE: Members = &[
    ("description", NodeShape::Text),
    ("content", NodeShape::Mapping),
];

pub(super) const MEDIA_TYPE: Members = &[
    ("schema", NodeShape::Schema),
    ("itemSchema", NodeShape::Schema),
    ("encoding", NodeShape::Mapping),
];

pub(super) const ENCODING: Members = &[
    ("contentType", NodeShape::Text),
    ("headers", NodeShape::Mapping),
    ("style", NodeShape::Text),
    ("explode", NodeShape::Flag),
    ("allowReserved", NodeShape::Flag),
    ("encoding", NodeShape::Mapping),
    ("prefixEncoding", NodeShape::List),
    ("itemEncoding", NodeShape::Mapping),
];

pub(super) const DISCRIMINATOR: Members = &[
    ("propertyName", NodeShape::Text),
    ("mapping", NodeShape::Mapping),
    ("defaultMapping", NodeShape::Text),
];

pub(super) const SECURITY_SCHEME: Members = &[
    ("type", NodeShape::Text),
    ("description", NodeShape::Text),
    ("name", NodeShape::Text),
    ("in", NodeShape::Text),
    ("scheme", NodeShape::Text),
    ("bearerFormat", NodeShape::Text),
];

/// Keywords that say what a schema's values are: one of the wrong shape is an error.
pub(super) const SCHEMA: Members = &[
    ("title", NodeShape::Text),
    ("description", NodeShape::Text),
    ("format", NodeShape::Text),
    ("nullable", NodeShape::Flag),
    ("deprecated", NodeShape::Flag),
    ("readOnly", NodeShape::Flag),
    ("writeOnly", NodeShape::Flag),
    ("enum", NodeShape::List),
    ("required", NodeShape::List),
    ("properties", NodeShape::Mapping),
    ("additionalProperties", NodeShape::Schema),
    ("items", NodeShape::Schema),
    ("allOf", NodeShape::List),
    ("oneOf", NodeShape::List),
    ("anyOf", NodeShape::List),
    ("not", NodeShape::Schema),
    ("discriminator", NodeShape::Mapping),
];

/// Keywords that narrow a schema's values: one of the wrong shape is ignored with a warning.
pub(super) const LIMITS: Members = &[
    ("minimum", NodeShape::Number),
    ("maximum", NodeShape::Number),
    ("exclusiveMinimum", NodeShape::Flag),
    ("exclusiveMaximum", NodeShape::Flag),
    ("multipleOf", NodeShape::Number),
    ("minLength", NodeShape::Count),
    ("maxLength", NodeShape::Count),
    ("pattern", NodeShape::Text),
    ("minItems", NodeShape::Count),
    ("maxItems", NodeShape::Count),
    ("uniqueItems", NodeShape::Flag),
    ("minProperties", NodeShape::Count),
    ("maxProperties", NodeShape::Count),
];

/// Members that the standard has and that change nothing about a client. Those of schemas that do are looked at
/// before: see `normalize`.
const WITHOUT_EFFECT: &[&str] = &[
    // Of the description and its parts.
    "$self",
    "allowEmptyValue",
    "contact",
    "externalDocs",
    "flows",
    "headers",
    "jsonSchemaDialect",
    "kind",
    "license",
    "links",
    "oauth2MetadataUrl",
    "openIdConnectUrl",
    "openapi",
    "summary",
    "termsOfService",
    // Of the components: what is referred to is brought in by the references.
    "callbacks",
    "mediaTypes",
    "pathItems",
    // Of schemas.
    "$anchor",
    "$comment",
    "$defs",
    "$dynamicAnchor",
    "$id",
    "$schema",
    "additionalItems",
    "contains",
    "contentEncoding",
    "contentMediaType",
    "contentSchema",
    "definitions",
    "dependentRequired",
    "example",
    "examples",
    "id",
    "maxContains",
    "minContains",
    "propertyNames",
    "unevaluatedItems",
    "unevaluatedProperties",
    "xml",
];

/// Returns the members of `value`, checked; an error when it is no mapping at all.
///
/// Members that `known` does not list and that are no extensions are removed: no stage reads
/// them, and the typed parser would stumble over liberties taken there. Those that the standard does not have may be
/// misspelt, so a warning names them.
pub(super) fn members<'v>(
    value: &'v mut Value,
    known: Members,
    at: &Pointer<'_>,
    diagnostics: &mut Diagnostics,
) -> Option<&'v mut Map<String, Value>> {
    let found = kind_of(value);
    let Value::Object(members) = value else {
        diagnostics.push(wrong(at, "a mapping", found));
        return None;
    };
    members.retain(|key, member| {
        if key.starts_with("x-") || key == "$ref" {
            diagnostics.extend(extension::unknown(key, at));
            return true;
        }
        let Some((_, shape)) = known.iter().find(|(name, _)| name == key) else {
            if !WITHOUT_EFFECT.contains(&key.as_str()) {
                diagnostics.push(unknown(known, key, at));
            }
            return false;
        };
        check(member, *shape, &at.key(key), diagnostics)
    });
    Some(members)
}

/// Warns of members that a mapping without [`members`] of its own does not have by the standard.
pub(super) fn warn_unknown(
    members: &Map<String, Value>,
    known: Members,
    at: &Pointer<'_>,
    diagnostics: &mut Diagnostics,
) {
    let is_unknown =
        |key: &&String| !key.starts_with("x-") && known.iter().all(|(name, _)| name != key);
    diagnostics.extend(
        members
            .keys()
            .filter(is_unknown)
            .map(|key| unknown(known, key, at)),
    );
}

/// Returns the warning about a member that nothing reads.
fn unknown(known: Members, key: &str, at: &Pointer<'_>) -> Diagnostic {
    let message = format!("unknown field `{key}`, ignored");
    let warning = Diagnostic::warning("unknown-member", message).at(at.key(key).to_string());
    warning.did_you_mean(similar(key, known.iter().map(|(name, _)| *name)))
}

/// Returns `true` if `value` is kept: `null` in place of a member means that it is absent.
fn check(
    value: &mut Value,
    shape: NodeShape,
    at: &Pointer<'_>,
    diagnostics: &mut Diagnostics,
) -> bool {
    if shape.fits(value) {
        return true;
    }
    if let (NodeShape::Flag, Some(flag)) = (shape, quoted_flag(value)) {
        *value = Value::Bool(flag);
        diagnostics.push(
            Diagnostic::warning("quoted-flag", format!("`{flag}` is in quotes"))
                .at(at.to_string())
                .help("write it without quotes"),
        );
        return true;
    }
    if let (NodeShape::Flag, Value::String(text)) = (shape, &*value) {
        let message = format!("expected `true` or `false` here, found `{text}`; it is ignored");
        diagnostics.push(Diagnostic::warning("ignored-flag", message).at(at.to_string()));
        return false;
    }
    if !value.is_null() {
        diagnostics.push(wrong(at, shape.name(), kind_of(value)));
    }
    false
}

fn quoted_flag(value: &Value) -> Option<bool> {
    value.as_str()?.parse().ok()
}

/// Removes limits of the wrong shape.
pub(super) fn check_limits(
    schema: &mut Map<String, Value>,
    at: &Pointer<'_>,
    diagnostics: &mut Diagnostics,
) {
    for (keyword, shape) in LIMITS {
        let Some(value) = schema.get(*keyword).filter(|value| !shape.fits(value)) else {
            continue;
        };
        // An error tells of it already.
        if value.as_str().and_then(foreign_number).is_some() {
            schema.shift_remove(*keyword);
            continue;
        }
        diagnostics.push(
            Diagnostic::warning(
                "ignored-limit",
                format!(
                    "`{keyword}` must be {}, found {}; it is ignored",
                    shape.name(),
                    kind_of(value)
                ),
            )
            .at(at.key(keyword).to_string()),
        );
        schema.shift_remove(*keyword);
    }
}

/// Returns the error for a value that is not what it has to be.
pub(super) fn wrong(at: &Pointer<'_>, expected: &str, found: &str) -> Diagnostic {
    Diagnostic::error(
        "wrong-shape",
        format!("expected {expected} here, found {found}"),
    )
    .at(at.to_string())
}

/// Names the kind of a value, in words.
pub(super) fn kind_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "nothing",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "a list",
        Value::Object(_) => "a mapping",
    }
}
