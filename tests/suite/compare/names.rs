//! A description and the same with one name more that is near to another → an addition, and nothing else.
//!
//! Invariant: what was there keeps its identifier, so no name means something else.

use generator::compare::{Change, Effect, Level};
use serde_json::{Value, json};

use super::difference;
use super::pairs::api;

fn breaking(changes: &[Change]) -> Vec<&Change> {
    let breaks = |change: &&Change| {
        let mut levels = Level::ALL.into_iter();
        levels.any(|level| change.verdict(level).effect == Effect::Break)
    };
    changes.iter().filter(breaks).collect()
}

/// A list with these parameters, of objects with these properties.
fn list(parameters: &Value, properties: &Value) -> Value {
    let content =
        json!({"application/json": {"schema": {"$ref": "#/components/schemas/Crate_Box"}}});
    let operation = json!({
        "operationId": "listCrates",
        "tags": ["Crates"],
        "parameters": parameters,
        "responses": {"200": {"description": "Crates.", "content": content}},
    });
    api(
        &json!({"/crates": {"get": operation}}),
        &json!({"Crate_Box": {"type": "object", "properties": properties}}),
    )
}

fn sort(values: &Value) -> Value {
    json!([{"name": "sort", "in": "query", "schema": {"type": "string", "enum": values}}])
}

#[test]
fn what_is_new_takes_no_name_from_what_is_there() {
    let text = || json!({"type": "string"});
    let none = || json!([]);
    let by = |name: &str| json!({"name": name, "in": "query", "schema": {"type": "string"}});
    let alternatives = |number: usize| {
        let alternative = |index: usize| {
            let name = format!("p{index}");
            let properties = json!({name.clone(): {"type": "string"}});
            json!({"type": "object", "required": [name], "properties": properties})
        };
        let alternatives: Vec<Value> = (0..number).map(alternative).collect();
        list(&none(), &json!({"either": {"oneOf": alternatives}}))
    };
    let pairs = [
        (
            list(&none(), &json!({"owner_id": text()})),
            list(&none(), &json!({"ownerId": text(), "owner_id": text()})),
        ),
        (
            list(&none(), &json!({"owner_id": text()})),
            list(&none(), &json!({"owner-id": text(), "owner_id": text()})),
        ),
        (
            list(&json!([by("foo_bar")]), &json!({"a": text()})),
            list(
                &json!([by("foo-bar"), by("foo_bar")]),
                &json!({"a": text()}),
            ),
        ),
        (
            list(&none(), &json!({"v": {"type": "string", "enum": ["v10"]}})),
            list(
                &none(),
                &json!({"v": {"type": "string", "enum": ["v1.0", "v10"]}}),
            ),
        ),
        (
            list(&sort(&json!(["created"])), &json!({"a": text()})),
            list(
                &sort(&json!(["-created", "created"])),
                &json!({"a": text()}),
            ),
        ),
        (alternatives(10), alternatives(11)),
    ];
    for (old, new) in pairs {
        let changes = difference(&old, &new);
        assert!(!changes.is_empty(), "{new:#}");
        assert_eq!(breaking(&changes), [] as [&Change; 0]);
    }
}
