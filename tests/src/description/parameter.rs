//! A parameter, and the texts on the wire → the value that its schema makes of them.
//!
//! Invariant: a text that is no value of the schema's type stays a text, for the validator to refuse.

use serde_json::Value;

use super::{Described, Description};

/// A parameter as it is described.
pub struct Parameter<'d> {
    /// Its name on the wire.
    pub name: &'d str,
    /// `path`, `query`, `header` or `cookie`.
    pub location: &'d str,
    /// `true` if it is required.
    pub required: bool,
    /// `true` if a list is one value with commas.
    pub comma: bool,
    /// `true` if the members of an object are parameters of their own.
    pub explodes: bool,
    /// Schema of its value.
    pub schema: &'d Value,
}

impl Description {
    /// Returns the parameters of an operation, those of its path included.
    pub fn parameters<'d>(&'d self, described: Described<'d>) -> Vec<Parameter<'d>> {
        let own = described.operation["parameters"].as_array();
        let shared = described.item["parameters"].as_array();
        let all = shared.into_iter().chain(own).flatten();
        all.map(|parameter| Parameter::new(self.resolve(parameter)))
            .collect()
    }
}

impl<'d> Parameter<'d> {
    fn new(parameter: &'d Value) -> Self {
        let text = |key: &str| parameter[key].as_str();
        let location = text("in").expect("a location");
        let explodes = parameter["explode"].as_bool();
        let explodes = explodes.unwrap_or(matches!(location, "query" | "cookie"));
        Self {
            name: text("name").expect("a name"),
            location,
            required: parameter["required"] == true,
            comma: !explodes,
            explodes,
            schema: &parameter["schema"],
        }
    }

    /// Returns `true` if it takes all parameters that no other one takes, as the members of an object.
    pub fn takes_the_rest(&self, description: &Description) -> bool {
        self.location == "query"
            && self.explodes
            && description.resolve(self.schema)["type"] == "object"
    }

    /// Returns the object with these parameters as its members, if there are any.
    pub fn object(&self, description: &Description, pairs: &[(String, String)]) -> Option<Value> {
        let members = &description.resolve(self.schema)["additionalProperties"];
        let members = description.resolve(members);
        let pairs = pairs
            .iter()
            .map(|(name, text)| (name.clone(), read(members, text)));
        let object: serde_json::Map<String, Value> = pairs.collect();
        (!object.is_empty()).then_some(Value::Object(object))
    }

    /// Returns the value that was sent, if one was.
    pub fn value(&self, description: &Description, texts: &[String]) -> Option<Value> {
        let first = texts.first()?;
        let schema = description.resolve(self.schema);
        if schema["type"] != "array" {
            return Some(read(schema, first));
        }
        let item = description.resolve(&schema["items"]);
        Some(if self.comma {
            first.split(',').map(|text| read(item, text)).collect()
        } else {
            texts.iter().map(|text| read(item, text)).collect()
        })
    }
}

/// Returns a text as the value that its schema makes of it.
pub fn read(schema: &Value, text: &str) -> Value {
    let types = match &schema["type"] {
        Value::Array(types) => types.as_slice(),
        one => std::slice::from_ref(one),
    };
    let is_plain = |ty: &Value| {
        ["integer", "number", "boolean"]
            .iter()
            .any(|plain| ty == *plain)
    };
    if types.iter().any(is_plain) {
        return serde_json::from_str(text).unwrap_or_else(|_| text.into());
    }
    text.into()
}
