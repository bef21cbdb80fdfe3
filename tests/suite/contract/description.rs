//! The description as the generator reads it → its operations, as plain JSON.
//!
//! Invariant: nothing here goes through the generator's model, which is what is being judged.

use jsonschema::{Draft, Registry, Validator};
use serde_json::{Value, json};

/// What the description is called by the validator.
const ADDRESS: &str = "https://example.com/description";

/// A description.
pub(crate) struct Description {
    root: Value,
    /// The same, for the validator.
    registry: Registry<'static>,
}

/// An operation as it is described.
#[derive(Clone, Copy)]
pub(crate) struct Described<'d> {
    pub(crate) method: &'d str,
    pub(crate) path: &'d str,
    item: &'d Value,
    operation: &'d Value,
}

/// A parameter as it is described.
pub(crate) struct Parameter<'d> {
    pub(crate) name: &'d str,
    pub(crate) location: &'d str,
    pub(crate) required: bool,
    /// Whether a list is one value with commas.
    pub(crate) comma: bool,
    pub(crate) schema: &'d Value,
}

/// What a body is made of.
pub(crate) struct Media<'d> {
    pub(crate) name: &'d str,
    pub(crate) schema: &'d Value,
    /// Whether lists and objects become fields of a form with brackets in their names.
    pub(crate) brackets: bool,
}

const METHODS: [&str; 8] = [
    "get", "put", "post", "delete", "options", "head", "patch", "trace",
];

impl Description {
    pub(crate) fn new(root: Value) -> Self {
        let registry = Registry::new()
            .draft(Draft::Draft202012)
            .add(ADDRESS, absolute(&root))
            .and_then(jsonschema::RegistryBuilder::prepare)
            .expect("a description");
        Self { root, registry }
    }

    /// Every operation.
    pub(crate) fn operations(&self) -> impl Iterator<Item = Described<'_>> {
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

    /// Where a chain of references ends.
    pub(crate) fn resolve<'d>(&'d self, mut node: &'d Value) -> &'d Value {
        while let Some(reference) = node.get("$ref").and_then(Value::as_str) {
            let pointer = reference.strip_prefix('#').expect("a local reference");
            node = self.root.pointer(pointer).expect("a target");
        }
        node
    }

    /// The parameters of an operation, those of its path included.
    pub(crate) fn parameters<'d>(&'d self, described: Described<'d>) -> Vec<Parameter<'d>> {
        let own = described.operation["parameters"].as_array();
        let shared = described.item["parameters"].as_array();
        let all = shared.into_iter().chain(own).flatten();
        all.map(|parameter| parameter_of(self.resolve(parameter)))
            .collect()
    }

    /// The body of an operation's request that is JSON, or else its first.
    pub(crate) fn request_body<'d>(&'d self, described: Described<'d>) -> Option<Media<'d>> {
        media(self.resolve(described.operation.get("requestBody")?))
    }

    /// The first success of an operation: its status and its body.
    pub(crate) fn success<'d>(&'d self, described: Described<'d>) -> (u16, Option<Media<'d>>) {
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

    /// The first thing that is wrong with a value according to a schema.
    pub(crate) fn mistake(&self, schema: &Value, value: &Value) -> Option<String> {
        let validator = self.validator(schema);
        let mistakes = validator.iter_errors(value);
        let mistakes = mistakes.map(|error| format!("{error} at {}", error.instance_path()));
        mistakes.take(1).next()
    }

    fn validator(&self, schema: &Value) -> Validator {
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

impl<'d> Described<'d> {
    pub(crate) fn id(&self) -> &'d str {
        self.operation["operationId"]
            .as_str()
            .expect("an operationId")
    }

    /// The query parameter that takes an expression, which has double quotes around it on the wire.
    pub(crate) fn expression(&self) -> Option<&'d str> {
        let search = self.operation.get("x-search")?;
        search.get("parameter").map_or(Some("query"), Value::as_str)
    }
}

fn parameter_of(parameter: &Value) -> Parameter<'_> {
    let text = |key: &str| parameter[key].as_str();
    let location = text("in").expect("a location");
    let explodes = parameter["explode"].as_bool();
    Parameter {
        name: text("name").expect("a name"),
        location,
        required: parameter["required"] == true,
        comma: !explodes.unwrap_or(matches!(location, "query" | "cookie")),
        schema: &parameter["schema"],
    }
}

fn media(holder: &Value) -> Option<Media<'_>> {
    let content = holder.get("content")?.as_object()?;
    let json = content.get_key_value("application/json");
    let (name, media) = json.or_else(|| content.iter().next())?;
    Some(Media {
        name,
        schema: &media["schema"],
        brackets: media["x-form-style"] == "brackets",
    })
}

/// A schema whose local references name the description.
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
