//! Path items, operations and what they are made of.

use serde_json::{Map, Value, json};

use super::{
    pass::{Pass, strings_only},
    schema::schema,
    security::requirements,
    service::server,
};
use crate::{
    diagnostics::{Diagnostic, Reports, Subject},
    source::{Pointer, nodes::FURTHER_METHODS, shape},
};

const METHODS: [&str; 8] = [
    "get", "put", "post", "delete", "options", "head", "patch", "trace",
];

pub(super) fn path_item(pass: &mut Pass, value: &mut Value, at: &Pointer<'_>) {
    let Some(item) = pass.members_or_reference(value, shape::PATH_ITEM, at) else {
        return;
    };
    pass.each(item, "parameters", at, parameter);
    pass.each(item, "servers", at, server);
    for method in METHODS {
        if let Some(value) = item.get_mut(method) {
            pass.about_operation(method, |pass| operation(pass, value, &at.key(method)));
        }
    }
    further_methods(pass, item, at);
}

/// Operations of `query` and of methods that the standard has no key for.
fn further_methods(pass: &mut Pass, item: &mut Map<String, Value>, at: &Pointer<'_>) {
    let mut further = Map::new();
    if let Some(mut value) = item.shift_remove("query") {
        pass.about_operation("query", |pass| {
            operation(pass, &mut value, &at.key("query"));
        });
        further.insert("QUERY".to_owned(), value);
    }
    let at = at.key("additionalOperations");
    let others = item.shift_remove("additionalOperations");
    for (name, mut value) in others.into_iter().filter_map(into_members).flatten() {
        let at = at.key(&name);
        let is_token =
            |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
        if name.is_empty() || !name.bytes().all(is_token) {
            let message = format!("`{name}` is no method of HTTP");
            pass.diagnostics
                .push(Diagnostic::error("invalid-method", message).at(at.to_string()));
            continue;
        }
        operation(pass, &mut value, &at);
        further.insert(name, value);
    }
    if !further.is_empty() {
        item.insert(FURTHER_METHODS.to_owned(), Value::Object(further));
    }
}

fn into_members(value: Value) -> Option<Map<String, Value>> {
    match value {
        Value::Object(members) => Some(members),
        _ => None,
    }
}

fn operation(pass: &mut Pass, value: &mut Value, at: &Pointer<'_>) {
    callbacks(pass, value, at);
    let Some(operation) = pass.members(value, shape::OPERATION, at) else {
        return;
    };
    strings_only(operation, "tags");
    requirements(pass, operation, at);
    pass.each(operation, "parameters", at, parameter);
    pass.each(operation, "servers", at, server);
    if let Some(body) = operation.get_mut("requestBody") {
        request_body(pass, body, &at.key("requestBody"));
    }
    missing_responses(pass, operation, at);
    let responses = operation.entry("responses").or_insert_with(|| json!({}));
    if let Value::Object(responses) = responses {
        status_keys(pass, responses, &at.key("responses"));
    }
    pass.each(operation, "responses", at, |pass, value, at| {
        let status = at.name().unwrap_or_default();
        pass.about_response(status, |pass| response(pass, value, at));
    });
}

/// Warns of an operation without responses. Those of a webhook are up to the receiver.
fn missing_responses(pass: &mut Pass, operation: &Map<String, Value>, at: &Pointer<'_>) {
    let responses = operation.get("responses").and_then(Value::as_object);
    let is_webhook = matches!(pass.diagnostics.scope(), Some(Subject::Webhook(_)));
    if is_webhook || responses.is_some_and(|responses| !responses.is_empty()) {
        return;
    }
    let message = "the operation has no `responses`, so its response is not typed";
    pass.diagnostics.push(
        Diagnostic::warning("missing-responses", message)
            .at(at.to_string())
            .help("describe its responses, such as `responses: { '204': { description: Done. } }`"),
    );
}

/// Warns of calls that the service makes by itself: nothing is made of them.
fn callbacks(pass: &mut Pass, operation: &Value, at: &Pointer<'_>) {
    let described = operation.get("callbacks").and_then(Value::as_object);
    if described.is_some_and(|callbacks| !callbacks.is_empty()) {
        let message = "`callbacks` are not supported";
        let warning = Diagnostic::warning("ignored-callbacks", message);
        pass.diagnostics.push(
            warning
                .at(at.key("callbacks").to_string())
                .help("describe it under `webhooks` to have it typed"),
        );
    }
}

/// Brings status keys into the standard's spelling: `4xx` is `4XX`.
fn status_keys(pass: &mut Pass, responses: &mut Map<String, Value>, at: &Pointer<'_>) {
    for (key, response) in std::mem::take(responses) {
        let standard = match key.as_bytes() {
            _ if key == "default" || key.starts_with("x-") => key,
            [b'1'..=b'5', b'x' | b'X', b'x' | b'X'] => key.to_uppercase(),
            [b'1'..=b'9', b'0'..=b'9', b'0'..=b'9'] => key,
            _ => {
                pass.diagnostics.push(
                    Diagnostic::error("invalid-status", format!("`{key}` is no HTTP status"))
                        .at(at.key(&key).to_string())
                        .help("write a status such as '200', a range such as '4XX', or `default`"),
                );
                continue;
            }
        };
        responses.insert(standard, response);
    }
}

pub(super) fn parameter(pass: &mut Pass, value: &mut Value, at: &Pointer<'_>) {
    let Some(parameter) = pass.members_or_reference(value, shape::PARAMETER, at) else {
        return;
    };
    query_string(pass, parameter, at);
    pass.require(parameter, &["name", "in"], at);
    check_location(pass, parameter, at);
    check_style(pass, parameter, at);
    check_reserved(pass, parameter, at);
    if parameter.contains_key("schema") {
        parameter.shift_remove("content");
    } else if !parameter.contains_key("content") {
        parameter.insert("schema".to_owned(), json!({}));
    }
    if let Some(value) = parameter.get_mut("schema") {
        schema(pass, value, &at.key("schema"));
    }
    pass.each(parameter, "content", at, media_type);
}

/// The whole query as one value: an object whose members are the parameters. In another notation it is omitted.
fn query_string(pass: &mut Pass, parameter: &mut Map<String, Value>, at: &Pointer<'_>) {
    if parameter.get("in").and_then(Value::as_str) != Some("querystring") {
        return;
    }
    let content = parameter.get("content").and_then(Value::as_object);
    let form = content.and_then(|content| content.get("application/x-www-form-urlencoded"));
    let Some(schema) = form.and_then(|form| form.get("schema")).cloned() else {
        let message = "a query in this notation cannot be written, so the parameter is omitted";
        pass.diagnostics.push(
            Diagnostic::error("unsupported-querystring", message)
                .at(at.key("content").to_string())
                .help(
                    "describe it as `application/x-www-form-urlencoded` with a schema of an object",
                ),
        );
        return;
    };
    parameter.shift_remove("content");
    for (key, value) in [
        ("in", json!("query")),
        ("style", json!("form")),
        ("explode", json!(true)),
        ("schema", schema),
    ] {
        parameter.insert(key.to_owned(), value);
    }
}

fn check_location(pass: &mut Pass, parameter: &mut Map<String, Value>, at: &Pointer<'_>) {
    match parameter.get("in").and_then(Value::as_str) {
        Some("path") => {
            if parameter.get("required") == Some(&Value::Bool(false)) {
                let message = "a parameter of the path cannot be optional; it is required";
                pass.diagnostics.push(
                    Diagnostic::warning("optional-path-parameter", message)
                        .at(at.key("required").to_string())
                        .help("write `required: true`"),
                );
            }
            parameter.insert("required".to_owned(), Value::Bool(true));
        }
        Some("query" | "header" | "cookie") | None => {}
        Some(other) => pass.diagnostics.push(
            Diagnostic::error(
                "invalid-location",
                format!("a parameter cannot be in `{other}`"),
            )
            .at(at.key("in").to_string())
            .help("`in` is one of `path`, `query`, `header` and `cookie`"),
        ),
    }
}

/// Removes a style that the location does not know.
fn check_style(pass: &mut Pass, parameter: &mut Map<String, Value>, at: &Pointer<'_>) {
    let (Some(location), Some(style)) = (
        parameter.get("in").and_then(Value::as_str),
        parameter.get("style").and_then(Value::as_str),
    ) else {
        return;
    };
    let allowed: &[&str] = match location {
        "path" => &["matrix", "label", "simple"],
        "query" => &["form", "spaceDelimited", "pipeDelimited", "deepObject"],
        "header" => &["simple"],
        _ => &["form", "cookie"],
    };
    if style == "cookie" && allowed.contains(&style) {
        let message = "the style `cookie` is sent as `form`: all signs but letters, digits and `-._~` are encoded";
        pass.diagnostics.push(
            Diagnostic::warning("unspecified-style", message).at(at.key("style").to_string()),
        );
        parameter.shift_remove("style");
        return;
    }
    if allowed.contains(&style) {
        return;
    }
    pass.diagnostics.push(
        Diagnostic::warning(
            "ignored-style",
            format!("a {location} parameter cannot have the style `{style}`; it is ignored"),
        )
        .at(at.key("style").to_string())
        .help(format!("the styles here are {}", allowed.join(", "))),
    );
    parameter.shift_remove("style");
}

/// Warns of reserved signs that are encoded all the same: in an address, they are only left alone in the query, and a
/// header has every sign as it is.
fn check_reserved(pass: &mut Pass, parameter: &Map<String, Value>, at: &Pointer<'_>) {
    let is_encoded = matches!(
        parameter.get("in").and_then(Value::as_str),
        Some("path" | "cookie")
    );
    if is_encoded && parameter.get("allowReserved") == Some(&Value::Bool(true)) {
        let message = "`allowReserved` has an effect in a query alone; the value is encoded";
        pass.diagnostics.push(
            Diagnostic::warning("ignored-reserved", message)
                .at(at.key("allowReserved").to_string()),
        );
    }
}

pub(super) fn request_body(pass: &mut Pass, value: &mut Value, at: &Pointer<'_>) {
    if let Some(body) = pass.members_or_reference(value, shape::REQUEST_BODY, at) {
        body.entry("content").or_insert_with(|| json!({}));
        pass.each(body, "content", at, media_type);
    }
}

pub(super) fn response(pass: &mut Pass, value: &mut Value, at: &Pointer<'_>) {
    if let Some(response) = pass.members_or_reference(value, shape::RESPONSE, at) {
        response.entry("description").or_insert_with(|| json!(""));
        pass.each(response, "content", at, media_type);
    }
}

/// Key for `encoding`: in the form of 3.0, `explode: false` and no value are the same.
pub(crate) const ENCODING: &str = "x-encoding";

/// Marks a schema that is that of an item, and not of a list of them.
pub(crate) const ITEM_SCHEMA: &str = "x-item-schema";

/// Puts the schema of an item in the place of the whole one. That of a server-sent event describes its fields; what
/// it brings is its `data`, and what that is as text the `contentSchema`.
fn item_schema(media: &mut Map<String, Value>, at: &Pointer<'_>) {
    let Some(mut item) = media.shift_remove("itemSchema") else {
        return;
    };
    let is_event = at
        .name()
        .is_some_and(|name| name.starts_with("text/event-stream"));
    if is_event && let Some(data) = item.pointer_mut("/properties/data") {
        let content = data.get_mut("contentSchema").map(Value::take);
        item = content.unwrap_or_else(|| data.take());
    }
    media.insert("schema".to_owned(), item);
    media.insert(ITEM_SCHEMA.to_owned(), Value::Bool(true));
}

fn media_type(pass: &mut Pass, value: &mut Value, at: &Pointer<'_>) {
    let Some(media) = pass.members(value, shape::MEDIA_TYPE, at) else {
        return;
    };
    if let Some(encoding) = media.shift_remove("encoding") {
        let encodings = encoding.as_object().into_iter().flatten();
        for (name, members) in encodings.filter_map(|(name, one)| Some((name, one.as_object()?))) {
            let at = at.key("encoding");
            shape::warn_unknown(
                members,
                shape::ENCODING,
                &at.key(name),
                &mut pass.diagnostics,
            );
        }
        media.insert(ENCODING.to_owned(), encoding);
    }
    item_schema(media, at);
    if let Some(value) = media.get_mut("schema") {
        schema(pass, value, &at.key("schema"));
    }
}
