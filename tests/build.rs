//! The model of Freshdesk → `calls.rs`: one function per operation that calls it through the generated crate, with
//! every argument and every setter, whose values come at run time; and `samples.rs`: a sample of every received type.
//!
//! Invariant: an operation of the model has exactly one entry, so nothing in the crate goes uncalled.

use std::{
    env,
    error::Error,
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
};

use generator::{
    Input, Settings, Source,
    model::{
        Api, FileCount, Form, Operation, Output, Parameter, ParameterLocation, Presence, Primitive,
        RequestBody, RequestContent, Resource, TypeKind, TypeRef,
    },
    parse_names,
};

fn main() -> Result<(), Box<dyn Error>> {
    let spec = Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec");
    println!("cargo::rerun-if-changed={}", spec.display());
    let description = source(&spec.join("freshdesk.yaml"))?;
    let mut settings = Settings::parse(&source(&spec.join("codegen.toml"))?)?;
    let lock = spec.join("names.lock");
    if lock.exists() {
        settings = settings.with_names(&parse_names(&source(&lock)?)?);
    }
    let overlays = settings.overlays().unwrap_or_default().iter();
    let overlays: Vec<Source> = overlays
        .map(|path| source(&spec.join(path)))
        .collect::<Result<_, _>>()?;
    let api = Input::new(&description, &settings)
        .overlays(&overlays)
        .model()?
        .api;
    // The examples tell it as their own.
    println!("cargo::rustc-env=CLIENT_VERSION={}", api.package.version);
    let out = PathBuf::from(env::var("OUT_DIR")?);
    fs::write(out.join("calls.rs"), table(&api))?;
    fs::write(out.join("samples.rs"), samples(&api))?;
    Ok(())
}

fn source(path: &Path) -> Result<Source, Box<dyn Error>> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    Ok(Source {
        name: name.into_owned(),
        text: fs::read_to_string(path)?,
    })
}

/// ```text
/// pub(crate) const CALLS: &[Call] = &[
///     Call { operation: "getTicket", run: |client, given| Box::pin(async move { … }) },
/// ];
/// ```
fn table(api: &Api) -> String {
    let mut table = String::from("pub(crate) const CALLS: &[Call] = &[\n");
    for resource in &api.resources {
        for operation in &resource.operations {
            let _ = writeln!(
                table,
                "Call {{ operation: {:?}, run: |client, given| Box::pin(async move {{ {} }}), pages: {} }},",
                operation.name.wire,
                call(api, resource, operation, &sent(&operation.output)),
                pages(api, resource, operation)
            );
        }
    }
    table.push_str("];\n");
    table
}

/// ```text
/// const SAMPLES: &[(&str, Sample)] = &[
///     ("Ticket", || sampled(&freshdesk::models::Ticket::sample())),
/// ];
/// ```
fn samples(api: &Api) -> String {
    let received = api
        .types
        .iter()
        .filter(|def| def.usage.is_received() && !matches!(def.kind, TypeKind::Alias(_)));
    let mut lines = String::new();
    for def in received {
        let name = &def.name.ident;
        // Writing to a string cannot fail.
        let _ = writeln!(
            lines,
            "({name:?}, || sampled(&freshdesk::models::{name}::sample())),"
        );
    }
    format!("const SAMPLES: &[(&str, Sample)] = &[\n{lines}];\n")
}

/// Returns `let request = client.tickets().get(given.path::<i64>("ticket_id")); … given.answer(request.send().await?)`
fn call(api: &Api, resource: &Resource, operation: &Operation, result: &str) -> String {
    let mut arguments = Vec::new();
    let mut setters = String::new();
    for parameter in &operation.parameters {
        let place = place(parameter);
        // A query is taken over, as text or as a value of its own type.
        let argument = match parameter.query {
            Some(_) => "value",
            None => argument(&parameter.ty),
        };
        match parameter.presence {
            Presence::Required => {
                let ty = owned(&parameter.ty);
                arguments
                    .push(argument.replace("value", &format!("given.required::<{ty}>({place})")));
            }
            Presence::Optional => {
                let ty = owned(&parameter.ty);
                let setter = &parameter.name.ident;
                let _ = write!(
                    setters,
                    "\nif let Some(value) = given.optional::<{ty}>({place}) {{ \
                     request = request.{setter}({argument}); }}"
                );
            }
        }
    }
    if let Some(body) = &operation.body {
        let (value, argument) = body_argument(api, body);
        match body.presence {
            Presence::Required => arguments.push(argument.replace("value", &value)),
            Presence::Optional => {
                let _ = write!(
                    setters,
                    "\nif given.body.is_some() {{ let value = {value}; \
                     request = request.body({argument}); }}"
                );
            }
        }
    }
    let binding = if setters.is_empty() {
        "request"
    } else {
        "mut request"
    };
    format!(
        "let _ = &given; let {binding} = client.{}().{}({}); {setters}\n{result}",
        resource.name.ident,
        operation.name.ident,
        arguments.join(", "),
    )
}

/// Sends the request and gives the response.
fn sent(output: &Output) -> String {
    let answer = answer(output);
    format!("let response = request.send().await?; Ok({answer})")
}

/// Returns the call that reads every page of a list.
fn pages(api: &Api, resource: &Resource, operation: &Operation) -> String {
    if operation.pagination.is_none() {
        return "None".to_owned();
    }
    let call = call(api, resource, operation, "records(request.items()).await");
    format!("Some(|client, given| Box::pin(async move {{ {call} }}))")
}

/// Returns the location and name of a parameter's value: `"query", "page"`.
fn place(parameter: &Parameter) -> String {
    let location = match parameter.location {
        ParameterLocation::Path => "path",
        ParameterLocation::Query => "query",
        ParameterLocation::Header => "header",
        ParameterLocation::Cookie => "cookie",
    };
    format!("{location:?}, {:?}", parameter.name.wire)
}

/// Returns the expression that passes `value`.
fn argument(ty: &TypeRef) -> &'static str {
    match ty {
        TypeRef::Primitive(
            Primitive::Text(_) | Primitive::Base64 | Primitive::Base64Url | Primitive::Decimal,
        )
        | TypeRef::Map(_) => "&value",
        _ => "value",
    }
}

/// Returns the value of a body, and how `value` is handed over.
fn body_argument(api: &Api, body: &RequestBody) -> (String, &'static str) {
    let whole = |ty: &str| format!("given.body::<{ty}>()");
    match &body.content {
        RequestContent::Form(form) if !form.files.is_empty() => (file_form(api, form), "&value"),
        RequestContent::Json(ty)
        | RequestContent::Lines(ty)
        | RequestContent::Form(Form { ty, .. }) => (whole(&owned(ty)), "&value"),
        RequestContent::Text { .. } => (whole("String"), "value"),
        RequestContent::Bytes { .. } => (whole("Vec<u8>"), "value"),
    }
}

/// Returns a struct with files, which serde cannot read: `ImportCreate { file: given.file("file"), … }`
fn file_form(api: &Api, form: &Form) -> String {
    let TypeRef::Named(name) = &form.ty else {
        return owned(&form.ty);
    };
    let Some(TypeKind::Struct(shape)) = api.type_named(name).map(|def| &def.kind) else {
        return owned(&form.ty);
    };
    let mut values: Vec<String> = Vec::new();
    for field in &shape.fields {
        let wire = &field.name.wire;
        let file = form.files.iter().find(|file| file.wire == *wire);
        let value = match (file.map(|file| file.count), field.presence) {
            (None, Presence::Required) => format!("given.member({wire:?})"),
            (None, Presence::Optional) => format!("given.optional_member({wire:?})"),
            (Some(FileCount::One), Presence::Required) => format!("given.file({wire:?})"),
            (Some(FileCount::One), Presence::Optional) => format!("given.optional_file({wire:?})"),
            (Some(FileCount::Many), Presence::Required) => format!("given.files({wire:?})"),
            (Some(FileCount::Many), Presence::Optional) => {
                format!("given.optional_files({wire:?})")
            }
        };
        values.push(format!("{}: {value}", field.name.ident));
    }
    let additional = shape.additional.iter();
    values.extend(additional.map(|additional| format!("{}: Default::default()", additional.ident)));
    format!("{} {{ {} }}", owned(&form.ty), values.join(", "))
}

/// Returns the expression for the response as JSON.
fn answer(output: &Output) -> &'static str {
    match output {
        Output::Json(_) | Output::OptionalJson(_) => "json_answer(&response)",
        Output::Empty => "{ let () = response.into_value(); CallResult::Empty }",
        Output::Text => "CallResult::Text(response.into_value())",
        Output::Bytes => "CallResult::Bytes(response.into_value().to_vec())",
        Output::Stream(_) | Output::ByStatus(_) => "{ drop(response); CallResult::Empty }",
    }
}

/// Returns the type of a value that the caller owns.
fn owned(ty: &TypeRef) -> String {
    match ty {
        TypeRef::Primitive(primitive) => owned_primitive(*primitive).to_owned(),
        TypeRef::Named(name) => format!("freshdesk::models::{name}"),
        TypeRef::List(item) => format!("Vec<{}>", owned(item)),
        TypeRef::Map(item) => format!("std::collections::BTreeMap<String, {}>", owned(item)),
        TypeRef::FreeForm => "freshdesk::JsonObject".to_owned(),
        TypeRef::Json => "freshdesk::Json".to_owned(),
        TypeRef::Nullable(inner) => format!("Option<{}>", owned(inner)),
        TypeRef::Boxed(inner) => format!("Box<{}>", owned(inner)),
    }
}

fn owned_primitive(primitive: Primitive) -> &'static str {
    match primitive {
        Primitive::Bool => "bool",
        Primitive::I32 => "i32",
        Primitive::I64 => "i64",
        Primitive::U32 => "u32",
        Primitive::U64 => "u64",
        Primitive::I128 => "i128",
        Primitive::Decimal => "freshdesk::Decimal",
        Primitive::Base64Url => "freshdesk::Base64Url",
        Primitive::F32 => "f32",
        Primitive::F64 => "f64",
        Primitive::DateTime => "freshdesk::Timestamp",
        Primitive::Date => "freshdesk::Date",
        Primitive::Base64 => "freshdesk::Base64",
        Primitive::File => "freshdesk::Attachment",
        Primitive::Text(_) => "String",
    }
}
