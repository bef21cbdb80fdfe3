//! Payloads as the service sends and takes them → what the client makes of them: nothing is refused, and nothing that
//! the description knows is lost.
//!
//! Each kind has payloads of our own in this folder; those collected from public sources are read from the folder
//! `payloads` beside the one that the variable `FRESHDESK_REFERENCE` names. Invariant: both are in the same form and
//! pass through the same checks.

mod loss;
mod mutations;
pub(crate) mod payload;

use freshdesk::{
    Client, Error,
    runtime::{RetryPolicy, testing::FakeTransport},
    webhooks::TicketEvent,
};
use serde_json::Value;
use tests::description::{Description, Extent, MistakeKind};

use self::{
    loss::{Loss, losses},
    payload::{Class, Payload},
};
use crate::contract::{
    self,
    calls::{CALLS, Call, CallResult},
};

/// Fails with everything that is wrong with payloads of a file.
fn each(file: &str, check: impl Fn(&Description, &Payload) -> Result<(), String>) {
    let description = contract::description();
    let payloads = payload::all(file);
    assert!(!payloads.is_empty(), "no payloads in {file}");
    let wrong: Vec<String> = payloads
        .iter()
        .filter_map(|payload| {
            let mistake = check(&description, payload).err()?;
            Some(format!("{} {}: {mistake}", payload.id, payload.operation))
        })
        .collect();
    println!("{file}: {} payloads, {} wrong", payloads.len(), wrong.len());
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn call(payload: &Payload) -> Result<&'static Call, String> {
    CALLS
        .iter()
        .find(|call| call.operation == payload.operation)
        .ok_or_else(|| "there is no such operation".to_owned())
}

/// Gives the payload as the response to a call; the result with what the call sent.
fn receive(description: &Description, payload: &Payload) -> Result<CallResult, String> {
    let described = description
        .operations()
        .find(|one| one.id() == payload.operation)
        .ok_or("there is no such operation")?;
    let request = contract::request(description, described, Extent::Minimal);
    let (_, result) = call(payload)?.make(request, payload.response());
    match result.map_err(|error| error.to_string())? {
        CallResult::Odd(value) => Err(format!("records of the list do not fit: {value}")),
        answer => Ok(answer),
    }
}

#[test]
fn every_response_is_read() {
    each("answers", |description, payload| {
        receive(description, payload).map(drop)
    });
}

#[test]
fn no_response_lacks_a_required_field() {
    each("answers", |description, payload| {
        let mut operations = description.operations();
        let described = operations.find(|one| one.id() == payload.operation);
        let described = described.ok_or("there is no such operation")?;
        let media = description.answer(described, payload.status);
        let (Some(media), Some(body)) = (media, &payload.body) else {
            return Ok(());
        };
        let mistakes = description.mistakes(media.schema, body).into_iter();
        let missing: Vec<String> = mistakes
            .filter(|mistake| mistake.kind == MistakeKind::Missing)
            .map(|mistake| mistake.place.join("."))
            .collect();
        if missing.is_empty() {
            Ok(())
        } else {
            Err(format!("without {}", missing.join(", ")))
        }
    });
}

#[test]
fn nothing_is_lost() {
    each("answers", |description, payload| {
        let lost: Vec<Loss> = match receive(description, payload)? {
            CallResult::Json(kept) => losses(payload.body.as_ref().unwrap_or(&Value::Null), &kept),
            _ => Vec::new(),
        };
        // Members of API v1 may be lost.
        let lost = lost.iter().filter(|_| payload.class != Class::Legacy);
        let lost: Vec<String> = lost.map(ToString::to_string).collect();
        if lost.is_empty() {
            Ok(())
        } else {
            Err(lost.join(", "))
        }
    });
}

#[test]
fn requests_can_say_all_of_it() {
    each("requests", |description, payload| {
        let mut operations = description.operations();
        let described = operations.find(|one| one.id() == payload.operation);
        let described = described.ok_or("there is no such operation")?;
        let mut request = contract::request(description, described, Extent::Minimal);
        request.body.clone_from(&payload.body);
        let answer = contract::answer(description, described, Extent::Minimal).1;
        let (sent, _) = call(payload)?.make(request, answer);
        let sent: Value = serde_json::from_slice(sent.body()).map_err(|error| error.to_string())?;
        let wanted = payload.body.as_ref().unwrap_or(&Value::Null);
        contract::difference("$", wanted, &sent)
    });
}

#[test]
fn errors_tell_their_status_code_and_fields() {
    each("errors", |description, payload| {
        let error = refusal(description, payload)?;
        let told = match &error {
            Error::Api(error) => &**error,
            Error::RateLimited(error) => error.answer().ok_or("it was not sent")?,
            other => return Err(format!("it is told as {other:?}")),
        };
        let body = payload.body.as_ref().unwrap_or(&Value::Null);
        let code = body["code"].as_str().or(body["error_type"].as_str());
        let fields = body["errors"].as_array().into_iter().flatten();
        let fields: Vec<Option<&str>> = fields
            .map(|one| one["field"].as_str().or(one["name"].as_str()))
            .collect();
        let wanted = (payload.status, code, fields);
        let fields = told.errors().iter().map(|one| one.field.as_deref());
        let found = (told.status().as_u16(), told.code(), fields.collect());
        if found == wanted {
            Ok(())
        } else {
            Err(format!("{found:?} is told, and not {wanted:?}"))
        }
    });
}

/// Returns the error that the payload makes of a call, which is not retried.
fn refusal(description: &Description, payload: &Payload) -> Result<Error, String> {
    let mut operations = description.operations();
    let described = operations.find(|one| one.id() == payload.operation);
    let described = described.ok_or("there is no such operation")?;
    let request = contract::request(description, described, Extent::Minimal);
    let service = FakeTransport::new();
    service.answer(call(payload)?.operation, payload.response());
    let client = Client::builder()
        .domain("acme")
        .api_key("key")
        .retry(RetryPolicy::never())
        .transport(service)
        .build()
        .map_err(|error| error.to_string())?;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .build()
        .map_err(|error| error.to_string())?;
    match runtime.block_on(call(payload)?.make_of(&client, request)) {
        Err(error) => Ok(error),
        Ok(_) => Err("it is no error".to_owned()),
    }
}

#[test]
fn webhooks_are_read_or_refused_with_a_reason() {
    each("webhooks", |_, payload| {
        match TicketEvent::parse(payload.text().as_bytes()) {
            Ok(event) => {
                let told = event.triggered_event().is_some();
                let sent = payload.text().contains("triggered_event");
                let is_read = told || !sent;
                is_read
                    .then_some(())
                    .ok_or_else(|| "its event is not read".to_owned())
            }
            Err(error) if error.to_string().len() > 20 => Ok(()),
            Err(error) => Err(format!("refused without a reason: {error}")),
        }
    });
}
