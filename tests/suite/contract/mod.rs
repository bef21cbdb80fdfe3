//! Every operation of the generated crate against the description, which is read without the generator's model: the
//! request that the client sends is valid, and a response of the described shape arrives whole.
//!
//! The judge of what is valid is a JSON Schema validator that knows nothing of this project.

pub(crate) mod calls;
mod form;

use std::collections::BTreeSet;

use freshdesk::Client;
use freshdesk::runtime::testing::{Answer as Given, RecordedCall};
use serde_json::Value;
use tests::description::{Described, Description, Extent, Media, Parameter, sample};

use self::calls::{CALLS, Call, CallResult, Request, key};

const EXTENTS: [Extent; 3] = [Extent::Minimal, Extent::Everything, Extent::Nulls];

#[test]
fn every_operation_is_called() {
    let description = description();
    let described: BTreeSet<&str> = description.operations().map(|one| one.id()).collect();
    let called: BTreeSet<&str> = CALLS.iter().map(|call| call.operation).collect();
    assert_eq!(called, described);
}

#[test]
fn every_request_is_valid() {
    each(|description, described, call| {
        for extent in EXTENTS {
            let request = request(description, described, extent);
            let answer = answer(description, described, Extent::Minimal).1;
            let (sent, _) = call.make(request.clone(), answer);
            judge(description, described, &request, &sent)?;
        }
        Ok(())
    });
}

#[test]
fn every_answer_arrives_whole() {
    each(|description, described, call| {
        for extent in EXTENTS {
            let request = request(description, described, Extent::Minimal);
            let (body, answer) = answer(description, described, extent);
            let (_, result) = call.make(request, answer);
            let arrived = result.map_err(|error| error.to_string())?;
            compare(body, arrived)?;
        }
        Ok(())
    });
}

/// Calls every operation with a valid request, whatever comes of it, as long as a response that comes can be read;
/// gives how many there are.
pub(crate) async fn call_all(client: &Client) -> usize {
    let description = description();
    for described in description.operations() {
        let call = CALLS.iter().find(|call| call.operation == described.id());
        let request = request(&description, described, Extent::Minimal);
        let answer = call.expect("a call").make_of(client, request).await;
        assert!(
            !matches!(answer, Ok(CallResult::Odd(_))),
            "{}: {answer:?}",
            described.id()
        );
        if let Err(error) = answer {
            let is_refused = error
                .status()
                .is_some_and(|status| status.is_client_error());
            assert!(is_refused, "{}: {error}", described.id());
        }
    }
    CALLS.len()
}

/// Calls `check` with every operation, and fails with everything that is wrong.
fn each(check: impl Fn(&Description, Described<'_>, &Call) -> Result<(), String>) {
    let description = description();
    let mut mistakes = Vec::new();
    for described in description.operations() {
        let id = described.id();
        let call = CALLS.iter().find(|call| call.operation == id);
        let Some(call) = call else {
            mistakes.push(format!("{id}: not in the crate"));
            continue;
        };
        if let Err(mistake) = check(&description, described, call) {
            mistakes.push(format!("{id}: {mistake}"));
        }
    }
    assert!(mistakes.is_empty(), "{}", mistakes.join("\n"));
}

/// Returns the description that the crate is made from.
pub(crate) fn description() -> Description {
    Description::new(crate::input::described_freshdesk())
}

/// Returns a request of an operation, made up by its description.
pub(crate) fn request(
    description: &Description,
    described: Described<'_>,
    extent: Extent,
) -> Request {
    let mut request = Request::default();
    for parameter in description.parameters(described) {
        if parameter.required || extent != Extent::Minimal {
            // A parameter is absent rather than null.
            let value = sample(description, parameter.schema, Extent::Everything);
            let key = key(parameter.location, parameter.name);
            request.parameters.insert(key, value);
        }
    }
    let body = description.request_body(described);
    request.body = body.map(|body| match body.name {
        "application/json" | "multipart/form-data" => sample(description, body.schema, extent),
        // Bytes, as a list of numbers.
        _ => serde_json::json!([1, 2, 3]),
    });
    request
}

/// Returns the body of a success, and the response that carries it.
pub(crate) fn answer(
    description: &Description,
    described: Described<'_>,
    extent: Extent,
) -> (Option<Value>, Given) {
    let (status, media) = description.success(described);
    let Some(Media { name, schema, .. }) = media else {
        return (None, Given::status(status));
    };
    let body = sample(description, schema, extent);
    if let Some(mistake) = description.mistake(schema, &body) {
        panic!("{}: the sample itself is wrong: {mistake}", described.id());
    }
    let bytes = match &body {
        Value::String(text) if !name.contains("json") => text.clone(),
        json => json.to_string(),
    };
    (Some(body), Given::bytes(name, bytes).with_status(status))
}

/// Judges a request by the description.
fn judge(
    description: &Description,
    described: Described<'_>,
    request: &Request,
    sent: &RecordedCall,
) -> Result<(), String> {
    if !sent
        .method()
        .as_str()
        .eq_ignore_ascii_case(described.method)
    {
        return Err(format!("the method is {}", sent.method()));
    }
    let parameters = description.parameters(described);
    let mut places: Vec<(String, String)> = sent.query().to_vec();
    for fixed in described.fixed_query() {
        let (name, value) = fixed.split_once('=').unwrap_or((fixed, ""));
        if take(&mut places, name) != [value] {
            return Err(format!("`{fixed}` is missing from the query"));
        }
    }
    let (rest, named): (Vec<&Parameter<'_>>, Vec<_>) = parameters
        .iter()
        .partition(|parameter| parameter.takes_the_rest(description));
    for parameter in named {
        let texts = match parameter.location {
            "path" => vec![in_path(described, sent.path(), parameter.name)?],
            "query" if described.expression() == Some(parameter.name) => {
                unquoted(&take(&mut places, parameter.name))?
            }
            "query" => take(&mut places, parameter.name),
            "header" => sent
                .headers()
                .get_all(parameter.name)
                .iter()
                .map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned())
                .collect(),
            other => return Err(format!("nobody looks at parameters in {other}")),
        };
        let value = parameter.value(description, &texts);
        judge_parameter(description, parameter, value, request)?;
    }
    for parameter in rest {
        let value = parameter.object(description, &std::mem::take(&mut places));
        judge_parameter(description, parameter, value, request)?;
    }
    if let Some((name, _)) = places.first() {
        return Err(format!("no query parameter `{name}` is described"));
    }
    judge_body(description, described, request, sent)
}

/// Expressions without the double quotes that have to be around them.
fn unquoted(texts: &[String]) -> Result<Vec<String>, String> {
    let inside = |text: &String| {
        let inside = text.strip_prefix('"')?.strip_suffix('"')?;
        Some(inside.to_owned())
    };
    let unquoted: Option<Vec<String>> = texts.iter().map(inside).collect();
    unquoted.ok_or_else(|| format!("an expression without its quotes: {texts:?}"))
}

/// Returns the values of a query parameter.
fn take(places: &mut Vec<(String, String)>, name: &str) -> Vec<String> {
    let (taken, left) = std::mem::take(places)
        .into_iter()
        .partition(|(known, _)| known == name);
    *places = left;
    let taken: Vec<(String, String)> = taken;
    taken.into_iter().map(|(_, value)| value).collect()
}

/// Returns the text in the place of a path parameter.
fn in_path(described: Described<'_>, path: &str, name: &str) -> Result<String, String> {
    let below = path.strip_prefix("/api/v2").unwrap_or(path);
    let text = described.in_path(below, name);
    let text = text.ok_or_else(|| format!("the path is {path}"))?;
    Ok(text.replace("%20", " "))
}

fn judge_parameter(
    description: &Description,
    parameter: &Parameter<'_>,
    value: Option<Value>,
    request: &Request,
) -> Result<(), String> {
    let name = parameter.name;
    let wanted = request.parameters.get(&key(parameter.location, name));
    if value.as_ref() != wanted {
        return Err(format!("`{name}` is {value:?} and not {wanted:?}"));
    }
    match value.and_then(|value| description.mistake(parameter.schema, &value)) {
        Some(mistake) => Err(format!("`{name}`: {mistake}")),
        None => Ok(()),
    }
}

fn judge_body(
    description: &Description,
    described: Described<'_>,
    request: &Request,
    sent: &RecordedCall,
) -> Result<(), String> {
    let Some(media) = description.request_body(described) else {
        return if sent.body().is_empty() {
            Ok(())
        } else {
            Err("a body is sent that nobody described".to_owned())
        };
    };
    let content_type = sent.headers().get("content-type");
    let content_type = content_type.map_or("", |value| value.to_str().unwrap_or_default());
    let Media { name, schema, .. } = media;
    if name == "multipart/form-data" {
        let body = request.body.as_ref().unwrap_or(&Value::Null);
        return form::judge(description, &media, body, content_type, sent.body());
    }
    if content_type != name {
        return Err(format!("the body is sent as {content_type:?}"));
    }
    if name != "application/json" {
        let sent = serde_json::json!(sent.body().to_vec());
        let is_same = request.body == Some(sent);
        return is_same
            .then_some(())
            .ok_or_else(|| "other bytes are sent".to_owned());
    }
    let body: Value = serde_json::from_slice(sent.body()).map_err(|error| error.to_string())?;
    if let Some(mistake) = description.mistake(schema, &body) {
        return Err(format!("{mistake} in {body}"));
    }
    difference("$", request.body.as_ref().unwrap_or(&Value::Null), &body)
}

/// Compares the received value with the sent one, except for members that are null.
fn compare(body: Option<Value>, arrived: CallResult) -> Result<(), String> {
    let arrived = match arrived {
        CallResult::Empty => None,
        CallResult::Json(value) => Some(value),
        CallResult::Odd(value) => return Err(format!("records of the list do not fit: {value}")),
        CallResult::Text(text) => Some(text.into()),
        CallResult::Bytes(bytes) => Some(String::from_utf8_lossy(&bytes).into()),
    };
    let [body, arrived] = [body, arrived].map(|value| value.map(without_nulls));
    let nothing = Value::Null;
    difference(
        "$",
        body.as_ref().unwrap_or(&nothing),
        arrived.as_ref().unwrap_or(&nothing),
    )
}

/// Returns the first place at which two values differ.
pub(crate) fn difference(at: &str, expected: &Value, found: &Value) -> Result<(), String> {
    match (expected, found) {
        (Value::Object(expected), Value::Object(found)) => {
            let keys: BTreeSet<&String> = expected.keys().chain(found.keys()).collect();
            keys.into_iter().try_for_each(|key| {
                let [left, right] =
                    [expected, found].map(|one| one.get(key).unwrap_or(&Value::Null));
                difference(&format!("{at}.{key}"), left, right)
            })
        }
        (Value::Array(expected), Value::Array(found)) if expected.len() == found.len() => {
            let mut pairs = expected.iter().zip(found).enumerate();
            pairs.try_for_each(|(index, (left, right))| {
                difference(&format!("{at}[{index}]"), left, right)
            })
        }
        _ if expected == found => Ok(()),
        _ => Err(format!("{at} is {found} and not {expected}")),
    }
}

/// Returns a value whose objects have no members that are null, which means the same as absent.
fn without_nulls(value: Value) -> Value {
    match value {
        Value::Array(items) => items.into_iter().map(without_nulls).collect(),
        Value::Object(members) => {
            let members = members.into_iter().filter(|(_, value)| !value.is_null());
            Value::Object(
                members
                    .map(|(key, value)| (key, without_nulls(value)))
                    .collect(),
            )
        }
        other => other,
    }
}
