//! The response that a scenario expects → the expression that sends the request and compares the response with it.

use generator::model::{
    ByStatus, Framing, ItemStream, Output, ResponseContent, StatusPattern, Usage,
};
use serde_json::{Map, Value};

use super::gap::Gap;
use super::suite::{Body, Exchange, Response, is_structured};
use super::target::Target;
use super::values::{Values, bytes};

/// Expression of a verdict.
pub(super) struct Expected {
    pub(super) code: String,
    /// `true` if a value in it is any JSON value because the description says no more.
    pub(super) is_open: bool,
}

/// Returns the expression for the response of one call, `request`.
pub(super) fn of(target: &Target<'_>, exchange: &Exchange) -> Result<Expected, Gap> {
    let response = &exchange.response;
    let status = response.status;
    let values = Values::new(target.document, Usage::Response);
    let code = if (200..300).contains(&status) {
        headers(&response.headers)?;
        success(target, response, &values)?
    } else {
        let body = response.body.as_ref().and_then(Body::json);
        format!(
            "error(request.send().await, {status}, {})",
            text(body.as_ref())
        )
    };
    Ok(Expected {
        code,
        is_open: values.is_open.get(),
    })
}

/// Refuses headers of the response, which the crate gives as texts by their names.
fn headers(headers: &Map<String, Value>) -> Result<(), Gap> {
    match headers
        .iter()
        .find(|(name, _)| !name.eq_ignore_ascii_case("content-type"))
    {
        Some((name, _)) => Err(Gap::Manual(format!(
            "the header `{name}` of the response has no typed accessor"
        ))),
        None => Ok(()),
    }
}

fn success(target: &Target<'_>, response: &Response, values: &Values<'_>) -> Result<String, Gap> {
    let status = response.status;
    let body = response.body.as_ref();
    let json = |ty| -> Result<String, Gap> {
        let value = body.and_then(Body::json);
        let value = value
            .ok_or_else(|| Gap::Failed("the response of the scenario is no JSON".to_owned()))?;
        values.of(ty, &value)?;
        Ok(text(Some(&value)))
    };
    Ok(match &target.operation.output {
        Output::Empty => match body {
            None => format!("empty(request.send().await, {status})"),
            Some(_) => {
                return Err(Gap::Inexpressible(
                    "the document has no body for the response".to_owned(),
                ));
            }
        },
        // Where the suite's response is made by code, its value is not known.
        Output::Json(_) if body.is_none() => format!("decoded(request.send().await, {status})"),
        Output::Json(ty) => format!("json(request.send().await, {status}, {})", json(ty)?),
        Output::OptionalJson(ty) => match body {
            Some(_) => format!("some(request.send().await, {status}, {})", json(ty)?),
            None => format!("some(request.send().await, {status}, None)"),
        },
        Output::Text | Output::Bytes => {
            let content = raw(body)?;
            let kind = if matches!(target.operation.output, Output::Text) {
                "text"
            } else {
                "bytes"
            };
            format!("{kind}(request.send().await, {status}, &{content})")
        }
        Output::Stream(stream) => items(stream, body, values)?,
        Output::ByStatus(answer) => {
            let enumeration = format!(
                "api::resources::{}::{}",
                target.resource.name.ident, answer.ident
            );
            by_status(answer, &enumeration, response, values)?
        }
    })
}

/// Returns the bytes of a body.
fn raw(body: Option<&Body>) -> Result<String, Gap> {
    let body =
        body.ok_or_else(|| Gap::Failed("the response of the scenario has no body".to_owned()))?;
    if is_structured(&body.media_type) {
        return Err(Gap::Manual(format!(
            "a response of `{}` is read by the caller",
            body.media_type
        )));
    }
    Ok(bytes(&body.content()))
}

/// Returns the comparison of items that come one after the other.
fn items(stream: &ItemStream, body: Option<&Body>, values: &Values<'_>) -> Result<String, Gap> {
    let content = body.map(Body::content).unwrap_or_default();
    match stream.framing {
        Framing::Lines | Framing::Sequence => {
            let lines = serde_json::Deserializer::from_slice(&content).into_iter::<Value>();
            let lines: Vec<Value> = lines.map_while(Result::ok).collect();
            for line in &lines {
                values.of(&stream.item, line)?;
            }
            Ok(format!(
                "items(request.await, {}).await",
                text(Some(&Value::Array(lines)))
            ))
        }
        Framing::Events | Framing::TextEvents => Err(Gap::Manual(
            "the events of the response are not compared".to_owned(),
        )),
    }
}

fn by_status(
    answer: &ByStatus,
    enumeration: &str,
    response: &Response,
    values: &Values<'_>,
) -> Result<String, Gap> {
    let status = response.status;
    let fits = |pattern: StatusPattern| match pattern {
        StatusPattern::Code(code) => code == status,
        StatusPattern::Range(digit) => status / 100 == digit,
        StatusPattern::Default => true,
    };
    let variant = answer.bodies.iter().find(|body| fits(body.status));
    let variant = variant
        .ok_or_else(|| Gap::Inexpressible(format!("the document has no status {status}")))?;
    let name = &variant.name.ident;
    let body = response.body.as_ref();
    let arm = match &variant.content {
        None => format!("{enumeration}::{name} => matches_nothing()"),
        Some(ResponseContent::Json(ty)) => {
            let value = body.and_then(Body::json);
            let value = value
                .ok_or_else(|| Gap::Failed("the response of the scenario is no JSON".to_owned()))?;
            values.of(ty, &value)?;
            format!(
                "{enumeration}::{name}(value) => compared(value, {})",
                text(Some(&value))
            )
        }
        Some(ResponseContent::Text) => {
            format!(
                "{enumeration}::{name}(value) => same(value.as_bytes(), &{})",
                raw(body)?
            )
        }
        Some(ResponseContent::Bytes) => format!(
            "{enumeration}::{name}(value) => same(value, &{})",
            raw(body)?
        ),
        Some(ResponseContent::Stream(_)) => {
            return Err(Gap::Manual(
                "a stream among the responses is not compared".to_owned(),
            ));
        }
    };
    Ok(format!(
        "by_status(request.send().await, {status}, |value| match value {{ {arm}, _ => unexpected() }})"
    ))
}

/// Returns an optional text of JSON as an expression.
pub(super) fn text(value: Option<&Value>) -> String {
    match value {
        Some(value) => format!("Some({:?})", value.to_string()),
        None => "None".to_owned(),
    }
}
