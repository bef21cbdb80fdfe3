//! A model → the source of a program that calls every operation, several times with different values.
//!
//! Invariant: the first call of an operation has what is required alone, the others have everything.

use std::fmt::Write as _;

use generator::model::{Api, Operation, Parameter, Presence, RequestContent, Resource, TypeKind};

use super::values::Values;

/// Number of calls of an operation at the most: so many values of an enum are tried.
const MOST_CALLS: usize = 12;

/// Returns `calls.rs`.
pub(super) fn calls(api: &Api) -> String {
    let mut text = String::from(
        "//! Calls of every operation.\n\nuse crate::{run, typed};\n\npub(crate) fn run_all() {\n",
    );
    let rounds = rounds(api);
    for resource in &api.resources {
        for operation in &resource.operations {
            for round in 0..rounds {
                // Writing to a string cannot fail.
                let _ = writeln!(
                    text,
                    "    run({:?}, |client| async move {{ {} }});",
                    format!("{} {round}", operation.name.wire),
                    call(api, resource, operation, round)
                );
            }
        }
    }
    text.push_str("}\n");
    text
}

/// Returns the number of calls that have every value of every enum, as far as that goes.
fn rounds(api: &Api) -> usize {
    let values = api.types.iter().map(|def| match &def.kind {
        TypeKind::Enum(list) => list.variants.len(),
        TypeKind::Union(union) => union.alternatives.len(),
        TypeKind::Struct(_) | TypeKind::Alias(_) => 0,
    });
    1 + values.max().unwrap_or_default().clamp(2, MOST_CALLS - 1)
}

fn call(api: &Api, resource: &Resource, operation: &Operation, round: usize) -> String {
    let values = Values { api, round };
    let is_whole = round > 0;
    let mut arguments = Vec::new();
    let mut setters = String::new();
    for parameter in &operation.parameters {
        let value = parameter_value(&values, parameter);
        match parameter.presence {
            Presence::Required => arguments.push(value),
            Presence::Optional if is_whole => {
                let _ = write!(
                    setters,
                    "let request = request.{}({value}); ",
                    parameter.name.ident
                );
            }
            Presence::Optional => {}
        }
    }
    if let Some(body) = &operation.body {
        let value = body_value(&values, &body.content, is_whole);
        match body.presence {
            Presence::Required => arguments.push(value),
            Presence::Optional if is_whole => {
                let _ = write!(setters, "let request = request.body({value}); ");
            }
            Presence::Optional => {}
        }
    }
    format!(
        "let request = client.{}().{}({}); {setters}drop(request.send().await);",
        resource.name.ident,
        operation.name.ident,
        arguments.join(", ")
    )
}

fn parameter_value(values: &Values<'_>, parameter: &Parameter) -> String {
    let name = &parameter.name.wire;
    // A query is taken over as text, too.
    let is_borrowed = parameter.query.is_none() && Values::is_borrowed(&parameter.ty);
    let value = values.of(&parameter.ty, name);
    if is_borrowed {
        format!("&{value}")
    } else {
        value
    }
}

/// Returns a body behind its type, where the caller names that.
fn of_type(media_type: Option<&str>, body: &str) -> String {
    match media_type {
        Some(_) => body.to_owned(),
        None => format!("\"image/png\", {body}"),
    }
}

fn body_value(values: &Values<'_>, content: &RequestContent, is_whole: bool) -> String {
    match content {
        RequestContent::Json(ty) | RequestContent::Lines(ty) => {
            format!("&{}", values.of_body(ty, is_whole))
        }
        RequestContent::Form(form) => format!("&{}", values.of_body(&form.ty, is_whole)),
        RequestContent::Text { media_type } => {
            of_type(media_type.as_deref(), "\"text\".to_owned()")
        }
        RequestContent::Bytes { media_type } => of_type(media_type.as_deref(), "vec![1_u8, 2, 3]"),
    }
}
