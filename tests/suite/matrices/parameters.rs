//! Every kind of scalar in every place of a parameter, in every style of OpenAPI and every shape, on the wire.
//!
//! A crate with an operation for each scalar and place, and a program that calls each and compares the request with
//! what the standards say. Invariant: from the generator come identifiers alone, never an expected text.

use std::fmt::Write as _;

use generator::{
    Generated,
    model::{Operation, Presence},
};
use serde_json::{Value, json};

use super::{
    expansion::{Cell, Shape},
    generate,
    scalars::{self, Argument, Scalar},
};

const LOCATIONS: [&str; 4] = ["path", "query", "header", "cookie"];

/// Name of the crate.
pub(crate) const NAME: &str = "parameter_matrix";

pub(crate) fn crate_of_all() -> Generated {
    generate(NAME, &description())
}

fn description() -> Value {
    let mut paths = json!({});
    let mut schemas = scalars::components();
    for scalar in scalars::all() {
        let pair = json!({ "type": "object", "required": ["a", "b"], "properties": { "a": scalar.schema, "b": scalar.schema } });
        schemas[pair_name(&scalar)] = pair;
        for location in LOCATIONS {
            let cells = Cell::all(location);
            let path = match location {
                "path" => cells
                    .iter()
                    .fold(String::new(), |path, cell| path + "/{" + &cell.name() + "}"),
                _ => String::new(),
            };
            let parameters: Vec<Value> =
                cells.iter().map(|cell| parameter(&scalar, cell)).collect();
            paths[format!("/{}/{location}{path}", scalar.name)] = json!({ "get": {
                "operationId": operation_id(&scalar, location),
                "tags": ["Calls"],
                "parameters": parameters,
                "responses": { "204": { "description": "Done." } },
            } });
        }
    }
    json!({
        "openapi": "3.1.0",
        "info": { "title": "Parameters", "version": "1" },
        "servers": [{ "url": "https://api.example.com" }],
        "paths": paths,
        "components": { "schemas": schemas },
    })
}

fn operation_id(scalar: &Scalar, location: &str) -> String {
    format!("{location} of {}", scalar.name)
}

fn pair_name(scalar: &Scalar) -> String {
    format!("Pair of {}", scalar.name)
}

fn parameter(scalar: &Scalar, cell: &Cell) -> Value {
    let schema = match cell.shape {
        Shape::One => scalar.schema.clone(),
        Shape::List => json!({ "type": "array", "items": scalar.schema }),
        Shape::Object => json!({ "$ref": format!("#/components/schemas/{}", pair_name(scalar)) }),
    };
    let mut parameter = json!({
        "name": cell.name(),
        "in": cell.location,
        "required": cell.location == "path",
    });
    if cell.style.contains('/') {
        parameter["content"] = json!({ cell.style: { "schema": schema } });
    } else {
        parameter["style"] = json!(cell.style);
        parameter["explode"] = json!(cell.explode);
        parameter["schema"] = schema;
    }
    parameter
}

/// Returns the program that calls every operation of the crate.
pub(crate) fn program(generated: &Generated) -> String {
    let resource = &generated.api.resources[0];
    let mut functions = String::new();
    let mut calls = String::new();
    for (at, scalar) in scalars::all().iter().enumerate() {
        let _ = writeln!(calls, "    scalar_{at}(&wire, &calls);");
        let _ = writeln!(functions, "fn scalar_{at}(wire: &Wire, calls: &Calls) {{");
        for location in LOCATIONS {
            let id = operation_id(scalar, location);
            let mut operations = resource.operations.iter();
            let operation = operations
                .find(|operation| operation.name.wire == id)
                .unwrap();
            functions += &call(generated, scalar, location, operation);
        }
        functions += "}\n\n";
    }
    format!("{HEAD}\n{functions}fn main() {{\n{MAIN}{calls}{END}}}\n")
}

/// Returns the statements that call an operation and compare its request.
fn call(
    generated: &Generated,
    scalar: &Scalar,
    location: &'static str,
    operation: &Operation,
) -> String {
    let cells = Cell::all(location);
    let id = &operation.name.wire;
    let mut arguments = Vec::new();
    let mut setters = String::new();
    for parameter in &operation.parameters {
        let cell = cells
            .iter()
            .find(|cell| cell.name() == parameter.name.wire)
            .unwrap();
        let argument = argument(generated, scalar, cell);
        match parameter.presence {
            Presence::Required => arguments.push(argument),
            Presence::Optional => {
                let _ = write!(setters, "\n        .{}({argument})", parameter.name.ident);
            }
        }
    }
    format!(
        "    wire.service.answer({id:?}, Answer::status(204));\n    calls.{}({}){setters}.blocking().unwrap();\n    \
         wire.check({id:?}, {:?}, &{:?});\n",
        operation.name.ident,
        arguments.join(", "),
        target(scalar, location, &cells),
        headers(scalar, location, &cells),
    )
}

fn argument(generated: &Generated, scalar: &Scalar, cell: &Cell) -> String {
    let [a, b] = &scalar.values;
    let is_json = cell.style == "application/json";
    // JSON and the members of objects have a null; a parameter without a value is not set.
    let nullable = |value: &String| match scalar.name {
        "nullable" => format!("Some({value})"),
        _ => value.clone(),
    };
    match (cell.shape, scalar.argument) {
        (Shape::One, Argument::Value) => a.clone(),
        (Shape::One, Argument::Reference) => format!("&{a}"),
        (Shape::List, _) if is_json => format!("[{}, {}]", nullable(a), nullable(b)),
        (Shape::List, _) => format!("[{a}, {b}]"),
        (Shape::Object, _) => {
            let wanted = pair_name(scalar);
            let mut types = generated.api.types.iter();
            let found = types.find(|def| def.name.wire == wanted).unwrap();
            let (ident, a, b) = (&found.name.ident, nullable(a), nullable(b));
            format!("&models::{ident} {{ a: {a}, b: {b} }}")
        }
    }
}

fn expand(scalar: &Scalar, cell: &Cell) -> String {
    let [a, b] = &scalar.json();
    cell.expand(scalar.texts(), [a, b])
}

fn target(scalar: &Scalar, location: &str, cells: &[Cell]) -> String {
    let mut target = format!("/{}/{location}", scalar.name);
    let texts: Vec<String> = cells.iter().map(|cell| expand(scalar, cell)).collect();
    match location {
        "path" => target.extend(texts.iter().map(|text| format!("/{text}"))),
        "query" => target = target + "?" + &texts.join("&"),
        _ => {}
    }
    target
}

/// Returns the names and texts of the headers that are expected.
fn headers(scalar: &Scalar, location: &str, cells: &[Cell]) -> Vec<(String, String)> {
    let texts = cells.iter().map(|cell| (cell.name(), expand(scalar, cell)));
    match location {
        "header" => texts.collect(),
        "cookie" => {
            let texts: Vec<String> = texts.map(|(_, text)| text).collect();
            vec![("cookie".to_owned(), texts.join("; "))]
        }
        _ => Vec::new(),
    }
}

const HEAD: &str = r#"//! Calls of every kind of parameter.

#![allow(warnings, clippy::all, clippy::pedantic)]

use std::sync::{Arc, Mutex};

use cases::parameter_matrix::{models, resources::Calls};
use cases::runtime::testing::{Answer, FakeTransport};
use cases::runtime::{
    Base64, Base64Url, Body, Client, Date, Decimal, Timestamp, Transport, TransportFuture,
};

/// The request that was sent last, in front of a fake of the service.
#[derive(Clone, Default)]
struct Wire {
    service: FakeTransport,
    last: Arc<Mutex<Option<http::request::Parts>>>,
    wrong: Arc<Mutex<Vec<String>>>,
}

impl Transport for Wire {
    fn send(&self, request: http::Request<Body>) -> TransportFuture<'_> {
        let mut copy = http::Request::new(()).into_parts().0;
        copy.uri = request.uri().clone();
        copy.headers = request.headers().clone();
        *self.last.lock().unwrap() = Some(copy);
        self.service.send(request)
    }
}

impl Wire {
    fn compare(&self, operation: &str, place: &str, found: &str, expected: &str) {
        if found != expected {
            let line = format!("{operation}, {place}\n  found    {found}\n  expected {expected}");
            self.wrong.lock().unwrap().push(line);
        }
    }

    fn check(&self, operation: &str, target: &str, headers: &[(&str, &str)]) {
        let last = self.last.lock().unwrap().take().unwrap();
        let found = last.uri.path_and_query().unwrap().as_str();
        let parts = |text: &str| -> Vec<String> {
            text.split_inclusive(['/', '&']).map(str::to_owned).collect()
        };
        for (found, expected) in parts(found).iter().zip(parts(target)) {
            self.compare(operation, "address", found, &expected);
        }
        self.compare(operation, "number of parts", &parts(found).len().to_string(), &parts(target).len().to_string());
        for (name, expected) in headers {
            let found = last.headers.get(*name).map_or("none", |value| value.to_str().unwrap());
            self.compare(operation, name, found, expected);
        }
    }
}
"#;

const MAIN: &str = r"    let wire = Wire::default();
    let client = Client::parameter_matrix_builder().transport(wire.clone()).build().unwrap();
    let calls = client.parameter_matrix_calls();
";

const END: &str = r#"    let wrong = wire.wrong.lock().unwrap();
    assert!(wrong.is_empty(), "{} texts are wrong:\n{}", wrong.len(), wrong.join("\n"));
"#;
