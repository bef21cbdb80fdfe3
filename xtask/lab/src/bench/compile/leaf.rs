//! An API → a program that calls its operations, with every argument and every
//! setter. It is compiled and never run.

use std::fmt::Write as _;

use generator::model::{
    Api, Form, Operation, Output, Presence, Primitive, RequestBody, RequestContent, Resource,
    TypeRef,
};

use super::values::{argument, value};
use crate::bench::comparison::Side;

/// Number of operations that the program calls.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Calls {
    /// Each one once.
    Every,
    /// The first one that reads JSON.
    One,
}

/// ```text
/// async fn main() -> Result<(), api::Error> {
///     let client = api::Client::from_env()?;
///     client.tickets().get(42).include(api::models::GetTicketInclude::Stats).await?;
///     …
/// ```
pub(super) fn emit(api: &Api, side: Side, calls: Calls) -> String {
    let client = match side {
        Side::Generated => "api::Client::from_env()?",
        Side::Ordinary => "api::Client::new(\"https://example.com\", \"key\")?",
    };
    let mut statements = String::new();
    for (resource, operation) in chosen(api, calls) {
        let call = match side {
            Side::Generated => generated_call(api, resource, operation),
            Side::Ordinary => ordinary_call(api, operation),
        };
        let _ = writeln!(statements, "    client{call}.await?;");
    }
    format!(
        "//! Calls the API; compiled and never run.\n\n\
         #![allow(warnings)]\n\n\
         #[tokio::main(flavor = \"current_thread\")]\n\
         async fn main() -> Result<(), api::Error> {{\n    \
         let client = {client};\n{statements}    Ok(())\n}}\n"
    )
}

fn chosen(api: &Api, calls: Calls) -> Vec<(&Resource, &Operation)> {
    let resources = api.resources.iter();
    let mut all = resources.flat_map(|resource| {
        let operations = resource.operations.iter();
        operations.map(move |operation| (resource, operation))
    });
    match calls {
        Calls::Every => all.collect(),
        Calls::One => {
            let reads_json = |operation: &Operation| matches!(operation.output, Output::Json(_));
            all.find(|(_, operation)| reads_json(operation))
                .into_iter()
                .collect()
        }
    }
}

/// Returns `.tickets().get(42).include(…)`
fn generated_call(api: &Api, resource: &Resource, operation: &Operation) -> String {
    let mut required = Vec::new();
    let mut setters = String::new();
    for parameter in &operation.parameters {
        let value = argument(api, &parameter.ty);
        match parameter.presence {
            Presence::Required => required.push(value),
            Presence::Optional => {
                let _ = write!(setters, ".{}({value})", parameter.name.ident);
            }
        }
    }
    if let Some(body) = &operation.body {
        let value = body_argument(api, body);
        match body.presence {
            Presence::Required => required.push(value),
            Presence::Optional => {
                let _ = write!(setters, ".body({value})");
            }
        }
    }
    format!(
        ".{}().{}({}){setters}",
        resource.name.ident,
        operation.name.ident,
        required.join(", ")
    )
}

/// Returns `.list_group0(Some(42), Some(42))`
fn ordinary_call(api: &Api, operation: &Operation) -> String {
    let parameters = operation.parameters.iter().map(|parameter| {
        let value = argument(api, &parameter.ty);
        let value = match parameter.ty {
            TypeRef::List(_) => format!("&{value}"),
            _ => value,
        };
        (parameter.presence, value)
    });
    let body = operation
        .body
        .iter()
        .map(|body| (body.presence, body_argument(api, body)));
    let arguments: Vec<String> = parameters
        .chain(body)
        .map(|(presence, value)| match presence {
            Presence::Required => value,
            Presence::Optional => format!("Some({value})"),
        })
        .collect();
    format!(".{}({})", operation.name.ident, arguments.join(", "))
}

fn body_argument(api: &Api, body: &RequestBody) -> String {
    match &body.content {
        RequestContent::Json(TypeRef::Primitive(Primitive::Text(_)))
        | RequestContent::Text {
            media_type: Some(_),
        } => "\"text\"".to_owned(),
        RequestContent::Text { media_type: None } => "\"text/plain\", \"text\"".to_owned(),
        RequestContent::Json(ty)
        | RequestContent::Lines(ty)
        | RequestContent::Form(Form { ty, .. }) => {
            format!("&{}", value(api, ty))
        }
        RequestContent::Bytes {
            media_type: Some(_),
        } => "Vec::new()".to_owned(),
        RequestContent::Bytes { media_type: None } => "\"image/png\", Vec::new()".to_owned(),
    }
}
