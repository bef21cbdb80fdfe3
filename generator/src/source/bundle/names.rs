//! Names for components that were defined elsewhere before.
//!
//! Rule: the names on the way to it, without the words of the standard; the name of its file where
//! nothing is left, or in front where the name is taken; a number after that.

use super::target::Target;
use crate::source::pointer::unescape;

/// Steps that say where something is and not what it is.
const STRUCTURE: [&str; 22] = [
    "$defs",
    "additionalProperties",
    "allOf",
    "anyOf",
    "application/json",
    "components",
    "content",
    "definitions",
    "items",
    "oneOf",
    "parameters",
    "paths",
    "prefixItems",
    "properties",
    "requestBodies",
    "requestBody",
    "responses",
    "schema",
    "schemas",
    "securitySchemes",
    "get",
    "post",
];

pub(super) fn name(target: &Target, is_taken: impl Fn(&str) -> bool) -> String {
    let file = target.file.rsplit('/').next().unwrap_or_default();
    let stem = words(file.split('.').next().unwrap_or_default());
    let steps: Vec<String> = target
        .pointer
        .split('/')
        .skip(1)
        .map(unescape)
        .filter(|step| !STRUCTURE.contains(&step.as_str()))
        .filter(|step| !step.bytes().all(|byte| byte.is_ascii_digit()))
        .map(|step| words(&step))
        .collect();
    let own = steps.join("_");
    let own = match (own.is_empty(), stem.is_empty()) {
        (false, _) => own,
        (true, false) => stem.clone(),
        (true, true) => "inline".to_owned(),
    };
    if !is_taken(&own) {
        return own;
    }
    let longer = format!("{stem}_{own}");
    if !stem.is_empty() && !is_taken(&longer) {
        return longer;
    }
    (2..=u32::MAX)
        .map(|number| format!("{own}_{number}"))
        .find(|name| !is_taken(name))
        .unwrap_or(own)
}

/// Returns a text as it can be in a reference.
fn words(text: &str) -> String {
    let plain = |letter: char| {
        if letter.is_ascii_alphanumeric() || "-._".contains(letter) {
            letter
        } else {
            '_'
        }
    };
    let text: String = text.chars().map(plain).collect();
    text.trim_matches('_').to_owned()
}
