//! A compiled example for every operation.
//!
//! Invariant: an example calls its operation through the public interface, with every argument
//! that is required and one that is not.

use std::collections::BTreeSet;

use super::{
    operation::{Context, is_optional, required_body},
    values::Values,
};
use crate::{
    emit::{
        example::{LONGEST, imported},
        queries::Example,
        types::Traits,
    },
    model::{
        Form, Operation, Output, Parameter, PathSegment, Primitive, RequestBody, RequestContent,
        Resource, TypeRef,
    },
};

/// An operation as an example shows it.
pub(in crate::emit) struct Shown {
    /// Imports from the crate: `Date`, `models::Ticket`.
    pub(in crate::emit) imports: BTreeSet<String>,
    /// An argument that is too large to write down, with its type.
    given: Option<String>,
    /// Statements before the call.
    pub(in crate::emit) before: Vec<String>,
    /// `client.tickets().get(42)`
    pub(in crate::emit) call: String,
    /// `.include([TicketInclude::Requester])`; empty if there is nothing to set.
    setter: String,
    /// Imports of the setter.
    setter_imports: BTreeSet<String>,
    /// The path with the values of the call: `/tickets/42`
    pub(in crate::emit) path: String,
}

impl Shown {
    /// Returns the operation with every argument that is required.
    pub(in crate::emit) fn of(
        traits: &Traits<'_>,
        library: &str,
        resource: &Resource,
        operation: &Operation,
    ) -> Self {
        let mut values = Values {
            traits,
            library,
            imports: BTreeSet::new(),
        };
        let mut before = Vec::new();
        let mut given = None;
        let required = operation.parameters.iter().filter(|one| !is_optional(one));
        let mut arguments: Vec<String> = required
            .clone()
            .map(|parameter| required_argument(&mut values, parameter, &mut before))
            .collect();
        number_apart(&mut arguments);
        let path = path(operation, &required.zip(&arguments));
        if let Some(body) = required_body(operation) {
            arguments.push(body_argument(&mut values, body, &mut before, &mut given));
        }
        let imports = std::mem::take(&mut values.imports);
        let mut parameters = operation.parameters.iter();
        let setter = parameters.find(|one| is_example(one) && values.is_small(&one.ty));
        let setter = setter.map(|parameter| {
            let argument = optional_argument(&mut values, parameter);
            format!(".{}({argument})", parameter.name.ident)
        });
        Self {
            imports,
            given,
            before,
            call: format!(
                "client.{}().{}({})",
                resource.name.ident,
                operation.name.ident,
                arguments.join(", ")
            ),
            setter: setter.unwrap_or_default(),
            setter_imports: values.imports,
            path,
        }
    }

    /// Returns the error of a function around it: a value that is read from a text has one of its own.
    fn error(&self, library: &str) -> String {
        let mut parts = self.before.iter().chain([&self.call, &self.setter]);
        if parts.any(|part| part.contains('?')) {
            "Box<dyn std::error::Error>".to_owned()
        } else {
            format!("{library}::Error")
        }
    }

    /// Returns `true` if the example is complete: it needs no further values.
    pub(in crate::emit) fn is_whole(&self) -> bool {
        self.given.is_none()
    }
}

/// Returns the path with the values of a call in it.
fn path<'p>(
    operation: &Operation,
    arguments: &(impl Iterator<Item = (&'p Parameter, &'p String)> + Clone),
) -> String {
    let segments = operation.path.segments.iter().map(|segment| match segment {
        PathSegment::Literal(text) => text.as_str(),
        PathSegment::Parameter(name) => {
            let mut arguments = arguments.clone();
            let found = arguments.find(|(parameter, _)| parameter.name.wire == *name);
            found.map_or("", |(_, argument)| argument.trim_matches('"'))
        }
    });
    segments.collect()
}

/// Returns the lines of the example, code fence included.
pub(super) fn example(context: &Context<'_>, operation: &Operation) -> Vec<String> {
    let name = binding(context, operation);
    lines(context, operation, "", name.as_deref())
}

/// Returns the lines of an example that calls one more method, such as `.wait()`, and names what comes out.
pub(super) fn example_with(
    context: &Context<'_>,
    operation: &Operation,
    method: &str,
    name: &str,
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
    let shown = Shown::of(context.traits, library, context.resource, operation);
    let mut lines = vec!["```no_run".to_owned()];
    let imports: BTreeSet<String> = &shown.imports | &shown.setter_imports;
    if !imports.is_empty() {
        lines.extend(imported(library, &imports));
        lines.push(String::new());
    }
    if operation.deprecated || !shown.setter.is_empty() && uses_deprecated(operation) {
        lines.push("# #[allow(deprecated)]".to_owned());
    }
    let given = shown.given.iter().map(|given| format!("{given}, "));
    lines.push(format!(
        "# async fn example({}client: {library}::Client) -> Result<(), {}> {{",
        given.collect::<String>(),
        shown.error(library)
    ));
    if let Some(given) = &shown.given {
        lines.push(format!("// {given}"));
    }
    let statements = shown.before.iter().flat_map(|one| one.split('\n'));
    lines.extend(statements.map(str::to_owned));
    let start = binding.map_or_else(String::new, |name| format!("let {name} = "));
    let call = format!("{start}{}", shown.call);
    let end = format!("{}{method}.await?;", shown.setter);
    if call.len() + end.len() <= LONGEST {
        lines.push(call + &end);
    } else {
        lines.extend([call, format!("    {end}")]);
    }
    if matches!(operation.output, Output::Stream(_)) && method.is_empty() {
        let walk = [
            "while let Some(item) = items.try_next().await? {",
            "    println!(\"{item:?}\");",
            "}",
        ];
        lines.extend(walk.map(str::to_owned));
    }
    lines.extend(["# Ok(())", "# }", "```"].map(str::to_owned));
    lines
}

fn required_argument(
    values: &mut Values<'_, '_>,
    parameter: &Parameter,
    before: &mut Vec<String>,
) -> String {
    let query = parameter.query.as_deref();
    let Some(query) = query.and_then(|name| values.traits.query(name)) else {
        return values.argument(&parameter.name.wire, &parameter.ty);
    };
    let example = Example::of(values.traits, query);
    values.imports.extend(example.imports().iter().cloned());
    before.extend(example.statement());
    "query".to_owned()
}

/// Gives numbers that stand for different things different values.
fn number_apart(arguments: &mut [String]) {
    let numbers = arguments.iter_mut().filter(|argument| *argument == "42");
    for (argument, number) in numbers.zip(["42", "7", "3", "5"]) {
        number.clone_into(argument);
    }
}

/// Returns a parameter that makes a good example: one that is often set.
fn is_example(parameter: &Parameter) -> bool {
    is_optional(parameter) && !parameter.deprecated && parameter.name.wire != "page"
}

fn uses_deprecated(operation: &Operation) -> bool {
    operation
        .parameters
        .iter()
        .any(|parameter| parameter.deprecated)
}

/// Returns a name for the response: that of its type, if that is simple and not yet used in the example.
fn binding(context: &Context<'_>, operation: &Operation) -> Option<String> {
    let plain = match &operation.output {
        Output::Empty => return None,
        Output::Json(TypeRef::List(item)) => {
            let name = family(context, item).filter(|name| {
                let group = &context.resource.name.ident;
                group.starts_with(name) && group.len() <= name.len() + "es".len()
            });
            return Some(
                name.map_or("list", |_| &context.resource.name.ident)
                    .to_owned(),
            );
        }
        Output::Json(ty) | Output::OptionalJson(ty) => return Some(named(context, ty)),
        Output::ByStatus(_) => "answer",
        Output::Stream(_) => "mut items",
        Output::Text => "text",
        Output::Bytes => "bytes",
    };
    Some(plain.to_owned())
}

fn named(context: &Context<'_>, ty: &TypeRef) -> String {
    let is_taken = |name: &&str| ["body", "client", "example", "query"].contains(name);
    let name = family(context, ty).filter(|name| !is_taken(name));
    name.unwrap_or("answer").to_owned()
}

/// Returns the family of a type that is the first of its family: `ticket` for `Ticket`.
fn family<'c>(context: &Context<'c>, ty: &TypeRef) -> Option<&'c str> {
    let TypeRef::Named(name) = ty else {
        return None;
    };
    let module = context.traits.module(name)?;
    let plain = module.strip_prefix("r#").unwrap_or(module);
    let is_first = plain.replace('_', "").eq_ignore_ascii_case(name);
    is_first.then_some(module)
}

/// Returns the value that the server would take anyway, where that is a number.
fn optional_argument(values: &mut Values<'_, '_>, parameter: &Parameter) -> String {
    let number = parameter
        .default
        .as_deref()
        .filter(|default| default.parse::<u32>().is_ok());
    match (number, &parameter.ty) {
        (Some(number), TypeRef::Primitive(Primitive::I32 | Primitive::I64)) => number.to_owned(),
        _ => values.argument(&parameter.name.wire, &parameter.ty),
    }
}

fn body_argument(
    values: &mut Values<'_, '_>,
    body: &RequestBody,
    before: &mut Vec<String>,
    given: &mut Option<String>,
) -> String {
    match &body.content {
        RequestContent::Json(ty)
        | RequestContent::Lines(ty)
        | RequestContent::Form(Form { ty, .. })
            if !values.is_small(ty) =>
        {
            // A value that is too large to write down is given to the example.
            *given = Some(format!("body: &{}", given_type(values.library, ty)));
            "body".to_owned()
        }
        RequestContent::Json(ty)
        | RequestContent::Lines(ty)
        | RequestContent::Form(Form { ty, .. }) => {
            if let TypeRef::Primitive(Primitive::Text(_)) = ty {
                return "\"text\"".to_owned();
            }
            let body = values.value("text", ty);
            if let TypeRef::Named(_) = ty {
                before.push(format!("let body = {body};"));
                return "&body".to_owned();
            }
            format!("&{body}")
        }
        RequestContent::Text { media_type: None } => "\"text/plain\", \"text\"".to_owned(),
        RequestContent::Text { .. } => "\"text\"".to_owned(),
        RequestContent::Bytes { media_type: None } => {
            "\"application/octet-stream\", Vec::new()".to_owned()
        }
        RequestContent::Bytes { .. } => "Vec::new()".to_owned(),
    }
}

/// Returns the type of a body that is given to an example.
fn given_type(library: &str, ty: &TypeRef) -> String {
    match ty {
        TypeRef::Named(name) => format!("{library}::models::{name}"),
        TypeRef::List(item) => format!("[{}]", given_type(library, item)),
        TypeRef::Boxed(inner) => given_type(library, inner),
        _ => format!("{library}::Json"),
    }
}
