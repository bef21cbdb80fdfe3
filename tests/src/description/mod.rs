//! The description as the generator reads it → its operations, as plain JSON.
//!
//! Invariant: nothing here goes through the generator's model, which is what is being judged.

mod parameter;
mod route;
mod sample;

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Arc, Mutex, PoisonError},
};

use jsonschema::{Draft, Registry, Validator, error::ValidationErrorKind};
use serde_json::{Value, json};

pub use self::{
    parameter::{Parameter, read},
    route::Route,
    sample::{Extent, sample},
};

/// Address of the description for the validator.
const ADDRESS: &str = "https://example.com/description";

/// A description.
pub struct Description {
    root: Value,
    /// The same, for the validator.
    registry: Registry<'static>,
    /// Validators made so far, by the text of their schema.
    validators: Mutex<BTreeMap<String, Arc<Validator>>>,
}

/// Fault of a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mistake {
    /// The steps to the place, from the whole value on.
    pub place: Vec<String>,
    /// In which way it is wrong.
    pub kind: MistakeKind,
    /// In the validator's words.
    pub text: String,
}

/// In which way a value is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MistakeKind {
    /// Something that has to be there is not; it is the last step of the place.
    Missing,
    /// Something is there that nobody knows; it is the last step of the place.
    Unknown,
    /// It is of another type.
    Type,
    /// It is of the type, and not one of the values.
    Value,
}

/// An operation as it is described.
#[derive(Clone, Copy)]
pub struct Described<'d> {
    /// In small letters.
    pub method: &'d str,
    /// The template, below the server's address.
    pub path: &'d str,
    item: &'d Value,
    operation: &'d Value,
}

/// Media type and schema of a body.
pub struct Media<'d> {
    /// The media type.
    pub name: &'d str,
    /// Schema of the content.
    pub schema: &'d Value,
    /// `true` if lists and objects become fields of a form with brackets in their names.
    pub brackets: bool,
}

const METHODS: [&str; 8] = [
    "get", "put", "post", "delete", "options", "head", "patch", "trace",
];

impl Description {
    /// Creates a description whose references are local.
    pub fn new(root: Value) -> Self {
        let registry = Registry::new()
            .draft(Draft::Draft202012)
            .add(ADDRESS, absolute(&root))
            .and_then(jsonschema::RegistryBuilder::prepare)
            .expect("a description");
        Self {
            root,
            registry,
            validators: Mutex::default(),
        }
    }

    /// Returns every operation.
    pub fn operations(&self) -> impl Iterator<Item = Described<'_>> {
        let paths = self.root["paths"].as_object().expect("paths");
        paths.iter().flat_map(|(path, item)| {
            let operations = item.as_object().expect("a path item").iter();
            let operations = operations.filter(|(key, _)| METHODS.contains(&key.as_str()));
            operations.map(move |(method, operation)| Described {
                method,
                path,
                item,
                operation,
            })
        })
    }

    /// Follows a chain of references to its end.
    pub fn resolve<'d>(&'d self, mut node: &'d Value) -> &'d Value {
        while let Some(reference) = node.get("$ref").and_then(Value::as_str) {
            let pointer = reference.strip_prefix('#').expect("a local reference");
            node = self.root.pointer(pointer).expect("a target");
        }
        node
    }

    /// Returns the body of an operation's request that is JSON, or else its first.
    pub fn request_body<'d>(&'d self, described: Described<'d>) -> Option<Media<'d>> {
        media(self.resolve(described.operation.get("requestBody")?))
    }

    /// Returns the first success of an operation: its status and its body.
    pub fn success<'d>(&'d self, described: Described<'d>) -> (u16, Option<Media<'d>>) {
        let responses = described.operation["responses"]
            .as_object()
            .expect("responses");
        let mut successes = responses
            .iter()
            .filter(|(status, _)| status.starts_with('2'));
        let (status, response) = successes.next().expect("a success");
        let status = status.parse().expect("a status");
        (status, media(self.resolve(response)))
    }

    /// Returns the names of the schemas that are in the bodies of successes.
    pub fn received_schemas(&self) -> BTreeSet<String> {
        let operations = self.operations();
        let mut open: Vec<&Value> = operations
            .flat_map(|one| self.success_schemas(one))
            .collect();
        let mut names = BTreeSet::new();
        while let Some(node) = open.pop() {
            match node {
                Value::Array(items) => open.extend(items),
                Value::Object(members) => open.extend(members.values()),
                _ => {}
            }
            let name = node["$ref"]
                .as_str()
                .and_then(|path| path.strip_prefix("#/components/schemas/"));
            if name.is_some_and(|name| names.insert(name.to_owned())) {
                open.push(self.resolve(node));
            }
        }
        names
    }

    /// Returns the schemas of all bodies that a request can have.
    pub fn request_schemas<'d>(&'d self, described: Described<'d>) -> Vec<&'d Value> {
        let body = described.operation.get("requestBody");
        body.map(|body| schemas(self.resolve(body)))
            .unwrap_or_default()
    }

    /// Returns the schemas of all bodies that successes can have.
    pub fn success_schemas<'d>(&'d self, described: Described<'d>) -> Vec<&'d Value> {
        let responses = described.operation["responses"]
            .as_object()
            .into_iter()
            .flatten();
        let successes = responses.filter(|(status, _)| status.starts_with('2'));
        successes
            .flat_map(|(_, response)| schemas(self.resolve(response)))
            .collect()
    }

    /// Returns the content of the response with a status; `None` if the status is not documented or has no body.
    pub fn answer<'d>(&'d self, described: Described<'d>, status: u16) -> Option<Media<'d>> {
        let responses = &described.operation["responses"];
        let exact = responses.get(status.to_string());
        let class = || responses.get(format!("{}XX", status / 100));
        let response = exact.or_else(class).or_else(|| responses.get("default"))?;
        media(self.resolve(response))
    }

    /// Returns the properties of an object, those of its parts included.
    pub fn properties<'d>(&'d self, schema: &'d Value) -> BTreeMap<&'d str, &'d Value> {
        let schema = self.resolve(schema);
        let own = schema["properties"].as_object().into_iter().flatten();
        let mut properties: BTreeMap<&str, &Value> = own
            .map(|(name, property)| (name.as_str(), property))
            .collect();
        for part in schema["allOf"].as_array().into_iter().flatten() {
            properties.extend(self.properties(part));
        }
        properties
    }

    /// Returns the first thing that is wrong with a value according to a schema.
    pub fn mistake(&self, schema: &Value, value: &Value) -> Option<String> {
        self.first_mistake(schema, value, |_| true)
    }

    /// Returns the first thing that is wrong with a received value according to a schema. Values that are not listed are
    /// right: accounts have kinds of fields that are not documented.
    pub fn mistake_in_response(&self, schema: &Value, value: &Value) -> Option<String> {
        let is_listed =
            |kind: &ValidationErrorKind| !matches!(kind, ValidationErrorKind::Enum { .. });
        self.first_mistake(schema, value, is_listed)
    }

    fn first_mistake(
        &self,
        schema: &Value,
        value: &Value,
        counts: impl Fn(&ValidationErrorKind) -> bool,
    ) -> Option<String> {
        let validator = self.validator(schema);
        let mut mistakes = validator.iter_errors(value);
        let mistake = mistakes.find(|mistake| counts(mistake.kind()))?;
        Some(format!("{mistake} at {}", mistake.instance_path()))
    }

    /// Returns everything that is wrong with a value according to a schema.
    pub fn mistakes(&self, schema: &Value, value: &Value) -> Vec<Mistake> {
        let validator = self.validator(schema);
        validator
            .iter_errors(value)
            .flat_map(|error| mistakes_of(&error))
            .collect()
    }

    fn validator(&self, schema: &Value) -> Arc<Validator> {
        let key = schema.to_string();
        let mut validators = self
            .validators
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        let known = validators.entry(key);
        Arc::clone(known.or_insert_with(|| Arc::new(self.compile(schema))))
    }

    fn compile(&self, schema: &Value) -> Validator {
        // Local references are references into the description.
        let schema = absolute(schema);
        jsonschema::options()
            .with_draft(Draft::Draft202012)
            .with_registry(&self.registry)
            .should_validate_formats(true)
            .build(&schema)
            .unwrap_or_else(|error| panic!("{error}: {schema}"))
    }
}

/// Converts a validator's error: several missing or unknown members are one mistake each.
fn mistakes_of(error: &jsonschema::ValidationError<'_>) -> Vec<Mistake> {
    let pointer = error.instance_path().to_string();
    let place: Vec<String> = pointer.split('/').skip(1).map(str::to_owned).collect();
    let text = error.to_string();
    let (kind, members) = match error.kind() {
        ValidationErrorKind::Required { property } => {
            let name = property.as_str().unwrap_or_default();
            (MistakeKind::Missing, vec![name.to_owned()])
        }
        ValidationErrorKind::AdditionalProperties { unexpected } => {
            (MistakeKind::Unknown, unexpected.clone())
        }
        ValidationErrorKind::Type { .. } => (MistakeKind::Type, Vec::new()),
        _ => (MistakeKind::Value, Vec::new()),
    };
    if members.is_empty() {
        return vec![Mistake { place, kind, text }];
    }
    let members = members.into_iter().map(|member| Mistake {
        place: [&place[..], &[member]].concat(),
        kind,
        text: text.clone(),
    });
    members.collect()
}

impl<'d> Described<'d> {
    /// Returns its `operationId`.
    pub fn id(&self) -> &'d str {
        self.operation["operationId"]
            .as_str()
            .expect("an operationId")
    }

    /// Returns an extension of the standard in the description; null if absent.
    pub fn extension(&self, name: &str) -> &'d Value {
        &self.operation[name]
    }

    /// Returns `true` if the status is documented by itself.
    pub fn has_status(&self, status: u16) -> bool {
        self.operation["responses"]
            .get(status.to_string())
            .is_some()
    }

    /// Returns the query parameter that takes an expression, which has double quotes around it on the wire.
    pub fn expression(&self) -> Option<&'d str> {
        let search = self.operation.get("x-rust-search")?;
        search.get("parameter").map_or(Some("query"), Value::as_str)
    }
}

/// Returns the schemas of all media types of a body.
fn schemas(holder: &Value) -> Vec<&Value> {
    let content = holder["content"].as_object().into_iter().flatten();
    content
        .filter_map(|(_, media)| media.get("schema"))
        .collect()
}

fn media(holder: &Value) -> Option<Media<'_>> {
    let content = holder.get("content")?.as_object()?;
    let json = content.get_key_value("application/json");
    let (name, media) = json.or_else(|| content.iter().next())?;
    Some(Media {
        name,
        schema: &media["schema"],
        brackets: media["x-rust-form-style"] == "brackets",
    })
}

/// Returns a schema whose local references name the description.
fn absolute(schema: &Value) -> Value {
    match schema {
        Value::Array(items) => items.iter().map(absolute).collect(),
        Value::Object(members) => {
            let members = members.iter().map(|(key, value)| {
                let value = match value {
                    Value::String(reference) if key == "$ref" => {
                        json!(format!("{ADDRESS}{reference}"))
                    }
                    other => absolute(other),
                };
                (key.clone(), value)
            });
            Value::Object(members.collect())
        }
        other => other.clone(),
    }
}
