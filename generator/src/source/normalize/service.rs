//! Servers and tags.

use serde_json::Value;

use super::pass::{Pass, strings_only};
use crate::source::{Pointer, shape};

pub(super) fn tag(pass: &mut Pass, value: &mut Value, at: &Pointer<'_>) {
    if let Some(tag) = pass.members(value, shape::TAG, at) {
        pass.require(tag, &["name"], at);
    }
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
