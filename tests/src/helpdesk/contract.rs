//! A request on the wire → the call of a described operation, or what is wrong with it.
//!
//! Invariant: what gets past this is valid by the description, in every parameter and every member of the body.

use percent_encoding::percent_decode_str;
use serde_json::{Value, json};

use super::{
    call::Call,
    form,
    records::Object,
    refusal::{Refusal, Wrong},
    reply::Reply,
    strict,
};
use crate::{
    description::{Described, Description, Media, Mistake, MistakeKind, Route},
    multipart,
    server::Received,
};

/// Prefix of the paths of the description.
const ROOT: &str = "/api/v2";

/// Returns the operation that a request is for.
pub(super) fn operation<'d>(
    description: &'d Description,
    request: &Received,
) -> Result<Described<'d>, Refusal> {
    let path = path(request).strip_prefix(ROOT).ok_or(Refusal::NotFound)?;
    let (_, query) = request.target().split_once('?').unwrap_or_default();
    match description.route(request.method(), path, query) {
        Route::Operation(described) => Ok(described),
        Route::OtherMethods(methods) => Err(Refusal::Method(methods)),
        Route::Unknown => Err(Refusal::NotFound),
    }
}

/// Returns the call that a request is.
pub(super) fn call<'d>(
    description: &'d Description,
    described: Described<'d>,
    request: &Received,
    origin: &str,
) -> Result<Call<'d>, Refusal> {
    accept(request)?;
    let pairs = pairs(request);
    let query = query(description, described, &pairs)?;
    let (body, files) = match description.request_body(described) {
        Some(media) => body(description, &media, request)?,
        None if request.bytes.is_empty() => Default::default(),
        None => {
            let message = "The operation takes no body";
            return Err(Wrong::new("body", "no_content_required", message).into());
        }
    };
    let steps = described
        .path
        .split('/')
        .zip(path(request)[ROOT.len()..].split('/'));
    let open = steps.filter(|(pattern, _)| pattern.starts_with('{'));
    Ok(Call {
        operation: described.id(),
        arguments: open.map(|(_, step)| decoded(step)).collect(),
        query,
        body,
        files,
        address: format!("{origin}{}", path(request)),
        pairs,
    })
}

/// Lists the faults of a response.
pub(super) fn judge(
    description: &Description,
    described: Described<'_>,
    reply: &Reply,
) -> Option<String> {
    let media = description.answer(described, reply.status);
    let told = |mistake| format!("{} {}: {mistake}", described.id(), reply.status);
    match (&reply.body, media) {
        (None, None) => None,
        // An error response may lack its body.
        (None, Some(_)) => (reply.status < 400).then(|| told("the body is missing".to_owned())),
        // Errors have one form, whether a status is described or not.
        (Some(body), None) if reply.status >= 400 => {
            let schema = json!({"$ref": "#/components/schemas/Error"});
            description.mistake(&schema, body).map(told)
        }
        (Some(_), None) => Some(told("no body is described".to_owned())),
        (Some(body), Some(media)) => description
            .mistake_in_response(media.schema, body)
            .map(told),
    }
}

fn path(request: &Received) -> &str {
    request.target().split('?').next().unwrap_or_default()
}

fn pairs(request: &Received) -> Vec<(String, String)> {
    let (_, query) = request.target().split_once('?').unwrap_or_default();
    let pairs = query.split('&').filter(|pair| !pair.is_empty());
    let pairs = pairs.map(|pair| pair.split_once('=').unwrap_or((pair, "")));
    pairs
        .map(|(key, value)| (decoded(key), decoded(value)))
        .collect()
}

fn decoded(text: &str) -> String {
    let text = text.replace('+', " ");
    percent_decode_str(&text).decode_utf8_lossy().into_owned()
}

fn accept(request: &Received) -> Result<(), Refusal> {
    let accept = request.header("accept").unwrap_or("*/*");
    let fits = ["application/json", "*/*"]
        .iter()
        .any(|fit| accept.contains(fit));
    if fits { Ok(()) } else { Err(Refusal::Accept) }
}

fn query(
    description: &Description,
    described: Described<'_>,
    pairs: &[(String, String)],
) -> Result<Object, Refusal> {
    let parameters = description.parameters(described);
    let known = |name: &str| {
        parameters
            .iter()
            .find(|one| one.location == "query" && one.name == name)
    };
    let mut wrong: Vec<Wrong> = Vec::new();
    let mut values = Object::new();
    let rest = parameters
        .iter()
        .find(|one| one.takes_the_rest(description));
    for (name, text) in pairs.iter().filter(|(name, _)| !described.fixes(name)) {
        let Some(parameter) = known(name) else {
            match rest {
                Some(rest) => {
                    let members = values.entry(rest.name).or_insert_with(|| json!({}));
                    members[name.as_str()] = json!(text);
                }
                None => wrong.push(unexpected(name)),
            }
            continue;
        };
        let texts = pairs.iter().filter(|(key, _)| key == name);
        let texts: Vec<String> = texts.map(|(_, text)| text.clone()).collect();
        if let Some(value) = parameter.value(description, &texts) {
            let mistakes = description.mistakes(parameter.schema, &value);
            wrong.extend(mistakes.iter().map(|mistake| wrong_of(Some(name), mistake)));
            wrong.extend(strict::mistakes(
                description,
                parameter.schema,
                &value,
                name,
            ));
            values.insert(name.clone(), value);
        }
    }
    let missing = parameters
        .iter()
        .filter(|one| one.location == "query" && one.required);
    let missing = missing.filter(|one| !values.contains_key(one.name));
    wrong.extend(missing.map(|one| Wrong::new(one.name, "missing_field", "It has to be given")));
    if wrong.is_empty() {
        Ok(values)
    } else {
        Err(Refusal::Invalid(wrong))
    }
}

fn body(
    description: &Description,
    media: &Media<'_>,
    request: &Received,
) -> Result<(Object, Vec<super::files::File>), Refusal> {
    let content_type = request.header("content-type").unwrap_or_default();
    let (body, files) = match content_type.split(';').next().unwrap_or_default().trim() {
        "application/json" => {
            let body: Value = serde_json::from_slice(&request.bytes).map_err(|_| Refusal::Json)?;
            (body.as_object().cloned().ok_or(Refusal::Json)?, Vec::new())
        }
        "multipart/form-data" => {
            let parts = multipart::try_parts(content_type, &request.bytes);
            form::read_form(description, media.schema, parts.ok_or(Refusal::Json)?)?
        }
        "" if request.bytes.is_empty() => Default::default(),
        _ => return Err(Refusal::MediaType),
    };
    let properties = description.properties(media.schema);
    let unknown = body
        .keys()
        .filter(|key| !properties.contains_key(key.as_str()));
    let mut wrong: Vec<Wrong> = unknown.map(|key| unexpected(key)).collect();
    // A form without JSON has its files among its members.
    if media.name == "application/json" {
        let body = Value::Object(body.clone());
        let mistakes = description.mistakes(media.schema, &body);
        wrong.extend(mistakes.iter().map(|mistake| wrong_of(None, mistake)));
        wrong.extend(strict::mistakes(description, media.schema, &body, ""));
    }
    if wrong.is_empty() {
        Ok((body, files))
    } else {
        Err(Refusal::Invalid(wrong))
    }
}

fn unexpected(name: &str) -> Wrong {
    Wrong::new(name, "invalid_field", "Unexpected/invalid field in request")
}

/// Returns a mistake in the value of a parameter, or in a body.
fn wrong_of(parameter: Option<&str>, mistake: &Mistake) -> Wrong {
    let place = mistake.place.join(".");
    let code = match mistake.kind {
        MistakeKind::Missing => "missing_field",
        MistakeKind::Unknown => "invalid_field",
        MistakeKind::Type => "datatype_mismatch",
        MistakeKind::Value => "invalid_value",
    };
    Wrong::new(parameter.unwrap_or(&place), code, mistake.text.clone())
}
