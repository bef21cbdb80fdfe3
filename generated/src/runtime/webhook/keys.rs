//! Values under keys that the webhook's administrator has chosen.
//!
//! Nothing is required and nothing is certain: a key may be absent, go by another name, or hold a number as text. A key
//! that is absent, null or empty has no value.

use super::Changes;
use crate::runtime::codec::{self, Decode, DecodeError, Json, JsonObject};

/// Returns the keys in a body: those in the envelope, or in the only member if that is an object, or all of them where
/// there is neither.
///
/// # Errors
///
/// When the body is no JSON object, or the envelope holds something else.
pub fn unwrap(body: &[u8], envelope: Option<&str>) -> Result<JsonObject, DecodeError> {
    let object: JsonObject = codec::decode(body)?;
    if let Some(envelope) = envelope.filter(|name| object.contains(name)) {
        let inside = object.get::<JsonObject>(envelope)?;
        return Ok(inside.unwrap_or_default());
    }
    let mut members = object.iter();
    match (members.next(), members.next()) {
        (Some((_, Json::Object(inside))), None) => Ok(inside.clone().into()),
        _ => Ok(object),
    }
}

/// Returns the first value under one of these names.
fn first<'a>(keys: &JsonObject, names: &[&'a str]) -> Option<&'a str> {
    let is_given = |name: &&&str| match keys.raw(name) {
        None | Some(Json::Null) => false,
        Some(Json::String(text)) => !text.trim().is_empty(),
        Some(_) => true,
    };
    names.iter().find(is_given).copied()
}

/// Returns the value under the first of `names` that has one, as a `T`.
///
/// # Errors
///
/// When it is something else than a `T`.
pub fn value<T: Decode>(keys: &JsonObject, names: &[&str]) -> Result<Option<T>, DecodeError> {
    match first(keys, names) {
        Some(name) => keys.get(name),
        None => Ok(None),
    }
}

/// Returns the value under the first of `names` that has one, as text, which a number or a flag is too.
///
/// # Errors
///
/// When it is a list or an object.
pub fn text(keys: &JsonObject, names: &[&str]) -> Result<Option<String>, DecodeError> {
    let Some(name) = first(keys, names) else {
        return Ok(None);
    };
    match keys.raw(name) {
        Some(scalar @ (Json::Number(_) | Json::Bool(_))) => Ok(Some(scalar.to_string())),
        _ => keys.get(name),
    }
}

/// Parses the first of `names` that has a value in the notation of changes.
#[must_use]
pub fn changes(keys: &JsonObject, names: &[&str]) -> Option<Changes> {
    match keys.raw(first(keys, names)?)? {
        Json::String(text) => Some(Changes::parse(text)),
        // Where the notation has become JSON, it reads in the same way.
        other => Some(Changes::parse(&other.to_string())),
    }
}
