//! Two descriptions with the same overlays → the changes that the overlays hide from the crate.
//!
//! Invariant: a change is told among those of the crate or here.

use generator::{ErrorPolicy, Input, Settings, Source};
use serde_json::{Value, json};

/// A description whose only schema has these properties.
fn description(properties: &Value) -> Source {
    let content = json!({"application/json": {"schema": {"$ref": "#/components/schemas/Crate"}}});
    let parameter =
        json!({"name": "state", "in": "query", "schema": {"type": "string", "enum": ["a", "b"]}});
    let description = json!({
        "openapi": "3.1.0",
        "info": {"title": "Boxes", "version": "1"},
        "paths": {"/crate": {"get": {
            "operationId": "getCrate",
            "parameters": [parameter],
            "responses": {"200": {"description": "A crate.", "content": content}},
        }}},
        "components": {"schemas": {"Crate": {"type": "object", "properties": properties}}},
    });
    Source {
        name: "boxes.json".to_owned(),
        text: format!("{description:#}"),
    }
}

const OVERLAY: &str = "\
overlay: 1.1.0
info: {title: Corrections, version: '1'}
actions:
  - target: $.components.schemas.Crate.properties['size', 'kind']['type', 'enum']
    description: Sizes are known better.
    remove: true
  - target: $.components.schemas.Crate.properties
    description: Sizes and texts.
    update:
      size: {type: string, enum: [s, m, l]}
      kind: {type: [string, 'null']}
      label: {description: Text on the side.}
  - target: $.components.schemas.Crate.properties.*.format
    description: Formats are wrong.
    remove: true
";

/// A change that is masked, with the action and its line.
type MaskedBy = (String, Option<(String, usize)>);

/// Changes that are masked between two lists of properties.
fn masked(old: &Value, new: &Value) -> Vec<MaskedBy> {
    masked_by([OVERLAY, OVERLAY], old, new)
}

/// Changes that are masked between two lists of properties, each with an overlay; an empty one is none.
fn masked_by(overlays: [&str; 2], old: &Value, new: &Value) -> Vec<MaskedBy> {
    let settings = Settings::for_crate("boxes").expect("a name");
    let overlays = overlays.map(|text| Source {
        name: "fix.yaml".to_owned(),
        text: text.to_owned(),
    });
    let overlays = overlays.each_ref().map(|source| {
        let is_there = !source.text.is_empty();
        is_there.then_some(source).into_iter().cloned().collect()
    });
    let overlays: [Vec<Source>; 2] = overlays;
    let [old, new] = [description(old), description(new)];
    let model = |source, overlays| {
        // The last action has no target where nothing has a format.
        let input = Input::new(source, &settings)
            .overlays(overlays)
            .errors(ErrorPolicy::SkipActions);
        input.model().unwrap_or_else(|errors| panic!("{errors}"))
    };
    let masked = model(&new, &overlays[1]).masked_since(&model(&old, &overlays[0]));
    let masked = masked.into_iter().map(|one| {
        assert!(one.place.is_some(), "{one:?}");
        let action = one.action.map(|action| {
            let (file, at) = action.place.expect("a place");
            assert_eq!(file, "fix.yaml");
            (action.label, at.line)
        });
        (one.detail, action)
    });
    masked.collect()
}

fn base() -> Value {
    json!({
        "size": {"type": "integer", "enum": [1, 2]},
        "kind": {"type": "string", "enum": ["x"]},
        "label": {"type": "string"},
        "other": {"type": "string", "format": "uri"},
    })
}

#[test]
fn what_an_overlay_hides_is_told_with_the_action() {
    let sizes = || Some(("actions[1] (“Sizes and texts.”)".to_owned(), 7));
    let change = |make: fn(&mut Value)| {
        let mut new = base();
        make(&mut new);
        masked(&base(), &new)
    };
    let remove = |name: &str| {
        let mut new = base();
        new.as_object_mut().expect("properties").shift_remove(name);
        masked(&base(), &new)
    };
    assert_eq!(masked(&base(), &base()), []);
    assert_eq!(
        remove("label"),
        [(
            "`label` is gone; it exists only through a description in an overlay".to_owned(),
            sizes()
        )]
    );
    assert_eq!(
        change(|new| new["size"]["enum"] = json!([1, 3])),
        [
            (
                "`2` in `enum` is gone; overlays take it out".to_owned(),
                Some(("actions[0] (“Sizes are known better.”)".to_owned(), 4))
            ),
            (
                "`3` in `enum` is new; overlays take it out".to_owned(),
                Some(("actions[0] (“Sizes are known better.”)".to_owned(), 4))
            ),
        ]
    );
    assert_eq!(
        change(|new| new["kind"]["type"] = json!("integer")),
        [(
            "`type` was `string` and is `integer`; with the overlays it is `[\"string\",\"null\"]`"
                .to_owned(),
            sizes()
        )]
    );
    let formats = Some(("actions[2] (“Formats are wrong.”)".to_owned(), 13));
    assert_eq!(
        change(|new| new["other"]["format"] = json!("email")),
        [(
            "`format` was `uri` and is `email`; overlays take it out".to_owned(),
            formats
        )]
    );
}

#[test]
fn what_reaches_the_crate_is_not_masked() {
    let mut new = base();
    new["label"]["type"] = json!("integer");
    new["label"]["description"] = json!("The vendor's.");
    new["more"] = json!({"type": "string", "format": "uuid"});
    // The format of what is new goes, and the property comes.
    let found = masked(&base(), &new);
    assert_eq!(found.len(), 1, "{found:?}");
    let mut new = base();
    new.as_object_mut()
        .expect("properties")
        .shift_remove("other");
    assert_eq!(masked(&base(), &new), []);
}

/// An overlay whose only action updates the schema.
fn updating(schema: &str) -> String {
    format!(
        "overlay: 1.1.0\ninfo: {{title: Corrections, version: '1'}}\nactions:\n  \
         - {{target: $.components.schemas.Crate, description: Known better., update: {schema}}}\n"
    )
}

fn without(name: &str) -> Value {
    let mut properties = base();
    let members = properties.as_object_mut().expect("properties");
    members.shift_remove(name);
    properties
}

#[test]
fn a_property_that_an_overlay_only_requires_is_told_when_it_is_gone() {
    let action = || Some(("actions[0] (“Known better.”)".to_owned(), 4));
    let detail = "`label` is gone; an overlay still requires it, so it is any JSON value";
    for schema in [
        "{required: [other, label]}",
        "{allOf: [{required: [label]}]}",
    ] {
        let overlay = updating(schema);
        let found = |new: &Value| masked_by([&overlay, &overlay], &base(), new);
        assert_eq!(found(&without("label")), [(detail.to_owned(), action())]);
        assert_eq!(found(&without("size")), []);
    }
}

#[test]
fn overlays_of_one_side_alone_hide_as_well() {
    let overlay = updating("{properties: {label: {description: Text on the side.}}}");
    let gone = without("label");
    let only_described = (
        "`label` is gone; it exists only through a description in an overlay".to_owned(),
        Some(("actions[0] (“Known better.”)".to_owned(), 4)),
    );
    assert_eq!(masked_by(["", &overlay], &base(), &gone), [only_described]);
    assert_eq!(masked_by([&overlay, ""], &base(), &gone), []);
    assert_eq!(masked_by(["", ""], &base(), &gone), []);
    // The overlay before took out what the description does not have any more.
    let removing = "overlay: 1.1.0\ninfo: {title: Corrections, version: '1'}\nactions:\n  \
                    - {target: $.components.schemas.Crate.properties.label, description: Wrong., remove: true}\n";
    assert_eq!(
        masked_by([removing, ""], &base(), &gone),
        [(
            "`label` is gone; overlays take it out".to_owned(),
            Some(("actions[0] (“Wrong.”)".to_owned(), 4))
        )]
    );
}
