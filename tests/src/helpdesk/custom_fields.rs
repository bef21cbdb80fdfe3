//! The account's own fields of a ticket → whether they hold what they may.
//!
//! Invariant: the value of a field that depends on another is a choice of what the other one has.

use serde_json::Value;

use super::{
    account, clock,
    records::{Object, Records, text},
    refusal::Wrong,
};

/// What is done with a ticket.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Purpose {
    /// It is created, so that mandatory fields need a value.
    Create,
    /// It is changed, so that fields which are not named keep their values.
    Change,
}

/// Turns texts of a form into what the fields hold, and tells what is wrong with the fields.
pub(super) fn check(fields: &Records, given: &mut Object, purpose: Purpose) -> Vec<Wrong> {
    let mut wrong = Vec::new();
    for name in unknown(fields, given) {
        wrong.push(about(
            &name,
            "invalid_field",
            "Unexpected/invalid field in request",
        ));
    }
    for field in fields.iter() {
        let names = account::names(field);
        let Some(first) = names.first() else {
            continue;
        };
        if names.len() > 1 {
            wrong.extend(nested(&names, &field["choices"], given));
        } else if let Some(value) = given.get_mut(first) {
            wrong.extend(mistyped(first, field, value));
        }
        let is_missing = given.get(first).is_none_or(Value::is_null);
        if purpose == Purpose::Create && field["required_for_agents"] == true && is_missing {
            wrong.push(about(
                first,
                "missing_field",
                "It should not be blank as this is a mandatory field",
            ));
        }
    }
    wrong
}

fn about(name: &str, code: &'static str, message: impl Into<String>) -> Wrong {
    Wrong::new(&format!("custom_fields.{name}"), code, message)
}

/// Returns the names that are given and that no field has.
fn unknown(fields: &Records, given: &Object) -> Vec<String> {
    let known: Vec<String> = fields.iter().flat_map(account::names).collect();
    let given = given.keys().filter(|name| !known.contains(name));
    given.cloned().collect()
}

/// Returns a value of another type than that of its field, or none of its choices.
fn mistyped(name: &str, field: &Object, value: &mut Value) -> Option<Wrong> {
    let kind = text(field, "type").unwrap_or_default();
    let is_written = matches!(kind, "custom_number" | "custom_decimal" | "custom_checkbox");
    if let (Value::String(written), true) = (&*value, is_written) {
        // A form has nothing but texts.
        *value = serde_json::from_str(written).unwrap_or_else(|_| written.as_str().into());
    }
    let time = |suffix: &str| clock::normal(&format!("{}{suffix}", value.as_str()?));
    let (fits, wanted) = match kind {
        _ if value.is_null() => (true, ""),
        "custom_number" => (value.is_i64(), "Integer"),
        "custom_decimal" => (value.is_number(), "Number"),
        "custom_checkbox" => (value.is_boolean(), "Boolean"),
        "custom_date" => (
            time("T00:00:00Z").is_some(),
            "Date in the format yyyy-mm-dd",
        ),
        "custom_date_time" => (time("").is_some(), "Time in the format of ISO 8601"),
        "custom_dropdown" => return no_choice(name, &field["choices"], value),
        "custom_file" | "custom_lookup" => (true, ""),
        _ => (value.is_string(), "String"),
    };
    let message = format!("Value set is of another type. It should be a/an {wanted}");
    (!fits).then(|| about(name, "datatype_mismatch", message))
}

fn no_choice(name: &str, choices: &Value, value: &Value) -> Option<Wrong> {
    let known: Vec<&str> = match choices {
        Value::Object(members) => members.keys().map(String::as_str).collect(),
        Value::Array(items) => items.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    };
    let is_known = value.as_str().is_some_and(|value| known.contains(&value));
    let message = format!("It should be one of these values: '{}'", known.join(", "));
    (!is_known).then(|| about(name, "invalid_value", message))
}

/// Returns the first of the fields that depend on one another with a value that is no choice.
fn nested(names: &[String], choices: &Value, given: &Object) -> Option<Wrong> {
    let mut choices = choices.clone();
    for (index, name) in names.iter().enumerate() {
        let Some(value) = given.get(name).filter(|value| value.is_string()) else {
            let mut later = names.iter().skip(index + 1);
            let orphan = later.find(|later| given.get(*later).is_some_and(Value::is_string))?;
            let message = format!("It can be set only together with `{name}`");
            return Some(about(orphan, "inconsistent_state", message));
        };
        if let Some(wrong) = no_choice(name, &choices, value) {
            return Some(wrong);
        }
        choices = match &choices {
            Value::Object(members) => members.get(value.as_str()?).cloned().unwrap_or_default(),
            _ => Value::Null,
        };
    }
    None
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{super::records::object, Purpose, account, check};

    fn complaints(given: Value, mandatory: &[&str], purpose: Purpose) -> Vec<String> {
        let mut given = object(given);
        let mandatory: Vec<String> = mandatory.iter().map(|name| (*name).to_owned()).collect();
        let wrong = check(&account::ticket_fields(&mandatory), &mut given, purpose);
        wrong
            .into_iter()
            .map(|wrong| format!("{}: {}", wrong.field, wrong.code))
            .collect()
    }

    fn created(given: Value) -> Vec<String> {
        complaints(given, &[], Purpose::Create)
    }

    #[test]
    fn a_field_depends_on_the_one_before() {
        let good =
            json!({"cf_category": "Hardware", "cf_subcategory": "Printer", "cf_item": "Toner"});
        assert!(created(good).is_empty());
        let other = json!({"cf_category": "Software", "cf_subcategory": "Printer"});
        assert_eq!(
            created(other),
            ["custom_fields.cf_subcategory: invalid_value"]
        );
        let orphan = json!({"cf_item": "Toner"});
        assert_eq!(
            created(orphan),
            ["custom_fields.cf_item: inconsistent_state"]
        );
    }

    #[test]
    fn a_field_has_its_type() {
        let good = json!({
            "cf_floor": "3", "cf_under_warranty": true, "cf_price": 2.5, "cf_delivered_on": "2026-01-31",
            "cf_appointment": "2026-01-31T08:00:00Z", "cf_reason": "Refund", "cf_notes": null,
        });
        assert_eq!(created(good), [""; 0]);
        for (name, value) in [
            ("cf_floor", json!("three")),
            ("cf_price", json!("cheap")),
            ("cf_delivered_on", json!("yesterday")),
            ("cf_appointment", json!(3)),
            ("cf_notes", json!(1)),
        ] {
            let expected = format!("custom_fields.{name}: datatype_mismatch");
            assert_eq!(created(json!({name: value})), [expected]);
        }
        assert_eq!(
            created(json!({"cf_reason": "refund"})),
            ["custom_fields.cf_reason: invalid_value"]
        );
        assert_eq!(
            created(json!({"cf_roof": 1})),
            ["custom_fields.cf_roof: invalid_field"]
        );
    }

    #[test]
    fn a_mandatory_field_needs_a_value_in_a_new_ticket() {
        let expected = ["custom_fields.cf_reason: missing_field"];
        assert_eq!(
            complaints(json!({}), &["cf_reason"], Purpose::Create),
            expected
        );
        assert_eq!(
            complaints(json!({"cf_reason": null}), &["cf_reason"], Purpose::Create),
            expected
        );
        assert!(complaints(json!({}), &["cf_reason"], Purpose::Change).is_empty());
        assert!(
            complaints(
                json!({"cf_reason": "Repair"}),
                &["cf_reason"],
                Purpose::Create
            )
            .is_empty()
        );
    }
}
