//! Two descriptions whose types have other names, or hold more → whether the released crate and the service go on
//! understanding one another.
//!
//! Invariant: a name decides nothing, and neither does a place.

use generator::compare::{Change, Level};
use serde_json::{Value, json};

use super::difference;
use super::pairs::{api, breaks};

/// A description that sends one schema and receives another one, beside named ones.
fn exchange(sent: &Value, received: &Value, schemas: &Value) -> Value {
    let content = |schema: &Value| json!({"application/json": {"schema": schema}});
    let operation = json!({
        "operationId": "createCrate",
        "tags": ["Crates"],
        "requestBody": {"required": true, "content": content(sent)},
        "responses": {"200": {"description": "A crate.", "content": content(received)}},
    });
    api(&json!({"/crates": {"post": operation}}), schemas)
}

fn named(name: &str) -> Value {
    json!({"$ref": format!("#/components/schemas/{name}")})
}

fn wire(changes: &[Change]) -> Vec<&str> {
    let breaking = breaks(changes, Level::Wire);
    let rules = breaking
        .iter()
        .filter_map(|change| change.verdict(Level::Wire).rule);
    rules.map(|rule| rule.id).collect()
}

fn schemas(more: &Value) -> Value {
    let mut schemas = json!({
        "Order": {"type": "object", "properties": {"title": {"type": "string"}}},
        "Crate": {"type": "object", "required": ["id"], "properties": {"id": {"type": "integer"}, "name": {"type": "string"}}},
    });
    let all = schemas.as_object_mut().expect("schemas");
    all.extend(more.as_object().expect("more").clone());
    schemas
}

/// The rules of the wire that break, where this is sent and that is received from now on.
fn becoming(sent: &Value, received: &Value, more: &Value) -> Vec<String> {
    let old = exchange(&named("Order"), &named("Crate"), &schemas(&json!({})));
    let new = exchange(sent, received, &schemas(more));
    let changes = difference(&old, &new);
    assert!(!changes.is_empty());
    wire(&changes).into_iter().map(str::to_owned).collect()
}

#[test]
fn a_body_that_holds_all_it_did_is_taken() {
    let crate_ = named("Crate");
    let wrapped = json!({"allOf": [named("Order")], "properties": {"skip": {"type": "boolean"}}});
    let none: [&str; 0] = [];
    assert_eq!(becoming(&wrapped, &crate_, &json!({})), none);
    // An alternative around it.
    let either = json!({"oneOf": [named("Order"), {"type": "array", "items": {"type": "string"}}]});
    assert_eq!(becoming(&either, &crate_, &json!({})), none);
    let larger = json!({"Larger": {"type": "object", "properties": {"title": {"type": "string"}, "more": {"type": "integer"}}}});
    assert_eq!(becoming(&named("Larger"), &crate_, &larger), none);
    let open = json!({"type": "object", "additionalProperties": true});
    assert_eq!(becoming(&open, &crate_, &json!({})), none);
    // What demands more, or takes less, is refused.
    let stricter = json!({"Stricter": {"type": "object", "required": ["more"], "properties": {"title": {"type": "string"}, "more": {"type": "integer"}}}});
    assert_eq!(
        becoming(&named("Stricter"), &crate_, &stricter),
        ["sent-body-changed"]
    );
    let other = json!({"Other": {"type": "object", "properties": {"title": {"type": "integer"}}}});
    assert_eq!(
        becoming(&named("Other"), &crate_, &other),
        ["sent-body-changed"]
    );
}

#[test]
fn a_wrapper_around_one_schema_changes_nothing() {
    let wrapped = |schema: &Value| json!({"allOf": [{"allOf": [schema]}]});
    let kinds = [
        json!({"type": "object", "description": "A crate.", "required": ["id"], "properties": {
            "id": {"type": "integer"},
            "state": {"type": "string", "enum": ["open", "shut"]},
            "size": {"type": "object", "properties": {"height": {"type": "number"}}},
        }}),
        json!({"type": "string", "enum": ["open", "shut"]}),
        json!({"type": "array", "items": {"type": "string"}}),
        json!({"oneOf": [{"type": "string"}, {"type": "integer"}]}),
        json!({"type": ["string", "null"], "format": "date-time"}),
        json!({"type": "integer", "deprecated": true, "default": 1, "maximum": 5}),
        json!({"type": "object", "additionalProperties": {"type": "integer"}}),
    ];
    for kind in kinds {
        let with = |schema: &Value| {
            let more = json!({"Kind": schema, "Page": {"type": "object", "properties": {"kind": named("Kind")}}});
            exchange(&named("Order"), &named("Page"), &schemas(&more))
        };
        assert_eq!(difference(&with(&kind), &with(&wrapped(&kind))), []);
        let inside = |schema: &Value| {
            let page = json!({"Page": {"type": "object", "properties": {"kind": schema}}});
            exchange(&named("Order"), &named("Page"), &schemas(&page))
        };
        assert_eq!(difference(&inside(&kind), &inside(&wrapped(&kind))), []);
    }
}

#[test]
fn a_response_that_holds_all_it_did_is_read() {
    let order = named("Order");
    let none: [&str; 0] = [];
    let larger = json!({"Larger": {"type": "object", "required": ["id", "more"], "properties": {"id": {"type": "integer"}, "name": {"type": "string"}, "more": {"type": "integer"}}}});
    assert_eq!(becoming(&order, &named("Larger"), &larger), none);
    let smaller =
        json!({"Smaller": {"type": "object", "properties": {"name": {"type": "string"}}}});
    assert_eq!(
        becoming(&order, &named("Smaller"), &smaller),
        ["received-body-changed"]
    );
    let nullable =
        json!({"oneOf": [named("Crate"), {"type": "array", "items": {"type": "string"}}]});
    assert_eq!(
        becoming(&order, &nullable, &json!({})),
        ["received-body-changed"]
    );
}

#[test]
fn values_that_are_a_level_higher_are_received_no_more() {
    // As many services do between versions: a list of wrappers becomes a list of what is in them.
    let wrapper = json!({"type": "object", "properties": {"Crate": named("Crate")}});
    let of = |item: &str| {
        let page = json!({"type": "object", "properties": {"crates": {"type": "array", "items": named(item)}}});
        let more = json!({"Page": page, "Wrapper": wrapper});
        exchange(&named("Order"), &named("Page"), &schemas(&more))
    };
    let rules = |old: &str, new: &str| -> Vec<&str> {
        let changes = difference(&of(old), &of(new));
        let found = changes.iter().find(|one| one.subject == "Page.crates");
        let rules = &found.expect("a row about the list").rules;
        let rules = rules.iter().filter(|rule| rule.level == Level::Wire);
        rules.map(|rule| rule.id).collect()
    };
    assert_eq!(rules("Wrapper", "Crate"), ["received-less"]);
    // The identifier is required.
    assert_eq!(rules("Crate", "Wrapper"), ["received-type-changed"]);
}

#[test]
fn an_item_with_more_alternatives_and_an_emptied_object_are_taken() {
    let of = |schema: Value| {
        exchange(
            &named("Order"),
            &named("Crate"),
            &schemas(&json!({"Order": schema})),
        )
    };
    let items = |items: Value| {
        of(json!({"type": "object", "properties": {"filters": {"type": "array", "items": items}}}))
    };
    let object = json!({"type": "object", "properties": {"a": {"type": "string"}}});
    let changes = difference(
        &items(json!({"type": "string"})),
        &items(json!({"oneOf": [{"type": "string"}, object]})),
    );
    assert!(!changes.is_empty());
    assert_eq!(wire(&changes), [] as [&str; 0], "{changes:#?}");
    let full = of(json!({"type": "object", "properties": {"title": {"type": "string"}}}));
    let changes = difference(&full, &of(json!({"type": "object"})));
    assert_eq!(wire(&changes), [] as [&str; 0], "{changes:#?}");
}

#[test]
fn a_required_field_that_is_only_written_from_now_on_is_missed() {
    let of = |id: Value| {
        let object = json!({"type": "object", "required": ["id"], "properties": {"id": id}});
        exchange(
            &named("Order"),
            &named("Crate"),
            &schemas(&json!({"Crate": object})),
        )
    };
    let changes = difference(
        &of(json!({"type": "integer"})),
        &of(json!({"type": "integer", "writeOnly": true})),
    );
    assert!(!wire(&changes).is_empty(), "{changes:#?}");
}

#[test]
fn an_operation_at_another_server_is_out_of_reach() {
    let old = exchange(&named("Order"), &named("Crate"), &schemas(&json!({})));
    let mut new = old.clone();
    new["paths"]["/crates"]["post"]["servers"] = json!([{"url": "https://eu.example.com"}]);
    let changes = difference(&old, &new);
    assert_eq!(wire(&changes), ["server-gone"]);
    assert!(
        changes[0].detail.contains("`https://eu.example.com`"),
        "{changes:#?}"
    );
    // The same address in other words.
    new["paths"]["/crates"]["post"]["servers"] = json!([{"url": "https://example.com"}]);
    assert_eq!(wire(&difference(&old, &new)), [] as [&str; 0]);
}

#[test]
fn a_shared_parameter_is_one_fact() {
    let of = |ty: &str| {
        let parameters = json!([{"$ref": "#/components/parameters/page"}]);
        let operation = |name: &str| json!({"operationId": name, "tags": ["Crates"], "parameters": parameters, "responses": {"204": {"description": "Done."}}});
        let mut api = api(
            &json!({
                "/a": {"get": operation("getA")},
                "/b": {"get": operation("getB"), "put": operation("putB")},
            }),
            &json!({}),
        );
        api["components"]["parameters"] =
            json!({"page": {"name": "page", "in": "query", "schema": {"type": ty}}});
        api
    };
    let changes = difference(&of("integer"), &of("string"));
    let [change] = changes.as_slice() else {
        panic!("{changes:#?}");
    };
    assert_eq!(change.subject, "?page of 3 operations");
    assert_eq!(change.detail, "was `i64` and is `String`");
    let operations: Vec<&str> = change.operations.iter().map(String::as_str).collect();
    assert_eq!(operations, ["GET /a", "GET /b", "PUT /b"]);
    assert_eq!(change.signatures.len(), 3);
}

#[test]
fn a_shared_type_is_told_with_the_operations_that_use_it() {
    let of = |ty: &str| {
        let object = json!({"type": "object", "properties": {"id": {"type": ty}}});
        exchange(
            &named("Order"),
            &named("Crate"),
            &schemas(&json!({"Crate": object})),
        )
    };
    let changes = difference(&of("integer"), &of("string"));
    let change = changes.iter().find(|change| change.subject == "Crate.id");
    let change = change.expect("a change of the field");
    assert_eq!(change.detail, "was `i64` and is `String`");
    assert!(change.operations.contains("POST /crates"), "{change:#?}");
    assert!(change.advice().is_some());
}

/// The name of an enum may not tell which property has it: that of an account's own field has another prefix.
#[test]
fn a_value_is_told_with_the_only_property_that_has_it() {
    let reasons = |values: &Value, twice: bool| {
        let reason = named("Reason");
        let mut fields = json!({"cf_reason": reason, "state": named("BoxState")});
        if twice {
            fields["cf_cause"] = reason;
        }
        let fields = json!({"type": "object", "properties": fields});
        let enumeration = json!({"type": "string", "enum": values});
        let more = json!({"Fields": fields, "Reason": enumeration.clone(), "BoxState": enumeration.clone()});
        exchange(&named("Fields"), &named("Fields"), &schemas(&more))
    };
    let details = |twice| -> Vec<String> {
        let (old, new) = (json!(["Refund", "Broken"]), json!(["Broken", "Lost"]));
        let changes = difference(&reasons(&old, twice), &reasons(&new, twice)).into_iter();
        let details = changes.map(|change| format!("{}: {}", change.subject, change.detail));
        let mut details: Vec<String> = details.filter(|one| one.contains("::")).collect();
        details.sort();
        details
    };
    let told = [
        "BoxState::Lost: the value is new",
        "BoxState::Refund: the value is gone",
        "Reason::Lost: the value of `cf_reason` is new",
        "Reason::Refund: the value of `cf_reason` is gone",
    ];
    assert_eq!(details(false), told);
    let told = told.map(|line| line.replace(" of `cf_reason`", ""));
    assert_eq!(details(true), told);
}
