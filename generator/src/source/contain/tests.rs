//! Descriptions without a part, and what else is lost with it.

use serde_json::{Value, json};

use super::{Loss, leave_out};
use crate::{
    diagnostics::{Diagnostic, Diagnostics, Subject},
    source::{Document, Source, load},
};

fn document(members: &Value) -> Document {
    let mut root = json!({ "openapi": "3.1.0" });
    for (key, value) in members.as_object().into_iter().flatten() {
        root[key] = value.clone();
    }
    let source = Source {
        name: "api.json".to_owned(),
        text: root.to_string(),
    };
    load(&source).unwrap_or_else(|errors| panic!("{errors}"))
}

fn schema(name: &str) -> Subject {
    Subject::Component {
        section: "schemas",
        name: name.to_owned(),
    }
}

fn errors(subjects: &[Subject]) -> Diagnostics {
    let mut errors = Diagnostics::default();
    for subject in subjects {
        errors.push(Diagnostic {
            subject: Some(subject.clone()),
            ..Diagnostic::error("wrong", "no good")
        });
    }
    errors
}

/// Lists the parts omitted from a description with a malformed schema, and returns the remaining description.
fn without(name: &str, members: &Value) -> (Vec<String>, Value) {
    let mut document = document(members);
    let loss = leave_out(&mut document, &errors(&[schema(name)])).unwrap_or_default();
    let operations = loss.operations.into_iter();
    (operations.map(|(name, _)| name).collect(), document.root)
}

fn answer(status: &str, schema: &str) -> Value {
    let schema = json!({ "$ref": format!("#/components/schemas/{schema}") });
    json!({ "responses": { status: { "content": { "application/json": { "schema": schema } } } } })
}

#[test]
fn what_nothing_refers_to_costs_nothing_else() {
    let (lost, left) = without(
        "Bad",
        &json!({
            "paths": { "/a": { "get": answer("200", "Good") } },
            "components": { "schemas": { "Bad": {}, "Good": {} } },
        }),
    );
    assert_eq!(lost, [""; 0]);
    assert_eq!(left["components"], json!({ "schemas": { "Good": {} } }));
    assert!(left["paths"]["/a"]["get"].is_object());
}

#[test]
fn everything_that_reaches_it_is_lost() {
    let reference = |name: &str| json!({ "$ref": format!("#/components/schemas/{name}") });
    let members = json!({
        "paths": {
            "/deep": { "get": answer("200", "Deep"), "put": answer("200", "Good") },
            "/base": { "get": answer("200", "Base") },
            "/child": { "get": answer("200", "Child") },
            "/mapped": { "get": answer("200", "Mapped") },
            "/body": { "post": { "requestBody": { "$ref": "#/components/requestBodies/Body" } } },
            "/shared": { "parameters": [{ "schema": reference("Deep") }], "get": {}, "put": {} },
            "/good": { "get": answer("200", "Good") },
        },
        "webhooks": { "told": { "post": { "requestBody": { "$ref": "#/components/requestBodies/Body" } } } },
        "components": {
            "schemas": {
                "Bad": { "allOf": [reference("Base")] },
                "Deep": { "properties": { "a": { "items": { "anyOf": [reference("Middle")] } } } },
                "Middle": { "additionalProperties": reference("Bad") },
                "Base": { "discriminator": { "propertyName": "kind" } },
                "Child": { "allOf": [reference("Base")] },
                "Mapped": { "oneOf": [], "discriminator": { "mapping": { "a": "Middle" } } },
                "Good": { "example": { "$ref": "#/components/schemas/Bad" } },
            },
            "requestBodies": { "Body": { "content": { "a/b": { "schema": reference("Bad") } } } },
        },
    });
    let (lost, left) = without("Bad", &members);
    let expected = [
        "GET /shared",
        "PUT /shared",
        "GET /base",
        "POST /body",
        "GET /child",
        "GET /deep",
        "GET /mapped",
        "webhook told",
    ];
    assert_eq!(lost, expected);
    let paths = left["paths"]
        .as_object()
        .map(|paths| paths["/deep"].clone());
    assert_eq!(paths, Some(json!({ "put": answer("200", "Good") })));
    let good = json!({ "schemas": { "Good": members["components"]["schemas"]["Good"] }, "requestBodies": {} });
    assert_eq!(left["components"], good);
}

#[test]
fn an_operation_does_without_the_description_of_a_failure() {
    let both = |first: &Value, second: &Value| {
        let mut both = first.clone();
        let responses = second["responses"].as_object().into_iter().flatten();
        for (status, response) in responses {
            both["responses"][status] = response.clone();
        }
        both
    };
    let members = json!({
        "paths": { "/a": {
            "get": both(&answer("200", "Good"), &answer("404", "Bad")),
            "put": both(&answer("200", "Good"), &answer("default", "Bad")),
            "post": answer("default", "Bad"),
            "delete": both(&answer("2XX", "Bad"), &answer("default", "Good")),
        } },
        "components": { "schemas": { "Bad": {}, "Good": {} } },
    });
    let mut document = document(&members);
    let loss = leave_out(&mut document, &errors(&[schema("Bad")])).unwrap_or_default();
    let left = json!({ "/a": { "get": answer("200", "Good"), "put": answer("200", "Good") } });
    assert_eq!(document.root["paths"], left);
    let Loss {
        operations,
        warnings,
    } = loss;
    let reason = "it needs `#/components/schemas/Bad`, whose description is wrong: no good";
    let expected_operations = [("DELETE /a", reason), ("POST /a", reason)];
    let expected_operations =
        expected_operations.map(|(name, reason)| (name.to_owned(), reason.to_owned()));
    assert_eq!(operations, expected_operations);
    let told: Vec<_> = warnings
        .iter()
        .filter_map(|one| one.pointer.as_deref())
        .collect();
    let expected = [
        "/paths/~1a/delete",
        "/paths/~1a/post",
        "/paths/~1a/get/responses/404",
        "/paths/~1a/put/responses/default",
    ];
    assert_eq!(told, expected);
}

#[test]
fn an_operation_stays_without_the_security_scheme_that_it_requires() {
    let members = json!({
        "paths": { "/a": { "get": { "security": [{ "key": [] }] } } },
        "components": { "securitySchemes": { "key": {} } },
    });
    let mut document = document(&members);
    let scheme = Subject::Component {
        section: "securitySchemes",
        name: "key".to_owned(),
    };
    let loss = leave_out(&mut document, &errors(&[scheme]));
    assert_eq!(loss, Some(Loss::default()));
    assert_eq!(document.root["paths"], members["paths"]);
}

#[test]
fn what_refers_to_itself_needs_nothing_else() {
    let itself = json!({ "$ref": "#/components/schemas/Bad" });
    let members = json!({ "components": { "schemas": { "Bad": { "items": itself } } } });
    let loss = leave_out(&mut document(&members), &errors(&[schema("Bad")]));
    assert_eq!(loss, Some(Loss::default()));
}

#[test]
fn what_is_about_everything_or_about_nothing_is_not_left_out() {
    let mut document = document(&json!({ "paths": { "/a": { "get": {} } } }));
    let before = document.clone();
    let mut about_all = errors(&[Subject::Path("/a".to_owned())]);
    about_all.push(Diagnostic::error("wrong", "no title"));
    assert_eq!(leave_out(&mut document, &about_all), None);
    assert_eq!(leave_out(&mut document, &errors(&[schema("Gone")])), None);
    assert_eq!(document, before);
    let node = Subject::Node {
        owner: "/paths/~1a".to_owned(),
        member: "get",
    };
    assert_eq!(
        leave_out(&mut document, &errors(&[node])),
        Some(Loss::default())
    );
    assert_eq!(document.root["paths"], json!({ "/a": {} }));
}

#[test]
fn what_shares_the_error_of_a_component_is_told_to_need_it() {
    let members = json!({
        "paths": { "/a": { "get": answer("200", "Bad") } },
        "components": { "schemas": { "Bad": {} } },
    });
    let operation = Subject::Path("/a".to_owned()).operation("get");
    let both = errors(&[operation, schema("Bad")]);
    let loss = leave_out(&mut document(&members), &both).unwrap_or_default();
    let told: Vec<_> = loss.warnings.iter().map(|one| one.code).collect();
    assert_eq!(told, ["left-out"]);
}
