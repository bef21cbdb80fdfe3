//! A compiled example for every operation.
//!
//! Invariant: an example calls its operation through the public interface, with every argument
//! that is required and one that is not.

use super::{Context, is_optional, required_body};
use crate::{
    emit::queries::Example,
    model::{
        Field, Form, Operation, Output, Parameter, Presence, Primitive, Query, RequestBody,
        RequestContent, Struct, TypeKind, TypeRef,
    },
};

/// The lines of the example, code fence included.
pub(super) fn example(context: &Context<'_>, operation: &Operation) -> Vec<String> {
    lines(context, operation, "", binding(&operation.output))
}

/// The lines of an example that calls one more method, such as `.wait()`, and names what comes out.
pub(super) fn example_with(
    context: &Context<'_>,
    operation: &Operation,
    method: &str,
    name: &'static str,
) -> Vec<String> {
    lines(context, operation, method, Some(name))
}

fn lines(
    context: &Context<'_>,
    operation: &Operation,
    method: &str,
    binding: Option<&str>,
) -> Vec<String> {
    let library = &context.library;
    let mut lines = vec![
        "```no_run".to_owned(),
        format!("# async fn example(client: {library}::Client) -> Result<(), {library}::Error> {{"),
    ];
    let required = operation
        .parameters
        .iter()
        .filter(|parameter| !is_optional(parameter));
    let mut arguments: Vec<String> = Vec::new();
    for parameter in required {
        let query = parameter
            .query
            .as_deref()
            .and_then(|name| context.traits.query(name));
        arguments.push(match query {
            Some(query) => query_argument(context, query, &mut lines),
            None => argument(context, &parameter.ty),
        });
    }
    if let Some(body) = required_body(operation) {
        arguments.push(body_argument(context, body, &mut lines));
    }
    let setter = operation
        .parameters
        .iter()
        .find(|parameter| is_example(parameter));
    let setter = setter.map(|parameter| {
        let argument = optional_argument(context, parameter);
        format!(".{}({argument})", parameter.name.ident)
    });
    if operation.deprecated || setter.is_some() && uses_deprecated(operation) {
        lines.insert(1, "# #![allow(deprecated)]".to_owned());
    }
    let call = format!(
        "client.{}().{}({}){}{method}.await?;",
        context.resource.name.ident,
        operation.name.ident,
        arguments.join(", "),
        setter.unwrap_or_default()
    );
    lines.push(match binding {
        Some(name) => format!("let {name} = {call}"),
        None => call,
    });
    if matches!(operation.output, Output::Stream(_)) && method.is_empty() {
        lines.extend(
            [
                "while let Some(item) = items.try_next().await? {",
                "    println!(\"{item:?}\");",
                "}",
            ]
            .map(str::to_owned),
        );
    }
    lines.extend(["# Ok(())", "# }", "```"].map(str::to_owned));
    lines
}

/// A parameter that makes a good example: one that is often set.
fn is_example(parameter: &Parameter) -> bool {
    is_optional(parameter) && !parameter.deprecated && parameter.name.wire != "page"
}

fn uses_deprecated(operation: &Operation) -> bool {
    operation
        .parameters
        .iter()
        .any(|parameter| parameter.deprecated)
}

/// What the answer is called.
fn binding(output: &Output) -> Option<&'static str> {
    match output {
        Output::Empty => None,
        Output::Json(TypeRef::List(_)) => Some("list"),
        Output::Json(_) | Output::OptionalJson(_) | Output::ByStatus(_) => Some("answer"),
        Output::Stream(_) => Some("mut items"),
        Output::Text => Some("text"),
        Output::Bytes => Some("bytes"),
    }
}

/// The value that the server would take anyway, where that is a number.
fn optional_argument(context: &Context<'_>, parameter: &Parameter) -> String {
    let number = parameter
        .default
        .as_deref()
        .filter(|default| default.parse::<u32>().is_ok());
    match (number, &parameter.ty) {
        (Some(number), TypeRef::Primitive(Primitive::I32 | Primitive::I64)) => number.to_owned(),
        _ => argument(context, &parameter.ty),
    }
}

/// A query, which the lines before the call put together.
fn query_argument(context: &Context<'_>, query: &Query, lines: &mut Vec<String>) -> String {
    let example = Example::of(context.traits, query);
    lines.splice(1..1, [example.imports(&context.library), String::new()]);
    lines.extend(example.statement());
    "query".to_owned()
}

/// A value for a parameter.
fn argument(context: &Context<'_>, ty: &TypeRef) -> String {
    match ty {
        TypeRef::List(item) => format!("[{}]", argument(context, item).trim_start_matches('&')),
        TypeRef::Primitive(Primitive::Base64) => format!("&{}", value(context, ty)),
        TypeRef::Primitive(Primitive::Text(_)) => "\"text\"".to_owned(),
        other if context.traits.is_copy(other) || context.traits.is_parameter(other) => {
            value(context, other)
        }
        other => format!("&{}", value(context, other)),
    }
}

fn body_argument(context: &Context<'_>, body: &RequestBody, lines: &mut Vec<String>) -> String {
    match &body.content {
        RequestContent::Json(ty) | RequestContent::Form(Form { ty, .. })
            if !is_small(context, ty, DEEPEST) =>
        {
            // A value that is too large to write down is given to the example.
            let given = format!("body: &{}", given_type(context, ty));
            lines[1] = lines[1].replace("client: ", &format!("{given}, client: "));
            "body".to_owned()
        }
        RequestContent::Json(ty) | RequestContent::Form(Form { ty, .. }) => {
            let body = value(context, ty);
            if let TypeRef::Named(_) = ty {
                lines.push(format!("let body = {body};"));
                return "&body".to_owned();
            }
            match ty {
                TypeRef::Primitive(Primitive::Text(_)) => "\"text\"".to_owned(),
                _ => format!("&{body}"),
            }
        }
        RequestContent::Text { .. } => "\"text\"".to_owned(),
        RequestContent::Bytes { .. } => "Vec::new()".to_owned(),
    }
}

/// How deep the structs in an example are nested at most.
const DEEPEST: usize = 3;

/// Whether an expression of a type is short enough for an example.
fn is_small(context: &Context<'_>, ty: &TypeRef, depth: usize) -> bool {
    const WIDEST: usize = 12;
    match ty {
        TypeRef::List(inner) | TypeRef::Boxed(inner) => is_small(context, inner, depth),
        TypeRef::Named(name) => match context.traits.kind(name) {
            Some(TypeKind::Alias(ty)) => depth > 0 && is_small(context, ty, depth - 1),
            Some(TypeKind::Struct(shape)) => {
                let required = shape
                    .fields
                    .iter()
                    .filter(|field| field.presence == Presence::Required);
                required.clone().count() <= WIDEST
                    && required
                        .into_iter()
                        .all(|field| depth > 0 && is_small(context, &field.ty, depth - 1))
            }
            Some(TypeKind::Union(shape)) => match shape.alternatives.first() {
                Some(first) => depth > 0 && is_small(context, &first.ty, depth - 1),
                None => true,
            },
            Some(TypeKind::Enum(_)) | None => true,
        },
        _ => true,
    }
}

/// The type of a body that is given to an example.
fn given_type(context: &Context<'_>, ty: &TypeRef) -> String {
    match ty {
        TypeRef::Named(name) => format!("{}::models::{name}", context.library),
        TypeRef::List(item) => format!("[{}]", given_type(context, item)),
        TypeRef::Boxed(inner) => given_type(context, inner),
        _ => format!("{}::Json", context.library),
    }
}

/// An expression of a type.
fn value(context: &Context<'_>, ty: &TypeRef) -> String {
    let library = &context.library;
    match ty {
        TypeRef::Primitive(primitive) => primitive_value(library, *primitive),
        TypeRef::Named(name) => named_value(context, name),
        TypeRef::List(item) => format!("vec![{}]", value(context, item)),
        TypeRef::Map(_) => "std::collections::BTreeMap::new()".to_owned(),
        TypeRef::FreeForm => format!("{library}::JsonObject::default()"),
        TypeRef::Json => format!("{library}::Json::Null"),
        TypeRef::Nullable(_) => "None".to_owned(),
        TypeRef::Boxed(inner) => format!("Box::new({})", value(context, inner)),
    }
}

fn primitive_value(library: &str, primitive: Primitive) -> String {
    match primitive {
        Primitive::Bool => "true".to_owned(),
        Primitive::I32 | Primitive::I64 | Primitive::U32 | Primitive::U64 => "42".to_owned(),
        Primitive::F32 | Primitive::F64 => "1.5".to_owned(),
        Primitive::DateTime => format!("{library}::Timestamp::UNIX_EPOCH"),
        Primitive::Date => format!("{library}::Date::constant(2026, 1, 31)"),
        Primitive::Base64 => format!("{library}::Base64::from(vec![1, 2, 3])"),
        Primitive::File => {
            format!("{library}::Attachment::from_bytes(\"names.csv\", \"Jane\\nJoe\")")
        }
        Primitive::Text(_) => "\"text\".to_owned()".to_owned(),
    }
}

fn named_value(context: &Context<'_>, name: &str) -> String {
    let path = format!("{}::models::{name}", context.library);
    match context.traits.kind(name) {
        Some(TypeKind::Enum(shape)) => match shape.variants.first() {
            Some(variant) => format!("{path}::{}", variant.ident),
            None => format!("{path}::default()"),
        },
        Some(TypeKind::Union(shape)) => match shape.alternatives.first() {
            Some(first) => format!(
                "{path}::{}({})",
                first.name.ident,
                value(context, &first.ty)
            ),
            None => format!("{path}::default()"),
        },
        Some(TypeKind::Alias(ty)) => value(context, ty),
        Some(TypeKind::Struct(shape)) => {
            let required: Vec<String> = shape
                .fields
                .iter()
                .filter(|field| field.presence == Presence::Required)
                .map(|field| match &field.ty {
                    TypeRef::Primitive(Primitive::Text(_)) => "\"text\"".to_owned(),
                    ty => value(context, ty),
                })
                .collect();
            if required.is_empty() {
                filled(&path, shape)
            } else {
                format!("{path}::new({})", required.join(", "))
            }
        }
        None => format!("{path}::default()"),
    }
}

/// A struct of which nothing is required, with its first text set.
fn filled(path: &str, shape: &Struct) -> String {
    let is_text = |field: &&Field| {
        matches!(field.ty, TypeRef::Primitive(Primitive::Text(_))) && !field.deprecated
    };
    match shape.fields.iter().find(is_text) {
        Some(field) => {
            let name = &field.name.ident;
            format!("{path} {{ {name}: Some(\"text\".to_owned()), ..Default::default() }}")
        }
        None => format!("{path}::default()"),
    }
}
