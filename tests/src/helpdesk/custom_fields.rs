//! The account's own fields of a ticket → whether they hold what they may.
//!
//! Invariant: the value of a field that depends on another is a choice of what the other one has.

use serde_json::Value;

use super::{
    catalogue,
    records::{Object, Records, text},
    refusal::Wrong,
};

/// The fields that depend on one another, from the first level on.
const NESTED: [&str; 3] = ["cf_category", "cf_subcategory", "cf_item"];

/// Turns texts of a form into what the fields hold, and tells what is wrong with the fields.
pub(super) fn check(fields: &Records, given: &mut Object) -> Vec<Wrong> {
    let mut wrong = Vec::new();
    for (name, value) in given.iter_mut() {
        if NESTED.contains(&name.as_str()) {
            continue;
        }
        let known = fields
            .iter()
            .find(|field| text(field, "name") == Some(name));
        match known.and_then(|field| text(field, "type")) {
            _ if !name.starts_with("cf_") => wrong.push(unknown(name)),
            None => wrong.push(unknown(name)),
            Some(kind) => wrong.extend(mistyped(name, kind, value)),
        }
    }
    wrong.extend(nested(given));
    wrong
}

fn unknown(name: &str) -> Wrong {
    let message = "Unexpected/invalid field in request";
    Wrong::new(&format!("custom_fields.{name}"), "invalid_field", message)
}

fn mistyped(name: &str, kind: &str, value: &mut Value) -> Option<Wrong> {
    if let (Value::String(written), "custom_number" | "custom_checkbox") = (&*value, kind) {
        // A form has nothing but texts.
        *value = serde_json::from_str(written).unwrap_or_else(|_| written.as_str().into());
    }
    let (fits, wanted) = match kind {
        "custom_number" => (value.is_i64(), "Integer"),
        "custom_checkbox" => (value.is_boolean(), "Boolean"),
        _ => (value.is_string(), "String"),
    };
    let message = format!("Value set is of another type. It should be a/an {wanted}");
    let field = format!("custom_fields.{name}");
    (!fits && !value.is_null()).then(|| Wrong::new(&field, "datatype_mismatch", message))
}

/// Returns the first of the fields that depend on one another with a value that is no choice.
fn nested(given: &Object) -> Option<Wrong> {
    let mut choices = catalogue::categories();
    for name in NESTED {
        let Some(value) = given.get(name).and_then(Value::as_str) else {
            let later = NESTED.iter().rev().take_while(|later| **later != name);
            let orphan = later
                .into_iter()
                .find(|later| given.get(**later).is_some_and(Value::is_string))?;
            let message = format!("It can be set only together with `{name}`");
            return Some(Wrong::new(
                &format!("custom_fields.{orphan}"),
                "inconsistent_state",
                message,
            ));
        };
        let (known, inner) = match &choices {
            Value::Object(members) => (members.keys().cloned().collect(), members.get(value)),
            Value::Array(items) => {
                let texts: Vec<String> = items
                    .iter()
                    .filter_map(Value::as_str)
                    .map(str::to_owned)
                    .collect();
                (texts, items.iter().find(|item| *item == value))
            }
            _ => (Vec::new(), None),
        };
        let Some(inner) = inner.cloned() else {
            let message = format!("It should be one of these values: '{}'", known.join(", "));
            return Some(Wrong::new(
                &format!("custom_fields.{name}"),
                "invalid_value",
                message,
            ));
        };
        choices = inner;
    }
    None
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{super::records::object, catalogue, check};

    fn complaints(given: Value) -> Vec<String> {
        let mut given = object(given);
        let wrong = check(&catalogue::ticket_fields(), &mut given);
        wrong
            .into_iter()
            .map(|wrong| format!("{}: {}", wrong.field, wrong.code))
            .collect()
    }

    #[test]
    fn a_field_depends_on_the_one_before() {
        let good =
            json!({"cf_category": "Hardware", "cf_subcategory": "Printer", "cf_item": "Toner"});
        assert!(complaints(good).is_empty());
        let other = json!({"cf_category": "Software", "cf_subcategory": "Printer"});
        assert_eq!(
            complaints(other),
            ["custom_fields.cf_subcategory: invalid_value"]
        );
        let orphan = json!({"cf_item": "Toner"});
        assert_eq!(
            complaints(orphan),
            ["custom_fields.cf_item: inconsistent_state"]
        );
    }

    #[test]
    fn a_field_has_its_type() {
        assert!(complaints(json!({"cf_floor": "3", "cf_under_warranty": true})).is_empty());
        assert_eq!(
            complaints(json!({"cf_floor": "three"})),
            ["custom_fields.cf_floor: datatype_mismatch"]
        );
        assert_eq!(
            complaints(json!({"cf_roof": 1})),
            ["custom_fields.cf_roof: invalid_field"]
        );
    }
}
