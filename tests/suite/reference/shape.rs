//! The schemas that an attribute can have in the description, over all alternatives → how they differ from a row.
//!
//! Invariant: alternatives are taken together: a row is met if one of them meets it.

use serde_json::Value;

use tests::description::Description;

use super::rows::{Part, Row, Rule};

/// The schemas that a place has.
pub(super) struct ReferenceShape<'d> {
    description: &'d Description,
    places: Vec<ReferencePlace<'d>>,
}

/// A schema at a place.
#[derive(Clone, Copy)]
struct ReferencePlace<'d> {
    schema: &'d Value,
    is_required: bool,
}

/// The end of a way that leads nowhere.
enum Lost {
    Missing,
    Untyped,
    Additional,
}

/// Returns the way in which a row differs from the schemas of a body; `None` if it does not.
pub(super) fn compare<'d>(
    description: &'d Description,
    schemas: Vec<&'d Value>,
    row: &Row,
) -> Option<String> {
    let mut shape = ReferenceShape::of(description, schemas);
    for step in row.steps() {
        match shape.step(step) {
            Ok(Some(next)) => shape = next,
            // Members of any name and any value: an account's own fields.
            Ok(None) => return None,
            Err(Lost::Missing) => return Some("missing here".to_owned()),
            Err(Lost::Untyped) => return Some("JSON here".to_owned()),
            Err(Lost::Additional) => return Some("an additional property here".to_owned()),
        }
    }
    shape
        .type_difference(&row.kinds)
        .or_else(|| shape.presence_difference(row))
        .or_else(|| shape.lacks(&row.values))
}

impl<'d> ReferenceShape<'d> {
    pub(super) fn of(
        description: &'d Description,
        schemas: impl IntoIterator<Item = &'d Value>,
    ) -> Self {
        let places = schemas.into_iter().map(|schema| ReferencePlace {
            schema,
            is_required: false,
        });
        Self {
            description,
            places: places.collect(),
        }
    }

    /// Returns every schema without alternatives.
    fn alternatives(&self) -> Vec<&'d Value> {
        let places = self.places.iter();
        places
            .flat_map(|place| alternatives(self.description, place.schema))
            .collect()
    }

    /// Returns the shape of a member or of the items; `None` where anything is allowed.
    fn step(&self, step: &str) -> Result<Option<Self>, Lost> {
        let mut places = Vec::new();
        let mut lost = Lost::Missing;
        for schema in self.alternatives() {
            match step_into(self.description, schema, step) {
                Ok(Some(more)) => places.extend(more),
                Ok(None) => return Ok(None),
                Err(Lost::Missing) => {}
                Err(other) => lost = other,
            }
        }
        if places.is_empty() {
            return Err(lost);
        }
        Ok(Some(Self {
            description: self.description,
            places,
        }))
    }

    fn type_difference(&self, kinds: &[String]) -> Option<String> {
        let mut known: Vec<&str> = Vec::new();
        let is_null_alone = kinds.iter().all(|kind| kind == "null");
        for schema in self.alternatives() {
            let types = types(schema);
            if schema["format"] == "binary" {
                return None;
            }
            if types.is_empty() && !is_null_alone {
                return Some("JSON here".to_owned());
            }
            known.extend(types);
        }
        let is_known = |kind: &&String| match kind.as_str() {
            "integer" | "number" => known.contains(&"integer") || known.contains(&"number"),
            "datetime" | "date" | "string" => known.contains(&"string"),
            kind @ ("boolean" | "object" | "array") => known.contains(&kind),
            _ => true,
        };
        let kind = kinds.iter().find(|kind| !is_known(kind))?;
        known.sort_unstable();
        known.dedup();
        Some(format!("{} here, {kind} there", known.join(" or ")))
    }

    fn presence_difference(&self, row: &Row) -> Option<String> {
        let is_required = self.places.iter().all(|place| place.is_required);
        let text = match (row.part, row.rule) {
            (Part::Request, Rule::Required) if !self.places.iter().any(|one| one.is_required) => {
                "optional here"
            }
            (Part::Request, Rule::Optional) if is_required => "required here",
            (Part::Response, _) if is_required && row.can_be_absent => {
                "required here, absent from some responses"
            }
            (Part::Response, _)
                if is_required
                    && row.kinds.iter().any(|kind| kind == "null")
                    && !self.takes_null() =>
            {
                "never null here, null there"
            }
            _ => return None,
        };
        Some(text.to_owned())
    }

    fn takes_null(&self) -> bool {
        let schemas = self.alternatives();
        schemas.iter().any(|schema| types(schema).contains(&"null"))
    }

    /// Returns the first of the values that the schemas do not list, if they list any.
    pub(super) fn lacks(&self, values: &[String]) -> Option<String> {
        let mut listed = Vec::new();
        let mut open = self.alternatives();
        while let Some(schema) = open.pop() {
            if types(schema).contains(&"array") {
                open.extend(alternatives(self.description, &schema["items"]));
            } else if let Some(values) = schema["enum"].as_array() {
                let texts = values.iter().map(|value| match value {
                    Value::String(text) => text.clone(),
                    other => other.to_string(),
                });
                listed.extend(texts);
            } else if schema["type"] != "null" {
                return None;
            }
        }
        let missing = values.iter().find(|value| !listed.contains(value))?;
        Some(format!("the value {missing} is not listed here"))
    }
}

/// Returns the schemas that a reference and alternatives lead to.
fn alternatives<'d>(description: &'d Description, schema: &'d Value) -> Vec<&'d Value> {
    let schema = description.resolve(schema);
    let choices = schema["oneOf"].as_array().or(schema["anyOf"].as_array());
    match choices {
        Some(choices) => choices
            .iter()
            .flat_map(|choice| alternatives(description, choice))
            .collect(),
        None => vec![schema],
    }
}

fn step_into<'d>(
    description: &'d Description,
    schema: &'d Value,
    step: &str,
) -> Result<Option<Vec<ReferencePlace<'d>>>, Lost> {
    let optional = |schema| ReferencePlace {
        schema,
        is_required: false,
    };
    let types = types(schema);
    if types.is_empty() {
        return Err(Lost::Untyped);
    }
    if step == "[]" {
        let is_list = types.contains(&"array");
        return is_list
            .then(|| Some(vec![optional(&schema["items"])]))
            .ok_or(Lost::Missing);
    }
    if !types.contains(&"object") {
        return Err(Lost::Missing);
    }
    let properties = description.properties(schema);
    let additional = &schema["additionalProperties"];
    let is_open = *additional == true
        || additional
            .as_object()
            .is_some_and(serde_json::Map::is_empty);
    let has_schema = additional
        .as_object()
        .is_some_and(|schema| !schema.is_empty());
    if step == "*" {
        if is_open {
            return Ok(None);
        }
        let members = properties
            .values()
            .copied()
            .chain(has_schema.then_some(additional));
        let members: Vec<ReferencePlace<'d>> = members.map(optional).collect();
        return Ok(Some(members));
    }
    // The files of a form have brackets behind their name.
    let in_form = format!("{step}[]");
    let property = properties
        .get(step)
        .or_else(|| properties.get(in_form.as_str()));
    match property {
        Some(property) => {
            let required = schema["required"].as_array();
            let is_required = required.is_some_and(|names| names.iter().any(|name| name == step));
            Ok(Some(vec![ReferencePlace {
                schema: property,
                is_required,
            }]))
        }
        None if has_schema => Ok(Some(vec![optional(additional)])),
        None if is_open => Err(Lost::Additional),
        None => Err(Lost::Missing),
    }
}

/// Returns the JSON types of a schema; none if it takes everything.
fn types(schema: &Value) -> Vec<&str> {
    match &schema["type"] {
        Value::String(one) => vec![one],
        Value::Array(several) => several.iter().filter_map(Value::as_str).collect(),
        _ if schema["properties"].is_object() || schema["allOf"].is_array() => vec!["object"],
        _ => Vec::new(),
    }
}
