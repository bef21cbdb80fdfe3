//! Operations → one `async fn` each, on the client itself.

use std::fmt::Write as _;

use generator::FileTree;
use generator::model::{
    Api, Form, FormMedia, ListStyle, Operation, Output, Parameter, ParameterLocation, PathSegment,
    Presence, Primitive, RequestBody, RequestContent, Resource, TypeRef, Writing,
};

use super::plain;
use super::types::{borrowed, owned};

/// One file per resource, and the one that gathers them.
pub(super) fn emit(api: &Api, files: &mut FileTree) {
    let mut root = "//! Every call.\n\n".to_owned();
    for resource in &api.resources {
        let module = &resource.name.ident;
        let _ = writeln!(root, "mod {module};");
        let calls = resource
            .operations
            .iter()
            .map(|operation| call(resource, operation));
        let calls: Vec<String> = calls.collect();
        let text = format!(
            "//! Calls.\n\nuse crate::models::*;\nuse crate::{{Client, Error, check, encode}};\n\n\
             impl Client {{\n{}}}\n",
            calls.join("\n")
        );
        files.insert(format!("src/resources/{}.rs", plain(module)), text);
    }
    files.insert("src/resources/mod.rs", root);
}

/// The name of an operation's function: `tickets_get`.
pub(in super::super) fn method(resource: &Resource, operation: &Operation) -> String {
    format!(
        "{}_{}",
        plain(&resource.name.ident),
        plain(&operation.name.ident)
    )
}

/// Variables end in an underscore, since a parameter may have any other name.
///
/// ```text
/// pub async fn tickets_get(&self, ticket_id: i64, include: Option<Include>) -> Result<Ticket, Error> {
///     let path_ = format!("/tickets/{}", encode(&ticket_id.to_string()));
///     let mut query_: Vec<(&str, String)> = Vec::new();
///     if let Some(include) = include { query_.push(("include", include.to_string())); }
///     let request_ = self.request("GET", &path_, &query_)?;
///     let response_ = check(request_.send().await?).await?;
///     Ok(response_.json().await?)
/// }
/// ```
fn call(resource: &Resource, operation: &Operation) -> String {
    let parameters = operation.parameters.iter();
    let declarations = parameters.map(|parameter| {
        declaration(
            &parameter.name.ident,
            parameter.presence,
            &borrowed(&parameter.ty),
        )
    });
    let body = operation.body.iter();
    let body = body.map(|body| declaration("body", body.presence, &body_type(&body.content)));
    let arguments: Vec<String> = declarations.chain(body).collect();
    let queries: String = operation.parameters.iter().map(set_query).collect();
    let headers: String = operation.parameters.iter().map(set_header).collect();
    let set_body = operation.body.as_ref().map(set_body).unwrap_or_default();
    format!(
        "    pub async fn {}(&self, {}) -> Result<{}, Error> {{\n\
         {}        let mut query_: Vec<(&str, String)> = Vec::new();\n\
         {queries}        let mut request_ = self.request({:?}, &path_, &query_)?;\n\
         {headers}{set_body}        let response_ = check(request_.send().await?).await?;\n        \
         {}\n    }}\n",
        method(resource, operation),
        arguments.join(", "),
        output_type(&operation.output),
        path(operation),
        operation.method.as_str(),
        read(&operation.output),
    )
}

fn declaration(name: &str, presence: Presence, ty: &str) -> String {
    match presence {
        Presence::Required => format!("{name}: {ty}"),
        Presence::Optional => format!("{name}: Option<{ty}>"),
    }
}

fn body_type(content: &RequestContent) -> String {
    match content {
        RequestContent::Json(TypeRef::Primitive(Primitive::Text(_)))
        | RequestContent::Text { .. } => "&str".to_owned(),
        RequestContent::Json(TypeRef::List(item)) => format!("&[{}]", owned(item)),
        RequestContent::Json(ty) | RequestContent::Form(Form { ty, .. }) => {
            format!("&{}", owned(ty))
        }
        RequestContent::Bytes { .. } => "Vec<u8>".to_owned(),
    }
}

fn path(operation: &Operation) -> String {
    let (mut template, mut values) = (String::new(), String::new());
    for segment in &operation.path.segments {
        match segment {
            PathSegment::Literal(text) => template += &text.replace('{', "{{").replace('}', "}}"),
            PathSegment::Parameter(wire) => {
                let is_meant = |parameter: &&Parameter| {
                    parameter.location == ParameterLocation::Path && parameter.name.wire == *wire
                };
                let Some(parameter) = operation.parameters.iter().find(is_meant) else {
                    continue;
                };
                template += "{}";
                let _ = write!(values, ", encode(&{})", text(parameter));
            }
        }
    }
    format!("        let path_ = format!({template:?}{values});\n")
}

/// The parameter as one text: `include.to_string()`.
fn text(parameter: &Parameter) -> String {
    let ident = &parameter.name.ident;
    let separator = match parameter.writing {
        Writing::Texts(ListStyle::Space) => " ",
        Writing::Texts(ListStyle::Pipe) => "|",
        Writing::Texts(_) | Writing::Styled(_) => ",",
    };
    match parameter.ty {
        TypeRef::List(_) => format!(
            "{ident}.iter().map(|item| item.to_string()).collect::<Vec<_>>().join({separator:?})"
        ),
        _ => format!("{ident}.to_string()"),
    }
}

fn set_query(parameter: &Parameter) -> String {
    let (ident, wire) = (&parameter.name.ident, &parameter.name.wire);
    if parameter.location != ParameterLocation::Query {
        return String::new();
    }
    let statement = match parameter.ty {
        TypeRef::List(_) if parameter.writing == Writing::Texts(ListStyle::Repeated) => {
            format!("for item_ in {ident} {{ query_.push(({wire:?}, item_.to_string())); }}")
        }
        _ => format!("query_.push(({wire:?}, {}));", text(parameter)),
    };
    if_given(ident, parameter.presence, &statement)
}

fn set_header(parameter: &Parameter) -> String {
    let (ident, wire, text) = (&parameter.name.ident, &parameter.name.wire, text(parameter));
    let statement = match parameter.location {
        ParameterLocation::Header => format!("request_ = request_.header({wire:?}, {text});"),
        ParameterLocation::Cookie => {
            format!("request_ = request_.header(\"cookie\", [{wire:?}, \"=\", &{text}].concat());")
        }
        ParameterLocation::Path | ParameterLocation::Query => return String::new(),
    };
    if_given(ident, parameter.presence, &statement)
}

fn set_body(body: &RequestBody) -> String {
    let statement = match &body.content {
        RequestContent::Json(_) => "request_ = request_.json(body);".to_owned(),
        RequestContent::Form(form) => match form.layout.media {
            FormMedia::UrlEncoded => {
                "request_ = crate::encoded_form(request_, serde_json::to_value(body)?);".to_owned()
            }
            FormMedia::Multipart => {
                let files = form.files.iter().map(|file| format!("{:?}", file.wire));
                let files: Vec<String> = files.collect();
                format!(
                    "request_ = crate::form(request_, serde_json::to_value(body)?, &[{}]);",
                    files.join(", ")
                )
            }
        },
        RequestContent::Text { media_type } => format!(
            "request_ = request_.header(\"content-type\", {media_type:?}).body(body.to_owned());"
        ),
        RequestContent::Bytes { media_type } => {
            format!("request_ = request_.header(\"content-type\", {media_type:?}).body(body);")
        }
    };
    if_given("body", body.presence, &statement)
}

fn if_given(ident: &str, presence: Presence, statement: &str) -> String {
    match presence {
        Presence::Required => format!("        {statement}\n"),
        Presence::Optional => format!("        if let Some({ident}) = {ident} {{ {statement} }}\n"),
    }
}

fn output_type(output: &Output) -> String {
    match output {
        Output::Empty => "()".to_owned(),
        Output::Json(ty) => owned(ty),
        Output::OptionalJson(ty) => format!("Option<{}>", owned(ty)),
        Output::Text => "String".to_owned(),
        // An ordinary client has neither streams nor types by status; what comes is read to the end.
        Output::Stream(_) | Output::ByStatus(_) | Output::Bytes => "Vec<u8>".to_owned(),
    }
}

fn read(output: &Output) -> &'static str {
    match output {
        Output::Empty => "drop(response_);\n        Ok(())",
        Output::Json(_) => "Ok(response_.json().await?)",
        Output::OptionalJson(_) => {
            "let body_ = response_.bytes().await?;\n        \
             if body_.is_empty() { return Ok(None); }\n        \
             Ok(Some(serde_json::from_slice(&body_)?))"
        }
        Output::Text => "Ok(response_.text().await?)",
        Output::Stream(_) | Output::ByStatus(_) | Output::Bytes => {
            "Ok(response_.bytes().await?.to_vec())"
        }
    }
}
