//! Two descriptions → the one verdict that is right for the step between them.
//!
//! Invariant: each pair differs in one thing that the names and types of the crate hide, or only seem to show.

use generator::compare::{Change, ChangeKind, Effect, Level};
use serde_json::{Value, json};

use super::difference;

/// Returns a description with these paths and schemas.
pub(super) fn api(paths: &Value, schemas: &Value) -> Value {
    json!({
        "openapi": "3.0.3",
        "info": {"title": "Boxes", "version": "1"},
        "servers": [{"url": "https://example.com"}],
        "paths": paths,
        "components": {"schemas": schemas},
    })
}

/// Returns a description of a list that sends and receives this schema.
fn of_schema(schema: &Value) -> Value {
    let content = json!({"application/json": {"schema": {"$ref": "#/components/schemas/Crate"}}});
    let operation = json!({
        "operationId": "createCrate",
        "tags": ["Crates"],
        "requestBody": {"required": true, "content": content.clone()},
        "responses": {"200": {"description": "A crate.", "content": content}},
    });
    api(
        &json!({"/crates": {"post": operation}}),
        &json!({"Crate": schema}),
    )
}

fn rebound(changes: &[Change]) -> Vec<(&str, &str)> {
    let rebound = changes.iter().filter(|change| {
        let rule = change.verdict(Level::Behaviour).rule;
        rule.is_some_and(|rule| rule.id == "name-rebound")
    });
    rebound
        .map(|change| (&*change.subject, &*change.detail))
        .collect()
}

pub(super) fn breaks(changes: &[Change], level: Level) -> Vec<&Change> {
    let breaks = |change: &&Change| change.verdict(level).effect == Effect::Break;
    changes.iter().filter(breaks).collect()
}

#[test]
fn exchanged_operations_are_the_first_thing_that_is_told() {
    let of = |delete: &str, put: &str| {
        let id =
            json!([{"name": "id", "in": "path", "required": true, "schema": {"type": "integer"}}]);
        let operation = |name: &str| json!({"operationId": name, "tags": ["Boxes"], "responses": {"204": {"description": "Done."}}});
        let paths = json!({
            "/boxes/{id}": {"parameters": id, "delete": operation(delete)},
            "/boxes/{id}/restore": {"parameters": id, "put": operation(put)},
        });
        api(&paths, &json!({}))
    };
    let changes = difference(
        &of("deleteBox", "restoreBox"),
        &of("restoreBox", "deleteBox"),
    );
    assert_eq!(
        rebound(&changes),
        [
            (
                "resources::boxes::Boxes::delete",
                "means `PUT /boxes/{}/restore` now, and meant `DELETE /boxes/{}`"
            ),
            (
                "resources::boxes::Boxes::restore",
                "means `DELETE /boxes/{}` now, and meant `PUT /boxes/{}/restore`"
            ),
        ]
    );
    assert_eq!(rebound(&changes[..2]).len(), 2, "they come first");
    // Where an operation has moved, its name still means it.
    let mut moved = of("deleteBox", "restoreBox");
    let paths = moved["paths"].as_object_mut().expect("paths");
    let item = paths
        .shift_remove("/boxes/{id}/restore")
        .expect("an operation");
    paths.insert("/boxes/{id}/revive".to_owned(), item);
    assert_eq!(
        rebound(&difference(&of("deleteBox", "restoreBox"), &moved)),
        []
    );
}

#[test]
fn exchanged_names_of_values_are_a_break() {
    let of = |names: [&str; 2]| {
        of_schema(&json!({"type": "object", "properties": {
            "size": {"type": "integer", "enum": [1, 2], "x-enum-varnames": names},
        }}))
    };
    let changes = difference(&of(["Small", "Large"]), &of(["Large", "Small"]));
    assert_eq!(
        rebound(&changes),
        [
            ("models::CrateSize::Large", "means `1` now, and meant `2`"),
            ("models::CrateSize::Small", "means `2` now, and meant `1`"),
        ]
    );
}

#[test]
fn a_property_under_the_name_of_another_is_a_break() {
    let of = |name: &str| {
        of_schema(&json!({"type": "object", "properties": {name: {"type": "string"}}}))
    };
    let changes = difference(&of("box_id"), &of("boxId"));
    assert_eq!(
        rebound(&changes),
        [(
            "models::Crate.box_id",
            "means `boxId` now, and meant `box_id`"
        )]
    );
}

#[test]
fn a_type_that_more_groups_use_than_before_breaks_nobody() {
    let get = |path: &str, tag: &str, schema: Option<&str>| {
        let mut response = json!({"description": "It."});
        if let Some(schema) = schema {
            let schema = format!("#/components/schemas/{schema}");
            response["content"] = json!({"application/json": {"schema": {"$ref": schema}}});
        }
        let operation = json!({"operationId": format!("get{tag}{}", path.len()), "tags": [tag], "responses": {"200": response}});
        (path.to_owned(), json!({"get": operation}))
    };
    let schemas = json!({"Agent": {"type": "object", "properties": {"name": {"type": "string"}}}});
    let old = vec![
        get("/agents", "Agents", Some("Agent")),
        get("/groups", "Groups", None),
    ];
    let new = old
        .iter()
        .cloned()
        .chain([get("/groups/lead", "Groups", Some("Agent"))]);
    let new: Vec<(String, Value)> = new.collect();
    let of =
        |paths: Vec<(String, Value)>| api(&Value::Object(paths.into_iter().collect()), &schemas);
    let (old, new) = (of(old), of(new));
    assert_eq!(
        breaks(&difference(&old, &new), Level::Source),
        [] as [&Change; 0]
    );
    // The other way round, callers with one feature alone lose the type.
    let back = difference(&new, &old);
    let rules = back.iter().flat_map(|change| &change.rules);
    assert!(
        rules.into_iter().any(|rule| rule.id == "feature-required"),
        "{back:#?}"
    );
}

#[test]
fn a_rename_needs_more_evidence_than_a_place() {
    let of = |name: &str, text: &str| {
        of_schema(
            &json!({"type": "object", "properties": {name: {"type": "string", "description": text}}}),
        )
    };
    let kinds = |old: &Value, new: &Value| -> Vec<ChangeKind> {
        let changes = difference(old, new);
        let fields = changes
            .iter()
            .filter(|change| change.subject.starts_with("Crate."));
        fields.map(|change| change.kind).collect()
    };
    let before = of("iccid", "Number of the card.");
    assert_eq!(
        kinds(&before, &of("restartTime", "Time of the restart.")),
        [ChangeKind::Removed, ChangeKind::Added]
    );
    assert_eq!(
        kinds(&before, &of("number", "Number of the card.")),
        [ChangeKind::Renamed]
    );
    assert_eq!(
        kinds(&before, &of("icc_ids", "Numbers.")),
        [ChangeKind::Renamed]
    );
}
