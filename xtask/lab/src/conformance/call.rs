//! An exchange and the operation that it is a call of → the function that makes the call and judges the response.
//!
//! Invariant: arguments are typed; what the operation has no argument for is a gap, never a URL or JSON written by hand.

use std::fmt::Write as _;

use generator::model::{
    Escaping, Operation, Parameter, ParameterLocation, Presence, Primitive, RequestContent, Style,
    TypeKind, TypeRef, Usage, Value as Listed, Writing,
};
use serde_json::{Map, Value};

use super::bodies;
use super::client;
use super::expected;
use super::gap::Gap;
use super::suite::Exchange;
use super::target::Target;
use super::values::Values;
use super::wire::{self, Wire};

/// Call of an operation.
#[derive(Clone, Debug)]
pub(super) struct Call {
    /// Body of an `async` function.
    pub(super) code: String,
    /// `true` if a value in it is any JSON value because the description says no more.
    pub(super) is_open: bool,
}

/// Texts of the suite's request that an argument takes. What is left over has none.
struct Given {
    query: Map<String, Value>,
    headers: Map<String, Value>,
}

/// Returns the call of an exchange.
pub(super) fn call(target: &Target<'_>, exchange: &Exchange, picture: &[u8]) -> Result<Call, Gap> {
    let values = Values::new(target.document, Usage::Request);
    let (request, mut is_open) = request(target, exchange, picture, &values)?;
    let expected = expected::of(target, exchange)?;
    is_open |= values.is_open.get() | expected.is_open;
    let code = format!("{request}{}", expected.code);
    Ok(Call { code, is_open })
}

/// Returns the statements that make `request`.
pub(super) fn request(
    target: &Target<'_>,
    exchange: &Exchange,
    picture: &[u8],
    values: &Values<'_>,
) -> Result<(String, bool), Gap> {
    let operation = target.operation;
    let mut given = Given {
        query: exchange.query.clone(),
        headers: exchange.headers.clone(),
    };
    let client = client::of(target, &mut given.query, &mut given.headers);
    let (mut arguments, mut setters) = (Vec::new(), String::new());
    for parameter in &operation.parameters {
        let Some(argument) = argument(target, parameter, &mut given, values)? else {
            continue;
        };
        match parameter.presence {
            Presence::Required => arguments.push(argument),
            Presence::Optional => {
                let _ = write!(
                    setters,
                    "let request = request.{}({argument}); ",
                    parameter.name.ident
                );
            }
        }
    }
    match (&operation.body, &exchange.body) {
        (None, None) => {}
        (None, Some(_)) => {
            return Err(Gap::Inexpressible(
                "the document has no body for the request".to_owned(),
            ));
        }
        (Some(body), None) if body.presence == Presence::Optional => {}
        (Some(body), given) => {
            let content = bodies::argument(body, given.as_ref(), picture, values)?;
            match body.presence {
                Presence::Required => arguments.push(content),
                Presence::Optional => {
                    let _ = write!(setters, "let request = request.body({content}); ");
                }
            }
        }
    }
    given.check()?;
    let (resource, method) = (&target.resource.name.ident, &operation.name.ident);
    let code = format!(
        "{client}let request = client.{resource}().{method}({}); {setters}",
        arguments.join(", ")
    );
    Ok((code, values.is_open.get()))
}

impl Given {
    /// Refuses what no argument has taken.
    fn check(&self) -> Result<(), Gap> {
        if let Some(name) = self.query.keys().next() {
            return Err(Gap::Inexpressible(format!(
                "the document has no query parameter `{name}`"
            )));
        }
        let of_content = ["accept", "content-type"];
        let mut names = self.headers.keys();
        let unknown = names.find(|name| !of_content.contains(&name.to_ascii_lowercase().as_str()));
        match unknown {
            Some(name) => Err(Gap::Inexpressible(format!(
                "the document has no header `{name}`"
            ))),
            None => Ok(()),
        }
    }
}

/// Returns the argument of a parameter. `None`: it is optional, and the scenario has no value for it.
fn argument(
    target: &Target<'_>,
    parameter: &Parameter,
    given: &mut Given,
    values: &Values<'_>,
) -> Result<Option<String>, Gap> {
    let api = &target.document.api;
    let Some(wire) = text_of(target, parameter, given) else {
        return match (parameter.presence, only_value(target, parameter)) {
            (Presence::Optional, _) => Ok(None),
            (Presence::Required, Some(value)) => {
                passed(target, parameter, &value, values).map(Some)
            }
            (Presence::Required, None) => Err(Gap::Failed(format!(
                "`{}` is required, and absent in the scenario",
                parameter.name.wire
            ))),
        };
    };
    if let (ParameterLocation::Path, Escaping::All, Wire::Text(text)) =
        (parameter.location, parameter.escaping, &wire)
        && text.contains('/')
    {
        return Err(Gap::Inexpressible(format!(
            "a path parameter of OpenAPI has no slashes, unlike `{text}`"
        )));
    }
    let value = wire::read(api, parameter, &wire).map_err(Gap::Failed)?;
    passed(target, parameter, &value, values).map(Some)
}

/// Returns a value as the argument of a parameter.
fn passed(
    target: &Target<'_>,
    parameter: &Parameter,
    value: &Value,
    values: &Values<'_>,
) -> Result<String, Gap> {
    let written = values.of(&parameter.ty, value)?;
    Ok(if is_borrowed(target, &parameter.ty) {
        format!("&{written}")
    } else {
        written
    })
}

/// Returns the only value that a parameter can have.
fn only_value(target: &Target<'_>, parameter: &Parameter) -> Option<Value> {
    let TypeRef::Named(name) = wire::resolve(&target.document.api, &parameter.ty) else {
        return None;
    };
    match &target.document.api.type_named(name)?.kind {
        TypeKind::Enum(list) => match list.variants.as_slice() {
            [only] => Some(match &only.value {
                Listed::Text(text) => text.clone().into(),
                Listed::Integer(number) => (*number).into(),
            }),
            _ => None,
        },
        _ => None,
    }
}

/// Takes the text of a parameter from what is given.
fn text_of(target: &Target<'_>, parameter: &Parameter, given: &mut Given) -> Option<Wire> {
    let name = &parameter.name.wire;
    match parameter.location {
        ParameterLocation::Path => {
            let (_, text) = target.path.iter().find(|(known, _)| known == name)?;
            Some(Wire::Text(decoded(text)))
        }
        ParameterLocation::Query => match given.query.remove(name) {
            Some(value) => Some(text(&value)),
            None => members(parameter, given),
        },
        ParameterLocation::Header => {
            let mut names = given.headers.keys();
            let known = names
                .find(|known| known.eq_ignore_ascii_case(name))?
                .clone();
            given.headers.remove(&known).map(|value| text(&value))
        }
        ParameterLocation::Cookie => None,
    }
}

/// Takes all members of an object that are sent under their own names.
fn members(parameter: &Parameter, given: &mut Given) -> Option<Wire> {
    if parameter.writing != Writing::Styled(Style::Exploded) || given.query.is_empty() {
        return None;
    }
    let members = std::mem::take(&mut given.query);
    let members = members
        .into_iter()
        .map(|(name, value)| (name, plain(&value)));
    Some(Wire::Members(members.collect()))
}

fn text(value: &Value) -> Wire {
    match value {
        Value::Array(items) => Wire::Texts(items.iter().map(plain).collect()),
        value => Wire::Text(plain(value)),
    }
}

fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        value => value.to_string(),
    }
}

/// Returns a text without percent-encoding.
fn decoded(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let digits = after.get(..2).filter(|_| *first == b'%');
        let digits = digits.and_then(|digits| std::str::from_utf8(digits).ok());
        let byte = digits.and_then(|digits| u8::from_str_radix(digits, 16).ok());
        bytes.push(byte.unwrap_or(*first));
        rest = if byte.is_some() { &after[2..] } else { after };
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Returns `true` if the argument of a parameter is borrowed: what is neither copied nor a text of its own.
fn is_borrowed(target: &Target<'_>, ty: &TypeRef) -> bool {
    match ty {
        TypeRef::List(_) => false,
        TypeRef::Primitive(primitive) => matches!(
            primitive,
            Primitive::Text(_) | Primitive::Base64 | Primitive::Base64Url | Primitive::Decimal
        ),
        TypeRef::Nullable(inner) => match wire::resolve(&target.document.api, inner) {
            TypeRef::Primitive(primitive) => is_borrowed(target, &TypeRef::Primitive(*primitive)),
            _ => true,
        },
        TypeRef::Named(_) => !is_parameter(target, ty),
        _ => true,
    }
}

/// Returns `true` for a type whose values are single texts.
fn is_parameter(target: &Target<'_>, ty: &TypeRef) -> bool {
    match wire::resolve(&target.document.api, ty) {
        TypeRef::Primitive(_) => true,
        TypeRef::Named(name) => match target.document.api.type_named(name).map(|def| &def.kind) {
            Some(TypeKind::Enum(_)) => true,
            Some(TypeKind::Union(union)) => union
                .alternatives
                .iter()
                .all(|one| is_parameter(target, &one.ty)),
            _ => false,
        },
        _ => false,
    }
}

/// Returns `true` for a request that no client sends: one that asks for what is no media type, by which the suite tries its
/// own server.
pub(super) fn is_impossible(exchange: &Exchange) -> bool {
    let mut headers = exchange.headers.iter();
    headers.any(|(name, value)| name.eq_ignore_ascii_case("accept") && !plain(value).contains('/'))
}

/// Returns how well the media types of an operation fit an exchange: of several operations with one path, the caller
/// chooses by them.
pub(super) fn affinity(operation: &Operation, exchange: &Exchange) -> usize {
    let header = |name: &str| {
        let mut headers = exchange.headers.iter();
        headers.find_map(|(known, value)| known.eq_ignore_ascii_case(name).then(|| plain(value)))
    };
    let accepted = operation
        .accept
        .clone()
        .unwrap_or_else(|| "application/json".to_owned());
    let wanted = header("accept").or_else(|| {
        exchange
            .response
            .body
            .as_ref()
            .map(|body| body.media_type.clone())
    });
    let sent = operation.body.as_ref().map(|body| match &body.content {
        RequestContent::Text { media_type } | RequestContent::Bytes { media_type } => {
            media_type.clone().unwrap_or_else(|| "*/*".to_owned())
        }
        _ => body
            .media_type
            .clone()
            .unwrap_or_else(|| "application/json".to_owned()),
    });
    let given = header("content-type")
        .or_else(|| exchange.body.as_ref().map(|body| body.media_type.clone()));
    usize::from(wanted.is_some_and(|wanted| accepted == wanted)) * 2
        + usize::from(given.is_some() && given == sent)
}

#[cfg(test)]
mod tests {
    use super::decoded;

    #[test]
    fn a_text_is_decoded() {
        assert_eq!(decoded("a%2Fb%20c"), "a/b c");
        assert_eq!(decoded("100%"), "100%");
    }
}
