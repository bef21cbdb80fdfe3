//! Faults that the service rejects and the JSON Schemas allow: seconds with a fraction, and unknown attributes of
//! nested objects.
//!
//! Invariant: an object that takes members of any name, such as custom fields, has no unknown ones.

use serde_json::Value;

use super::refusal::Wrong;
use crate::description::Description;

/// Lists the faults of a value that the schema allows, except for the names of its top-level members.
pub(super) fn mistakes(
    description: &Description,
    schema: &Value,
    value: &Value,
    place: &str,
) -> Vec<Wrong> {
    let schema = description.resolve(schema);
    match value {
        Value::String(text) if schema["format"] == "date-time" && text.contains('.') => {
            let message =
                "It should be a valid date in the 'combined date and time ISO8601' format";
            vec![Wrong::new(place, "invalid_value", message)]
        }
        Value::Array(items) => {
            let items = items.iter();
            items
                .flat_map(|item| mistakes(description, &schema["items"], item, place))
                .collect()
        }
        Value::Object(members) => {
            let properties = description.properties(schema);
            let is_closed = !properties.is_empty() && schema["additionalProperties"].is_null();
            let members = members.iter();
            members
                .flat_map(|(name, value)| {
                    let place = joined(place, name);
                    match properties.get(name.as_str()) {
                        Some(property) => mistakes(description, property, value, &place),
                        // Those of the top level have been looked at.
                        None if is_closed && place.contains('.') => {
                            vec![Wrong::new(
                                &place,
                                "invalid_field",
                                "Unexpected/invalid field in request",
                            )]
                        }
                        None => Vec::new(),
                    }
                })
                .collect()
        }
        _ => Vec::new(),
    }
}

fn joined(place: &str, name: &str) -> String {
    if place.is_empty() {
        name.to_owned()
    } else {
        format!("{place}.{name}")
    }
}
