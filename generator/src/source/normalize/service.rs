//! Servers and tags.

use serde_json::{Map, Value};

use super::pass::{Pass, strings_only};
use crate::source::{Pointer, shape};

pub(super) fn tag(pass: &mut Pass, value: &mut Value, at: &Pointer<'_>) {
    if let Some(tag) = pass.members(value, shape::TAG, at) {
        pass.require(tag, &["name"], at);
        describe(tag);
    }
}

/// Adds the summary and the parent of a tag, which `openapiv3` has no words for, to its description.
fn describe(tag: &mut Map<String, Value>) {
    let text = |key: &str| tag.get(key).and_then(Value::as_str).map(str::to_owned);
    let (summary, parent) = (text("summary"), text("parent"));
    if summary.is_none() && parent.is_none() {
        return;
    }
    let parent = parent.map(|parent| format!("Part of the group `{parent}`."));
    let texts = [summary, text("description"), parent];
    let texts: Vec<String> = texts.into_iter().flatten().collect();
    tag.insert("description".to_owned(), Value::String(texts.join("\n\n")));
}

pub(super) fn server(pass: &mut Pass, value: &mut Value, at: &Pointer<'_>) {
    if let Some(server) = pass.members(value, shape::SERVER, at) {
        pass.require(server, &["url"], at);
        pass.each(server, "variables", at, server_variable);
    }
}

fn server_variable(pass: &mut Pass, value: &mut Value, at: &Pointer<'_>) {
    // A number such as a port is common where the standard wants a string.
    if let Some(default @ Value::Number(_)) = value.get_mut("default") {
        *default = Value::String(default.to_string());
    }
    if let Some(variable) = pass.members(value, shape::SERVER_VARIABLE, at) {
        pass.require(variable, &["default"], at);
        strings_only(variable, "enum");
    }
}
